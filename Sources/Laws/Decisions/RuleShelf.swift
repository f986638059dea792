internal import GridCore
internal import Ledger
internal import Proof

/// The books that a ledger was decided under, and when each of them was put in force.
struct RuleShelf {
  /// A batch may have been decided while new rules were put in force; so many books later it no longer was.
  private static let mostLate = 4

  private let snapshot: any LedgerSnapshot
  private let adoptions: [Adoption]
  private let books = BookShelf()
  private var last: RuleBook?
  private var limits: [IntakeLimits]?

  init(_ snapshot: any LedgerSnapshot, adoptions: [Adoption]) {
    self.snapshot = snapshot
    self.adoptions = adoptions
  }

  /// The book with this digest; nil where its text is gone or no longer reads.
  mutating func book(_ digest: Digest) throws -> RuleBook? {
    if let last, last.digest == digest { return last }
    let snapshot = snapshot
    let book = try books.book(digest) { try snapshot.rulesText(digest) }
    last = book ?? last
    return book
  }

  /// The limits of all books that were ever in force, but for these.
  mutating func otherLimits(than own: IntakeLimits) throws -> [IntakeLimits] {
    if limits == nil {
      var found: [IntakeLimits] = []
      for digest in Set(adoptions.map(\.rules)) {
        guard let intake = try book(digest)?.intake, !found.contains(intake) else { continue }
        found.append(intake)
      }
      limits = found
    }
    return (limits ?? []).filter { $0 != own }
  }

  /// The books, in order, under which a decision of this entry could be taken.
  func inForce(at entry: Int64) -> [Digest] {
    var (low, high) = (0, adoptions.count)
    while low < high {
      let middle = (low + high) / 2
      if adoptions[middle].entry < entry { low = middle + 1 } else { high = middle }
    }
    return adoptions[max(0, low - Self.mostLate)..<low].map(\.rules)
  }

  /// Whether an order of this record put these rules in force.
  func wereInForce(_ rules: Digest, by record: Int64) -> Bool {
    adoptions.contains { $0.cause == record && $0.rules == rules }
  }

  /// Whether a decision of this entry could be taken under these rules.
  func wereInForce(_ rules: Digest, at entry: Int64) -> Bool {
    inForce(at: entry).contains(rules)
  }
}
