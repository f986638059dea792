internal import Answers
package import Board
internal import Cases
internal import Formats
internal import GridCore
internal import Ledger
internal import Reports
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

  /// `/items?…&format=csv`: all that fit, the oldest first; with `limit` no more than so many. To be kept by nobody on the way.
  package static func csv(_ reading: BoardReading, _ query: Query) throws -> WebAnswer {
    try query.knowing(names)
    let search = try search(reading, query)
    let sheet = ReportQuery.itemSheet
    var writer = CSVWriter()
    sheet.writeHead(to: &writer)
    if let ledger = reading.ledger {
      let addressees = AddresseeNames(reading.book)
      var left = query["limit"] == nil ? Int.max : search.limit
      try search.forEach(reading.book, in: ledger) { item in
        guard left > 0 else { return }
        left -= 1
        // A row at a time, so that no more than the bytes of the answer are in memory.
        var row = sheet
        row.rows = [ReportQuery.cells(of: item, addressees, reading.book)]
        row.writeRows(to: &writer)
      }
    }
    var answer = WebAnswer(type: "text/csv; charset=utf-8", writer.bytes)
    answer.headers.add("content-disposition", "attachment; filename=\"items.csv\"")
    answer.headers.add("cache-control", "no-store")
    return answer
  }

  private static func search(_ reading: BoardReading, _ query: Query) throws -> CaseSearch {
    let search = try CaseSearch(query, at: reading.now, mayLead: reading.viewer.may.contains(.integrity))
    if let ledger = reading.ledger { try search.checked(reading.book, ledger) }
    return search
  }
}
