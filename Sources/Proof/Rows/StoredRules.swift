package import GridCore

/// A row of the table `rules`.
package struct StoredRules: Hashable, Sendable {
  package var row: Int64
  package var digest: Digest
  /// The digest of the text as it is computed now; nil where no text is kept.
  package var textDigest: Digest?
  package var loadedAt: Timestamp?
  /// Duties, matters, communities and grids, as the entry that puts them in force writes them.
  package var counts: String
  /// Who put it in force, of several machines.
  package var seat: Int64

  package init(row: Int64, digest: Digest, textDigest: Digest?, loadedAt: Timestamp?, counts: String, seat: Int64 = 0) {
    self.row = row
    self.digest = digest
    self.textDigest = textDigest
    self.loadedAt = loadedAt
    self.counts = counts
    self.seat = seat
  }

  /// What the row of a book says that was only named, and never put in force.
  package static let noCounts = "0 0 0 0"
}

/// An entry that put a book in force.
package struct Adoption: Hashable, Sendable {
  package let entry: Int64
  package let rules: Digest
  /// The record of the order that did; nil where a person saved them.
  package let cause: Int64?
  /// When it came into force.
  package let at: Timestamp

  package init(entry: Int64, rules: Digest, cause: Int64?, at: Timestamp) {
    self.entry = entry
    self.rules = rules
    self.cause = cause
    self.at = at
  }
}
