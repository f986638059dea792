package import GridCore
internal import Laws
package import Ledger
package import Spool
internal import Synchronization

/// The rule book in force, one value that is swapped, and those before it that items were decided under.
package final class RulesInForce: Sendable {
  private let inForce: Mutex<RuleBook>
  private let older = BookShelf()
  /// Raised when another ladder has come into force, or a calendar that is known further.
  package let ladder: LadderChange
  /// What the guard holds back.
  package let held: HeldRules
  /// Orders to move what the book in force decides otherwise.
  package let redispatches: PendingRedispatches

  /// - Parameter folder: where their witnesses lie; nil where there is no state, in a test.
  package init(_ book: RuleBook, in folder: StateFolder?) throws(Failure) {
    inForce = Mutex(book)
    ladder = try LadderChange(in: folder)
    held = HeldRules(in: folder)
    redispatches = try PendingRedispatches(in: folder)
  }

  package var current: RuleBook { inForce.withLock { $0 } }

  /// Puts a book in force.
  package func swap(to book: RuleBook) {
    let before = inForce.withLock { inForce in
      let before = inForce
      inForce = book
      return before
    }
    if book.asksItemsAnew(after: before) { ladder.raise() }
  }

  /// The book with this digest: the one in force, or an older one from the ledger; nil where that text no longer reads.
  package func book(_ digest: Digest, from ledger: any LedgerReading) throws(LedgerError) -> RuleBook? {
    let book = current
    return book.digest == digest ? book : try older.book(digest, from: ledger)
  }
}

extension RuleBook {
  /// Whether items must be looked at when it takes the place of another: those at the top of a shorter ladder, and those whose
  /// deadline was counted over days that were not published.
  package func asksItemsAnew(after other: RuleBook) -> Bool {
    !climbsAsFar(as: other) || calendar.isKnownFurther(than: other.calendar)
  }

  /// Whether every item has as many rungs above its post as under another book.
  private func climbsAsFar(as other: RuleBook) -> Bool {
    let (own, others) = (lengths, other.lengths)
    guard own == others else { return false }
    // Where all ladders are of one length it does not matter which of them a matter's items climb.
    if Set(own).count == 1 { return true }
    return Dictionary(matters.map { ($0.code, $0.urgency) }, uniquingKeysWith: { first, _ in first })
      == Dictionary(other.matters.map { ($0.code, $0.urgency) }, uniquingKeysWith: { first, _ in first })
  }

  private var lengths: [Int] { [ladders.fallback.count] + Urgency.allCases.map { ladders[$0].count } }
}
