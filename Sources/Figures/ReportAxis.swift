package import GridCore

/// By what a report's rows are told apart.
package enum ReportAxis: String, CaseIterable, Sendable {
  case community, grid, post, group, duty, matter, source, month, day

  /// The key of an item's row; nil for the row of those without one.
  package func key(of item: Item, in calendar: WorkCalendar) -> String? {
    let facts = item.facts
    switch self {
    case .community: return facts.community
    case .grid: return facts.grid
    case .post: return facts.post
    case .group: return facts.group
    case .duty: return facts.duty
    case .matter: return facts.matter
    case .source: return item.identity.source
    case .month: return Self.month(ofDay: calendar.local(item.receivedAt).day)
    case .day: return Self.day(calendar.local(item.receivedAt).day)
    }
  }

  /// `2026-03`, of the day so many days after 1970-01-01.
  static func month(ofDay number: Int) -> String {
    let date = CivilDate(dayNumber: number)
    return "\(digits(date.year, 4))-\(digits(date.month, 2))"
  }

  /// `2026-03-02`.
  static func day(_ number: Int) -> String {
    "\(month(ofDay: number))-\(digits(CivilDate(dayNumber: number).day, 2))"
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }
}
