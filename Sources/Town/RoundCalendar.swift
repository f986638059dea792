package import GridCore

/// When a round is due: pure, from its rule and the calendar, however far apart two of its moments lie.
///
/// It is due at most once in each of its periods, on a day of that period.
package struct RoundCalendar: Sendable {
  package let rule: RoundRule
  private let calendar: WorkCalendar
  private let second: Int

  package init(_ rule: RoundRule, _ calendar: WorkCalendar) {
    self.rule = rule
    self.calendar = calendar
    second = rule.at ?? calendar.hours.windows.first?.start ?? 0
  }

  /// When it is due in one of its periods; nil where it is not.
  package func due(in period: Period) -> RoundDue? {
    let wanted = period.first + min(rule.day, period.days) - 1
    guard let day = day(for: wanted, in: period) else { return nil }
    let known = calendar.knownUntil ?? .min
    return RoundDue(
      period: period, moment: calendar.moment(day: day, second: second), provisional: max(wanted, day) > known)
  }

  /// The first that is due strictly later than a moment; nil where none ever is.
  package func next(after moment: Timestamp) -> RoundDue? {
    var period = Period(rule.every.period, of: calendar.local(moment).day)
    // Where no day is listed any more every few periods are alike: what is not due in these never is.
    var alike = 0
    while alike < Self.mostAlike {
      if let due = due(in: period), due.moment > moment { return due }
      if period.first > calendar.lastListed ?? .min { alike += 1 }
      period = period.next
    }
    return nil
  }

  /// All that are due strictly later than one moment and not later than another, in order.
  package func all(after start: Timestamp, through end: Timestamp) -> [RoundDue] {
    var dues: [RoundDue] = []
    var moment = start
    while let due = next(after: moment), due.moment <= end {
      dues.append(due)
      moment = due.moment
    }
    return dues
  }

  /// Of a hundred weeks, months, quarters or years some have their n-th day on a working day, or none ever has.
  private static let mostAlike = 100

  private func day(for wanted: Int, in period: Period) -> Int? {
    if calendar.isWorkingDay(wanted) { return wanted }
    if rule.every == .workday { return nil }
    switch rule.holidays {
    case .run: return wanted
    case .skip: return nil
    case .next:
      return (wanted...period.last).first(where: calendar.isWorkingDay)
        ?? (period.first...wanted).last(where: calendar.isWorkingDay)
    }
  }
}

/// A moment at which a round is due.
package struct RoundDue: Hashable, Sendable {
  /// The period that it is the round of.
  package let period: Period
  package let moment: Timestamp
  /// Whether days without a published calendar were looked at.
  package let provisional: Bool
}

extension WorkCalendar {
  /// The moment at which a period is over.
  package func end(of period: Period) -> Timestamp {
    moment(day: period.last + 1, second: 0)
  }
}
