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
