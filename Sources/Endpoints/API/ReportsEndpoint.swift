internal import Answers
internal import Doors
internal import Figures
internal import GridCore
internal import JSON
internal import Ledger
internal import Reports
internal import Rules
internal import Users
internal import Web
internal import Words

/// `GET reports/{part}`: what `report` prints; `summary` is the one without a part.
enum ReportsEndpoint {
  /// By what the rows of some part may be told apart.
  static var axes: [String] {
    let axes = ReportAxis.allCases.map(\.rawValue)
    return axes + LoadAxis.allCases.map(\.rawValue).filter { !axes.contains($0) }
  }

  /// The endpoints, one a part.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    ReportPart.allCases.map { part in
      .get("/api/v1/reports/\(part.rawValue)", asks: part.asks) { call throws(Problem) in
        if part == .integrity, call.viewer?.seesLeads != true { throw .notForAll }
        return try answer(part, call.request, desk)
      }
    } + [
      .get("/api/v1/reports/{part}") { _ throws(Problem) in
        let parts = ReportPart.allCases.map(\.rawValue)
        throw Problem(
          .notFound,
          Bilingual(
            en: "there is no such report; there are: \(parts.joined(separator: ", "))",
            zh: "没有这种报表；可用的有：\(parts.joined(separator: "、"))"))
      }
    ]
  }

  private static func answer(_ part: ReportPart, _ request: WebRequest, _ desk: Desk) throws(Problem) -> WebAnswer {
    let asked = request.query
    var query = ReportQuery(at: try asked.moment("at") ?? request.now)
    (query.from, query.to, query.countsOwn) = (try asked.day("from"), try asked.day("to"), asked.flag("own"))
    if let from = query.from, let to = query.to, to < from {
      throw Problem(
        .badRequest,
        Bilingual(en: "“from” \(from.text) is later than “to” \(to.text)", zh: "“from” \(from.text) 晚于“to” \(to.text)"))
    }
    if part != .load { query.axis = try asked.word("by", ReportAxis.self) }
    let wanted = query
    if part == .summary, let figure = try Figure(wanted, asked) {
      return try behind(figure, wanted, request, desk)
    }
    let axis = part == .load ? try asked.word("by", LoadAxis.self) ?? .post : .post
    return try desk.reading { ledger in
      let book = try desk.book(ledger)
      // What everybody asks is kept; rounds and signals are told of few items.
      let isKept = part != .rounds && part != .integrity
      let kept = isKept ? try desk.atHand(ledger, under: book)?.figures : nil
      let write: (inout JSONWriter) -> Void
      switch part {
      case .summary:
        let sheet = ReportQuery.sheet(try wanted.figures(book, ledger, kept), book)
        write = { wanted.write(sheet, to: &$0) }
      case .returns:
        let sheet = ReportQuery.sheet(try wanted.returns(book, ledger, kept), book)
        write = { wanted.write(sheet, to: &$0) }
      case .time:
        let sheet = ReportQuery.sheet(try wanted.times(book, ledger, kept), book)
        write = { wanted.write(sheet, to: &$0) }
      case .rounds:
        let report = try RoundReport(wanted, under: book, in: ledger)
        write = { report.write(to: &$0) }
      case .integrity:
        let report = try IntegrityReport(at: wanted.at, under: book, in: ledger)
        write = { report.write(to: &$0) }
      case .load:
        let report = try LoadReport(by: axis, at: wanted.at, under: book, in: ledger, kept)
        write = { report.write(to: &$0) }
      }
      return .json { write(&$0) }
    }
  }

  // MARK: The items behind a figure

  /// Of which figure the items are wanted.
  private struct Figure {
    let column: ReportColumn
    let key: String?

    /// Nil where only figures are.
    init?(_ query: ReportQuery, _ asked: Query) throws(Problem) {
      // An empty key is the row of those without one.
      key = asked.pairs.last { $0.name == "key" }?.value
      let column = try asked.word("column", ReportColumn.self)
      guard asked.flag("rows") else {
        guard key == nil, column == nil, asked["limit"] == nil, asked["after"] == nil else {
          throw Problem(
            .badRequest,
            Bilingual(
              en: "“key”, “column”, “limit” and “after” go with “rows”", zh: "“key”“column”“limit”“after”须与“rows”合用"))
        }
        return nil
      }
      guard let column else {
        throw Problem(.badRequest, Bilingual(en: "“rows” wants “column”", zh: "“rows”须给出“column”"))
      }
      if key != nil, query.axis == nil {
        throw Problem(
          .badRequest, Bilingual(en: "“key” wants “by”: of what it is a key", zh: "“key”须与“by”合用，说明是哪一种键"))
      }
      self.column = column
    }
  }

  private static func behind(
    _ figure: Figure, _ query: ReportQuery, _ request: WebRequest, _ desk: Desk
  ) throws(Problem) -> WebAnswer {
    let asked = request.query
    let (limit, after) = (try asked.limit(), asked["after"])
    return try desk.reading { ledger in
      let book = try desk.book(ledger)
      var key = figure.key
      if let named = key, !named.isEmpty, let field = query.axis.flatMap({ ItemQuery.Field(rawValue: $0.rawValue) }) {
        try desk.refuseUnknown([field: named], book, ledger)
        if field == .matter { key = book?.matter(named)?.code ?? named }
      }
      var (items, hasBegun): ([Item], Bool) = ([], after == nil)
      try query.each(
        in: figure.column, key: key, book, ledger, try desk.atHand(ledger, under: book)?.figures
      ) { item in
        if hasBegun { items.append(item) }
        if item.id == after { hasBegun = true }
        return items.count <= limit
      }
      let page = Array(items.prefix(limit))
      let next = items.count > limit ? page.last.map { asked.setting("after", $0.id) } : nil
      return try WebAnswer.json { writer in
        try desk.write(page, to: &writer, at: query.at, book, ledger, request.language)
      }.linking(to: next, of: request)
    }
  }
}

extension ReportPart {
  /// What may be asked of it.
  fileprivate var asks: [Parameter] {
    let span: [Parameter] = [.day("from"), .day("to"), .at, .flag("own")]
    return switch self {
    case .summary:
      span + [
        .words("by", ReportAxis.self), .flag("rows"), .text("key", mayBeBlank: true),
        .words("column", ReportColumn.self), .limit, .after,
      ]
    case .returns, .time, .rounds: span
    case .integrity: [.at]
    case .load: [.words("by", LoadAxis.self), .at]
    }
  }
}

extension Query {
  /// A day of the town.
  fileprivate func day(_ name: String) throws(Problem) -> ReportDay? {
    guard let text = self[name] else { return nil }
    guard let day = ReportDay(text) else {
      throw .badValue(name, text, Bilingual(en: "a day like 2026-03-02", zh: "2026-03-02 这样的日期"))
    }
    return day
  }
}
