internal import GridCore
internal import Words

/// A span of the day as the rules write it: `22:00-06:00`.
func clockSpan(_ start: Int, _ end: Int) -> String { "\(clockText(start))-\(clockText(end))" }

/// A day by its number as the rules write it: `2026-12-31`.
func dayText(_ day: Int) -> String {
  let date = CivilDate(dayNumber: day)
  return "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)-\(date.day < 10 ? "0" : "")\(date.day)"
}

/// Days in a row as the rules write them: `2026-01-01..2026-01-03`.
func dayRange(_ days: ClosedRange<Int>) -> String {
  days.count == 1 ? dayText(days.lowerBound) : "\(dayText(days.lowerBound))..\(dayText(days.upperBound))"
}

extension WorkingHours {
  /// The windows as the rules write them.
  var texts: [String] { windows.map { clockSpan($0.start, $0.end) } }
}

extension Rung.Target {
  /// Who is told, as the rules write it.
  var text: String {
    switch self {
    case .group: "group"
    case .office(let office): "subdistrict/\(office)"
    }
  }
}
