package import GridCore
internal import JSON

/// A day of the town, as reports name it: `2026-03-02`.
package struct ReportDay: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  package let number: Int

  /// Nil where the text names no day.
  package init?(_ text: String) {
    guard text.utf8.count == 10, let midnight = RFC3339.timestamp(text + "T00:00:00Z") else { return nil }
    number = Int(midnight.seconds / 86_400)
  }

  package static func < (left: ReportDay, right: ReportDay) -> Bool { left.number < right.number }

  /// The day as it is written.
  package var text: String { String(RFC3339.text(Timestamp(seconds: Int64(number) * 86_400)).prefix(10)) }

  /// The day's first moment in the town.
  package func start(in calendar: WorkCalendar) -> Timestamp { calendar.moment(day: number, second: 0) }
}
