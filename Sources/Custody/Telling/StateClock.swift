package import GridCore
internal import Linux
internal import Synchronization

/// What time it is for a state, for somebody who asks many times a second: which clock its daemon goes by is read ten times a second at
/// the most.
package final class StateClock: Sendable {
  /// Nil where no daemon tells, and the wall clock counts.
  private struct Known {
    let face: ServiceClock.Face?
    let until: ContinuousClock.Instant

    var now: Timestamp { face?.now ?? ServiceClock.wallTime }
  }

  private static let span = Duration.milliseconds(100)
  private let settings: Settings
  private let known = Mutex<Known?>(nil)

  /// Nothing is read yet.
  package init(_ settings: Settings) {
    self.settings = settings
  }

  /// What it shows, where that is known without reading; it never waits.
  package func atHand() -> Timestamp? {
    known.withLockIfAvailable { known in known.flatMap { ContinuousClock.now < $0.until ? $0.now : nil } } ?? nil
  }

  /// What it shows; the wall clock, where the state cannot be read.
  package func now() -> Timestamp {
    if let now = atHand() { return now }
    let face: ServiceClock.Face?
    do { face = try LockNote.clock(settings) } catch { face = nil }
    let read = Known(face: face, until: .now + Self.span)
    known.withLock { $0 = read }
    return read.now
  }
}
