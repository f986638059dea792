package import Cases
internal import Glibc
package import GridCore
package import Ledger
package import Reports
internal import Synchronization
internal import Web
internal import Words

/// What pages show each time, kept current by what has changed: nobody walks through a million items for a page.
package final class Keeper: Sendable {
  /// Open cases, and the figures.
  package typealias Current = (cases: OpenCases, figures: FigureKeeper)

  private struct Kept {
    var book: Digest?
    /// How the ledger stood, or earlier, when it was followed last.
    var standing: LedgerStanding?
    var cases = OpenCases()
    var figures: FigureKeeper

    /// Whether all is counted in that a ledger had when it stood so.
    func covers(_ shown: LedgerStanding) -> Bool {
      standing.map { $0.ledger == shown.ledger && $0.epoch == shown.epoch && $0.entries >= shown.entries } ?? false
    }
  }

  private let kept = Mutex<Kept?>(nil)
  private let isWarm = Atomic(false)
  /// How long one waits for somebody else's first reading.
  private static let patience = Duration.milliseconds(1_500)

  /// Nothing is read yet.
  package init() {}

  /// The open cases and the figures as of now.
  ///
  /// - Parameter shown: what need be in them; nil: all that is in the ledger.
  /// - Throws: 503 while somebody reads the ledger for the first time; of a long one that takes seconds, and nobody else waits for it.
  package func current(
    _ ledger: any LedgerReading, under book: RuleBook?, showing shown: LedgerStanding? = nil
  ) throws -> Current {
    if isAtHand { return try kept.withLock { try Self.follow(&$0, ledger, book, shown) } }
    let end = ContinuousClock.now + Self.patience
    while true {
      if let first = try kept.withLockIfAvailable({ try Self.follow(&$0, ledger, book, shown) }) {
        isWarm.store(true, ordering: .releasing)
        return first
      }
      guard ContinuousClock.now < end else {
        throw Problem(
          .notReady, Bilingual(en: "the ledger is being read; a moment, please", zh: "正在读入台账，请稍候"), retryAfter: 2)
      }
      usleep(20_000)
    }
  }

  /// Whether the first reading has ended.
  package var isAtHand: Bool { isWarm.load(ordering: .acquiring) }

  private static func follow(
    _ kept: inout Kept?, _ ledger: any LedgerReading, _ book: RuleBook?, _ shown: LedgerStanding?
  ) throws -> Current {
    // Other rules may call other clocks and other risks: all is counted anew, which a change of rules is worth.
    var now =
      kept.flatMap { $0.book == book?.digest ? $0 : nil } ?? Kept(book: book?.digest, figures: FigureKeeper(book))
    if let shown, now.covers(shown) { return (now.cases, now.figures) }
    let standing = try ledger.standing()
    if now.standing != standing {
      // Nobody else holds what is changed, or all of it would be copied.
      kept = nil
      try now.cases.follow(ledger, under: book)
      try now.figures.follow(ledger)
      now.standing = standing
    }
    kept = now
    return (now.cases, now.figures)
  }
}
