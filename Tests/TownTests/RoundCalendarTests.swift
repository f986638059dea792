import GridCore
import Testing
import Town

/// When rounds are due, against a slow reckoner that walks every day and knows no arithmetic of periods.
@Suite struct RoundCalendarTests {
  static let days = WalkedDay.all(through: 2031)
  static let offset: Int64 = 8 * 3600

  static func calendar(knownUntil: Int?) throws -> WorkCalendar {
    let windows = [(9, 12), (14, 18)].map { WorkingHours.Window(start: $0.0 * 3600, end: $0.1 * 3600) }
    return WorkCalendar(
      utcOffset: offset, hours: try #require(WorkingHours(windows: windows)),
      holidays: Calendar2026.numbers(Calendar2026.holidays, in: days),
      makeUpDays: Calendar2026.numbers(Calendar2026.makeUpDays, in: days), knownUntil: knownUntil)
  }

  static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
    days.first { ($0.year, $0.month, $0.day) == (year, month, day) }?.number ?? -1
  }

  static func rule(_ every: RoundRule.Every, day: Int = 1, at: Int? = nil, _ holidays: RoundRule.Holidays) -> RoundRule
  {
    RoundRule(name: "r", every: every, day: day, at: at, holidays: holidays, audience: .grid, to: .branch, line: 1)
  }

  // MARK: The slow reckoner

  struct Slow {
    let moment: Int64
    let period: String
  }

  /// Every moment of a rule in some years, by looking at each day of each period.
  static func slow(_ rule: RoundRule, years: ClosedRange<Int>, _ keys: [String], off: Set<Int>, on: Set<Int>) -> [Slow]
  {
    let isWorked = { (day: WalkedDay) in on.contains(day.number) || (day.weekday < 6 && !off.contains(day.number)) }
    let shown = days.indices.dropFirst(7).dropLast(7).filter { years.contains(days[$0].year) }
    let keyed = shown.map { (key: keys[$0 - 7], day: days[$0]) }
    var found: [Slow] = []
    for (key, members) in Dictionary(grouping: keyed, by: \.key) {
      let all = members.map(\.day).sorted { $0.number < $1.number }
      let wanted = min(rule.day, all.count) - 1
      var chosen: WalkedDay? = all[wanted]
      if !isWorked(all[wanted]) {
        switch rule.every == .workday ? .skip : rule.holidays {
        case .run: break
        case .skip: chosen = nil
        case .next:
          chosen = all[wanted...].first(where: isWorked) ?? all[..<wanted].reversed().first(where: isWorked)
        }
      }
      guard let chosen else { continue }
      found.append(
        Slow(moment: Int64(chosen.number) * 86_400 + Int64(rule.at ?? 9 * 3600) - offset, period: key))
    }
    return found.sorted { $0.moment < $1.moment }
  }

  @Test func randomRoundsAreDueAsTheSlowReckonerSays() throws {
    let off = Calendar2026.numbers(Calendar2026.holidays, in: Self.days)
    let on = Calendar2026.numbers(Calendar2026.makeUpDays, in: Self.days)
    let calendar = try Self.calendar(knownUntil: Self.number(2026, 12, 31))
    var random = SeededGenerator(state: 20_261_129)
    let keys = Dictionary(
      uniqueKeysWithValues: RoundRule.Every.allCases.map { every in
        (every, Self.days.indices.dropFirst(7).dropLast(7).map { WalkedDay.key(every, $0, in: Self.days) })
      })
    for _ in 0..<150 {
      guard let every = RoundRule.Every.allCases.randomElement(using: &random),
        let holidays = RoundRule.Holidays.allCases.randomElement(using: &random)
      else { continue }
      let rule = Self.rule(
        every, day: Int.random(in: 1...every.mostDays, using: &random),
        at: Bool.random(using: &random) ? Int.random(in: 0..<1440, using: &random) * 60 : nil, holidays)
      // Whole weeks lie about the years that are looked at.
      let slow = Self.slow(rule, years: 2024...2029, keys[every] ?? [], off: off, on: on)
      let rounds = RoundCalendar(rule, calendar)
      let start = calendar.moment(day: Self.number(2025, 1, 1), second: 0).adding(-1)
      let end = calendar.moment(day: Self.number(2029, 1, 1), second: 0).adding(-1)
      let wanted = slow.filter { start.seconds < $0.moment && $0.moment <= end.seconds }
      let found = rounds.all(after: start, through: end)
      #expect(found.map(\.moment.seconds) == wanted.map(\.moment), "\(rule.definition.text)")
      #expect(found.map(\.period.text) == wanted.map(\.period), "\(rule.definition.text)")
      for _ in 0..<20 {
        guard let some = wanted.dropLast().randomElement(using: &random) else { break }
        let after = Timestamp(seconds: some.moment + Int64.random(in: -1...1, using: &random))
        let next = wanted.first { $0.moment > after.seconds }
        #expect(rounds.next(after: after)?.moment.seconds == next?.moment, "\(rule.definition.text) after \(after)")
      }
    }
  }

  @Test func aPeriodIsCalledAsTheSlowReckonerSays() {
    for (every, unit) in zip(
      [RoundRule.Every.day, .week, .month, .quarter, .year], [Period.Unit.day, .week, .month, .quarter, .year])
    {
      for index in Self.days.indices.dropFirst(7).dropLast(7) where Self.days[index].year >= 2019 {
        let period = Period(unit, of: Self.days[index].number)
        #expect(period.text == WalkedDay.key(every, index, in: Self.days))
        #expect(period.first <= Self.days[index].number && Self.days[index].number <= period.last)
        #expect(period.next.first == period.last + 1)
      }
    }
  }

  // MARK: What the contract says in words

  private func dues(_ rule: RoundRule, _ year: Int, _ month: Int, knownUntil: Int? = nil) throws -> [String] {
    let calendar = try Self.calendar(knownUntil: knownUntil ?? Self.number(2026, 12, 31))
    let start = calendar.moment(day: Self.number(year, month, 1), second: 0).adding(-1)
    let next = month == 12 ? (year + 1, 1) : (year, month + 1)
    let end = calendar.moment(day: Self.number(next.0, next.1, 1), second: 0).adding(-1)
    return RoundCalendar(rule, calendar).all(after: start, through: end).map {
      let local = calendar.local($0.moment)
      return CivilDate(dayNumber: local.day).text.suffix(5) + ($0.provisional ? "?" : "")
    }
  }

  @Test func aMonthlyRoundMovesWithinItsMonth() throws {
    // 2026-10-31 is a Saturday, and so is the 3rd, in the middle of a week off.
    #expect(try dues(Self.rule(.month, day: 31, .next), 2026, 10) == ["10-30"])
    #expect(try dues(Self.rule(.month, day: 31, .skip), 2026, 10) == [])
    #expect(try dues(Self.rule(.month, day: 31, .run), 2026, 10) == ["10-31"])
    #expect(try dues(Self.rule(.month, day: 3, .next), 2026, 10) == ["10-08"])
    // A make-up Saturday is a working day.
    #expect(try dues(Self.rule(.month, day: 28, .skip), 2026, 2) == ["02-28"])
    #expect(try dues(Self.rule(.month, day: 31, .next), 2026, 2) == ["02-28"])
  }

  @Test func aWeekWithoutAWorkingDayHasNone() throws {
    // The spring festival of 2026 takes all of the week from 2026-02-16.
    #expect(try dues(Self.rule(.week, day: 3, .next), 2026, 2) == ["02-04", "02-11", "02-25"])
    #expect(try dues(Self.rule(.week, day: 6, .skip), 2026, 2) == ["02-14", "02-28"])
  }

  @Test func beyondTheCalendarDaysAreWeekdaysAndProvisional() throws {
    #expect(try dues(Self.rule(.month, day: 1, .next), 2027, 1) == ["01-01?"])
    #expect(try dues(Self.rule(.month, day: 1, .next), 2026, 10, knownUntil: Self.number(2026, 9, 30)) == ["10-01?"])
    #expect(try dues(Self.rule(.month, day: 1, .next), 2026, 10) == ["10-08"])
  }

  @Test func aRoundThatIsNeverDueEndsTheSearch() throws {
    let calendar = try Self.calendar(knownUntil: Self.number(2026, 12, 31))
    let rounds = RoundCalendar(Self.rule(.week, day: 7, .skip), calendar)
    let start = calendar.moment(day: Self.number(2026, 3, 1), second: 0)
    #expect(rounds.next(after: start)?.period.text == "2026-W38")
    #expect(rounds.next(after: calendar.moment(day: Self.number(2026, 11, 1), second: 0)) == nil)
  }

  @Test func whatIsDueNowIsNotNext() throws {
    let calendar = try Self.calendar(knownUntil: Self.number(2026, 12, 31))
    let rounds = RoundCalendar(Self.rule(.day, at: 0, .run), calendar)
    let midnight = calendar.moment(day: Self.number(2026, 3, 2), second: 0)
    #expect(rounds.next(after: midnight)?.moment == midnight.adding(86_400))
    #expect(rounds.next(after: midnight.adding(-1))?.moment == midnight)
    #expect(calendar.end(of: Period(.day, of: Self.number(2026, 3, 1))) == midnight)
  }

  @Test func anIdThatIsTooLongHoldsItsPlaceHashed() {
    let rule = Self.rule(.month, .next)
    let period = Period(.month, of: Self.number(2026, 11, 3))
    let short = rule.reportID(of: period, at: "马田酒楼") { _ in .zero }
    #expect(short == "r/2026-11/马田酒楼")
    let most = String(repeating: "a", count: 246)
    #expect(rule.reportID(of: period, at: most) { _ in .zero }.utf8.count == 256)
    #expect(
      rule.reportID(of: period, at: most + "a") { _ in .zero }
        == "r/2026-11/sha256:" + String(repeating: "0", count: 32))
  }
}
