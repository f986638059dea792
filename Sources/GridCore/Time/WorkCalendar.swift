/// Working time of the town: opening hours, holidays and make-up days at a fixed distance from UTC.
///
/// `N wd` is N full working days of working time counted from the filing second; a filing outside working time starts at the
/// next opening; a limit used up exactly at a closing stays at that closing (domain reference §4). Days after `knownUntil` are
/// counted by plain weekdays, and a deadline that needed one is provisional.
package struct WorkCalendar: Sendable {
  package let utcOffset: Int64
  package let hours: WorkingHours
  /// The last day (days since 1970-01-01) whose holidays are known; nil: none is.
  package let knownUntil: Int?

  // One byte a day over the span of the declared days: 0 by weekday, 1 off, 2 working. Looked at once a day counted.
  private let firstListed: Int
  private let listed: [UInt8]

  /// Day and night, without holidays: for what no rules are known of.
  package static let dayAndNight = WorkCalendar(
    utcOffset: 0, hours: .wholeDay, holidays: [], makeUpDays: [], knownUntil: nil)

  /// - Parameters:
  ///   - utcOffset: seconds east of UTC.
  ///   - holidays: day numbers off; a day in `makeUpDays` too is a working day.
  ///   - makeUpDays: day numbers worked though they are weekend days.
  ///   - knownUntil: listed days beyond it do not count.
  package init(
    utcOffset: Int64, hours: WorkingHours, holidays: Set<Int>, makeUpDays: Set<Int>, knownUntil: Int?
  ) {
    self.utcOffset = utcOffset
    self.hours = hours
    self.knownUntil = knownUntil
    let holidays = holidays.filter { day in knownUntil.map { day <= $0 } ?? false }
    let makeUpDays = makeUpDays.filter { day in knownUntil.map { day <= $0 } ?? false }
    let all = holidays.union(makeUpDays)
    guard let first = all.min(), let last = all.max() else {
      firstListed = 0
      listed = []
      return
    }
    firstListed = first
    var table = [UInt8](repeating: 0, count: last - first + 1)
    for day in holidays { table[day - first] = 1 }
    for day in makeUpDays { table[day - first] = 2 }
    listed = table
  }

  /// The days off that count, in order; make-up days are none.
  package var holidays: [Int] { days(listed: 1) }
  /// The weekend days that are worked, in order.
  package var makeUpDays: [Int] { days(listed: 2) }

  /// The last of them all; every day after it is by its weekday.
  package var lastListed: Int? { listed.isEmpty ? nil : firstListed + listed.count - 1 }

  private func days(listed mark: UInt8) -> [Int] {
    listed.indices.filter { listed[$0] == mark }.map { $0 + firstListed }
  }

  /// Whether people work on this day (days since 1970-01-01, local).
  package func isWorkingDay(_ day: Int) -> Bool {
    let index = day - firstListed
    if index >= 0, index < listed.count, listed[index] != 0 { return listed[index] == 2 }
    return CivilDate.weekday(of: day) < 5
  }

  /// The local day number and the second of that day.
  package func local(_ moment: Timestamp) -> (day: Int, second: Int) {
    let seconds = moment.adding(utcOffset).seconds
    let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: 86_400)
    return remainder < 0 ? (Int(quotient) - 1, Int(remainder) + 86_400) : (Int(quotient), Int(remainder))
  }

  /// The moment of a second of a local day.
  package func moment(day: Int, second: Int) -> Timestamp {
    // At the ends of the range of time only a damaged row can stand; it must not stop the process.
    let (seconds, overflow) = Int64(day).multipliedReportingOverflow(by: 86_400)
    return Timestamp(seconds: overflow ? (day > 0 ? .max : .min) : seconds).adding(Int64(second)).adding(-utcOffset)
  }

  /// The deadline of a limit that starts to run at `start`, in these hours or, without any, the calendar's own; never before `start`.
  package func due(from start: Timestamp, limit: TimeLimit, hours own: WorkingHours? = nil) -> Deadline {
    due(from: start, limit: limit, hours: own) { _ in }
  }

  /// The same, telling each stretch that counted.
  package func due(
    from start: Timestamp, limit: TimeLimit, hours own: WorkingHours? = nil, telling: (CountedStretch) -> Void
  ) -> Deadline {
    if let seconds = limit.continuousSeconds {
      let end = start.adding(seconds)
      telling(CountedStretch(from: start, to: end, counted: seconds))
      return Deadline(moment: end, provisional: false)
    }
    return due(from: start, left: seconds(of: limit, hours: own), kind: .working, hours: own, telling: telling)
  }

  /// The moment when so much time is used up that starts to run at `start`.
  func due(
    from start: Timestamp, left amount: Int64, kind: TimeKind, hours own: WorkingHours?,
    telling: (CountedStretch) -> Void = { _ in }
  ) -> Deadline {
    guard kind == .working, amount > 0 else {
      return Deadline(moment: start.adding(max(amount, 0)), provisional: false)
    }
    let hours = own ?? hours
    var left = amount
    var (day, second) = local(start)
    // At the end of the range the local time stands still, and what is read back from it would lie before the start.
    let moment = { (day: Int, second: Int) in max(start, self.moment(day: day, second: second)) }
    while true {
      if isWorkingDay(day) {
        for window in hours.windows where window.end > second {
          let from = max(window.start, second)
          let counted = min(left, Int64(window.end - from))
          left -= counted
          let end = from + Int(counted)
          telling(
            CountedStretch(from: moment(day, from), to: moment(day, end), counted: counted))
          if left == 0 {
            return Deadline(moment: moment(day, end), provisional: knownUntil.map { day > $0 } ?? true)
          }
        }
      }
      day += 1
      second = 0
    }
  }
}
