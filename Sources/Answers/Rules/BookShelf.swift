package import GridCore
package import LedgerStore
internal import Rules

/// Books by digest, each read from the ledger once.
package final class BookShelf {
  private let ledger: any LedgerReading
  private var books: [Digest: RuleBook?] = [:]

  /// A shelf that is empty yet.
  package init(_ ledger: any LedgerReading) {
    self.ledger = ledger
  }

  /// The book of this digest; nil where the ledger keeps none that still reads.
  package func book(_ digest: Digest) throws(LedgerError) -> RuleBook? {
    if let known = books[digest] { return known }
    let text = try ledger.rulesText(digest)
    let book = text.flatMap { RuleFile.load(bytes: $0, name: digest.hex, digest: digest).book }
    books[digest] = .some(book)
    return book
  }
}

extension RulesRecord {
  /// The book of the text; nil where it no longer reads.
  package var book: RuleBook? {
    RuleFile.load(bytes: text, name: digest.hex, digest: digest).book
  }
}
