import Answers
import ArgumentParser
package import GridCore
import JSON

/// A bound of a stretch of time: a moment (RFC 3339), or the beginning of a day of the town.
package enum DayOrMoment: ExpressibleByArgument {
  case moment(Timestamp)
  case day(String)

  /// Nil for what is neither, which the parser then refuses.
  package init?(argument: String) {
    if let moment = RFC3339.timestamp(argument) {
      self = .moment(moment)
    } else if ReportDay(argument) != nil {
      self = .day(argument)
    } else {
      return nil
    }
  }

  /// The moment that it stands for in a town.
  package func moment(in calendar: WorkCalendar) -> Timestamp? {
    switch self {
    case .moment(let moment): moment
    case .day(let day): ReportDay(day)?.start(in: calendar)
    }
  }
}
