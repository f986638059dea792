package import GridCore

extension Period {
  /// The one after it.
  package var next: Period { Period(unit, of: last + 1) }

  /// How many days it has.
  package var days: Int { last - first + 1 }

  /// `2026-11-28`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`.
  package var text: String {
    let date = CivilDate(dayNumber: first)
    let year = date.text.prefix(4)
    switch unit {
    case .day: return date.text
    case .week:
      // A week belongs to the year of its Thursday.
      let thursday = CivilDate(dayNumber: first + 3)
      let number = (first + 3 - Period(.year, of: first + 3).first) / 7 + 1
      return "\(thursday.text.prefix(4))-W\(number < 10 ? "0" : "")\(number)"
    case .month: return String(date.text.prefix(7))
    case .quarter: return "\(year)-Q\((date.month - 1) / 3 + 1)"
    case .year: return String(year)
    }
  }
}
