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
  private struct Kept {
    var book: Digest?
    var entry: Int64 = -1
    var cases = OpenCases()
    var figures: FigureKeeper
  }

  private let kept = Mutex<Kept?>(nil)
  private let isWarm = Atomic(false)
  /// How long one waits for somebody else's first reading.
  private static let patience = Duration.milliseconds(1_500)

  /// Nothing is read yet.
  package init() {}

  /// The open cases and the figures as of now.
  ///
  /// - Throws: 503 while somebody reads the ledger for the first time; of a long one that takes seconds, and nobody else waits for it.
  package func current(
    _ ledger: any LedgerReading, under book: RuleBook?
  ) throws -> (cases: OpenCases, figures: FigureKeeper) {
    if isWarm.load(ordering: .acquiring) { return try kept.withLock { try Self.follow(&$0, ledger, book) } }
    let end = ContinuousClock.now + Self.patience
    while true {
      if let first = try kept.withLockIfAvailable({ try Self.follow(&$0, ledger, book) }) {
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

  /// The same where it is at hand; nil before the first reading has ended, which nobody waits for who can do without.
  package func atHand(
    _ ledger: any LedgerReading, under book: RuleBook?
  ) throws -> (cases: OpenCases, figures: FigureKeeper)? {
    isWarm.load(ordering: .acquiring) ? try current(ledger, under: book) : nil
  }

  private static func follow(
    _ kept: inout Kept?, _ ledger: any LedgerReading, _ book: RuleBook?
  ) throws -> (cases: OpenCases, figures: FigureKeeper) {
    // Other rules may call other clocks and other risks: all is counted anew, which a change of rules is worth.
    var now =
      kept.flatMap { $0.book == book?.digest ? $0 : nil } ?? Kept(book: book?.digest, figures: FigureKeeper(book))
    let last = try ledger.lastEntry()
    if now.entry != last {
      // Nobody else holds what is changed, or all of it would be copied.
      kept = nil
      try now.cases.follow(ledger, under: book)
      try now.figures.follow(ledger)
      now.entry = last
    }
    kept = now
    return (now.cases, now.figures)
  }
}
