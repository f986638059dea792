internal import Answers
internal import Board
internal import Custody
internal import Desks
internal import Doors
internal import GridCore
internal import Ledger
internal import Rules
internal import Web

/// The pages of the desks: triage, reports, the register, what comes when, the rules, the ledger, and a report by hand as it is written.
enum DeskEndpoints {
  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    let pages = PageDesk(desk)
    return [
      page(pages, "/triage") { try TriagePage.page($0, $1) },
      page(pages, "/subjects", [.words("risk", Colour.self), .text("community"), .text("grid")]) { reading, query in
        try refuseUnknown([.community, .grid], query, reading, desk)
        return try SubjectsPage.page(reading, query)
      },
      page(
        pages, "/visits", [.text("community"), .text("grid"), .text("post"), .text("sheet")]
      ) { reading, query in
        try refuseUnknown([.community, .grid, .post], query, reading, desk)
        return try VisitsPage.page(reading, query)
      },
      page(pages, "/rounds", [.number("days", 1...366)]) { try RoundsPage.page($0, $1) },
      page(pages, "/new", [.words("risk", Risk.self)]) { try NewReportPage.page($0, $1) },
      page(pages, "/new/route", [.words("risk", Risk.self)]) { try NewReportPage.fragment($0, $1) },
      page(pages, "/rules") { try RulesPage.page($0, $1, sight(desk)) },
      page(pages, "/ledger") { reading, query in
        let (found, isLooking) = desk.laws.last(at: reading.now)
        return try LedgerPage.page(reading, query, LedgerSight(verified: found, isLooking: isLooking))
      },
      .get("/reports", isPage: true, asks: ofReports) { call throws(Problem) in
        guard call.request.query["format"] == "csv" else {
          return try pages.page(call) { try ReportsPage.page($0, $1) }
        }
        let reading = try pages.reading(call)
        do { return try ReportsPage.csv(reading, call.request.query) } catch { throw Problem(any: error) }
      },
    ]
  }

  private static func page(
    _ pages: PageDesk, _ path: String, _ asks: [Parameter] = [],
    _ make: @escaping @Sendable (BoardReading, Query) throws -> Page
  ) -> Endpoint {
    .get(path, isPage: true, asks: asks) { call throws(Problem) in try pages.page(call, make) }
  }

  private static let ofReports: [Parameter] = [
    .words("part", ReportsEndpoint.Part.self), .day("from"), .day("to"), .words("by", ReportsEndpoint.axes), .at,
    .flag("own"), .flag("rows"), .words("format", ["csv"]),
  ]

  /// Names of places and posts that nobody knows would list nothing, as if nothing were there.
  private static func refuseUnknown(
    _ fields: [ItemQuery.Field], _ query: Query, _ reading: BoardReading, _ desk: Desk
  ) throws {
    guard let ledger = reading.ledger else { return }
    let words = fields.compactMap { field in query[field.rawValue].map { (field, $0) } }
    try desk.refuseUnknown(Dictionary(uniqueKeysWithValues: words), reading.book, ledger)
  }

  /// The rules file as it lies there now.
  private static func sight(_ desk: Desk) -> RulesSight {
    let path = desk.settings.rulesPath
    return switch RulesFile.read(path) {
    case .success(let file): RulesSight(file: file)
    case .failure(let trouble): RulesSight(file: nil, unread: trouble.words(path))
    }
  }
}
