import GridCore
import Postings
import Proof
import Seals
import Testing

@testable import Laws
@testable import Ledger

@Suite struct ChainLawTests {
  private static let seal = HandMade.digest(4)

  /// Records with the links that they should have.
  private static func chain(_ rows: [RecordRow]) -> [ChainedRecord] {
    var chain = HashChain()
    return rows.map { row in
      chain.link { row.add(to: &$0, file: seal) }
      return ChainedRecord(row: row, owns: row.owns, link: chain.head)
    }
  }

  private static func chain(_ entries: [ChainedEntry], _ notices: [StoredNotice] = []) -> [ChainedEntry] {
    var chain = HashChain()
    return entries.map { entry in
      chain.link { hasher in
        entry.row.add(to: &hasher, seq: entry.seq, seal: entry.row.seal)
        for notice in notices where notice.entry == entry.seq { notice.add(to: &hasher) }
      }
      return ChainedEntry(seq: entry.seq, row: entry.row, link: chain.head)
    }
  }

  private static func findings(
    _ records: [ChainedRecord] = [], _ entries: [ChainedEntry] = [], _ notices: [StoredNotice] = [],
    written: Int64? = nil, head: Digest? = nil
  ) -> [LawFinding] {
    var law = ChainLaw()
    for record in records { law.take(record, file: seal) }
    for entry in entries { law.take(entry, raising: notices.filter { $0.entry == entry.seq }) }
    for notice in notices where !entries.contains(where: { $0.seq == notice.entry }) { law.takeStray(notice) }
    law.end(
      LedgerStanding(
        ledger: "l", epoch: 1, revision: 1, records: written ?? records.last?.row.seq ?? 0,
        recordChain: head ?? records.last?.link ?? .zero, entries: entries.last?.seq ?? 0,
        entryChain: entries.last?.link ?? .zero))
    return law.findings[.chain]
  }

  private static func found(_ table: LawPlace.Table, _ row: Int64, _ flaw: RowFlaw) -> [LawFinding] {
    [LawFinding(place: LawPlace(table, row), flaw: .row(flaw))]
  }

  private static let records = chain([HandMade.record(1), HandMade.record(2), HandMade.record(3)])
  private static let notices = [HandMade.notice(1), HandMade.notice(2, entry: 2)]
  private static let entries = chain(
    [1, 2].map { HandMade.entry($0, .history, "report", item: 1, cause: $0, seal: .zero) }, notices)

  @Test func whatWasLinkedIsWhole() {
    #expect(Self.findings(Self.records, Self.entries, Self.notices) == [])
  }

  @Test func aRowThatIsGoneOrChangedIsNamedOnce() {
    var records = Self.records
    records[1].row = HandMade.record(2, state: "duplicate")
    #expect(Self.findings(records) == Self.found(.record, 2, .notAsWritten))
    records.remove(at: 1)
    #expect(
      Self.findings(records)
        == Self.found(.record, 2, .missing) + Self.found(.record, 3, .notAsWritten))
  }

  @Test func aTailThatIsCutOrGrownAndAnotherHeadAreFound() {
    let cut = Array(Self.records.prefix(2))
    #expect(
      Self.findings(cut, written: 3, head: Self.records[2].link)
        == Self.found(.record, 3, .cutOff(written: 3, last: 2)))
    #expect(Self.findings(Self.records, written: 2) == Self.found(.record, 3, .beyond(written: 2)))
    #expect(Self.findings(Self.records, head: HandMade.digest(9)) == Self.found(.record, 3, .otherHead))
  }

  @Test func aNoticeIsCoveredByItsEntry() {
    var notices = Self.notices
    notices[1].addressee = "heshuikou/group/x"
    #expect(Self.findings([], Self.entries, notices) == Self.found(.entry, 2, .notAsWritten))
    notices = Self.notices
    notices[0].raisedAt = Timestamp(seconds: 99)
    #expect(Self.findings([], Self.entries, notices) == Self.found(.notice, 1, .raisedAtAnotherTime(entry: 1)))
    #expect(
      Self.findings([], Self.entries, Self.notices + [HandMade.notice(3, entry: 9)])
        == Self.found(.notice, 3, .raisedByNoEntry))
    notices = Self.notices
    notices[1].row = 3
    #expect(Self.findings([], Self.entries, notices) == Self.found(.notice, 2, .missing))
  }

  @Test func whatBecameOfAHeldRecordIsWhatItsEntrySays() {
    let waited = HandMade.record(1, state: "rejected", waits: "x", code: "unknown-item")
    let release = ChainedRecord.Release(state: "rejected", code: "unknown-item", text: "unknown-item")
    var record = Self.chain([waited])[0]
    record.release = release
    #expect(Self.findings([record]) == [])
    record.release = ChainedRecord.Release(state: "rejected", code: "unknown-item", text: "other words")
    #expect(
      Self.findings([record]) == Self.found(.record, 1, .releasedAs(state: "rejected", told: "rejected")))
    record.release = nil
    #expect(Self.findings([record]) == Self.found(.record, 1, .releasedAs(state: "rejected", told: nil)))
    var held = Self.chain([HandMade.record(1, state: "held", waits: "x")])[0]
    held.release = release
    #expect(Self.findings([held]) == Self.found(.record, 1, .releasedUnheld(state: "held")))
  }

  @Test func anEntryPutsRulesInForceByName() {
    let entry = HandMade.entry(1, .rules, "adopt", rules: nil)
    #expect(Self.findings([], Self.chain([entry])) == Self.found(.entry, 1, .putsNoRulesInForce))
  }
}
