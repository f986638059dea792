/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
///
/// Arithmetic saturates, so that no number from outside can stop the process.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let seconds: Int64

  package init(seconds: Int64) {
    self.seconds = seconds
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.seconds < right.seconds
  }

  /// The moment so many seconds later (earlier when negative), saturating at the ends of the range.
  package func adding(_ delta: Int64) -> Timestamp {
    let (sum, overflow) = seconds.addingReportingOverflow(delta)
    return Timestamp(seconds: overflow ? (delta > 0 ? .max : .min) : sum)
  }
}
