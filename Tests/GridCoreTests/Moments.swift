import GridCore
import Testing

/// The moment of a local text at UTC+8: `2026-02-13 16:00`, with seconds where they matter.
func at(_ text: String) -> Timestamp {
  moment(text, offset: 8 * 3600)
}

/// The moment of a local text at another distance from UTC.
func moment(_ text: String, offset: Int64) -> Timestamp {
  let parts = text.split { "- :".contains($0) }.compactMap { Int64($0) }
  precondition(parts.count == 5 || parts.count == 6, "“\(text)” is no moment")
  let clock = parts[3] * 3600 + parts[4] * 60 + (parts.count == 6 ? parts[5] : 0)
  return Timestamp(seconds: Int64(day(String(text.prefix(10)))) * 86_400 + clock - offset)
}

/// The day number of `2026-02-13`, counted by hand from 1970: not by the code under test.
func day(_ text: String) -> Int {
  let parts = text.split(separator: "-").compactMap { Int($0) }
  precondition(parts.count == 3, "“\(text)” is no day")
  var number = 0
  for year in 1970..<parts[0] { number += isLeap(year) ? 366 : 365 }
  for month in 1..<parts[1] { number += length(ofMonth: month, year: parts[0]) }
  return number + parts[2] - 1
}

func isLeap(_ year: Int) -> Bool {
  if year % 400 == 0 { return true }
  if year % 100 == 0 { return false }
  return year % 4 == 0
}

func length(ofMonth month: Int, year: Int) -> Int {
  if month == 2 { return isLeap(year) ? 29 : 28 }
  return [4, 6, 9, 11].contains(month) ? 30 : 31
}

/// The limit of a text that is known to be one.
func limit(_ text: String) -> TimeLimit {
  guard let limit = TimeLimit(text) else { preconditionFailure("“\(text)” is no limit") }
  return limit
}

/// Working hours of `09:00-12:00` and the like.
func hours(_ texts: String...) -> WorkingHours {
  let windows = texts.map { text in
    let ends = text.split { "-:".contains($0) }.compactMap { Int($0) }
    precondition(ends.count == 4, "“\(text)” are no hours")
    return WorkingHours.Window(start: ends[0] * 3600 + ends[1] * 60, end: ends[2] * 3600 + ends[3] * 60)
  }
  guard let hours = WorkingHours(windows: windows) else { preconditionFailure("\(texts) are no hours") }
  return hours
}

extension Timestamp: CustomTestStringConvertible {
  public var testDescription: String {
    guard abs(seconds) < 1 << 40 else { return "\(seconds)" }
    let local = seconds + 8 * 3600
    let date = CivilDate(dayNumber: Int((local - (local % 86_400 + 86_400) % 86_400) / 86_400))
    let second = (local % 86_400 + 86_400) % 86_400
    let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(date.year)-\(date.month)-\(date.day) \(clock.joined(separator: ":"))+08:00"
  }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
