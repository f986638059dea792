internal import Answers
internal import Board
internal import Words

/// How a sheet is shown on a page beside what it says.
struct SheetLook {
  /// What the table is about.
  var caption: Bilingual
  /// Whether columns that say nothing are left out.
  var isSparing = true
  /// Whether each row becomes a card on a telephone.
  var isCards = false
  /// What a row bears, by its place; the total's is nil.
  var row: (Int?) -> HTML.Attributes = { _ in [:] }
  /// Where a head leads, by its column's id.
  var headLink: (String) -> String? = { _ in nil }
  /// Where a cell's words lead, by its row and its column's id: only words of our own or of the rules.
  var link: (Int?, String) -> String? = { _, _ in nil }
  /// The sign that a cell's words bear, by its row and its column's id: a class of the style.
  var sign: (Int?, String) -> String? = { _, _ in nil }
  /// The column that is looked at.
  var chosen: String?
  /// No more rows than so many.
  var most = Int.max

  init(_ caption: Bilingual) { self.caption = caption }
}

extension HTML {
  /// A sheet as a table; each figure bears its name, and its value as machines have it.
  mutating func sheet(_ sheet: Sheet, _ look: SheetLook) {
    let places = sheet.places(for: language, sparing: look.isSparing)
    let region: Attributes = [
      "class": "scroll", "role": "region", "tabindex": "0", "aria-label": look.caption.text(language),
    ]
    element("div", region) { html in
      html.element("table", ["class": look.isCards ? "cards" : nil]) { html in
        html.element("caption", look.caption)
        html.element("thead") { html in
          html.element("tr") { html in
            for place in places { html.head(of: sheet.columns[place], look) }
          }
        }
        html.element("tbody") { html in
          for (index, row) in sheet.rows.prefix(look.most).enumerated() { html.row(row, index, places, sheet, look) }
        }
        guard let total = sheet.total else { return }
        html.element("tfoot") { $0.row(total, nil, places, sheet, look) }
      }
    }
    guard sheet.rows.count > look.most else { return }
    element(
      "p", ["class": "soft"],
      Bilingual(en: "The first \(look.most) of \(sheet.rows.count).", zh: "共 \(sheet.rows.count) 行，列出前 \(look.most) 行。")
    )
  }

  private mutating func head(of column: Sheet.Column, _ look: SheetLook) {
    let isChosen = look.chosen == column.id
    element("th", ["scope": "col", "class": column.isFigure ? "num" : nil]) { html in
      guard let link = look.headLink(column.id) else { return html.text(column.head) }
      html.element("a", ["href": link, "aria-current": isChosen ? "true" : nil], column.head)
    }
  }

  private mutating func row(_ row: [Sheet.Cell], _ index: Int?, _ places: [Int], _ sheet: Sheet, _ look: SheetLook) {
    element("tr", look.row(index)) { html in
      for (order, place) in places.enumerated() {
        let column = sheet.columns[place]
        if order == 0, !column.isFigure {
          html.element("th", ["scope": "row", "class": "rowhead"]) { $0.cell(row[place], column, index, look) }
        } else {
          html.element("td") {
            $0.attributes(of: row[place], column, look)
          } _: {
            $0.cell(row[place], column, index, look)
          }
        }
      }
    }
  }

  private mutating func attributes(of cell: Sheet.Cell, _ column: Sheet.Column, _ look: SheetLook) {
    if column.isFigure { attribute("class", "num") }
    if look.isCards { attribute("data-head", column.head.text(language)) }
    guard column.isFigure else { return }
    attribute("data-figure", column.id)
    attribute("data-value", cell.machine)
  }

  private mutating func cell(_ cell: Sheet.Cell, _ column: Sheet.Column, _ row: Int?, _ look: SheetLook) {
    let words = Sheet.words(cell, language)
    guard !words.isEmpty else { return }
    let link = look.link(row, column.id)
    if let sign = look.sign(row, column.id) { return element("span", ["class": "sign " + sign], words) }
    switch (cell, link) {
    case (.text, nil): listed(words)
    case (_, nil): text(words)
    case (_, let link?):
      element("a") {
        $0.attribute("href", link)
      } _: {
        $0.text(HTML.plain(words))
      }
    }
  }
}

extension Sheet.Cell {
  /// As JSON and CSV have it.
  var machine: String? {
    switch self {
    case .empty: nil
    case .text(let text, _), .decimal(let text): text
    case .number(let number), .seconds(let number): String(number)
    }
  }

  /// What a plot draws; nil where nothing is there.
  var measure: Double? {
    switch self {
    case .empty, .text: nil
    case .decimal(let text): Double(text)
    case .number(let number), .seconds(let number): Double(number)
    }
  }
}
