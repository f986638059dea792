import GridCore
import Testing

@Suite struct TimeLimitTests {
  @Test(arguments: [
    ("30s", 30, TimeLimit.Unit.seconds), ("15m", 15, .minutes), ("2h", 2, .hours), ("4wh", 4, .workingHours),
    ("3wd", 3, .workingDays), ("1s", 1, .seconds), ("100h", 100, .hours),
  ])
  func aLimitIsReadAndWrittenTheSame(_ text: String, _ amount: Int64, _ unit: TimeLimit.Unit) throws {
    let limit = try #require(TimeLimit(text))
    #expect(limit.amount == amount)
    #expect(limit.unit == unit)
    #expect(limit.text == text)
  }

  @Test(arguments: [
    "", "h", "2", "0h", "00h", "02h", "-2h", "+2h", "2 h", " 2h", "2h ", "2.5h", "2,5h", "2H", "2hours", "2d", "2w",
    "2hw", "2whh", "2wd2h", "1h30m", "h2", "0x2h", "２h", "٢h", "2ｈ", "2h\n", "2\u{0}h", "2_0h",
    "99999999999999999999h", "9223372036854775808s",
  ])
  func whatIsNotWrittenAsALimitIsRefused(_ text: String) {
    #expect(TimeLimit(text) == nil)
  }

  @Test(arguments: ["2\u{301}h", "12\u{FE0F}h", "2\u{200D}wd", "2\u{20E3}m"])
  func aMarkSetUponTheLastDigitIsRefused(_ text: String) {
    #expect(TimeLimit(text) == nil)
  }

  static let longest: [(TimeLimit.Unit, Int64)] = [
    (.seconds, 315_360_000), (.minutes, 5_256_000), (.hours, 87_600), (.workingHours, 87_600), (.workingDays, 3650),
  ]

  @Test(arguments: longest) func aLimitIsAtLeastOneAndAtMostTenYears(_ unit: TimeLimit.Unit, _ most: Int64) {
    #expect(TimeLimit(amount: 0, unit: unit) == nil)
    #expect(TimeLimit(amount: -1, unit: unit) == nil)
    #expect(TimeLimit(amount: .min, unit: unit) == nil)
    #expect(TimeLimit(amount: 1, unit: unit) != nil)
    #expect(TimeLimit(amount: most, unit: unit) != nil)
    #expect(TimeLimit(amount: most + 1, unit: unit) == nil)
    #expect(TimeLimit(amount: .max, unit: unit) == nil)
    #expect(TimeLimit("\(most)\(unit.rawValue)")?.amount == most)
    #expect(TimeLimit("\(most + 1)\(unit.rawValue)") == nil)
  }

  @Test func onlyLimitsThatRunDayAndNightHaveSeconds() {
    #expect(limit("30s").continuousSeconds == 30)
    #expect(limit("15m").continuousSeconds == 900)
    #expect(limit("2h").continuousSeconds == 7200)
    #expect(limit("4wh").continuousSeconds == nil)
    #expect(limit("3wd").continuousSeconds == nil)
  }
}
