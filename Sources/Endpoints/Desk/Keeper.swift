package import Answers
package import Cases
package import GridCore
package import Ledger
internal import Synchronization

/// What pages show each time, kept current by what has changed: nobody walks through a million items for a page.
package final class Keeper: Sendable {
  private struct Kept {
    var book: Digest?
    var entry: Int64 = -1
    var cases = OpenCases()
    var figures: FigureKeeper
  }

  private let kept = Mutex<Kept?>(nil)

  /// Nothing is read yet.
  package init() {}

  /// The open cases and the figures as of now.
  package func current(
    _ ledger: any LedgerReading, under book: RuleBook?
  ) throws -> (cases: OpenCases, figures: FigureKeeper) {
    try kept.withLock { kept in
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
}
