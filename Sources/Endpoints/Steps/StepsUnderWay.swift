package import GridCore
internal import Synchronization

/// The cases on which somebody's step is under way, of those who said what they had seen: of two at once only one has seen the last.
///
/// Beside the check of the last history line it makes that check hold until the daemon has decided. It knows this process alone.
package final class StepsUnderWay: Sendable {
  /// A step that is not decided after so long keeps nobody any more.
  private static let longest = Duration.seconds(35)

  private let steps = Mutex<[EventKey: ContinuousClock.Instant]>([:])

  /// None.
  package init() {}

  /// Whether a case is free, which it is no more until `end`.
  package func begin(_ key: EventKey) -> Bool {
    let now = ContinuousClock.now
    return steps.withLock { steps in
      steps = steps.filter { now - $0.value < Self.longest }
      guard steps[key] == nil else { return false }
      steps[key] = now
      return true
    }
  }

  /// It is decided, or was not sent.
  package func end(_ key: EventKey) {
    steps.withLock { $0[key] = nil }
  }
}
