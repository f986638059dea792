internal import GridCore
internal import LedgerStore

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
    let isReleased = row.waits != nil && row.state != "held"
    guard isReleased || record.release != nil else { return }
    guard isReleased else { return add(.record, row.seq, .releasedUnheld(state: row.state)) }
    let release = ChainedRecord.Release(
      state: row.state, code: row.code, text: row.text, parameters: row.parameters)
    if record.release != release {
      add(.record, row.seq, .releasedAs(state: row.state, told: record.release?.state))
    }
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
    for fault in faults {
      switch fault {
      case .missing(let row): add(table, row, .missing)
      case .notAsWritten(let row): add(table, row, .notAsWritten)
      case .cutOff(let written, let last): add(table, last + 1, .cutOff(written: written, last: last))
      case .beyond(let written): add(table, written + 1, .beyond(written: written))
      case .otherHead(let last): add(table, last, .otherHead)
      }
    }
  }

  private mutating func add(_ table: LawPlace.Table, _ row: Int64, _ flaw: RowFlaw) {
    findings.add(.chain, LawPlace(table, row), .row(flaw))
  }
}
