/// A stretch of whole local days by which rounds and signals are counted.
package struct Period: Hashable, Sendable {
  /// How long it is.
  package enum Unit: String, Sendable, CaseIterable {
    case day
    /// From Monday, numbered as ISO 8601 does.
    case week
    case month, quarter, year
  }

  package let unit: Unit
  /// Its first and its last day (days since 1970-01-01, local).
  package let first: Int
  package let last: Int

  /// The one that holds a day.
  package init(_ unit: Unit, of day: Int) {
    self.unit = unit
    switch unit {
    case .day: (first, last) = (day, day)
    case .week:
      first = day - CivilDate.weekday(of: day)
      last = first + 6
    case .month: (first, last) = Self.months(1, of: day)
    case .quarter: (first, last) = Self.months(3, of: day)
    case .year: (first, last) = Self.months(12, of: day)
    }
  }

  /// The bounds of the so many months that hold a day.
  private static func months(_ count: Int, of day: Int) -> (first: Int, last: Int) {
    let date = CivilDate(dayNumber: day)
    let start = (date.month - 1) / count * count + 1
    let (year, month) = start + count > 12 ? (date.year + 1, 1) : (date.year, start + count)
    // At the ends of what the calendar knows only a damaged row can stand: there a day is its own period.
    let first = CivilDate(year: date.year, month: start, day: 1)?.dayNumber ?? day
    let next = CivilDate(year: year, month: month, day: 1)?.dayNumber ?? day + 1
    return (first, next - 1)
  }
}
