internal import Answers
internal import Board
internal import Custody
internal import Desks
internal import Doors
internal import GridCore
internal import Ledger
internal import Reports
internal import Rules
internal import Web

/// The pages of the desks: triage, reports, the register, what comes when, the rules, the ledger, and a report by hand as it is written.
enum DeskEndpoints {
  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    let pages = PageDesk(desk)
    return [
      pages.endpoint("/triage") { try TriagePage.page($0, $1) },
      pages.endpoint("/subjects", [.words("risk", Colour.self), .text("community"), .text("grid")]) { reading, query in
        try refuseUnknown([.community, .grid], query, reading, desk)
        return try SubjectsPage.page(reading, query)
      },
      pages.endpoint(
        "/visits", [.text("community"), .text("grid"), .text("post"), .text("sheet")]
      ) { reading, query in
        try refuseUnknown([.community, .grid, .post], query, reading, desk)
        return try VisitsPage.page(reading, query)
      },
      pages.endpoint("/rounds", [.number("days", 1...366)]) { try RoundsPage.page($0, $1) },
      pages.endpoint("/new", [.words("risk", Risk.self)]) { try NewReportPage.page($0, $1) },
      pages.endpoint("/new/route", [.words("risk", Risk.self)]) { try NewReportPage.fragment($0, $1) },
      pages.endpoint("/rules") { try RulesPage.page($0, $1, sight(desk)) },
      pages.endpoint("/ledger") { reading, query in
        let (found, isLooking) = desk.laws.last(at: reading.now)
        return try LedgerPage.page(reading, query, LedgerSight(verified: found, isLooking: isLooking))
      },
      pages.endpoint(
        "/reports", ofReports, page: { try ReportsPage.page($0, $1) }, csv: { try ReportsPage.csv($0, $1) }),
    ]
  }

  private static let ofReports: [Parameter] = [
    .words("part", ReportPart.self), .day("from"), .day("to"), .words("by", ReportsEndpoint.axes), .at,
    .flag("own"), .flag("rows"),
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
