internal import Answers
package import Board
internal import Custody
internal import Figures
internal import GridCore
internal import Ledger
internal import Reports
internal import Users
package import Web
internal import Words

/// Every report with its drawing; days, rows and columns by links.
package enum ReportsPage {
  /// How many items behind a figure a page lists.
  private static let mostItems = 200

  /// The page.
  package static func page(_ reading: BoardReading, _ query: Query) throws -> Page {
    let question = try question(reading, query)
    return try Frame.page(reading, query, Frame.Section.reports.name, .reports) { html in
      html.element("h1", Frame.Section.reports.name)
      ReportLinks(question, reading, query).write(to: &html)
      guard reading.ledger != nil else { return }
      if question.behind != nil { return try items(question, reading, &html) }
      let sheet = try question.sheet(reading)
      try question.demandColumn(of: sheet)
      guard sheet.hasRows else {
        total(sheet, question, query, &html)
        return try byDay(question, reading)?.write(to: &html) ?? ()
      }
      guard !sheet.rows.isEmpty else {
        return html.element("p", ["class": "card"], Bilingual(en: "Nothing to report.", zh: "没有可统计的。"))
      }
      let isAlongTime = question.asked.axis == .day || question.asked.axis == .month
      SheetPlot(sheet, column: question.column, isAlongTime: isAlongTime, reading.language)?.write(to: &html)
      html.element("section", ["class": "card"]) { $0.sheet(sheet, look(sheet, question, query)) }
    }
  }

  /// The same as `report --csv`, to be kept by nobody on the way.
  package static func csv(_ reading: BoardReading, _ query: Query) throws -> WebAnswer {
    let question = try question(reading, query)
    let name = "report-\(question.part.rawValue).csv"
    guard let behind = question.behind else { return .csv(name, try question.sheet(reading).csv) }
    let (asked, book, looks) = (question.asked, reading.book, reading.withoutFigures)
    return reading.itemTable(name) { ledger, place in
      try asked.next(in: behind.column, key: behind.key, behind: &place.position, book, ledger)?.filter(looks.maySee)
    }
  }

  /// What is asked; what signals count is told only to who may know it.
  private static func question(_ reading: BoardReading, _ query: Query) throws(Problem) -> ReportQuestion {
    let question = try ReportQuestion(query, at: reading.now)
    guard question.part != .integrity || reading.viewer.seesLeads else {
      throw Problem(
        .notAllowed,
        Bilingual(en: "the report of signals is for those who may `integrity`", zh: "廉情信号报表只给有 integrity 权限的人看"))
    }
    return question
  }

  // MARK: A sheet

  /// The same figures along the days.
  private static func byDay(_ question: ReportQuestion, _ reading: BoardReading) throws -> SheetPlot? {
    SheetPlot(try question.along(.day).sheet(reading), column: question.column, isAlongTime: true, reading.language)
  }

  private static func total(_ sheet: Sheet, _ question: ReportQuestion, _ query: Query, _ html: inout HTML) {
    guard let total = sheet.total else { return }
    html.element("section", ["class": "card"]) { html in
      html.element("dl", ["class": "totals"]) { html in
        for (column, cell) in zip(sheet.columns, total) where column.isFigure {
          html.element("div", ["class": cell.isIdle ? "idle" : nil]) { html in
            html.element("dt", column.head)
            html.element("dd", ["data-figure": column.id, "data-value": cell.machine]) { html in
              let words = Sheet.words(cell, html.language)
              guard let link = itemsLink(column.id, cell, query) else { return html.text(words) }
              html.element("a", ["href": link], words)
            }
          }
        }
      }
    }
  }

  private static func look(_ sheet: Sheet, _ question: ReportQuestion, _ query: Query) -> SheetLook {
    var look = SheetLook(question.part.name)
    look.chosen = question.column
    look.headLink = { column in
      guard sheet.columns.first(where: { $0.id == column })?.isFigure == true else { return nil }
      return HTML.path("reports", query: query.setting("column", column))
    }
    let axis = question.asked.axis
    // The first cell of a row is its key.
    let key = { (row: Int) -> String? in sheet.rows[row].first?.machine }
    look.row = { row in
      guard let row, let key = key(row) else { return ["data-key": row == nil ? nil : ""] }
      return [
        "data-key": key, "data-community": axis == .community ? key : nil, "data-grid": axis == .grid ? key : nil,
      ]
    }
    guard question.part == .summary else { return look }
    // Thousands of cells lead somewhere: what the links of a column and of a row have in common is made once.
    let links = sheet.columns.enumerated().compactMap { place, column in
      ReportColumn(rawValue: column.id).map { (column.id, (place, itemsLink($0, query))) }
    }
    let columns = Dictionary(uniqueKeysWithValues: links)
    let keys = sheet.rows.indices.map { "&key=" + Query.encoded(key($0) ?? "") }
    look.link = { row, column in
      guard let (place, link) = columns[column] else { return nil }
      guard let row else { return sheet.total?[place].isIdle == false ? link : nil }
      return sheet.rows[row][place].isIdle ? nil : link + keys[row]
    }
    return look
  }

  /// Where the items behind a figure are listed; nil of what counts no items.
  private static func itemsLink(_ column: String, _ cell: Sheet.Cell, _ query: Query) -> String? {
    cell.isIdle ? nil : ReportColumn(rawValue: column).map { itemsLink($0, query) }
  }

  /// The same of all rows together; that of one row has its key behind it.
  private static func itemsLink(_ column: ReportColumn, _ query: Query) -> String {
    HTML.path(
      "reports", query: query.setting("column", column.rawValue).setting("rows", "1").setting("key", nil))
  }

  // MARK: Items

  /// The first of those that a figure counts, and how many there are.
  private static func first(
    _ question: ReportQuestion, _ behind: (column: ReportColumn, key: String?), _ reading: BoardReading
  ) throws -> (items: [Item], count: Int) {
    guard let ledger = reading.ledger else { return ([], 0) }
    var (items, count) = ([Item](), 0)
    guard let kept = reading.figures else {
      try question.asked.each(in: behind.column, key: behind.key, reading.book, ledger) { item in
        guard reading.maySee(item) else { return true }
        count += 1
        if count <= mostItems { items.append(item) }
        return true
      }
      return (items, count)
    }
    let mayLead = reading.viewer.seesLeads
    let counted = question.asked.items(in: behind.column, key: behind.key, withLeads: mayLead, kept, ledger)
    try counted.each { item in
      items.append(item)
      return items.count < mostItems
    }
    return (items, counted.count)
  }

  private static func items(_ question: ReportQuestion, _ reading: BoardReading, _ html: inout HTML) throws {
    guard let behind = question.behind else { return }
    let (items, count) = try first(question, behind, reading)
    let (names, ids) = (AddresseeNames(reading.book), items.map(\.id))
    var sheet = ReportQuery.itemSheet
    sheet.rows = items.map { ReportQuery.cells(of: $0, names, reading.book) }
    let head = wording(behind.column)
    let key = behind.key.map { $0.isEmpty ? "" : " · \($0)" } ?? ""
    var look = SheetLook(Bilingual(en: "\(head.en)\(key): \(count)", zh: "\(head.zh)\(key)：共 \(count) 件"))
    look.isCards = true
    look.row = { row in ["data-item": row.map { ids[$0] }] }
    look.link = { row, column in column == "item" ? row.map { HTML.path("items", ids[$0]) } : nil }
    html.element("section", ["class": "card"]) { html in
      html.sheet(sheet, look)
      if count > mostItems {
        html.element(
          "p", ["class": "soft"],
          Bilingual(en: "The first \(mostItems); all of them as CSV.", zh: "列出前 \(mostItems) 件，全部见 CSV。"))
      }
    }
  }
}
