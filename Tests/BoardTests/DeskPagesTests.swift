import Answers
import Board
import Desks
import Figures
import Formats
import GridCore
import JSON
import Ledger
import LedgerStore
import LedgerStories
import Reports
import Testing
import Users
import Web
import Words

/// The pages of the desks over a ledger in memory: their figures are the commands', and what came from outside does nothing.
@Suite struct DeskPagesTests {
  private let now = noon(7_200)

  /// Three reports, one of them in triage, and one ended; their words are hostile.
  private func intake() throws -> TestIntake {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
    let hostile = TestRecord.rating(
      "p1", "<script>店\u{202E}", more: #""risk":"red","grid":"heshuikou-01","points":["<b>"]"#)
    try intake.take(
      TestFile(.report("r1"), .report("r2", matter: nil), .report("r3", matter: "UM-002", source: "<i>"), hostile))
    try intake.take(TestFile(.step("s1", .resolve, on: "r1")), at: noon(60))
    return intake
  }

  private func reading(_ intake: TestIntake, may: Set<Viewer.Right> = [.look], at: String? = nil) -> BoardReading {
    var reading = BoardReading(
      ledger: intake.ledger, book: intake.book, now: now, viewer: Viewer(key: "wang", at: at, may: may, isPerson: true))
    if at != nil { reading.steps = { _ in Set(StepKind.allCases) } }
    return reading
  }

  private func text(_ page: Page) -> String { String(decoding: page.bytes, as: UTF8.self) }

  @Test func noPageLetsOutsideTextAct() throws {
    let intake = try intake()
    let reading = reading(intake, may: [.look, .report, .integrity, .rules], at: "*")
    let source = Query([("by", "source")])
    let pages = [
      try TriagePage.page(reading, Query()), try SubjectsPage.page(reading, Query()),
      try VisitsPage.page(reading, Query()),
      try RoundsPage.page(reading, Query()), try ReportsPage.page(reading, source),
      try NewReportPage.page(reading, Query([("summary", "<script>\u{202E}"), ("subject", "\"><b>")])),
      try RulesPage.page(reading, Query(), RulesSight(file: nil)), try LedgerPage.page(reading, Query(), LedgerSight()),
    ]
    for text in pages.map(text) {
      #expect(!text.contains("<script>"))
      #expect(!text.contains("<b>店") && !text.contains("><b>\""))
      #expect(!text.contains(" style=") && !text.contains(" onclick"))
    }
    let subjects = text(pages[1])
    #expect(subjects.contains("&lt;script&gt;店") && subjects.contains("U+202E") && !subjects.contains("\u{202E}"))
    #expect(text(pages[4]).contains("<bdi>&lt;i&gt;</bdi>"))
  }

  @Test func reportsTellWhatTheCommandTells() throws {
    let intake = try intake()
    let reading = reading(intake)
    var asked = ReportQuery(at: now)
    let total = text(try ReportsPage.page(reading, Query()))
    let sheet = ReportQuery.sheet(try asked.figures(intake.book, intake.ledger), intake.book)
    for (column, cell) in zip(sheet.columns, try #require(sheet.total)) where column.isFigure {
      guard case .number(let number) = cell else { continue }
      #expect(total.contains(#"data-figure="\#(column.id)" data-value="\#(number)""#), "\(column.id)")
    }
    asked.axis = .matter
    let rows = ReportQuery.sheet(try asked.figures(intake.book, intake.ledger), intake.book)
    let csv = try ReportsPage.csv(reading, Query([("by", "matter"), ("format", "csv")]))
    #expect(csv.body == rows.csv)
    #expect(csv.headers["cache-control"] == "no-store")
    let page = text(try ReportsPage.page(reading, Query([("by", "matter")])))
    #expect(page.contains(#"data-key="UM-001""#) && page.contains("data-plot=\"received\"") && page.contains("<svg"))
  }

  @Test func theItemsBehindAFigureAreListed() throws {
    let reading = reading(try intake())
    let query = Query([("by", "matter"), ("rows", "1"), ("column", "closed"), ("key", "UM-001")])
    let page = text(try ReportsPage.page(reading, query))
    #expect(page.contains(#"data-item="\#(TestRecord.item(of: "r1").itemID)""#))
    #expect(!page.contains(TestRecord.item(of: "r2").itemID))
    // The row without a key is the one whose key is empty.
    let triage = Query([("by", "matter"), ("rows", "1"), ("column", "triage"), ("key", "")])
    #expect(text(try ReportsPage.page(reading, triage)).contains(TestRecord.item(of: "r2").itemID))
  }

  @Test func whatNamesNoReportIsRefused() throws {
    let reading = reading(try intake())
    for query in [
      [("part", "all")], [("by", "colour")], [("from", "yesterday")], [("part", "load"), ("by", "source")],
      [("from", "2026-03-02"), ("to", "2026-03-01")], [("rows", "1"), ("column", "on_site_rate")],
    ] {
      #expect(throws: Problem.self, "\(query)") { try ReportsPage.page(reading, Query(query)) }
    }
    #expect(throws: Problem.self) { try ReportsPage.page(reading, Query([("part", "integrity")])) }
    var open = reading
    open.viewer = .stranger(mayAct: false)
    _ = try ReportsPage.page(open, Query([("part", "integrity")]))
    #expect(throws: Problem.self) { try SubjectsPage.page(reading, Query([("risk", "pink")])) }
    #expect(throws: Problem.self) { try RoundsPage.page(reading, Query([("days", "0")])) }
  }

  @Test func everyReportHasAPageInBothLanguages() throws {
    var reading = reading(try intake(), may: [.look, .integrity])
    for language in [Language.zh, .en] {
      reading.language = language
      for part in ["summary", "returns", "time", "load", "rounds", "integrity"] {
        let page = try ReportsPage.page(reading, Query([("part", part)]))
        #expect(page.status == 200)
        #expect(text(page).contains("</html>"))
      }
    }
  }

  @Test func triageAssignsWithTheLastLineSeen() throws {
    let intake = try intake()
    let item = TestRecord.item(of: "r2")
    let seen = try #require(try intake.ledger.history(of: item).last?.seq)
    let page = text(try TriagePage.page(reading(intake, at: "*"), Query()))
    #expect(page.contains(#"action="/items/\#(item.itemID)/steps" data-step="assign""#))
    #expect(page.contains(#"name="seen" value="\#(seen)""#))
    #expect(page.contains(#"<title>(1) "#))
    // Who may not assign is shown the case without a form.
    let other = text(try TriagePage.page(reading(intake), Query()))
    #expect(other.contains(item.itemID) && !other.contains("data-step"))
  }

  @Test func aReportByHandShowsWhereItWouldGo() throws {
    let intake = try intake()
    let centre = reading(intake, may: [.look, .report])
    let fields = Query([("matter", "UM-001"), ("grid", "heshuikou-02"), ("reporter", "张三 13800000000")])
    let fragment = text(try NewReportPage.fragment(centre, fields))
    let routing = Routing(intake.book, Report(matter: "UM-001", grid: "heshuikou-02"), source: "board", at: now)
    #expect(fragment.contains(#"data-holder="\#(routing.assignment.to.text)""#))
    let deadline = RFC3339.text(try #require(routing.assignment.deadline?.moment))
    #expect(fragment.contains(#"data-figure="deadline" data-value="\#(deadline)""#))
    #expect(!fragment.contains("13800000000"))
    #expect(throws: Problem.self) { try NewReportPage.page(reading(intake), fields) }
    #expect(throws: Problem.self) {
      try NewReportPage.page(reading(intake, at: "heshuikou/heshuikou-01/patrol"), fields)
    }
    #expect(text(try NewReportPage.page(reading(intake, at: "heshuikou"), fields)).contains(#"data-step="report""#))
  }

  @Test func aStrangerIsToldNothingButTheName() throws {
    var reading = reading(try intake())
    reading.viewer = Viewer()
    let wrong = Problem(.notLoggedIn, Bilingual(en: "wrong", zh: "不对"), kind: "wrong-password")
    let page = try LoginPage.page(reading, Query([("next", "/triage")]), wrong: wrong)
    #expect(page.status == 401 && page.blanks.count == 1)
    let words = text(page)
    #expect(!words.contains("<nav") && !words.contains("data-figure") && words.contains("马田街道"))
    #expect(words.contains(#"name="next" value="/triage""#) && words.contains(#"data-problem="wrong-password""#))
  }

  @Test func theLedgerPageTellsItsStanding() throws {
    let intake = try intake()
    let standing = try intake.ledger.standing()
    let page = text(try LedgerPage.page(reading(intake), Query(), LedgerSight()))
    #expect(page.contains(#"data-figure="records">\#(standing.records)<"#))
    #expect(page.contains(standing.entryChain.hex))
  }
}
