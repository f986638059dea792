internal import Answers
package import Board
internal import Cases
internal import Formats
internal import GridCore
internal import Ledger
internal import Users
package import Web
internal import Words

/// All cases, of any state, by whatever somebody asks.
package enum ItemsPage {
  private static let names = CaseSearch.names + ["format", "lang", "wall", "print"]

  /// `/items?…`.
  package static func page(_ reading: BoardReading, _ query: Query) throws -> Page {
    try query.knowing(names)
    let search = try search(reading, query)
    return try Frame.page(reading, query, Frame.Section.items.name, .items, isLive: true) { html in
      html.element("h1", Frame.Section.items.name)
      html.element("section", ["class": "card"]) { html in
        CaseFilter(reading: reading, path: "/items", query: query, offersEnded: true).write(to: &html)
      }
      guard let ledger = reading.ledger else { return }
      let found = try search.find(reading.book, in: ledger, reading.cases)
      try html.element("section", ["class": "card"]) { html in
        html.element("div", ["class": "row"]) { html in
          html.element(
            "p", ["class": "soft"], Bilingual(en: "\(found.items.count) on this page", zh: "本页 \(found.items.count) 件"))
          let csv = "/items?" + query.setting("format", "csv").setting("after", nil).text
          html.element("a", ["class": "push", "href": csv], Bilingual(en: "As a table (CSV)", zh: "下载表格（CSV）"))
        }
        try CaseTable(reading: reading, path: "/items", query: query, search: search, found: found).write(to: &html)
      }
    }
  }

  /// `/items?…&format=csv`: all that fit, the oldest first; with `limit` no more than so many.
  package static func csv(_ reading: BoardReading, _ query: Query) throws -> WebAnswer {
    try query.knowing(names)
    let search = try search(reading, query)
    let most = query["limit"] == nil ? Int.max : search.limit
    let book = reading.book
    return reading.itemTable("items.csv") { ledger, place in
      guard place.rows < most, let items = try search.next(behind: &place.position, book, in: ledger) else {
        return nil
      }
      return Array(items.prefix(most - place.rows))
    }
  }

  private static func search(_ reading: BoardReading, _ query: Query) throws -> CaseSearch {
    let search = try CaseSearch(query, at: reading.now, mayLead: reading.viewer.seesLeads)
    if let ledger = reading.ledger { try search.checked(reading.book, ledger) }
    return search
  }
}
