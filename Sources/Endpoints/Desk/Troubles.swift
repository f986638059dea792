internal import Answers
package import Custody
package import GridCore
internal import Synchronization
package import Web
package import Words

/// What is wrong and what is held, as `status` tells it, looked up once a second for all who show it.
///
/// Looking costs a walk through the state's folders; a page a second later shows what a page now does. Who gave an order that was
/// answered sees what came of it: nothing that was looked up before is shown after `forget`.
package final class Troubles: Sendable {
  /// As it was found.
  package struct Found: Sendable {
    package var degraded: [StatusBoard.Fault]
    package var held: RuleHold?
  }

  private static let span = Duration.seconds(1)

  private struct State {
    var found: [Language: (at: ContinuousClock.Instant, what: Found)] = [:]
    /// How often all was forgotten.
    var turn = 0
  }

  private let state = Mutex(State())

  /// Nothing was looked at yet.
  package init() {}

  /// As it is, or was within the last second.
  package func current(_ desk: Desk, at now: Timestamp, _ language: Language) throws(Problem) -> Found {
    let moment = ContinuousClock.now
    let (known, turn) = state.withLock { ($0.found[language], $0.turn) }
    if let known, moment - known.at < Self.span { return known.what }
    let status = try desk.status(at: now, language)
    let what = Found(degraded: status.degraded, held: status.held)
    state.withLock { if $0.turn == turn { $0.found[language] = (moment, what) } }
    return what
  }

  /// Has all looked up anew: something was ordered, and done.
  package func forget() { state.withLock { ($0.found, $0.turn) = ([:], $0.turn + 1) } }
}
