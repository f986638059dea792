import GridCore
package import Words

/// Why a text is no limit, and what may have been meant.
package struct LimitAdvice {
  /// What is wrong with the text.
  package let message: Bilingual
  /// What to write instead.
  package let help: Bilingual

  private static let units = both(
    "a limit is a whole number and a unit: 30s 15m 2h run day and night, 4wh are working hours, 3wd working days",
    "时限是整数加单位：30s 15m 2h 昼夜连算，4wh 是工作小时，3wd 是工作日")

  private static let spans = both(
    "a span is a whole number and a unit: 30s 15m 2h 30d run day and night, a d being 24 hours; 4wh are working hours, "
      + "3wd working days",
    "时长是整数加单位：30s 15m 2h 30d 昼夜连算，d 是 24 小时；4wh 是工作小时，3wd 是工作日")

  /// - Parameters:
  ///   - daySeconds: the seconds of a working day, where they are known.
  ///   - isSpan: whether it is a span of the lifecycle, which knows days of 24 hours.
  package init(_ text: String, daySeconds: Int64? = nil, isSpan: Bool = false) {
    let units = isSpan ? Self.spans : Self.units
    let digits = text.prefix { ("0"..."9").contains($0) }
    let rest = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    let amount = Int(digits.drop { $0 == "0" })
    let shown = quoted(text)
    if text.first == "-" || text.first == "+" {
      message = both("the limit \(shown) has a sign; a limit is always ahead", "时限 \(shown) 带了正负号；时限总是往后算")
      help = units
    } else if digits.isEmpty {
      message = both("\(shown) is not a limit", "\(shown) 不是时限")
      help = units
    } else if rest.isEmpty {
      message = both("the limit \(shown) has no unit", "时限 \(shown) 没有单位")
      help = units
    } else if rest.first == "." {
      message = both("the limit \(shown) is not a whole number", "时限 \(shown) 不是整数")
      help =
        Self.smaller(text, daySeconds)
        ?? both("write a whole number, with a smaller unit where there is one", "请写整数，必要时换小一级的单位")
    } else if digits.allSatisfy({ $0 == "0" }), Self.isUnit(rest) {
      message = both("the limit \(shown) leaves no time at all", "时限 \(shown) 等于没有时间")
      help = both("a limit is at least 1, such as 1m", "时限至少是 1，如 1m")
    } else if TimeLimit.Unit(rawValue: rest) != nil || isSpan && rest == "d" {
      (message, help) = Self.knownUnit(shown, amount, rest, units)
    } else if Self.days.contains(rest) || Self.meant[rest] != nil {
      (message, help) = Self.otherUnit(shown, amount, Self.meant[rest], day: isSpan ? "d" : nil, units)
    } else if rest.contains(where: { ("0"..."9").contains($0) }) {
      message = both("\(shown) is not a limit", "\(shown) 不是时限")
      help = units
    } else {
      message = both("the limit \(shown) has an unknown unit", "时限 \(shown) 的单位不认识")
      help = units
    }
  }

  private static func isUnit(_ text: String) -> Bool {
    days.contains(text) || meant[text] != nil || TimeLimit.Unit(rawValue: text) != nil
  }

  // The same time in a smaller unit of the same kind; working time never turns into time by the clock.
  private static func smaller(_ text: String, _ daySeconds: Int64?) -> Bilingual? {
    let number = text.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unit = text.dropFirst(number.count).drop { $0 == " " }.lowercased()
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count <= 4, (1...3).contains(parts[1].count), let whole = Int64(parts[0]),
      let fraction = Int64(parts[1])
    else { return nil }
    let scale: Int64 = [1, 10, 100, 1000][parts[1].count]
    let (size, less): (Int64, String)
    switch TimeLimit.Unit(rawValue: unit) ?? meant[unit] {
    case .minutes: (size, less) = (60, "s")
    case .hours: (size, less) = (60, "m")
    case .workingDays: (size, less) = ((daySeconds ?? 0) / 3600, "wh")
    case .workingHours:
      return both(
        "working hours are whole ones: write \(whole + 1)wh, or less", "工作小时只能是整数：请写 \(whole + 1)wh，或更短")
    case .seconds, nil: return nil
    }
    let amount = (whole * scale + fraction) * size
    let isExact = amount > 0 && amount % scale == 0 && (less != "wh" || (daySeconds ?? 1) % 3600 == 0)
    if less == "wh" {
      guard isExact else {
        return both("write working hours instead, a whole number such as 4wh", "请改写工作小时的整数，如 4wh")
      }
      return both(
        "write working hours instead: with \(size) a day by the calendar, \(amount / scale)wh",
        "请改写工作小时：按日历一天 \(size) 小时，写 \(amount / scale)wh")
    }
    guard isExact else { return nil }
    return both("write \(amount / scale)\(less)", "请写成 \(amount / scale)\(less)")
  }

  // The unit is one of ours: the number is too large, or the writing is not the plain one.
  private static func knownUnit(
    _ shown: String, _ amount: Int?, _ unit: String, _ units: Bilingual
  ) -> (Bilingual, Bilingual) {
    if let amount, TimeLimit(span: "\(amount)\(unit)") != nil {
      return (
        both("the limit \(shown) is not written plainly", "时限 \(shown) 的写法不规范"),
        both("write \(amount)\(unit)", "请写成 \(amount)\(unit)")
      )
    }
    return (
      both("the limit \(shown) is longer than \(TimeLimit.longest)", "时限 \(shown) 超过最长的 10 年（3650wd，87600h）"),
      units
    )
  }

  private static func otherUnit(
    _ shown: String, _ amount: Int?, _ unit: TimeLimit.Unit?, day: String?, _ units: Bilingual
  ) -> (Bilingual, Bilingual) {
    guard let amount, amount <= 3650 else {
      return (both("the limit \(shown) has an unknown unit", "时限 \(shown) 的单位不认识"), units)
    }
    if let unit {
      let written = "\(amount)\(unit.rawValue)"
      return (
        both("the limit \(shown) has an unknown unit", "时限 \(shown) 的单位不认识"),
        both("write \(written)", "请写成 \(written)")
      )
    }
    let whole = day.map { "\(amount)\($0)" } ?? "\(amount * 24)h"
    return (
      both("a day can be one by the clock or a working day; \(shown) does not say which", "\(shown) 没说清是连续的一天还是工作日"),
      both(
        "write \(whole) to count day and night, or \(amount)wd for working days",
        "连续计算请写 \(whole)，按工作日请写 \(amount)wd")
    )
  }

  /// A day, which may mean two things.
  private static let days: Set<String> = ["d", "day", "days", "天", "日"]

  /// Units that others use.
  private static let meant: [String: TimeLimit.Unit] = [
    "sec": .seconds,
    "秒": .seconds, "min": .minutes, "mins": .minutes, "分": .minutes, "分钟": .minutes, "hour": .hours, "hours": .hours,
    "小时": .hours, "个小时": .hours, "时": .hours, "hw": .workingHours, "工作时": .workingHours, "工作小时": .workingHours,
    "dw": .workingDays, "bd": .workingDays, "工作日": .workingDays, "个工作日": .workingDays,
  ]
}
