package import GridCore

/// A rules file as it was put in force.
package struct RulesRecord: Hashable, Sendable {
  package var digest: Digest
  package var text: [UInt8]
  package var loadedAt: Timestamp
  package var duties: Int
  package var matters: Int
  package var communities: Int
  package var grids: Int
  /// Its rounds and signals.
  package var definitions: [Definition] = []

  /// A round or a signal of a book.
  package struct Definition: Hashable, Sendable {
    /// Under which source it reports.
    package let source: String
    package let name: String
    /// All of it that makes it the same as another.
    package let text: String
    /// The period of a signal in which it comes into force; nil of a round.
    package let period: String?

    package init(source: String, name: String, text: String, period: String? = nil) {
      self.source = source
      self.name = name
      self.text = text
      self.period = period
    }
  }

  package init(
    digest: Digest, text: [UInt8], loadedAt: Timestamp, duties: Int, matters: Int, communities: Int, grids: Int
  ) {
    self.digest = digest
    self.text = text
    self.loadedAt = loadedAt
    self.duties = duties
    self.matters = matters
    self.communities = communities
    self.grids = grids
  }
}
