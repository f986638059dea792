internal import Answers
package import Board
internal import Cases
internal import Figures
internal import GridCore
internal import Ledger
internal import Reports
package import Web
internal import Words

/// The town on one page: what presses where, what the day has brought, what was laid before whom last.
package enum TownPage {
  /// `/`, and `/?wall` for whoever sits at the other end of the room.
  package static func page(_ reading: BoardReading, _ query: Query) throws -> Page {
    let map = TownMap.Kind(query["colour"])
    let isWall = query.flag("wall")
    let cases = try reading.openCases()
    return try Frame.page(
      reading, query, Frame.Section.town.name, .town, isLive: true
    ) { html in
      html.element("h1", ["class": "sr"], Frame.Section.town.name)
      try html.element("div", ["class": "split"]) { html in
        try html.element("div", ["class": "stack"]) { html in
          try figures(&html, reading, isWall: isWall)
          try TownMap(reading, cases, map).write(to: &html, isWall: isWall)
        }
        try html.element("section", ["class": "card", "id": "latest", "data-live": "rows"]) { html in
          html.element("h2", Bilingual(en: "Latest notices", zh: "最新通知单"))
          try NoticeList(reading, cases, most: isWall ? 6 : 20).write(to: &html)
        }
      }
    }
  }

  /// Of today what `report` counts, of now what `status` counts; each leads to the cases behind it, but on the wall, where no hand is.
  private static func figures(_ html: inout HTML, _ reading: BoardReading, isWall: Bool) throws {
    let today = try reading.today()
    let counts = try reading.ledger?.counts(at: reading.now)
    let rate = FigureColumn.onSiteRate
    let rateText = today.figures.onSiteRate?.text ?? "–"
    let reports = { HTML.path("reports", query: Query([("from", today.day), ("column", $0), ("rows", "1")])) }
    let items = { (name: String, value: String) in
      HTML.path("items", query: Query([(name, value), ("sort", "urgency")]))
    }
    let shown: [(figure: String, value: String, words: Bilingual, link: String?, isToday: Bool)] = [
      (
        "received", String(today.figures[.received]), Bilingual(en: "received today", zh: "今日收到"), reports("received"),
        true
      ),
      (
        "on_site", String(today.figures[.onSite]), Bilingual(en: "put right on site", zh: "现场整改"), reports("on_site"),
        true
      ),
      (rate.id, rateText, Bilingual(en: "on site rate", zh: "现场整改率"), nil, true),
      (
        "overdue", String(counts?.overdue ?? 0), Bilingual(en: "overdue", zh: "超时"), items("overdue", "1"), false
      ),
      ("open", String(counts?.open ?? 0), Bilingual(en: "open", zh: "在办"), items("state", "open"), false),
      (
        "suspended", String(counts?.suspended ?? 0), Bilingual(en: "suspended", zh: "挂账"), items("state", "suspended"),
        false
      ),
      (
        "resolved", String(counts?.resolved ?? 0), Bilingual(en: "to be checked", zh: "待核查"),
        items("state", "resolved"), false
      ),
    ]
    html.element("dl", ["class": "figures", "id": "figures", "data-live": ""]) { html in
      for one in shown {
        html.element("div", ["class": one.figure == "overdue" && one.value != "0" ? "hot" : nil]) { html in
          html.element("dt", one.words)
          html.figure(
            one.value,
            [
              "data-figure": one.figure, "data-from": one.isToday ? today.day : nil,
              "data-unit": one.figure == rate.id ? "%" : nil,
            ], link: isWall || one.value == "0" ? nil : one.link)
        }
      }
    }
  }
}

extension HTML {
  /// A figure; one behind which there are cases leads to them.
  mutating func figure(_ value: String, _ attributes: Attributes, link: String?) {
    guard let link else { return element("dd", attributes, value) }
    element("dd") { $0.element("a", attributes + ["href": link], HTML.plain(value)) }
  }
}

extension BoardReading {
  /// What is not ended; read anew where nobody keeps it.
  func openCases() throws -> OpenCases {
    if let cases { return cases }
    guard let ledger else { return OpenCases() }
    return try OpenCases(ledger, under: book)
  }

  /// What was received on this day of the town.
  func today() throws -> (day: String, figures: ReportFigures) {
    let day = moments.day(now).text
    guard let ledger else { return (day, ReportFigures()) }
    var query = ReportQuery(at: now)
    query.from = ReportDay(day)
    query.to = ReportDay(moments.day(now.adding(86_400)).text)
    return (day, try query.figures(book, ledger, figures).total)
  }
}
