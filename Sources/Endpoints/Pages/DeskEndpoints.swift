internal import Board
internal import Custody
internal import Desks
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
      page(pages, "/subjects") { try SubjectsPage.page($0, $1) },
      page(pages, "/visits") { try VisitsPage.page($0, $1) }, page(pages, "/rounds") { try RoundsPage.page($0, $1) },
      // Each showing has a mark of its own, and so is nobody else's.
      Endpoint("GET", "/new", .viewers, isPage: true) { call throws(Problem) in
        .answer(try pages.page(call) { try NewReportPage.page($0, $1) })
      },
      page(pages, "/new/route") { try NewReportPage.fragment($0, $1) },
      page(pages, "/rules") { try RulesPage.page($0, $1, sight(desk)) },
      page(pages, "/ledger") { reading, query in
        let (found, isLooking) = desk.laws.last(at: reading.now)
        return try LedgerPage.page(reading, query, LedgerSight(verified: found, isLooking: isLooking))
      },
      .get("/reports", isPage: true) { call throws(Problem) in
        guard call.request.query["format"] == "csv" else {
          return try pages.page(call) { try ReportsPage.page($0, $1) }
        }
        let reading = try pages.reading(call)
        do { return try ReportsPage.csv(reading, call.request.query) } catch { throw Problem(any: error) }
      },
    ]
  }

  private static func page(
    _ pages: PageDesk, _ path: String, _ make: @escaping @Sendable (BoardReading, Query) throws -> Page
  ) -> Endpoint {
    .get(path, isPage: true) { call throws(Problem) in try pages.page(call, make) }
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
