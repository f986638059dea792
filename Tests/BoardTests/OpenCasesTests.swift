import Answers
import Cases
import GridCore
import Ledger
import LedgerStories
import Testing
import Web

/// What is kept of all that is not ended is what the commands tell.
@Suite struct OpenCasesTests {
  private func counted(_ town: BoardTown, _ grid: String, overdueAt: Timestamp?) throws -> Int {
    var query = ItemQuery()
    query.words[.grid] = grid
    query.state = .open
    query.overdueAt = overdueAt
    var count = 0
    try query.forEach(TestTown.book, town.intake.ledger) { _ in count += 1 }
    return count
  }

  private func agrees(_ cases: OpenCases, _ town: BoardTown, at now: Timestamp) throws {
    #expect(cases.triage == (try town.intake.ledger.counts(at: now)).triage)
    for grid in TestTown.book.grids {
      let count = cases.byPlace(at: now).grids[ByteText(grid.id)] ?? OpenCases.Count()
      #expect(count.open == (try counted(town, grid.id, overdueAt: nil)))
      #expect(count.overdue == (try counted(town, grid.id, overdueAt: now)))
    }
  }

  @Test func followingIsWhatReadingAnewTells() throws {
    let town = try BoardTown()
    var cases = OpenCases()
    func follow(at now: Timestamp) throws {
      try cases.follow(town.intake.ledger, under: TestTown.book)
      try agrees(cases, town, at: now)
      let anew = try OpenCases(town.intake.ledger, under: TestTown.book)
      #expect(cases.pressing { _ in true } == anew.pressing { _ in true })
      #expect(cases.through == anew.through)
    }
    try follow(at: noon())
    try town.intake.take(
      TestFile(
        .report("r1"), .report("r2", grid: "heshuikou-02"), .report("r3", matter: nil), .report("r4", onSite: true)))
    try follow(at: noon())
    try follow(at: noon(7_201))
    try town.intake.take(TestFile(.step("s1", .resolve, on: "r1")), at: noon(60))
    try town.intake.takeOwn(["heshuikou-02"], at: noon(70))
    try follow(at: noon(80))
    try town.intake.take(TestFile(.step("s2", .reopen, on: "r1"), .step("s3", .void, on: "r2")), at: noon(90))
    try follow(at: noon(10_000))
  }

  @Test func aCaseIsAsPressingAsItsTimeSays() throws {
    let town = try BoardTown()
    try town.intake.take(TestFile(.report("r1")))
    let one = try #require(try OpenCases(town.intake.ledger, under: TestTown.book).pressing { _ in true }.first)
    // Two hours: a fifth is 24 minutes.
    #expect(one.worst(at: noon()) == .running)
    #expect(one.worst(at: noon(7_200 - 1_440)) == .running)
    #expect(one.worst(at: noon(7_200 - 1_439)) == .soon)
    #expect(one.worst(at: noon(7_200)) == .soon)
    #expect(one.worst(at: noon(7_201)) == .overdue)
  }

  @Test func theLatestNoticesAreTheYoungestFirst() throws {
    let town = try BoardTown()
    try town.intake.take(TestFile(.report("r1")))
    try town.intake.take(TestFile(.report("r2")), at: noon(5))
    let cases = try OpenCases(town.intake.ledger, under: TestTown.book)
    #expect(cases.raised(most: 20).map(\.key) == [TestRecord.item(of: "r2"), TestRecord.item(of: "r1")])
    #expect(cases.raised(most: 1).count == 1)
  }
}

/// An item that fits throughout is on exactly one page.
@Suite struct CaseSearchTests {
  private func pages(_ query: Query, _ town: BoardTown, cases: OpenCases? = nil) throws -> [[EventKey]] {
    var pages: [[EventKey]] = []
    var asked = query
    while pages.count < 50 {
      var search = try CaseSearch(asked, at: noon(100), mayLead: false)
      search.onlyUnended = cases != nil
      let found = try search.find(TestTown.book, in: town.intake.ledger, cases)
      pages.append(found.items.map(\.item.key))
      guard let next = found.next else { break }
      asked = asked.setting("after", next.text)
    }
    return pages
  }

  private func town() throws -> BoardTown {
    let town = try BoardTown()
    for index in 0..<17 {
      let grid = "heshuikou-0\(index % 3 + 1)"
      try town.intake.take(
        TestFile(.report("r\(index)", grid: grid, onSite: index % 5 == 0)), at: noon(Int64(index / 2)))
    }
    return town
  }

  @Test func theNewestComesFirst() throws {
    let town = try town()
    let pages = try pages(Query([("limit", "5")]), town)
    #expect(pages.map(\.count) == [5, 5, 5, 2])
    #expect(pages.flatMap { $0 } == (0..<17).reversed().map { TestRecord.item(of: "r\($0)") })
  }

  @Test(arguments: [
    "received", "-received", "urgency", "-urgency", "deadline", "-deadline", "rung", "state", "matter", "grid", "-grid",
    "holder",
  ])
  func everyOrderHasEachOnce(_ order: String) throws {
    let town = try town()
    let query = Query([("limit", "4"), ("sort", order)])
    let all = try pages(query, town).flatMap { $0 }
    #expect(all.count == 17)
    #expect(Set(all).count == 17)
    let cases = try OpenCases(town.intake.ledger, under: TestTown.book)
    let open = try pages(query, town, cases: cases).flatMap { $0 }
    #expect(open.count == 13)
    #expect(Set(open).count == 13)
  }

  @Test func wordsOfListSift() throws {
    let town = try town()
    let asked = { (pairs: [(String, String)]) in try self.pages(Query(pairs), town).flatMap { $0 } }
    #expect(try asked([("grid", "heshuikou-02")]).count == 6)
    #expect(try asked([("state", "closed")]).count == 4)
    #expect(try asked([("q", "r16")]) == [TestRecord.item(of: "r16")])
    #expect(try asked([("q", TestRecord.item(of: "r3").itemID)]) == [TestRecord.item(of: "r3")])
    #expect(try asked([("holder", "heshuikou/heshuikou-01/patrol"), ("state", "open")]).count == 4)
    #expect(try asked([("overdue", "1")]).isEmpty)
    for (name, value) in [
      ("limit", "0"), ("limit", "501"), ("sort", "colour"), ("state", "gone"), ("holder", "nobody at all"),
      ("after", "x"),
    ] {
      #expect(throws: Problem.self) { try asked([(name, value)]) }
    }
  }
}
