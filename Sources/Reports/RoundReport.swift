package import Answers
internal import Formats
package import GridCore
package import JSON
package import Ledger
internal import Words

/// What became of the rounds of some days: `report rounds`. places = raised + missed + spared + skipped, and raised = done + late + open +
/// void.
package struct RoundReport: Sendable {
  private struct Row: Sendable {
    var key: RoundFigures.Key
    var figures: RoundFigures
    var done = 0
    var late = 0
    var open = 0
    var void = 0

    var cells: [(name: String, count: Int)] {
      let places = figures.raised + figures.missed + figures.spared + figures.skipped
      return [
        ("places", places), ("raised", figures.raised), ("done", done), ("late", late), ("open", open), ("void", void),
        ("missed", figures.missed), ("spared", figures.spared), ("skipped", figures.skipped),
      ]
    }
  }

  private static let page = 1_000

  private let from: ReportDay?
  private let to: ReportDay?
  private let at: Timestamp
  private let offset: Int64
  private let rows: [Row]

  /// - Parameters:
  ///   - query: the days on which rounds were due, and the moment that lateness is asked for.
  ///   - book: the rules in force.
  package init(_ query: ReportQuery, under book: RuleBook?, in ledger: any LedgerReading) throws {
    let calendar = book?.calendar ?? .dayAndNight
    (from, to, at, offset) = (query.from, query.to, query.at, calendar.utcOffset)
    let (first, end) = (from?.start(in: calendar), to?.start(in: calendar))
    var rows: [Row] = []
    for (key, figures) in try ledger.roundFigures() {
      if let first, figures.due < first { continue }
      if let end, figures.due >= end { continue }
      var row = Row(key: key, figures: figures)
      try Self.count(&row, at: query.at, in: ledger)
      rows.append(row)
    }
    self.rows = rows.sorted { left, right in
      left.figures.due == right.figures.due
        ? left.key.name.utf8.lexicographicallyPrecedes(right.key.name.utf8) : left.figures.due < right.figures.due
    }
  }

  private static func count(_ row: inout Row, at now: Timestamp, in ledger: any LedgerReading) throws {
    var last: Int64 = 0
    while true {
      let items = try ledger.roundItems(named: row.key.name, period: row.key.period, after: last, limit: page)
      guard let end = items.last else { return }
      last = end.position
      for placed in items {
        switch placed.item.state {
        case .void: row.void += 1
        case _ where placed.item.isLate(at: now): row.late += 1
        case .resolved, .closed: row.done += 1
        case .open, .suspended: row.open += 1
        }
      }
    }
  }

  private var total: [(name: String, count: Int)] {
    var sums = Row(key: .init(name: "", period: ""), figures: RoundFigures(due: at)).cells
    for row in rows {
      for (place, cell) in row.cells.enumerated() { sums[place].count += cell.count }
    }
    return sums
  }

  /// The whole answer in JSON.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("from", from?.text)
    writer.field("to", to?.text)
    writer.field("at", at)
    writer.key("rows")
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      writer.field("round", row.key.name)
      writer.field("period", row.key.period)
      writer.field("due", row.figures.due)
      for cell in row.cells { writer.field(cell.name, cell.count) }
      writer.endObject()
    }
    writer.endArray()
    writer.key("total")
    writer.beginObject()
    for cell in total { writer.field(cell.name, cell.count) }
    writer.endObject()
    writer.endObject()
  }

  private static let heads: [Bilingual] = [
    Bilingual(en: "places", zh: "应办"), Bilingual(en: "raised", zh: "生成"), Bilingual(en: "done", zh: "按时办结"),
    Bilingual(en: "late", zh: "超时"), Bilingual(en: "open", zh: "在办"), Bilingual(en: "void", zh: "作废"),
    Bilingual(en: "missed", zh: "漏办"), Bilingual(en: "spared", zh: "免查"), Bilingual(en: "skipped", zh: "跳过"),
  ]

  /// The rows as a table.
  package var sheet: Sheet {
    let cells = { (row: [(name: String, count: Int)]) in row.map { Sheet.Cell.number(Int64($0.count)) } }
    var sheet = Sheet(
      [
        Sheet.Column("round", Bilingual(en: "round", zh: "定期任务")),
        Sheet.Column("period", Bilingual(en: "period", zh: "周期")), Sheet.Column("due", Bilingual(en: "due", zh: "到期")),
      ] + zip(total, Self.heads).map { Sheet.Column($0.name, $1, isFigure: true) })
    sheet.rows = rows.map { row in
      let due = RFC3339.text(row.figures.due)
      let local = RFC3339.localText(row.figures.due, offset: offset)
      return [.text(row.key.name), .text(row.key.period), .text(due, shown: Bilingual(en: local, zh: local))]
        + cells(row.cells)
    }
    sheet.total = [.empty(Bilingual(en: "all", zh: "合计")), .nothing, .nothing] + cells(total)
    return sheet
  }
}
