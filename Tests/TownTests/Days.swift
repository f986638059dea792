import GridCore

/// A day told by walking through the calendar from 1970: nothing of the code under test has a hand in it.
struct WalkedDay {
  var (year, month, day) = (1970, 1, 1)
  /// 1 for Monday to 7.
  var weekday = 4
  var number = 0
  /// How many Thursdays its year has had so far.
  var thursdays = 1

  /// All days up to the end of a year.
  static func all(through last: Int) -> [WalkedDay] {
    var days: [WalkedDay] = []
    var day = WalkedDay()
    while day.year <= last {
      days.append(day)
      day.step()
    }
    return days
  }

  private mutating func step() {
    number += 1
    weekday = weekday % 7 + 1
    day += 1
    if day > Self.length(month, year) { (month, day) = (month + 1, 1) }
    if month > 12 { (year, month, thursdays) = (year + 1, 1, 0) }
    if weekday == 4 { thursdays += 1 }
  }

  private static func length(_ month: Int, _ year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// The month and the day, `07`.
  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// What the period of this day is called; of weeks the days around it tell.
  static func key(_ every: RoundRule.Every, _ index: Int, in days: [WalkedDay]) -> String {
    let day = days[index]
    switch every {
    case .day, .workday: return "\(day.year)-\(two(day.month))-\(two(day.day))"
    case .month: return "\(day.year)-\(two(day.month))"
    case .quarter: return "\(day.year)-Q\([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4][day.month - 1])"
    case .year: return "\(day.year)"
    case .week:
      // Its Thursday is the n-th of its year.
      let thursday = days[index + 4 - day.weekday]
      return "\(thursday.year)-W\(two(thursday.thursdays))"
    }
  }
}

/// The holidays of 2026 as the State Council published them.
enum Calendar2026 {
  static let holidays = [
    "01-01..01-03", "02-15..02-23", "04-04..04-06", "05-01..05-05", "06-19..06-21", "09-25..09-27",
    "10-01..10-07",
  ]
  static let makeUpDays = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]

  static func numbers(_ texts: [String], in days: [WalkedDay]) -> Set<Int> {
    var found: Set<Int> = []
    for text in texts {
      let ends = [text.prefix(5), text.suffix(5)].map { end in
        days.first {
          $0.year == 2026
            && "\($0.month)-\($0.day)" == end.split(separator: "-").map { "\(Int($0) ?? 0)" }.joined(separator: "-")
        }?.number
      }
      if let first = ends[0], let last = ends[1] { found.formUnion(first...last) }
    }
    return found
  }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
