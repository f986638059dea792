import GridCore
import Testing

/// The calendar against a slow reckoner that knows nothing but which minutes are worked, and walks through them.
@Suite struct WorkCalendarOracleTests {
  struct Town26: Sendable {
    let hours: WorkingHours
    let offset: Int64
    /// Whether each minute of local time since 2026-01-01 is worked.
    let worked: [Bool]
    let firstDay = day("2026-01-01")
    let knownUntil: Int

    init(hours: WorkingHours, offset: Int64, knownUntil: Int) {
      self.hours = hours
      self.offset = offset
      self.knownUntil = knownUntil
      let off = Set(Town.holidays2026)
      let makeUp = Set(Town.makeUpDays2026)
      var worked: [Bool] = []
      // A Thursday; the weekday is carried on by hand.
      var weekday = 4
      for day in firstDay..<firstDay + 430 {
        let open = makeUp.contains(day) || (weekday <= 5 && !off.contains(day))
        for minute in 0..<1440 {
          worked.append(open && hours.windows.contains { $0.start <= minute * 60 && minute * 60 < $0.end })
        }
        weekday = weekday == 7 ? 1 : weekday + 1
      }
      self.worked = worked
    }

    /// Walks in strides of a minute or a second until the limit is used up.
    func due(from start: Timestamp, seconds: Int64, stride: Int64) -> Deadline {
      var clock = start.seconds + offset - Int64(firstDay) * 86_400
      var left = seconds
      while true {
        if worked[Int(clock / 60)] {
          left -= stride
          if left <= 0 {
            let end = Timestamp(seconds: clock + stride + Int64(firstDay) * 86_400 - offset)
            return Deadline(moment: end, provisional: firstDay + Int(clock / 86_400) > knownUntil)
          }
        }
        clock += stride
      }
    }
  }

  static let towns = [
    Town26(hours: hours("09:00-12:00", "14:00-18:00"), offset: 8 * 3600, knownUntil: day("2026-12-31")),
    Town26(hours: hours("08:00-22:00"), offset: 8 * 3600, knownUntil: day("2026-12-31")),
    Town26(hours: hours("00:00-24:00"), offset: 0, knownUntil: day("2027-01-04")),
    Town26(hours: hours("00:00-00:30", "07:15-11:45", "23:59-24:00"), offset: -5 * 3600, knownUntil: day("2026-12-31")),
    Town26(hours: hours("22:00-23:10"), offset: 19_800, knownUntil: day("2026-12-31")),
  ]

  @Test(arguments: towns.indices) func theCalendarAgreesWithAWalkMinuteByMinute(_ index: Int) {
    compare(town: Self.towns[index], cases: 100, stride: 60, days: 0..<380, seed: UInt64(index)) { generator in
      Bool.random(using: &generator)
        ? TimeLimit(amount: .random(in: 1...6, using: &generator), unit: .workingDays)
        : TimeLimit(amount: .random(in: 1...20, using: &generator), unit: .workingHours)
    }
  }

  @Test(arguments: towns.indices) func theCalendarAgreesWithAWalkSecondBySecond(_ index: Int) {
    compare(town: Self.towns[index], cases: 12, stride: 1, days: 0..<380, seed: 100 + UInt64(index)) { generator in
      TimeLimit(amount: .random(in: 1...2, using: &generator), unit: .workingHours)
    }
  }

  @Test(arguments: towns.indices) func theCalendarAgreesWithTheWalkAroundTheEndOfTheKnownDays(_ index: Int) {
    compare(town: Self.towns[index], cases: 20, stride: 60, days: 355..<372, seed: 200 + UInt64(index)) { generator in
      TimeLimit(amount: .random(in: 1...3, using: &generator), unit: .workingDays)
    }
  }

  private func compare(
    town: Town26, cases: Int, stride: Int64, days: Range<Int>, seed: UInt64,
    limit: (inout SeededGenerator) -> TimeLimit?
  ) {
    let calendar = Town.calendar(hours: town.hours, offset: town.offset, knownUntil: town.knownUntil)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<cases {
      let day = Int64(town.firstDay + Int.random(in: days, using: &generator))
      let ticks = Int64.random(in: 0..<86_400 / stride, using: &generator)
      let start = Timestamp(seconds: day * 86_400 + ticks * stride - town.offset)
      guard let limit = limit(&generator) else { preconditionFailure("the case has no limit") }
      let seconds = limit.unit == .workingDays ? limit.amount * town.hours.secondsPerDay : limit.amount * 3600
      var stretches: [CountedStretch] = []
      let due = calendar.due(from: start, limit: limit) { stretches.append($0) }
      #expect(due == town.due(from: start, seconds: seconds, stride: stride), "\(start.seconds) + \(limit.text)")
      expectSound(stretches, from: start, to: due.moment, sum: seconds)
    }
  }

  /// The stretches are in order, as long as they say, and add up to the limit.
  private func expectSound(_ stretches: [CountedStretch], from start: Timestamp, to end: Timestamp, sum: Int64) {
    #expect(stretches.reduce(0) { $0 + $1.counted } == sum)
    #expect(stretches.allSatisfy { $0.counted > 0 && $0.to.seconds - $0.from.seconds == $0.counted })
    #expect(zip(stretches, stretches.dropFirst()).allSatisfy { $0.to <= $1.from })
    #expect(stretches.first.map { $0.from >= start } == true)
    #expect(stretches.last?.to == end)
  }
}
