import ArgumentParser
package import GridCore
import JSON

/// A moment on the command line: RFC 3339, with its zone.
package struct Moment: ExpressibleByArgument {
  package let timestamp: Timestamp

  package init?(argument: String) {
    guard let timestamp = RFC3339.timestamp(argument) else { return nil }
    self.timestamp = timestamp
  }
}
