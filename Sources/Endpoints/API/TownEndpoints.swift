internal import Answers
internal import Doors
internal import GridCore
internal import JSON
internal import Web
internal import Words

/// `GET subjects`, `visits` and `rounds`: what the commands of those names print.
enum TownEndpoints {
  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      .get(
        "/api/v1/subjects",
        asks: [.words("risk", Colour.self), .text("community"), .text("grid"), .flag("count"), .at, .limit, .after]
      ) { call throws(Problem) in try subjects(call.request, desk) },
      .get(
        "/api/v1/visits", asks: [.text("community"), .text("grid"), .text("post"), .at, .limit, .after]
      ) { call throws(Problem) in try visits(call.request, desk) },
      .get("/api/v1/rounds", asks: [.moment("until"), .at]) { call throws(Problem) in try rounds(call.request, desk) },
    ]
  }

  private static func subjects(_ request: WebRequest, _ desk: Desk) throws(Problem) -> WebAnswer {
    let asked = request.query
    let isCount = asked.flag("count")
    if isCount { try asked.knowing(["count"]) }
    var query = SubjectList.Query()
    query.colour = try asked.word("risk", Colour.self)
    (query.community, query.grid) = (asked["community"], asked["grid"])
    let (now, limit) = (try asked.moment("at") ?? request.now, try asked.limit())
    let wanted = query
    return try desk.reading { ledger in
      let book = try desk.book(ledger)
      if isCount {
        let counts = try SubjectCounts(under: book, in: ledger)
        return .json { counts.write(to: &$0) }
      }
      let words: [ItemQuery.Field: String?] = [.community: wanted.community, .grid: wanted.grid]
      try desk.refuseUnknown(words.compactMapValues { $0 }, book, ledger)
      let list = try SubjectList(wanted, at: now, under: book, in: ledger)
      let page = try Page(list.rows.map { "\($0.subject.name)" }, after: asked["after"], limit)
      return WebAnswer.json { list.write(to: &$0, page.range) }.linking(
        to: page.next.map { asked.setting("after", $0) }, of: request)
    }
  }

  private static func visits(_ request: WebRequest, _ desk: Desk) throws(Problem) -> WebAnswer {
    let asked = request.query
    var query = VisitSheetQuery(at: try asked.moment("at") ?? request.now)
    (query.community, query.grid, query.post) = (asked["community"], asked["grid"], asked["post"])
    let (wanted, limit) = (query, try asked.limit())
    return try desk.reading { ledger in
      let book = try desk.book(ledger)
      let words: [ItemQuery.Field: String?] = [
        .community: wanted.community, .grid: wanted.grid, .post: wanted.post,
      ]
      try desk.refuseUnknown(words.compactMapValues { $0 }, book, ledger)
      let sheets = try wanted.sheets(book, ledger)
      let page = try Page(sheets.map(\.id), after: asked["after"], limit)
      return WebAnswer.json { writer in
        writer.beginArray()
        for sheet in sheets[page.range] { sheet.write(to: &writer) }
        writer.endArray()
      }.linking(to: page.next.map { asked.setting("after", $0) }, of: request)
    }
  }

  private static func rounds(_ request: WebRequest, _ desk: Desk) throws(Problem) -> WebAnswer {
    let asked = request.query
    let now = try asked.moment("at") ?? request.now
    let end = try asked.moment("until") ?? now.adding(RoundsAhead.usual)
    return try desk.reading { ledger in
      let rounds = try RoundsAhead(after: now, through: end, under: try desk.book(ledger), in: ledger)
      return .json { rounds.write(to: &$0) }
    }
  }

  /// A page of a list that is made as a whole: behind the row of a name.
  private struct Page {
    let range: Range<Int>
    /// The name of its last row; nil where nothing is behind it.
    let next: String?

    init(_ names: [String], after name: String?, _ limit: Int) throws(Problem) {
      var start = 0
      if let name {
        guard let place = names.firstIndex(where: { ByteText($0) == ByteText(name) }) else {
          throw .badValue("after", name, Bilingual(en: "what the answer before gave", zh: "上一页给出的值"))
        }
        start = place + 1
      }
      range = start..<min(start + limit, names.count)
      next = range.upperBound < names.count ? range.last.map { names[$0] } : nil
    }
  }
}
