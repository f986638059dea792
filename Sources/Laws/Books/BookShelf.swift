package import GridCore
package import Ledger
internal import Rules
internal import Synchronization

/// Rule books read from a ledger, each once: those that items were decided under, long after other rules came into force.
package final class BookShelf: Sendable {
  /// A handful is in use at a time; a town that has seen hundreds need not keep them all in memory.
  package static let mostBooks = 16

  private let books = Mutex<[Digest: RuleBook?]>([:])

  /// An empty shelf.
  package init() {}

  /// The book with this digest; nil where the ledger has no such text, or one that no longer reads.
  package func book(_ digest: Digest, from ledger: any LedgerReading) throws(LedgerError) -> RuleBook? {
    try book(digest) { () throws(LedgerError) in try ledger.rulesText(digest) }
  }

  /// The book with this digest; nil where there is no such text, or one that no longer reads.
  ///
  /// - Parameter text: finds the text, for a book that is not on the shelf.
  package func book<Fault: Error>(
    _ digest: Digest, text: () throws(Fault) -> [UInt8]?
  ) throws(Fault) -> RuleBook? {
    if let known = books.withLock({ $0[digest] }) { return known }
    guard let bytes = try text() else { return nil }
    let book = RuleFile.load(bytes: bytes, name: digest.hex, digest: digest).book
    books.withLock { books in
      if books.count >= Self.mostBooks { books.removeAll() }
      books[digest] = .some(book)
    }
    return book
  }
}
