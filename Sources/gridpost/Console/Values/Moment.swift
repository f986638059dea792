import ArgumentParser
import GridCore
import JSON

/// A moment on the command line: RFC 3339, with its zone.
struct Moment: ExpressibleByArgument {
  let timestamp: Timestamp

  init?(argument: String) {
    guard let timestamp = RFC3339.timestamp(argument) else { return nil }
    self.timestamp = timestamp
  }
}
