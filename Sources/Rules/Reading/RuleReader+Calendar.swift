internal import Formats
import GridCore
internal import JSON
internal import Schema
internal import Words
internal import YAML

extension RuleReader {
  /// The calendar; nil, with the reasons told, where it cannot be read.
  mutating func readCalendar(_ file: Fields) -> WorkCalendar? {
    let keys = RulesSchema.calendar.keys
    guard let place = need("calendar", of: file, "working hours and holidays", "上班时间和节假日"),
      let parts = fields(of: place, "the calendar, {\(keys.joined(separator: ", "))}", "日历", keys: keys)
    else { return nil }
    let offset = need("utc_offset", of: parts, "the distance from UTC, such as \"+08:00\"", "与 UTC 的时差，如 \"+08:00\"")
      .flatMap { utcOffset($0) }
    let hours = need(
      "hours", of: parts, "the working hours, such as [\"09:00-12:00\", \"14:00-18:00\"]",
      "上班时间，如 [\"09:00-12:00\", \"14:00-18:00\"]"
    )
    .flatMap { workingHours($0) }
    let holidays = days(parts["holidays"])
    let makeUpDays = days(parts["make_up_days"])
    checkClashes(holidays, makeUpDays)
    tellRepeated(holidays)
    tellRepeated(makeUpDays)
    let known = readKnownUntil(parts, last: (holidays + makeUpDays).map(\.days.upperBound).max())
    guard let offset, let hours else { return nil }
    utcOffset = offset
    places.utcOffset = parts["utc_offset"]?.spot
    places.knownUntil = parts["known_until"]?.spot
    openHours = hours
    openingSecond = hours.windows.first?.start ?? openingSecond
    return WorkCalendar(
      utcOffset: offset, hours: hours, holidays: Set(holidays.flatMap(\.days)),
      makeUpDays: Set(makeUpDays.flatMap(\.days)),
      knownUntil: known)
  }

  /// `HH:MM` as a second of the day; 24:00 only where it can end something.
  static func second(ofClock text: some StringProtocol, allowing24: Bool) -> Int? {
    let units = Array(text.utf8)
    guard units.count == 5, units[2] == 0x3A else { return nil }
    let digits = [units[0], units[1], units[3], units[4]].map { Int($0) - 0x30 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard minute < 60, hour < 24 || (allowing24 && hour == 24 && minute == 0) else { return nil }
    return hour * 3600 + minute * 60
  }

  /// `HH:MM-HH:MM` as seconds of the day, in the order written.
  mutating func clockRange(_ place: Place) -> (start: Int, end: Int)? {
    guard let text = text(place, "hours such as \"09:00-12:00\"", "时间段，如 \"09:00-12:00\"") else { return nil }
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    if halves.count == 2, let start = Self.second(ofClock: halves[0], allowing24: false),
      let end = Self.second(ofClock: halves[1], allowing24: true)
    {
      return (start, end)
    }
    fault(
      .badHours, place.spot,
      both(
        "\(quoted(text)) is not a time of day from and to: wanted HH:MM-HH:MM, from 00:00 to 24:00",
        "\(quoted(text)) 不是时间段：应写成 HH:MM-HH:MM，从 00:00 到 24:00"),
      help: both(
        "write it like \"09:00-12:00\", with two digits each and an ASCII -", "请写成 \"09:00-12:00\" 的样子，各两位数字，用英文冒号和减号"))
    return nil
  }

  /// Windows of a working day, in order and without overlap.
  mutating func workingHours(_ place: Place) -> WorkingHours? {
    guard
      let items = items(
        of: place, "a list of hours such as [\"09:00-12:00\", \"14:00-18:00\"]",
        "时间段列表，如 [\"09:00-12:00\", \"14:00-18:00\"]")
    else {
      return nil
    }
    guard !items.isEmpty else {
      emptyValue(place, wanted: both("at least one window such as \"09:00-12:00\"", "至少一个时间段，如 \"09:00-12:00\""))
      return nil
    }
    var windows: [WorkingHours.Window] = []
    var isGood = true
    for item in items {
      guard let window = window(item, after: windows.last) else {
        isGood = false
        continue
      }
      windows.append(window)
    }
    return isGood ? WorkingHours(windows: windows) : nil
  }

  private mutating func window(_ place: Place, after last: WorkingHours.Window?) -> WorkingHours.Window? {
    guard let (start, end) = clockRange(place) else { return nil }
    guard start < end else {
      let (from, to) = (clockText(start), clockText(end))
      let help =
        start == end || end == 0
        ? both("end a day with 24:00", "到午夜为止请写 24:00")
        : both(
          "write it as two windows, \"00:00-\(to)\" first and \"\(from)-24:00\" last",
          "请写成两段：\"00:00-\(to)\" 在前，\"\(from)-24:00\" 在后")
      fault(
        .badHours, place.spot,
        both("the window ends at \(to), not after its start at \(from)", "这一段 \(from) 开始、\(to) 结束，结束不在开始之后"), help: help
      )
      return nil
    }
    if let last, start < last.end {
      fault(
        .badHours, place.spot,
        both(
          "the window begins at \(clockText(start)), before the one before it ends at \(clockText(last.end))",
          "这一段 \(clockText(start)) 开始，早于上一段结束的 \(clockText(last.end))"),
        help: both("list windows in order, without overlap", "请按先后排列，不要重叠"))
      return nil
    }
    return WorkingHours.Window(start: start, end: end)
  }

  private mutating func utcOffset(_ place: Place) -> Int64? {
    guard let text = text(place, "the distance from UTC, such as \"+08:00\"", "与 UTC 的时差，如 \"+08:00\"") else {
      return nil
    }
    let sign: Int64 = text.first == "-" ? -1 : 1
    if text.first == "+" || text.first == "-", let seconds = Self.second(ofClock: text.dropFirst(), allowing24: false),
      seconds <= RuleBounds.offset * 3600
    {
      return sign * Int64(seconds)
    }
    fault(
      .badOffset, place.spot,
      both(
        "\(quoted(text)) is not a distance from UTC: wanted a sign and HH:MM, at most \(RuleBounds.offset) hours",
        "\(quoted(text)) 不是时差：应写成正负号加 HH:MM，最多 \(RuleBounds.offset) 小时"),
      help: both("write \"+08:00\" for China", "中国请写 \"+08:00\""))
    return nil
  }

  struct Days {
    let days: ClosedRange<Int>
    let spot: Spot
  }

  private mutating func days(_ place: Place?) -> [Days] {
    guard let place,
      let items = items(
        of: place, "a list of days such as [\"2026-01-01..2026-01-03\"]", "日期列表，如 [\"2026-01-01..2026-01-03\"]")
    else { return [] }
    guard isWithin(RuleBounds.days, items.count, at: .start(of: place), "days in the list", "列出的日期") else { return [] }
    return items.compactMap { dayRange($0) }
  }

  private mutating func dayRange(_ place: Place) -> Days? {
    guard let text = text(place, "a day or days, \"2026-01-01..2026-01-03\"", "日期，如 \"2026-01-01..2026-01-03\"") else {
      return nil
    }
    let dots = text.firstRange(of: "..")
    let halves = dots.map { [text[..<$0.lowerBound], text[$0.upperBound...]] } ?? [text[...]]
    var numbers: [Int] = []
    for half in halves {
      // Both halves are one value: the first that is wrong is enough.
      guard let number = dayNumber(half, of: text, at: place.spot, example: "2026-01-01..2026-01-03") else {
        return nil
      }
      numbers.append(number)
    }
    guard let first = numbers.first, let last = numbers.last else { return nil }
    guard first <= last, last - first < 366 else {
      fault(
        .badDate, place.spot,
        first > last
          ? both("\(quoted(text)) ends before it begins", "\(quoted(text)) 的末日早于首日")
          : both("\(quoted(text)) is longer than a year", "\(quoted(text)) 超过一年"),
        help: both("write the first day, two dots and the last day", "请写成“首日..末日”"))
      return nil
    }
    return Days(days: first...last, spot: place.spot)
  }

  mutating func dayNumber(_ text: Substring, of whole: String, at spot: Spot, example: String) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    if parts.map(\.utf8.count) == [4, 2, 2], parts.joined().utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    {
      if (2000...2100).contains(year), let date = CivilDate(year: year, month: month, day: day) {
        return date.dayNumber
      }
      fault(
        .badDate, spot,
        both(
          "there is no day \(quoted(String(text))) between 2000 and 2100",
          "2000 年到 2100 年之间没有 \(quoted(String(text))) 这一天"))
      return nil
    }
    fault(
      .badDate, spot,
      both(
        "\(quoted(whole)) is not a day as wanted here: YYYY-MM-DD, such as \"\(example)\"",
        "\(quoted(whole)) 不是这里要的日期：应写成 YYYY-MM-DD，如 \"\(example)\""),
      help: both("write year, month and day with four, two and two digits", "年、月、日各写四位、两位、两位数字"))
    return nil
  }

  private static func date(_ day: Int) -> String {
    CivilDate(dayNumber: day).text
  }

  private static func isWeekday(_ day: Int) -> Bool {
    CivilDate.weekday(of: day) < 5
  }

  private mutating func checkClashes(_ holidays: [Days], _ makeUpDays: [Days]) {
    for days in makeUpDays {
      if let off = holidays.first(where: { $0.days.overlaps(days.days) }) {
        let date = Self.date(max(off.days.lowerBound, days.days.lowerBound))
        fault(
          .holidayWorked, days.spot, both("\(date) is a holiday and a make-up day", "\(date) 既是节假日又是调休上班日"),
          help: both("take it out of one of the two lists", "请从其中一处删掉"),
          related: (off.spot, both("it is a holiday here", "在这里是节假日")))
      } else if let weekday = days.days.first(where: Self.isWeekday) {
        let date = Self.date(weekday)
        fault(
          .makeUpOnWeekday, days.spot,
          both("\(date) is a weekday and worked anyway", "\(date) 本来就是周一至周五，不用调休也上班"),
          help: both("check the date, or take it out", "请核对日期，或删掉"))
      }
    }
  }

  private mutating func tellRepeated(_ list: [Days]) {
    var listed: [Int: Spot] = [:]
    for days in list {
      if let day = days.days.first(where: { listed[$0] != nil }) {
        fault(
          .duplicateDay, days.spot,
          both("\(Self.date(day)) is listed twice", "\(Self.date(day)) 重复列出"),
          help: both("check the dates, or take one out", "请核对日期，或删掉一处"),
          related: listed[day].map { ($0, both("it is listed here first", "第一次出现在这里")) })
      }
      for day in days.days where listed[day] == nil { listed[day] = days.spot }
    }
  }

  private mutating func readKnownUntil(_ parts: Fields, last: Int?) -> Int? {
    guard let place = parts["known_until"] else {
      if parts.lacks("known_until") {
        fault(
          .knownUntilMissing, .start(of: parts.place),
          both(
            "“known_until” is missing: every deadline in working time will be marked provisional",
            "缺少“known_until”：按工作时间算的时限都会标“暂定”"),
          help: both(
            "add the last day whose holidays are known, such as known_until: \"2026-12-31\"",
            "请写上节假日已公布到哪一天，如 known_until: \"2026-12-31\""))
      }
      return nil
    }
    guard let text = text(place, "the last day whose holidays are known", "节假日已公布到的最后一天"),
      let day = dayNumber(text[...], of: text, at: place.spot, example: "2026-12-31")
    else { return nil }
    if let last, last > day {
      fault(
        .knownUntilBehind, place.spot,
        both(
          "days up to \(Self.date(last)) are listed, but known_until is \(text)",
          "日期已列到 \(Self.date(last))，known_until 却是 \(text)"),
        help: both("move known_until to the end of the last published year", "请把 known_until 改到已公布年份的最后一天"))
    }
    return day
  }
}
