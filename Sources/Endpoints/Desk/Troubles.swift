internal import Answers
package import Custody
package import GridCore
internal import Synchronization
package import Web
package import Words

/// What is wrong and what is held, as `status` tells it, looked up once a second for all who show it.
///
/// Looking costs a walk through the state's folders; a page a second later shows what a page now does.
package final class Troubles: Sendable {
  /// As it was found.
  package struct Found: Sendable {
    package var degraded: [StatusBoard.Fault]
    package var held: RuleHold?
  }

  private static let span = Duration.seconds(1)

  private let found = Mutex<[Language: (at: ContinuousClock.Instant, what: Found)]>([:])

  /// Nothing was looked at yet.
  package init() {}

  /// As it is, or was within the last second.
  package func current(_ desk: Desk, at now: Timestamp, _ language: Language) throws(Problem) -> Found {
    let moment = ContinuousClock.now
    if let known = found.withLock({ $0[language] }), moment - known.at < Self.span { return known.what }
    let status = try desk.status(at: now, language)
    let what = Found(degraded: status.degraded, held: status.held)
    found.withLock { $0[language] = (moment, what) }
    return what
  }
}
