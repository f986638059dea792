import GridCore
import Ledger
import LedgerStories
import Testing

/// What is told of every record.
@Suite struct ExportContract {
  @Test(arguments: Store.all) func exportTellsEveryRecordInOrder(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(
        TestFile(.report("r1"), .report("r1"), .unreadable("{")), TestFile(.step("s1", .accept, on: "r9")))
      let records = try intake.ledger.records(after: 0, limit: 10)
      // Unreadable records come last in their file, and the reception's verdicts are in the order of events.
      #expect(records.map(\.seq) == [1, 2, 3, 4])
      #expect(records.map(\.line) == [1, 2, 3, 1])
      #expect(records.map { $0.notices.count } == [1, 0, 0, 0])
      #expect(records[3].item == TestRecord.item(of: "r9").itemID)
      #expect(records[2].outcome == .rejected(code: "syntax", text: "not a record"))
      #expect(try intake.ledger.records(after: 3, limit: 10).map(\.seq) == [4])
    }
  }
}
