import GridCore
import Ledger
import LedgerStories
import Testing

/// Visit sheets and days of visits, as they are asked for.
@Suite struct SheetContract {
  private func tell(_ store: Store, _ story: (TestIntake) throws -> Void) throws {
    try store.tell { intake in
      var intake = intake
      intake.book = TestTown.book(TestTown.rulesText, visits: TestTown.inspections)
      try story(intake)
    }
  }

  private func sheet(of report: String, _ intake: TestIntake) throws -> String? {
    try intake.ledger.item(TestRecord.item(of: report))?.memory.sheet
  }

  @Test(arguments: Store.all) func sheetsAreFoundBySubjectAndWhole(_ store: Store) throws {
    try tell(store) { intake in
      let ledger = intake.ledger
      try intake.take(TestFile(.report("r1", subject: "甲"), .report("r2", subject: "乙"), .report("r3")))
      try intake.take(TestFile(.report("r4", subject: "甲")), at: noon(60))
      let first = try #require(try sheet(of: "r1", intake))
      #expect(try sheet(of: "r4", intake) == first)
      #expect(try sheet(of: "r3", intake) == nil)
      #expect(try ledger.sheetItems(on: nil).map(\.identity.id).sorted() == ["r1", "r2", "r4"])
      #expect(try ledger.sheetItems(on: first).map(\.identity.id).sorted() == ["r1", "r4"])
      #expect(try ledger.sheetItems(on: "nonsense").isEmpty)
      #expect(try ledger.items(onSheetsOf: [ByteText("甲")]).map(\.identity.id).sorted() == ["r1", "r4"])
      #expect(try ledger.items(onSheetsOf: []).isEmpty)
      // What is put right is on none, and its day is counted; no round had asked for it.
      try intake.take(TestFile(.step("s1", .resolve, on: "r1")), at: noon(120))
      #expect(try sheet(of: "r1", intake) == nil)
      #expect(try ledger.sheetItems(on: first).map(\.identity.id) == ["r4"])
      #expect(try ledger.visits(in: 0...100_000).isEmpty)
    }
  }

  @Test(arguments: Store.all) func theFirstNoticeTellsOfTheSheetWhateverCameAfter(_ store: Store) throws {
    try tell(store) { intake in
      let ledger = intake.ledger
      try intake.take(TestFile(.report("r1", subject: "甲"), .report("r2", subject: "甲"), .report("r3", subject: nil)))
      let sheet = try sheet(of: "r1", intake)
      try intake.take(TestFile(.step("s1", .void, on: "r1"), .step("s2", .void, on: "r2")), at: noon(60))
      let owed = try ledger.owed(after: 0, limit: 10, bytes: 1 << 20)
      let (one, two) = (TestRecord.item(of: "r1"), TestRecord.item(of: "r2"))
      #expect(owed.map { $0.history.last?.sheet?.items } == [[one], [one, two].sorted { $0.itemID < $1.itemID }, nil])
      #expect(owed.map { $0.history.last?.sheet?.sheet } == [sheet, sheet, nil])
    }
  }

  @Test(arguments: Store.all) func theFirstNoticeOfWhatWasReopenedTellsOfTheReopening(_ store: Store) throws {
    try tell(store) { intake in
      try intake.take(TestFile(.report("r1", onSite: true), .report("r2", onSite: true, subject: "甲"), .report("r3")))
      try intake.take(TestFile(.step("s1", .reopen, on: "r1"), .step("s2", .reopen, on: "r2")), at: noon(60))
      let owed = try intake.ledger.owed(after: 0, limit: 10, bytes: 1 << 20)
      #expect(owed.map(\.notice.ordinal) == [1, 1, 1])
      #expect(owed.map { $0.history.last?.what } == [nil, .step(.reopen), .step(.reopen)])
    }
  }

  @Test(arguments: Store.all) func aDayIsOneVisitHoweverMuchIsPutRight(_ store: Store) throws {
    try tell(store) { intake in
      let ledger = intake.ledger
      let day = Int((noon().seconds + 8 * 3600) / 86_400)
      let own = { (id: String) in TestRecord.report(id, source: "rounds", onSite: true, subject: "甲") }
      try intake.take(TestFile(.report("r1", onSite: true, subject: "甲"), .report("r2", onSite: true, subject: "乙")))
      #expect(try ledger.visits(in: day...day).isEmpty)
      try intake.take(TestFile(own("o1"), own("o2")), at: noon(60))
      try intake.take(TestFile(.report("r3", onSite: true, subject: "甲")), at: noon(120))
      #expect(try ledger.visits(in: day...day) == [ByteText("甲"): 1])
      try intake.take(TestFile(own("o3")), at: noon(2 * 86_400))
      #expect(try ledger.visits(in: day...day + 2) == [ByteText("甲"): 2])
      #expect(try ledger.visits(in: day + 1...day + 1).isEmpty)
    }
  }
}
