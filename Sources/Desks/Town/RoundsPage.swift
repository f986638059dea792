internal import Answers
package import Board
internal import GridCore
package import Web
internal import Words

/// What comes when: the rounds that are due next.
package enum RoundsPage {
  private static let spans = [7, 31, 92, 366]

  /// The page; `days` says how far it is looked ahead.
  package static func page(_ reading: BoardReading, _ query: Query) throws -> Page {
    let days = query["days"].flatMap(Int64.init) ?? RoundsAhead.usual / 86_400
    guard (1...366).contains(days) else {
      throw Problem(.badRequest, Bilingual(en: "days wants 1 to 366", zh: "days 应为 1 到 366"))
    }
    return try Frame.page(reading, query, Frame.Section.rounds.name, .rounds) { html in
      html.element("h1", Frame.Section.rounds.name)
      html.element("nav", ["class": "tabs", "aria-label": reading.language == .zh ? "期限" : "Span"]) { html in
        for span in spans {
          let path = HTML.path("rounds", query: query.setting("days", String(span)))
          html.element(
            "a", ["href": path, "aria-current": Int64(span) == days ? "true" : nil],
            Bilingual(en: counted(span, "day"), zh: "\(span) 天"))
        }
        html.element(
          "a", ["href": HTML.path("reports", query: Query([("part", "rounds")]))],
          Bilingual(en: "What became of them", zh: "落实情况"))
      }
      guard let ledger = reading.ledger else { return }
      let end = reading.now.adding(days * 86_400)
      let sheet = try RoundsAhead(after: reading.now, through: end, under: reading.book, in: ledger).sheet
      html.element("section", ["class": "card"]) { html in
        guard !sheet.rows.isEmpty else {
          return html.element("p", Bilingual(en: "Nothing comes in these days.", zh: "这段时间没有定期任务。"))
        }
        var look = SheetLook(Bilingual(en: counted(sheet.rows.count, "round"), zh: "共 \(sheet.rows.count) 次"))
        look.isCards = true
        look.link = { row, column in
          guard column == "line", let row, let line = sheet.rows[row].last?.machine else { return nil }
          return "/rules#line-" + line
        }
        html.sheet(sheet, look)
      }
    }
  }
}
