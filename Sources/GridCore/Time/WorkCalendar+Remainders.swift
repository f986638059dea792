/// What a clock counts: every second, or those of working time.
package enum TimeKind: String, Sendable {
  case continuous, working
}

/// What is left of a limit, and what of it was used: the sums that stopping and starting a clock need.
extension WorkCalendar {
  /// How many seconds a limit holds, in its own kind of time.
  package func seconds(of limit: TimeLimit, hours own: WorkingHours? = nil) -> Int64 {
    switch limit.unit {
    case .seconds: limit.amount
    case .minutes: limit.amount * 60
    case .hours, .workingHours: limit.amount * 3600
    case .workingDays: limit.amount * (own ?? hours).secondsPerDay
    }
  }

  /// How much time of this kind lies between two moments; none where the second is not later.
  package func counted(
    from start: Timestamp, to end: Timestamp, kind: TimeKind, hours own: WorkingHours? = nil
  ) -> Int64 {
    guard start < end else { return 0 }
    guard kind == .working else { return end.adding(-start.seconds).seconds }
    let hours = own ?? hours
    let (first, last) = (local(start), local(end))
    var sum: Int64 = 0
    for day in first.day...last.day where isWorkingDay(day) {
      let from = day == first.day ? first.second : 0
      let to = day == last.day ? last.second : 86_400
      if from == 0, to == 86_400 {
        sum += hours.secondsPerDay
        continue
      }
      for window in hours.windows {
        sum += Int64(max(0, min(window.end, to) - max(window.start, from)))
      }
    }
    return sum
  }

  /// The first moment at which no more than so much time is left before `end`, but not before `floor`.
  package func moment(
    leaving amount: Int64, before end: Timestamp, kind: TimeKind, hours own: WorkingHours? = nil,
    notBefore floor: Timestamp
  ) -> Timestamp {
    guard kind == .working else { return max(floor, end.adding(-max(amount, 0))) }
    let used = counted(from: floor, to: end, kind: kind, hours: own) - max(amount, 0)
    guard used > 0 else { return floor }
    return due(from: floor, left: used, kind: kind, hours: own).moment
  }
}
