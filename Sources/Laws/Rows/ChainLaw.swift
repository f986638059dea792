internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Seals

/// Records and entries are numbered without a gap, and both hash chains are whole; what the chain of entries covers beside them (notices,
/// what became of held records) is what it says.
struct ChainLaw {
  private(set) var findings = LawFindings()
  private var records = ChainWalk()
  private var entries = ChainWalk()
  private var lastNotice: Int64 = 0

  /// Takes the next record; `seal` stands for the file it came in.
  mutating func take(_ record: ChainedRecord, file seal: Digest) {
    let row = record.row
    tell(.record, records.take(row.seq, stored: record.link) { row.add(to: &$0, file: seal) })
    let expected = record.expectedRelease
    guard record.release != expected else { return }
    add(
      .record, row.seq,
      expected == nil ? .releasedUnheld(state: row.state) : .releasedAs(state: row.state, told: record.release?.state))
  }

  /// Takes the next entry with the notices that its change raised.
  mutating func take(_ entry: ChainedEntry, raising notices: [StoredNotice]) {
    let found = entries.take(entry.seq, stored: entry.link) { hasher in
      entry.row.add(to: &hasher, seq: entry.seq, seal: entry.row.seal)
      for notice in notices { notice.add(to: &hasher) }
    }
    tell(.entry, found)
    if entry.row.kind == .rules, entry.row.rules == nil { add(.entry, entry.seq, .putsNoRulesInForce) }
    for notice in notices {
      count(notice)
      if notice.raisedAt != entry.row.at { add(.notice, notice.row, .raisedAtAnotherTime(entry: entry.seq)) }
    }
  }

  /// Takes a notice whose entry did not raise it, or is not there.
  mutating func takeStray(_ notice: StoredNotice) {
    count(notice)
    add(.notice, notice.row, .raisedByNoEntry)
  }

  /// Notices are numbered in the order in which they are raised.
  private mutating func count(_ notice: StoredNotice) {
    lastNotice += 1
    guard notice.row != lastNotice else { return }
    add(.notice, lastNotice, .missing)
    lastNotice = notice.row
  }

  mutating func end(_ standing: LedgerStanding) {
    tell(.record, records.end(written: standing.records, head: standing.recordChain).map { [$0] } ?? [])
    tell(.entry, entries.end(written: standing.entries, head: standing.entryChain).map { [$0] } ?? [])
  }

  private mutating func tell(_ table: LawPlace.Table, _ faults: [ChainWalk.Fault]) {
    for fault in faults { findings.add(.chain, LawFinding(table, fault)) }
  }

  private mutating func add(_ table: LawPlace.Table, _ row: Int64, _ flaw: RowFlaw) {
    findings.add(.chain, LawPlace(table, row), .row(flaw))
  }
}
