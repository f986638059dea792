import ArgumentParser
import Formats
import GridCore

/// A moment on the command line: RFC 3339, with its zone.
struct Moment: ExpressibleByArgument {
  let timestamp: Timestamp

  init?(argument: String) {
    guard let timestamp = RFC3339.timestamp(argument) else { return nil }
    self.timestamp = timestamp
  }
}

extension Risk: ExpressibleByArgument {}
extension StepKind: ExpressibleByArgument {}

struct Limit: ExpressibleByArgument {
  let limit: TimeLimit

  init?(argument: String) {
    guard let limit = TimeLimit(argument) else { return nil }
    self.limit = limit
  }
}
