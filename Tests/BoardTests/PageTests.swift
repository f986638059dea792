import Board
import Cases
import Foundation
import GridCore
import Ledger
import LedgerStories
import Overview
import Testing
import Users
import Web
import Words

/// What pages show, and to whom.
@Suite struct PageTests {
  private func town() throws -> BoardTown {
    let town = try BoardTown()
    let said = BoardTown.words(("summary", "井盖缺失"), ("reporter", "陈先生 13800138000"))
    try town.intake.take(
      TestFile(
        .report("r1", wording: said), .report("r2", grid: "heshuikou-02", onSite: true), .report("r3", matter: nil)))
    return town
  }

  private func id(_ report: String) -> String { TestRecord.item(of: report).itemID }

  @Test func theTownIsColouredByWhatPressesMost() throws {
    let town = try town()
    for (moment, worst) in [(noon(), "running"), (noon(7_000), "soon"), (noon(8_000), "overdue")] {
      let page = try TownPage.page(town.reading(at: moment), Query())
      #expect(page.tags("class=\"cell\"", "data-grid=\"heshuikou-01\"", "data-worst=\"\(worst)\"").count == 1)
      #expect(page.tags("data-grid=\"heshuikou-03\"", "data-worst=\"none\"").count == 1)
      #expect(page.tags("data-worst=").count == 3)
      #expect(page.content("data-figure=\"open\"", "data-grid=\"heshuikou-01\"") == "2")
    }
  }

  @Test func theTownsFiguresAreTheCommands() throws {
    let page = try TownPage.page(town().reading(at: noon(8_000)), Query())
    let figures = [
      ("received", "3"), ("on_site", "1"), ("on_site_rate", "33.33"), ("overdue", "1"), ("open", "2"), ("triage", "1"),
    ]
    for (figure, value) in figures {
      let tag = figure == "triage" ? "triage-count" : "<"
      let found =
        figure == "triage"
        ? page.content("data-figure=\"triage\"", tag) : page.content("data-figure=\"\(figure)\"")
      #expect(found == Substring(value), "\(figure)")
    }
    #expect(page.content("title") == "(1) 全街道 · 马田街道")
    #expect(page.tags("data-figure=\"overdue\"", "href=\"/items?overdue=1&amp;sort=urgency\"").count == 1)
    #expect(page.tags("data-figure=\"suspended\"", "href=").isEmpty, "nothing is behind it")
  }

  @Test(arguments: ["risk", "load"]) func theOtherMapsHaveOtherColours(_ kind: String) throws {
    let page = try TownPage.page(town().reading(), Query([("colour", kind)]))
    #expect(page.tags("class=\"cell\"", "data-\(kind)=").count == 3)
    #expect(page.tags("data-worst=").isEmpty)
  }

  @Test func theWallNamesNobody() throws {
    let page = try TownPage.page(town().reading(), Query([("wall", "")]))
    #expect(!page.text.contains("王五"))
    #expect(page.tags("id=\"clock\"").count == 1)
  }

  @Test func aCaseHasItsLegalStepsAsForms() throws {
    let town = try town()
    let page = try ItemPage.page(town.reading(), Query(), id("r1"))
    #expect(page.text.contains("<dt>时限</dt><dd>2 小时</dd>"), "in words, not as the rules write it")
    let item = try #require(try town.intake.ledger.item(TestRecord.item(of: "r1")))
    let legal = item.legalSteps(at: noon(), under: TestTown.book)
    #expect(page.tags("form", "data-step=").count == legal.count)
    for step in legal { #expect(page.tags("form", "data-step=\"\(step.rawValue)\"").count == 1) }
    let seen = try #require(try town.intake.ledger.history(of: item.key).last).seq
    #expect(page.tags("name=\"seen\"", "value=\"\(seen)\"").count == legal.count)
    #expect(page.tags("name=\"by_limit\"").count == 1 && page.tags("name=\"until\"").count == 1)
  }

  @Test func aReporterIsShownToWhoMayStep() throws {
    let town = try town()
    let looker = Viewer(key: "wall", may: [.look])
    #expect(try ItemPage.page(town.reading(), Query(), id("r1")).text.contains("13800138000"))
    var noting = try town.reading(viewer: looker)
    noting.steps = { _ in [.note] }
    for reading in [try town.reading(viewer: looker), noting] {
      let page = try ItemPage.page(reading, Query(), id("r1"))
      #expect(!page.text.contains("13800138000"))
      #expect(!page.text.contains("陈先生"))
    }
    for page in [try ItemsPage.page(town.reading(), Query()), try TownPage.page(town.reading(), Query())] {
      #expect(!page.text.contains("13800138000"))
    }
  }

  @Test func aCaseIsFoundByItsReportAndByTheBeginningOfItsID() throws {
    let town = try town()
    let whole = try ItemPage.page(town.reading(), Query(), id("r1")).tagged
    #expect(try ItemPage.page(town.reading(), Query(), source: "hotline", id: "r1").tagged == whole)
    #expect(try ItemPage.page(town.reading(), Query(), String(id("r1").prefix(9))).tagged == whole)
    #expect(throws: Problem.self) { try ItemPage.page(town.reading(), Query(), "zzzz") }
    #expect(throws: Problem.self) { try ItemPage.page(town.reading(), Query(), source: "hotline", id: "r9") }
  }

  @Test func placesShowTheirCases() throws {
    let reading = try town().reading(at: noon(8_000))
    let grid = try GridPage.page(reading, Query(), "heshuikou-01")
    #expect(grid.content("data-figure=\"open\"", "data-grid=\"heshuikou-01\"") == "2")
    #expect(grid.tags("tr", "data-item=\"\(id("r1"))\"").count == 1)
    let post = try PostPage.page(reading, Query(), "heshuikou/heshuikou-01/patrol")
    #expect(post.content("data-figure=\"overdue\"", "data-holder=") == "1")
    #expect(try PostPage.page(reading, Query(), "triage").tags("tr", "data-item=\"\(id("r3"))\"").count == 1)
    #expect(try CommunityPage.page(reading, Query(), "heshuikou").tags("tr", "data-item=").count == 2)
    for address in ["nowhere", "heshuikou/heshuikou-09/patrol", "subdistrict/nobody"] {
      #expect(throws: Problem.self) { try PostPage.page(reading, Query(), address) }
    }
    #expect(throws: Problem.self) { try GridPage.page(reading, Query(), "heshuikou-09") }
  }

  @Test func mineIsWhereSomebodyStands() throws {
    let town = try town()
    let own = Viewer(key: "zhang", name: "张三", at: "heshuikou/heshuikou-01/patrol", may: [.look], isPerson: true)
    #expect(try MePage.page(town.reading(viewer: own), Query()).tags("tr", "data-item=\"\(id("r1"))\"").count == 1)
    let chief = Viewer(key: "chief", name: "李四", at: "heshuikou", may: [.look], isPerson: true)
    #expect(try MePage.page(town.reading(viewer: chief), Query()).tags("tr", "data-item=").count == 2)
  }

  @Test func aSlipOfTheKeyboardIsNotAnsweredWithEverything() throws {
    let reading = try town().reading()
    #expect(throws: Problem.self) { try ItemsPage.page(reading, Query([("gird", "x")])) }
    #expect(throws: Problem.self) { try ItemsPage.page(reading, Query([("grid", "heshuikou-99")])) }
    let answer = try ItemsPage.csv(reading, Query([("format", "csv")]))
    #expect(answer.headers["cache-control"] == "no-store")
    var bytes = answer.body
    var place = WebPieces.Place()
    while let piece = try answer.rest?.piece(at: place) {
      bytes += piece.bytes
      place = piece.next
    }
    let table = String(decoding: bytes, as: UTF8.self)
    #expect(table.split(separator: "\r\n").count == 4)
    #expect(table.hasPrefix("\u{FEFF}item,source,id,matter,grid,state,holder,received_at,deadline"))
  }

  @Test func aTownWithoutAStateSaysSo() throws {
    let reading = BoardReading(ledger: nil, book: nil, now: noon(), viewer: Viewer(at: "*", may: [.look]))
    let page = try TownPage.page(reading, Query())
    #expect(page.text.contains("尚无台账"))
  }
}

/// Texts that want to be more than texts.
@Suite struct HostileTextTests {
  private static let evil =
    "<script>alert(1)</script><img src=x onerror=y>&\\\" ' javascript:z \\u202e\\u0007\\u009b https://evil.example/"

  @Test func noPageLetsATextAct() throws {
    let town = try BoardTown()
    let said = BoardTown.words(
      ("summary", Self.evil), ("place", Self.evil), ("reporter", Self.evil), ("matter", Self.evil),
      ("subject", Self.evil))
    try town.intake.take(
      TestFile(.report("r1", subject: "<b>甲</b>", wording: said), .report("r2", matter: "<i>x</i>", wording: said)))
    let note = "<script>alert(2)</script>\u{202E}\u{7}"
    try town.intake.take(TestFile(.step("s1", .note, on: "r1", note: note)), at: noon(5))
    let evil = "\"><script>alert(3)</script>"
    let reading = try town.reading(viewer: Viewer(key: "x", name: evil, at: "*", may: [.look], isPerson: true))
    let item = TestRecord.item(of: "r1").itemID
    let query = Query([("q", evil)])
    let pages = [
      try TownPage.page(reading, Query()), try ItemsPage.page(reading, Query()), try ItemsPage.page(reading, query),
      try ItemPage.page(reading, Query(), item), try ItemPage.page(reading, Query([("print", "1")]), item),
      try ItemPage.page(reading, Query(), TestRecord.item(of: "r2").itemID),
      try CommunityPage.page(reading, query, "heshuikou"), try GridPage.page(reading, Query(), "heshuikou-01"),
      try PostPage.page(reading, Query(), "triage"), try MePage.page(reading, Query()),
      try ProblemPage.page(reading, Query(), Problem(.notFound, .init(en: evil, zh: evil))),
    ]
    for page in pages {
      // The only script is ours, by its address.
      #expect(page.text.components(separatedBy: "<script").count == 2)
      #expect(page.tags("img").isEmpty && page.tags("onerror").isEmpty && page.tags("style=").isEmpty)
      #expect(page.tags("href=\"http").isEmpty && page.tags("href=\"javascript").isEmpty)
      let scalars = page.text.unicodeScalars
      #expect(!scalars.contains("\u{202E}") && !scalars.contains("\u{7}") && !scalars.contains("\u{9B}"))
    }
    #expect(pages[3].text.contains("<bdi>&lt;script&gt;alert(1)"))
    #expect(pages[3].text.contains("U+202E"))
  }

  @Test func aRowIsTheSameWhateverStandsAboveIt() throws {
    let town = try BoardTown()
    try town.intake.take(
      TestFile(
        .report("r1"), .report("r2", onSite: true), .report("r3", matter: "unheard of"), .report("r4"),
        .report("r5", onSite: true), .report("r6", matter: "unheard of")))
    try town.intake.take(TestFile(.step("s1", .resolve, on: "r4"), .step("s2", .void, on: "r1")))
    for (moment, language) in [(noon(9_000), Language.zh), (noon(90_000), .en)] {
      // Of one who may take no steps: whether there are boxes hangs on all rows together.
      let reading = try town.reading(at: moment, language, viewer: Viewer())
      let rows = { (query: Query) in
        try ItemsPage.page(reading, query).text.split(separator: "<tr data-item=").dropFirst().map {
          String($0.prefix(upTo: $0.firstRange(of: "</tr>")?.lowerBound ?? $0.endIndex))
        }
      }
      let all = try rows(Query())
      #expect(all.count == 6)
      for row in all {
        let id = row.dropFirst().prefix(16)
        #expect(try rows(Query([("q", String(id))])) == [row])
      }
    }
  }
}
