package import Answers
package import Figures
package import GridCore
package import JSON
package import Ledger
internal import Words

/// How much work there is for each of a town's people: what came in the last days, what is open, and who has more than twice the middle.
package struct LoadReport: Sendable {
  package let axis: LoadAxis
  package let at: Timestamp
  package let figures: LoadFigures

  /// - Parameters:
  ///   - moment: up to which the days are looked back upon, and of which lateness is asked for.
  ///   - book: the rules in force.
  ///   - kept: what somebody has counted already.
  package init(
    by axis: LoadAxis, at moment: Timestamp, under book: RuleBook?, in ledger: any LedgerReading,
    _ kept: FigureKeeper? = nil
  ) throws {
    (self.axis, at) = (axis, moment)
    if let kept {
      figures = kept.load(by: axis, at: moment, under: book)
      return
    }
    var figures = LoadFigures(by: axis, under: book)
    var received = ItemFilter()
    received.withoutOwn = .source(EventIdentity.integrity)
    let moments = LoadFigures.moments(upTo: moment)
    received.receivedFrom = Timestamp(seconds: moments.lowerBound)
    received.receivedBefore = Timestamp(seconds: moments.upperBound)
    try eachItem(received, in: ledger) { figures.addReceived($0.item) }
    var open = ItemFilter()
    open.withoutOwn = .source(EventIdentity.integrity)
    open.state = .open
    try eachItem(open, in: ledger) { figures.addOpen($0.item, at: moment) }
    self.figures = figures
  }

  /// How many times the median a row has a head; nil where either is not there.
  private func times(_ row: LoadFigures.Row, _ median: Ratio?) -> Ratio? {
    median.flatMap { row.perHead?.over($0) }
  }

  private func isMarked(_ row: LoadFigures.Row, _ median: Ratio?) -> Bool {
    times(row, median).map { Ratio(whole: 2) < $0 } ?? false
  }

  /// The whole answer in JSON.
  package func write(to writer: inout JSONWriter) {
    let median = figures.median
    writer.beginObject()
    writer.field("at", at)
    writer.field("by", axis.rawValue)
    writer.field("median", median?.text)
    writer.key("rows")
    writer.beginArray()
    for row in figures.rows {
      writer.beginObject()
      writer.field("key", row.key)
      writer.field("name", row.name)
      writer.field("staff", row.staff)
      writer.field("received_30d", row.received)
      writer.field("per_head", row.perHead?.text)
      writer.field("open", row.open)
      writer.field("overdue", row.overdue)
      writer.field("times_median", times(row, median)?.text)
      writer.field("marked", isMarked(row, median))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  /// The rows as a table.
  package func sheet(_ book: RuleBook?) -> Sheet {
    let head = { (id: String, en: String, zh: String) in Sheet.Column(id, Bilingual(en: en, zh: zh), isFigure: true) }
    var sheet = Sheet([
      Sheet.Column("key", axis.wording), Sheet.Column("name", Bilingual(en: "name", zh: "名称"), readers: [.en]),
      head("staff", "staff", "人数"), head("received_30d", "received in 30 days", "30 天收到"),
      head("per_head", "a head", "人均"), head("open", "open", "在办"), head("overdue", "overdue", "超时"),
      head("times_median", "times the median", "中位数倍数"), Sheet.Column("marked", Bilingual(en: "marked", zh: "偏重")),
    ])
    let (median, names) = (figures.median, AddresseeNames(book))
    sheet.rows = figures.rows.map { row in
      let grid = axis == .grid ? book?.grids.first { ByteText($0.id) == ByteText(row.key) } : nil
      let spoken = grid.flatMap { grid in book.map { names.grid(grid.id, of: $0.communities[grid.community].id) } }
      let isMarked = isMarked(row, median)
      return [
        .text(row.key, shown: Bilingual(en: row.key, zh: spoken ?? row.name ?? row.key)), .text(row.name),
        row.staff.map { .number(Int64($0)) } ?? .nothing, .number(Int64(row.received)),
        row.perHead.map { .decimal($0.text) } ?? .nothing, .number(Int64(row.open)), .number(Int64(row.overdue)),
        times(row, median).map { .decimal($0.text) } ?? .nothing,
        .text(isMarked ? "true" : "false", shown: Bilingual(en: isMarked ? "yes" : "", zh: isMarked ? "偏重" : "")),
      ]
    }
    return sheet
  }
}

extension LoadAxis {
  fileprivate var wording: Bilingual {
    switch self {
    case .post: Bilingual(en: "post", zh: "岗位")
    case .grid: Bilingual(en: "grid", zh: "小分格")
    case .community: Bilingual(en: "community", zh: "社区")
    }
  }
}
