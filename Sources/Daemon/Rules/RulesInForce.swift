package import GridCore
package import LedgerStore
internal import Linux
internal import Rules
internal import Synchronization

/// The rule book in force, one value that is swapped, and those before it that items were decided under.
package final class RulesInForce: Sendable {
  private struct State {
    var current: RuleBook
    var older: [Digest: RuleBook] = [:]
  }

  private let state: Mutex<State>
  /// Raised when another ladder has come into force.
  let ladderChanged = Latch()

  package init(_ book: RuleBook) {
    state = Mutex(State(current: book))
  }

  package var current: RuleBook { state.withLock { $0.current } }

  /// Puts a book in force.
  func swap(to book: RuleBook) {
    let before = state.withLock { state in
      let before = state.current
      state.current = book
      return before
    }
    if before.ladder.count != book.ladder.count { ladderChanged.raise() }
  }

  /// The book with this digest: the one in force, or an older one from the ledger; nil where that text no longer reads.
  package func book(_ digest: Digest, from ledger: any LedgerReading) throws(LedgerError) -> RuleBook? {
    let known = state.withLock { $0.current.digest == digest ? $0.current : $0.older[digest] }
    if let known { return known }
    guard let text = try ledger.rulesText(digest) else { return nil }
    let book = RuleFile.load(bytes: text, name: digest.hex, digest: digest).book
    state.withLock { state in
      // A handful of books is in use at a time; a town that has seen hundreds need not keep them all in memory.
      if state.older.count >= 8 { state.older.removeAll() }
      state.older[digest] = book
    }
    return book
  }
}
