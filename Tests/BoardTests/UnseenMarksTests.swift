import Board
import Desks
import GridCore
import Ledger
import LedgerStories
import Overview
import Testing
import Users
import Web
import Words

/// Marks that turn the writing round, and controls: none of them stands in any page as it came, in texts as in attributes.
@Suite struct UnseenMarksTests {
  private static let marks =
    "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\u{FEFF}"
  /// Wherever somebody outside may write something.
  private static let evil = "甲\(marks)\u{7}\u{1B}\u{9B}乙"
  /// The same as JSON has it.
  private static let written =
    "甲" + marks.unicodeScalars.map { "\\u" + String(UInt32($0) + 0x1_0000, radix: 16).dropFirst() }.joined()
    + "\\u0007\\u001b\\u009b乙"

  private func town() throws -> BoardTown {
    let town = try BoardTown()
    let said = BoardTown.words(
      ("summary", Self.written), ("place", Self.written), ("reporter", Self.written), ("matter", Self.written),
      ("subject", Self.written), ("grid", Self.written))
    try town.intake.take(
      TestFile(
        .report("r1", subject: Self.evil, wording: said),
        .report("r2", matter: Self.evil, grid: Self.evil, wording: said),
        .report("r3", source: Self.marks, subject: Self.evil, wording: said),
        .rating(
          "p1", "甲\(Self.marks)乙",
          more: #""risk":"red","grid":"heshuikou-01","note":"\#(Self.written)","points":["\#(Self.written)"]"#)))
    try town.intake.take(TestFile(.step("s1", .note, on: "r1", note: Self.evil)), at: noon(5))
    try town.intake.take(TestFile(.step("s2", .resolve, on: "r3", note: Self.evil)), at: noon(6))
    return town
  }

  /// Every page, with whatever a link or a form may bring.
  private func pages(_ language: Language) throws -> [(name: String, page: Page)] {
    let evil = Self.evil
    let may: Set<Viewer.Right> = [.look, .rules, .report, .integrity]
    var reading = try town().reading(
      at: noon(7_300), language, viewer: Viewer(key: evil, name: evil, at: "*", may: may, isPerson: true))
    reading.target = "/items?q=\(evil)"
    let (one, two) = (TestRecord.item(of: "r1").itemID, TestRecord.item(of: "r2").itemID)
    let asked = Query([("q", evil), ("subject", evil)])
    let form = Query([
      ("summary", evil), ("matter", evil), ("grid", evil), ("place", evil), ("subject", evil), ("reporter", evil),
      ("risk", evil), ("once", evil),
    ])
    let wrong = Problem(.refused, .init(en: evil, zh: evil), kind: evil)
    var sent = wrong
    sent.faults = [.init(line: nil, column: nil, code: evil, words: .init(en: evil, zh: evil))]
    func refused(_ step: String) -> RefusedStep {
      RefusedStep(
        sent,
        of: Query([("step", step), ("note", evil), ("to", evil), ("until", evil), ("by_limit", evil), ("seen", evil)]))
    }
    return [
      ("town", try TownPage.page(reading, Query())), ("wall", try TownPage.page(reading, Query([("wall", "")]))),
      ("items", try ItemsPage.page(reading, Query())), ("asked items", try ItemsPage.page(reading, asked)),
      ("item", try ItemPage.page(reading, Query(), one)), ("in triage", try ItemPage.page(reading, Query(), two)),
      ("slip", try ItemPage.page(reading, Query([("print", "1")]), one)),
      ("by source", try ItemPage.page(reading, Query(), source: "hotline", id: "r1")),
      ("refused note", try ItemPage.page(reading, Query(), one, refused: refused("note"))),
      ("refused transfer", try ItemPage.page(reading, Query(), one, refused: refused("transfer"))),
      ("refused suspend", try ItemPage.page(reading, Query(), one, refused: refused("suspend"))),
      ("refused reopen", try ItemPage.page(reading, Query(), one, refused: refused("reopen"))),
      ("community", try CommunityPage.page(reading, asked, "heshuikou")),
      ("grid", try GridPage.page(reading, Query(), "heshuikou-01")),
      ("post", try PostPage.page(reading, asked, "heshuikou/heshuikou-01/patrol")),
      ("triage post", try PostPage.page(reading, asked, "triage")), ("mine", try MePage.page(reading, asked)),
      ("triage", try TriagePage.page(reading, Query())), ("new", try NewReportPage.page(reading, form)),
      ("new, wrong", try NewReportPage.page(reading, Query(), given: form, wrong: wrong)),
      ("new, where", try NewReportPage.fragment(reading, form)),
      ("subjects", try SubjectsPage.page(reading, Query())), ("visits", try VisitsPage.page(reading, Query())),
      ("rounds", try RoundsPage.page(reading, Query())),
      ("by source", try ReportsPage.page(reading, Query([("by", "source")]))),
      (
        "behind",
        try ReportsPage.page(
          reading, Query([("by", "source"), ("rows", "1"), ("column", "received"), ("key", Self.marks)]))
      ),
      ("rules", try RulesPage.page(reading, Query(), RulesSight(file: nil))),
      ("ledger", try LedgerPage.page(reading, Query(), LedgerSight())),
      ("problem", try ProblemPage.page(reading, Query(), sent)),
      ("login", try LoginPage.page(reading, Query([("next", evil)]), wrong: wrong)),
    ]
  }

  @Test(arguments: [Language.zh, .en]) func noPageHasOneAsItCame(_ language: Language) throws {
    for (name, page) in try pages(language) {
      let raw = page.text.unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x9, 0xA: false
        case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
      }
      #expect(raw.isEmpty, "\(name): \(raw.map { String($0.value, radix: 16) })")
    }
  }

  @Test func whatSomebodyTypedHimselfComesBackWithoutThem() throws {
    let pages = try pages(.zh)
    let new = try #require(pages.first { $0.name == "new, wrong" }?.page)
    // Controls are shown; a text that is sent again holds what is seen.
    #expect(new.content("textarea", "name=\"summary\"") == "甲\u{FFFD}\u{FFFD}\u{FFFD}乙")
    let note = try #require(pages.first { $0.name == "refused note" }?.page)
    #expect(note.text.contains(">甲\u{FFFD}\u{FFFD}\u{FFFD}乙</textarea>"))
    #expect(pages.first { $0.name == "refused reopen" }?.page.tags("data-kept=\"note\"").count == 1)
  }
}
