internal import Formats
package import GridCore
package import Ledger

/// A town of one community, three grids, two posts, one group and one office, with a ladder of two rungs.
package enum TestTown {
  /// The text of its rules, as the ledger keeps it.
  package static let rulesText = Array("the rules of the test town\n".utf8)
  /// Its rules.
  package static let book = book(rulesText)

  /// The same rules under the digest of another text, with so many rungs.
  package static func book(_ text: [UInt8], rungs: Int = 2, visits: VisitRules? = nil) -> RuleBook {
    RuleBook(
      digest: sha256(of: text), subdistrict: Named(id: "matian", name: "马田街道"),
      offices: [Named(id: "command-centre", name: "指挥中心")],
      communities: [Named(id: "heshuikou", name: "合水口社区")],
      grids: (1...3).map { Grid(id: "heshuikou-0\($0)", name: "网格\($0)", community: 0) },
      posts: [PostType(id: "info", name: "信息岗", hours: nil), PostType(id: "patrol", name: "巡查岗", hours: nil)],
      groups: [Named(id: "city-appearance", name: "市容环境组")], calendar: calendar,
      ladders: ByUrgency(Array(ladder.prefix(rungs))),
      duties: [Named(id: "urban-management", name: "城管")],
      matters: [matter("UM-001", "占道经营", post: "patrol", line: 21), matter("UM-002", "流动摊贩", post: "info", line: 22)],
      overrides: [], intake: IntakeLimits(), visits: visits)
  }

  /// All its matters are inspections, and an hour apart is one visit.
  package static var inspections: VisitRules {
    guard let hour = TimeLimit("1h") else { preconditionFailure("an hour is no limit") }
    return VisitRules(duties: ["urban-management"], matters: [], together: hour, cap: [:])
  }

  /// The record of the book that the stories go by.
  package static var rulesRecord: RulesRecord {
    RulesRecord(
      digest: book.digest, text: rulesText, loadedAt: noon(), duties: 1, matters: 2, communities: 1, grids: 3)
  }

  private static let ladder = [
    Rung(to: .group, after: nil, line: 11), Rung(to: .office("command-centre"), after: TimeLimit("1h"), line: 12),
  ]

  private static var calendar: WorkCalendar {
    guard let hours = WorkingHours(windows: [WorkingHours.Window(start: 9 * 3600, end: 18 * 3600)]) else {
      preconditionFailure("nine to six is no working day")
    }
    return WorkCalendar(utcOffset: 8 * 3600, hours: hours, holidays: [], makeUpDays: [], knownUntil: nil)
  }

  private static func matter(_ code: String, _ name: String, post: String, line: Int) -> Matter {
    guard let limit = TimeLimit("2h") else { preconditionFailure("two hours are no limit") }
    return Matter(
      code: code, name: name, duty: 0, post: post, group: "city-appearance", limit: limit, urgency: .normal,
      keywords: [], line: line)
  }
}

/// Noon of a day in the spring of 2026, and so many seconds later.
package func noon(_ later: Int64 = 0) -> Timestamp {
  Timestamp(seconds: 1_775_000_000).adding(later)
}
