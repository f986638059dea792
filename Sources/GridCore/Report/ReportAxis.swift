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
    case .month, .day:
      let date = CivilDate(dayNumber: calendar.local(item.receivedAt).day)
      let month = "\(Self.digits(date.year, 4))-\(Self.digits(date.month, 2))"
      return self == .month ? month : "\(month)-\(Self.digits(date.day, 2))"
    }
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }
}
