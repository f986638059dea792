import GridCore
import Testing

/// Where the known days end, what runs day and night, how it is told, and numbers no clock ever showed.
@Suite struct WorkCalendarLimitsTests {
  @Test func aLimitUsedUpOnTheLastKnownDayIsNotProvisional() {
    // Thursday 2026-12-31 is the last day known: up to its closing nothing is assumed.
    let exactly = Town.calendar2026.due(from: at("2026-12-31 14:00"), limit: limit("4wh"))
    #expect(exactly == Deadline(moment: at("2026-12-31 18:00"), provisional: false))
  }

  @Test func oneSecondBeyondTheLastKnownDayIsProvisional() {
    let beyond = Town.calendar2026.due(from: at("2026-12-31 14:00:01"), limit: limit("4wh"))
    #expect(beyond == Deadline(moment: at("2027-01-01 09:00:01"), provisional: true))
  }

  @Test func aLimitFiledBeyondTheKnownDaysIsProvisional() {
    let due = Town.calendar2026.due(from: at("2027-03-01 09:00"), limit: limit("1wh"))
    #expect(due == Deadline(moment: at("2027-03-01 10:00"), provisional: true))
  }

  @Test func withoutKnownDaysEveryWorkingLimitIsProvisional() {
    let calendar = Town.calendar(knownUntil: nil)
    #expect(calendar.due(from: at("2026-03-02 09:00"), limit: limit("1wh")).provisional)
    #expect(calendar.due(from: at("2026-03-02 09:00"), limit: limit("3wd")).provisional)
    #expect(!calendar.due(from: at("2026-03-02 09:00"), limit: limit("3h")).provisional)
  }

  @Test func daysBeyondTheKnownOnesAreCountedByPlainWeekdays() {
    // A holiday and a make-up day listed beyond `knownUntil`: the contract counts plain weekdays there.
    let friday = day("2027-01-01")
    let saturday = day("2027-01-02")
    let calendar = WorkCalendar(
      utcOffset: 8 * 3600, hours: hours("09:00-12:00", "14:00-18:00"), holidays: [friday], makeUpDays: [saturday],
      knownUntil: day("2026-12-31"))
    #expect(calendar.isWorkingDay(friday))
    #expect(!calendar.isWorkingDay(saturday))
  }

  @Test(arguments: [("1s", 1), ("90s", 90), ("15m", 900), ("2h", 7200), ("48h", 172_800)])
  func secondsMinutesAndHoursRunDayAndNight(_ text: String, _ seconds: Int64) {
    // The eve of the Spring Festival, and beyond the known days: neither matters.
    for filed in [at("2026-02-14 23:59:59"), at("2030-01-01 00:00")] {
      let due = Town.calendar2026.due(from: filed, limit: limit(text), hours: hours("08:00-22:00"))
      #expect(due == Deadline(moment: Timestamp(seconds: filed.seconds + seconds), provisional: false))
    }
  }

  @Test func theStretchesToldAreThoseThatCounted() {
    var told: [CountedStretch] = []
    _ = Town.calendar2026.due(from: at("2026-09-30 17:30"), limit: limit("4wh")) { told.append($0) }
    #expect(told.map(\.from) == [at("2026-09-30 17:30"), at("2026-10-08 09:00"), at("2026-10-08 14:00")])
    #expect(told.map(\.to) == [at("2026-09-30 18:00"), at("2026-10-08 12:00"), at("2026-10-08 14:30")])
    #expect(told.map(\.counted) == [1800, 10_800, 1800])
  }

  @Test func aLimitThatRunsDayAndNightIsOneStretch() {
    var told: [CountedStretch] = []
    _ = Town.calendar2026.due(from: at("2026-02-14 16:30"), limit: limit("4h")) { told.append($0) }
    #expect(told.map(\.from) == [at("2026-02-14 16:30")])
    #expect(told.map(\.to) == [at("2026-02-14 20:30")])
    #expect(told.map(\.counted) == [14_400])
  }

  @Test func aLimitUsedUpAtAClosingTellsNothingOfTheNextOpening() {
    var told: [CountedStretch] = []
    _ = Town.calendar2026.due(from: at("2026-03-02 09:00"), limit: limit("3wh")) { told.append($0) }
    #expect(told.map(\.to) == [at("2026-03-02 12:00")])
  }

  @Test(arguments: ["2026-03-02 12:00", "2026-03-02 18:00", "2026-03-06 18:00"])
  func aFilingAtAClosingTellsNoEmptyStretch(_ filed: String) {
    var told: [CountedStretch] = []
    _ = Town.calendar2026.due(from: at(filed), limit: limit("1wh")) { told.append($0) }
    #expect(told.map(\.counted) == [3600])
  }

  @Test(arguments: ["1s", "315360000s", "1wh", "87600wh", "1wd", "3650wd"])
  func momentsBefore1970CountLikeOthers(_ text: String) {
    let calendar = Town.calendar2026
    for seconds: Int64 in [-1, -86_400, -86_401, -62_135_596_800, -1 << 40] {
      let start = Timestamp(seconds: seconds)
      var counted: Int64 = 0
      let due = calendar.due(from: start, limit: limit(text)) { counted += $0.counted }
      #expect(due.moment > start)
      let wanted = limit(text)
      let working = wanted.unit == .workingDays ? wanted.amount * 7 * 3600 : wanted.amount * 3600
      #expect(counted == wanted.continuousSeconds ?? working)
    }
  }

  @Test func theLocalDayOfAMomentBefore1970IsTheDayItLiesIn() {
    let calendar = Town.calendar(offset: 0, knownUntil: nil)
    let before = calendar.local(Timestamp(seconds: -1))
    #expect(before.day == -1)
    #expect(before.second == 86_399)
    let midnight = calendar.local(Timestamp(seconds: -86_400))
    #expect(midnight.day == -1)
    #expect(midnight.second == 0)
    let west = Town.calendar(offset: -5 * 3600, knownUntil: nil).local(Timestamp(seconds: 3600))
    #expect(west.day == -1)
    #expect(west.second == 20 * 3600)
    #expect(calendar.moment(day: -1, second: 86_399) == Timestamp(seconds: -1))
  }

  @Test func aLimitThatRunsDayAndNightNeverTraps() {
    let calendar = Town.calendar2026
    let start = Timestamp(seconds: .max)
    #expect(calendar.due(from: start, limit: limit("87600h")).moment == start)
    #expect(calendar.due(from: Timestamp(seconds: .min), limit: limit("1s")).moment == Timestamp(seconds: .min + 1))
  }

  @Test func workingTimeAtTheEndOfTheRangeNeverTraps() async {
    await #expect(processExitsWith: .success) {
      _ = Town.calendar2026.due(from: Timestamp(seconds: .max), limit: limit("1wd"))
    }
  }

  @Test(arguments: [8 * 3600, 0, -8 * 3600] as [Int64])
  func workingTimeNeverEndsBeforeItsStart(_ offset: Int64) {
    let calendar = Town.calendar(offset: offset, knownUntil: nil)
    let ends = [Int64.max, .max - 3600, .max - 86_400, 253_402_300_799, .min, .min + 3600]
    for start in ends.map(Timestamp.init(seconds:)) {
      for text in ["1wh", "1wd", "3650wd", "1s", "87600h"] {
        var last = start
        let due = calendar.due(from: start, limit: limit(text)) { stretch in
          #expect(stretch.from >= last && stretch.to >= stretch.from)
          last = stretch.to
        }
        #expect(due.moment >= start && due.moment == last)
      }
    }
  }

  @Test func workingTimeAtTheStartOfTheRangeNeverTraps() async {
    await #expect(processExitsWith: .success) {
      // The day that holds the first moment of the range begins before it.
      let start = Timestamp(seconds: .min)
      let always = WorkCalendar(
        utcOffset: 0, hours: hours("00:00-24:00"), holidays: [], makeUpDays: [Int(Int64.min / 86_400) - 1],
        knownUntil: nil)
      _ = always.due(from: start, limit: limit("1wh"))
    }
  }

  @Test func hoursOutOfOrderEmptyOverlappingOrBeyondTheDayAreRefused() {
    func made(_ ends: (Int, Int)...) -> Bool {
      WorkingHours(windows: ends.map { WorkingHours.Window(start: $0.0, end: $0.1) }) != nil
    }
    #expect(made((0, 86_400)))
    #expect(made((0, 1), (1, 2)))
    #expect(!made())
    #expect(!made((0, 86_401)))
    #expect(!made((-1, 10)))
    #expect(!made((10, 10)))
    #expect(!made((10, 9)))
    #expect(!made((0, 10), (9, 20)))
    #expect(!made((50, 60), (0, 10)))
  }

  @Test func theSecondsOfADayAreThoseOfItsWindows() {
    #expect(hours("09:00-12:00", "14:00-18:00").secondsPerDay == 25_200)
    #expect(hours("00:00-24:00").secondsPerDay == 86_400)
  }
}
