internal import Advice
internal import Formats
import GridCore
internal import Words
internal import YAML

/// When a round comes.
extension RuleReader {
  /// The day of its period, the second of that day, and what a holiday does.
  typealias RoundTime = (day: Int, at: Int?, holidays: RoundRule.Holidays)

  /// When a round comes; nil, with the reasons told, where a part of that cannot be read.
  mutating func readTime(_ parts: Fields, _ every: RoundRule.Every) -> RoundTime? {
    let day = optional("day", of: parts) { $0.day($1, of: every) }
    let at = optional("at", of: parts) { $0.clock($1) }
    let holidays = optional("holidays", of: parts) { $0.holidays($1, of: every) }
    if case .faulty = day { return nil }
    if case .faulty = at { return nil }
    if case .faulty = holidays { return nil }
    let wanted = day.value ?? 1
    let usual: RoundRule.Holidays =
      switch every {
      case .day: .run
      case .workday: .skip
      // Who names a Saturday means it.
      case .week where wanted > 5: .run
      case .week, .month, .quarter, .year: .next
      }
    return (wanted, at.value, holidays.value ?? usual)
  }

  static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  static let lastDay = "last"

  private mutating func day(_ place: Place, of every: RoundRule.Every) -> Int? {
    if every == .day || every == .workday {
      badRound(
        .start(of: place),
        both(
          "“every: \(every.rawValue)” comes each day and takes no “day”", "“every: \(every.rawValue)” 每天都有，不写“day”"),
        help: both("take “day” out", "请删掉“day”"))
      return nil
    }
    let wanted =
      every == .week
      ? both("mon to sun, or last", "mon 到 sun，或 last")
      : both("1 to \(every.mostDays), or last", "1 到 \(every.mostDays)，或 last")
    guard let text = plain(place, wanted) else { return nil }
    if text == Self.lastDay { return every.mostDays }
    if every == .week, let index = Self.weekdays.firstIndex(of: text) { return index + 1 }
    if every != .week, let day = Self.decimal(text), (1...every.mostDays).contains(day) { return day }
    badRound(
      place.spot,
      both(
        "\(quoted(text)) is no “day” of “every: \(every.rawValue)”; wanted \(wanted.en)",
        "“every: \(every.rawValue)” 的“day”不能是 \(quoted(text))；应为 \(wanted.zh)"),
      help: every == .week ? Self.weekday(meant: text).map { both("write \($0)", "请写成 \($0)") } : nil)
    return nil
  }

  /// The weekday that `Wednesday`, `周三` or `3` most likely meant.
  private static func weekday(meant text: String) -> String? {
    let start = String(text.lowercased().prefix(3))
    if let word = weekdays.first(where: { $0 == start }) { return word }
    let last = text.last.map(String.init) ?? ""
    let index =
      ["一", "二", "三", "四", "五", "六", "日"].firstIndex(of: last) ?? (last == "天" ? 6 : decimal(text).map { $0 - 1 })
    return index.flatMap { weekdays.indices.contains($0) ? weekdays[$0] : nil }
  }

  private mutating func clock(_ place: Place) -> Int? {
    let wanted = both("a time of day, \"00:00\" to \"23:59\"", "一天里的时间，\"00:00\" 到 \"23:59\"")
    guard let text = plain(place, wanted) else { return nil }
    if let second = Self.second(ofClock: text, allowing24: false) { return second }
    badRound(
      place.spot, both("\(quoted(text)) is no “at”; wanted \(wanted.en)", "“at”不能是 \(quoted(text))；应为\(wanted.zh)"),
      help: both("write hour and minute with two digits each, such as \"09:30\"", "时和分各写两位，如 \"09:30\""))
    return nil
  }

  private mutating func holidays(_ place: Place, of every: RoundRule.Every) -> RoundRule.Holidays? {
    if every == .workday {
      badRound(
        .start(of: place),
        both(
          "“every: workday” comes on working days only, and takes no “holidays”", "“every: workday” 只在工作日，不写“holidays”"),
        help: both("take “holidays” out", "请删掉“holidays”"))
      return nil
    }
    guard let holidays = word(place, among: RoundRule.Holidays.allCases, both("what a day off does", "遇假日怎么办的写法"))
    else { return nil }
    if every == .day, holidays == .next {
      badRound(
        place.spot, both("“every: day” has a round of its own on the next day", "“every: day” 次日另有一次，不能顺延"),
        help: both("write run or skip, or “every: workday”", "请写 run 或 skip，或改成“every: workday”"))
      return nil
    }
    return holidays
  }

  /// A scalar of `at` or `day`, of which every other form is a bad round.
  private mutating func plain(_ place: Place, _ wanted: Bilingual) -> String? {
    if case .scalar = place.node.content { return text(place, wanted.en, wanted.zh) }
    guard case .refused = place.node.content else {
      badRound(place.valueSpot, both("one value is wanted here: \(wanted.en)", "这里只能写一个值：\(wanted.zh)"))
      return nil
    }
    return nil
  }

  mutating func badRound(_ spot: Spot, _ message: Bilingual, help: Bilingual? = nil) {
    fault(.badRound, spot, message, help: help)
  }
}
