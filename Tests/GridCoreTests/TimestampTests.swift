import GridCore
import Testing

@Suite struct TimestampTests {
  @Test func addingSaturatesAtBothEnds() {
    #expect(Timestamp(seconds: 5).adding(3) == Timestamp(seconds: 8))
    #expect(Timestamp(seconds: 5).adding(-8) == Timestamp(seconds: -3))
    #expect(Timestamp(seconds: .max - 1).adding(1) == Timestamp(seconds: .max))
    #expect(Timestamp(seconds: .max).adding(1) == Timestamp(seconds: .max))
    #expect(Timestamp(seconds: .max).adding(.max) == Timestamp(seconds: .max))
    #expect(Timestamp(seconds: .min).adding(-1) == Timestamp(seconds: .min))
    #expect(Timestamp(seconds: -2).adding(.min) == Timestamp(seconds: .min))
    #expect(Timestamp(seconds: .max).adding(.min) == Timestamp(seconds: -1))
  }

  @Test func momentsAreOrderedByTheirSeconds() {
    let moments = [Timestamp(seconds: 1), Timestamp(seconds: -1), Timestamp(seconds: .min), Timestamp(seconds: 0)]
    #expect(moments.sorted().map(\.seconds) == [.min, -1, 0, 1])
    #expect(!(Timestamp(seconds: 1) < Timestamp(seconds: 1)))
  }
}

@Suite struct CivilDateTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("2026-02-13", 20_497),
    ("1900-03-01", -25_508), ("1600-01-01", -135_140), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
  ])
  func aDateHasItsDayNumberAndBack(_ text: String, _ number: Int) throws {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    let date = try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
    #expect(date.dayNumber == number)
    #expect(CivilDate(dayNumber: number) == date)
  }

  @Test func everyDayFrom1600To2400FollowsTheOneBefore() {
    var number = -135_140
    var wrong: [Int] = []
    for year in 1600...2400 {
      for month in 1...12 {
        for day in 1...length(ofMonth: month, year: year) {
          let date = CivilDate(year: year, month: month, day: day)
          if date?.dayNumber != number || CivilDate(dayNumber: number) != date { wrong.append(number) }
          number += 1
        }
      }
    }
    #expect(wrong == [])
    #expect(number == 157_420)
  }

  @Test func randomDayNumbersRoundTrip() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      let number = Int.random(in: -719_162...2_932_896, using: &generator)
      let date = CivilDate(dayNumber: number)
      #expect(date.dayNumber == number)
      #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
    }
  }

  @Test(arguments: [
    (1996, true), (2000, true), (2024, true), (2400, true), (1900, false), (2026, false), (2100, false),
  ])
  func the29thOfFebruaryExistsInLeapYearsOnly(_ year: Int, _ leap: Bool) {
    #expect((CivilDate(year: year, month: 2, day: 29) != nil) == leap)
    #expect(CivilDate(year: year, month: 2, day: 28) != nil)
    #expect(CivilDate(year: year, month: 2, day: 30) == nil)
  }

  @Test(arguments: [
    (0, 1, 1), (-1, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, 4, 31),
    (2026, 6, 31), (2026, 9, 31), (2026, 11, 31), (2026, -1, 5), (2026, 5, -1), (.max, 1, 1), (2026, .max, 1),
    (2026, 1, .max),
  ])
  func daysTheCalendarDoesNotHaveAreRefused(_ year: Int, _ month: Int, _ day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test func theLastDayOfEveryMonthIsTaken() {
    for (month, last) in zip(1...12, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
      #expect(CivilDate(year: 2026, month: month, day: last) != nil)
      #expect(CivilDate(year: 2026, month: month, day: last + 1) == nil)
    }
  }
}
