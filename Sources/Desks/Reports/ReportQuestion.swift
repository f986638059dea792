internal import Answers
internal import Board
internal import Figures
internal import GridCore
internal import JSON
internal import Reports
internal import Web
internal import Words

/// What somebody wants reported, read from a link: the options of `gridpost report`, under their names.
struct ReportQuestion {
  /// Which report.
  let part: ReportPart
  /// With its days, its axis and its moment.
  private(set) var asked: ReportQuery
  /// The column that is drawn, or whose items are listed.
  let column: String
  /// Whose items are listed; nil: nobody's, they are not.
  let behind: (column: ReportColumn, key: String?)?

  /// - Throws: 400 for what names nothing, or does not go together.
  init(_ query: Query, at now: Timestamp) throws(Problem) {
    part = try Self.word(query, "part", ReportPart.init(rawValue:), ReportPart.allCases.map(\.rawValue)) ?? .summary
    let moment = try Self.word(query, "at", RFC3339.timestamp, ["2026-03-02T12:00:00+08:00"]) ?? now
    var asked = ReportQuery(at: moment)
    let axis = try Self.word(query, "by", ReportAxis.init(rawValue:), ReportAxis.allCases.map(\.rawValue))
    if let axis, !part.axes.contains(axis) {
      throw Self.problem(
        "there is no “\(part.rawValue)” by \(axis.rawValue)", "“\(part.name.zh)”不能按 \(axis.rawValue) 分行")
    }
    asked.axis = axis
    if part.hasSpan {
      asked.from = try Self.word(query, "from", { ReportDay($0) }, ["2026-03-02"])
      asked.to = try Self.word(query, "to", { ReportDay($0) }, ["2026-03-02"])
      if let from = asked.from, let to = asked.to, to < from {
        throw Self.problem("from \(from.text) is later than to \(to.text)", "from \(from.text) 晚于 to \(to.text)")
      }
    }
    asked.countsOwn = query.flag("own")
    self.asked = asked
    column = query["column"] ?? part.usual
    guard query.flag("rows"), part == .summary else {
      behind = nil
      return
    }
    let columns = ReportColumn.allCases.map(\.rawValue)
    let counted = try Self.word(query, "column", ReportColumn.init(rawValue:), columns) ?? .received
    // An empty key is that of the row without one.
    let key = query.pairs.last { $0.name == "key" }?.value
    behind = (counted, axis == nil ? nil : key)
  }

  private static func word<Value>(
    _ query: Query, _ name: String, _ read: (String) -> Value?, _ wanted: [String]
  ) throws(Problem) -> Value? {
    guard let text = query[name] else { return nil }
    guard let value = read(text) else {
      let list = wanted.joined(separator: " ")
      throw problem("\(name) “\(text)” is none of: \(list)", "\(name)“\(text)”应如：\(list)")
    }
    return value
  }

  private static func problem(_ en: String, _ zh: String) -> Problem {
    Problem(.badRequest, Bilingual(en: en, zh: zh))
  }
}

extension ReportQuestion {
  /// The same with other rows.
  func along(_ axis: ReportAxis) -> ReportQuestion {
    var other = self
    other.asked.axis = axis
    return other
  }

  /// Refuses a column that the answer does not have, of which nothing would be drawn.
  func demandColumn(of sheet: Sheet) throws(Problem) {
    let columns = sheet.columns.map(\.id)
    guard !columns.contains(column) else { return }
    let list = columns.joined(separator: " ")
    throw Self.problem("column “\(column)” is none of: \(list)", "列“\(column)”应为：\(list)")
  }

  /// The answer, as the command has it.
  func sheet(_ reading: BoardReading) throws -> Sheet {
    guard let ledger = reading.ledger else { throw Self.noLedger }
    let book = reading.book
    switch part {
    case .summary:
      return ReportQuery.sheet(try asked.figures(book, ledger, reading.figures), book)
    case .returns: return ReportQuery.sheet(try asked.returns(book, ledger, reading.figures), book)
    case .time: return ReportQuery.sheet(try asked.times(book, ledger, reading.figures), book)
    case .load:
      let axis = asked.axis.flatMap { LoadAxis(rawValue: $0.rawValue) } ?? .post
      return try LoadReport(by: axis, at: asked.at, under: book, in: ledger, reading.figures).sheet(book)
    case .rounds: return try RoundReport(asked, under: book, in: ledger).sheet
    case .integrity: return try IntegrityReport(at: asked.at, under: book, in: ledger).sheet(book)
    }
  }

  static let noLedger = Problem(
    .notReady, Bilingual(en: "there is no ledger yet", zh: "还没有台账"), retryAfter: 5)
}

extension ReportPart {
  /// What it is called.
  var name: Bilingual {
    switch self {
    case .summary: Bilingual(en: "Figures", zh: "综合统计")
    case .returns: Bilingual(en: "Returns", zh: "回退去向")
    case .time: Bilingual(en: "Time", zh: "时间分布")
    case .load: Bilingual(en: "Load", zh: "人均负荷")
    case .rounds: Bilingual(en: "Rounds", zh: "定期任务落实")
    case .integrity: Bilingual(en: "Integrity", zh: "廉情信号")
    }
  }

  /// The column that is drawn where nobody says.
  var usual: String {
    switch self {
    case .summary: ReportColumn.received.rawValue
    case .returns: "returns"
    case .time: "seconds"
    case .load: "per_head"
    case .rounds: "raised"
    case .integrity: "count"
    }
  }
}
