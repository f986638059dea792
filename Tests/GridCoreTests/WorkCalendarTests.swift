import GridCore
import Testing

@Suite struct WorkCalendarTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let filed: String
    let limit: String
    let due: String
    var provisional = false

    var testDescription: String { "\(filed) + \(limit)" }
  }

  /// Domain reference §5, in its order; the last is what plain weekdays say of a year not yet published.
  static let vectors = [
    Vector(filed: "2026-02-13 16:00", limit: "1wd", due: "2026-02-14 16:00"),
    Vector(filed: "2026-02-13 16:00", limit: "2wd", due: "2026-02-24 16:00"),
    Vector(filed: "2026-02-14 16:30", limit: "4wh", due: "2026-02-24 11:30"),
    Vector(filed: "2026-02-14 16:30", limit: "4h", due: "2026-02-14 20:30"),
    Vector(filed: "2026-09-18 17:00", limit: "1wd", due: "2026-09-20 17:00"),
    Vector(filed: "2026-09-19 10:00", limit: "2wh", due: "2026-09-20 11:00"),
    Vector(filed: "2026-09-30 17:30", limit: "2wh", due: "2026-10-08 10:30"),
    Vector(filed: "2026-10-09 15:00", limit: "3wd", due: "2026-10-13 15:00"),
    Vector(filed: "2026-05-08 12:30", limit: "4wh", due: "2026-05-08 18:00"),
    Vector(filed: "2026-01-02 08:00", limit: "1wd", due: "2026-01-04 18:00"),
    Vector(filed: "2026-06-18 14:00", limit: "15wd", due: "2026-07-10 12:00"),
    Vector(filed: "2026-12-25 11:00", limit: "5wd", due: "2027-01-01 11:00", provisional: true),
  ]

  @Test(arguments: vectors) func everyVectorOfTheDomainReferenceHolds(_ vector: Vector) {
    let due = Town.calendar2026.due(from: at(vector.filed), limit: limit(vector.limit))
    #expect(due == Deadline(moment: at(vector.due), provisional: vector.provisional))
  }

  static let boundaries = [
    // Filing at an opening, one second before it, at a closing, and one second before it.
    Vector(filed: "2026-03-02 09:00", limit: "1wh", due: "2026-03-02 10:00"),
    Vector(filed: "2026-03-02 08:59:59", limit: "1wh", due: "2026-03-02 10:00"),
    Vector(filed: "2026-03-02 12:00", limit: "1wh", due: "2026-03-02 15:00"),
    Vector(filed: "2026-03-02 11:59:59", limit: "1wh", due: "2026-03-02 14:59:59"),
    Vector(filed: "2026-03-02 18:00", limit: "1wh", due: "2026-03-03 10:00"),
    Vector(filed: "2026-03-02 00:00", limit: "1wh", due: "2026-03-02 10:00"),
    Vector(filed: "2026-03-02 23:59:59", limit: "1wh", due: "2026-03-03 10:00"),
    // Used up exactly at a closing stays there; one second more goes to the next opening.
    Vector(filed: "2026-03-02 09:00", limit: "3wh", due: "2026-03-02 12:00"),
    Vector(filed: "2026-03-02 09:00:01", limit: "3wh", due: "2026-03-02 14:00:01"),
    Vector(filed: "2026-03-02 09:00", limit: "1wd", due: "2026-03-02 18:00"),
    Vector(filed: "2026-03-02 09:00", limit: "7wh", due: "2026-03-02 18:00"),
    Vector(filed: "2026-03-06 14:00", limit: "4wh", due: "2026-03-06 18:00"),
    Vector(filed: "2026-03-06 14:00:01", limit: "4wh", due: "2026-03-09 09:00:01"),
    Vector(filed: "2026-03-02 18:00", limit: "1wd", due: "2026-03-03 18:00"),
    // Seconds count.
    Vector(filed: "2026-03-02 10:11:12", limit: "2wd", due: "2026-03-04 10:11:12"),
    Vector(filed: "2026-03-02 10:11:12", limit: "1wh", due: "2026-03-02 11:11:12"),
    // On a holiday, in it and at its last second.
    Vector(filed: "2026-10-01 09:30", limit: "1wh", due: "2026-10-08 10:00"),
    Vector(filed: "2026-10-07 23:59:59", limit: "1wd", due: "2026-10-08 18:00"),
    // A make-up Saturday works, the plain one after it does not.
    Vector(filed: "2026-02-28 17:00", limit: "2wh", due: "2026-03-02 10:00"),
    Vector(filed: "2026-03-07 10:00", limit: "1wh", due: "2026-03-09 10:00"),
  ]

  @Test(arguments: boundaries) func everyBoundaryIsAsTheReferenceSays(_ vector: Vector) {
    let due = Town.calendar2026.due(from: at(vector.filed), limit: limit(vector.limit))
    #expect(due == Deadline(moment: at(vector.due), provisional: false))
  }

  @Test(arguments: [
    Vector(filed: "2026-03-02 07:00", limit: "1wh", due: "2026-03-02 09:00"),
    Vector(filed: "2026-03-02 12:30", limit: "1wh", due: "2026-03-02 13:30"),
    Vector(filed: "2026-03-02 21:30", limit: "1wh", due: "2026-03-03 08:30"),
    Vector(filed: "2026-03-02 08:00", limit: "1wd", due: "2026-03-02 22:00"),
    Vector(filed: "2026-03-06 21:00", limit: "1wd", due: "2026-03-09 21:00"),
    Vector(filed: "2026-02-13 16:00", limit: "2wd", due: "2026-02-24 16:00"),
    Vector(filed: "2026-02-14 22:00", limit: "4wh", due: "2026-02-24 12:00"),
    Vector(filed: "2026-02-14 16:30", limit: "4h", due: "2026-02-14 20:30"),
  ])
  func aPostsOwnHoursCount(_ vector: Vector) {
    let due = Town.calendar2026.due(
      from: at(vector.filed), limit: limit(vector.limit), hours: hours("08:00-22:00"))
    #expect(due == Deadline(moment: at(vector.due), provisional: false))
  }

  // MARK: The year 2026

  @Test func theYear2026Has33DaysOffAnd6MakeUpDaysAnd248WorkingDays() {
    let calendar = Town.calendar2026
    #expect(Town.holidays2026.count == 33)
    #expect(Town.makeUpDays2026.count == 6)
    #expect(Town.holidays2026.allSatisfy { !calendar.isWorkingDay($0) })
    #expect(Town.makeUpDays2026.allSatisfy { calendar.isWorkingDay($0) })
    #expect((day("2026-01-01")...day("2026-12-31")).count { calendar.isWorkingDay($0) } == 248)
  }

  @Test func everyMonthOf2026HasItsWorkingDays() {
    let counts = (1...12).map { month in
      (1...length(ofMonth: month, year: 2026)).count {
        Town.calendar2026.isWorkingDay(day("2026-\(month)-\($0)"))
      }
    }
    #expect(counts == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23])
  }

  @Test func withoutListedDaysMondayToFridayAreWorkingDays() {
    let calendar = WorkCalendar(
      utcOffset: 0, hours: hours("09:00-17:00"), holidays: [], makeUpDays: [], knownUntil: nil)
    // 1970-01-01 was a Thursday, 1969-12-29 a Monday, 2000-01-01 a Saturday.
    let thursday = [true, true, false, false, true, true, true]
    #expect((0..<7).map(calendar.isWorkingDay) == thursday)
    #expect((-7..<0).map(calendar.isWorkingDay) == thursday)
    #expect((-7000..<(-6993)).map(calendar.isWorkingDay) == thursday)
    #expect(!calendar.isWorkingDay(day("2000-01-01")))
    #expect(calendar.isWorkingDay(day("2000-01-03")))
  }

  @Test func aDayListedAsHolidayAndMakeUpDayIsWorked() {
    let saturday = day("2026-03-07")
    let calendar = WorkCalendar(
      utcOffset: 0, hours: hours("09:00-17:00"), holidays: [saturday], makeUpDays: [saturday], knownUntil: saturday)
    #expect(calendar.isWorkingDay(saturday))
  }
}
