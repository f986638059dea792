internal import Glibc
internal import Synchronization

/// Something that many ask for and that may take long to find out: kept for ten times as long as finding it out took the processor, so
/// that it never takes more than a tenth of one.
///
/// What is found out within five milliseconds is not kept, and nothing for more than a second. One finds out at a time; who comes meanwhile
/// waits for him.
package final class Thrift<Value: Sendable>: Sendable {
  private struct Found {
    let value: Value
    let until: ContinuousClock.Instant
  }

  private let found = Mutex<Found?>(nil)

  /// Nothing is found out yet.
  package init() {}

  /// What is kept, else what is found out now.
  package func value<Trouble: Error>(_ find: () throws(Trouble) -> Value) throws(Trouble) -> Value {
    try found.withLock { found throws(Trouble) in
      if let found, ContinuousClock.now < found.until { return found.value }
      found = nil
      let before = Self.spent
      let value = try find()
      let cost = Duration.nanoseconds(Self.spent - before)
      if cost >= .milliseconds(5) { found = Found(value: value, until: .now + min(cost * 10, .seconds(1))) }
      return value
    }
  }

  /// What this thread has had of the processor.
  private static var spent: Int64 { ServiceClock.nanoseconds(CLOCK_THREAD_CPUTIME_ID) }
}
