package import GridCore

/// A row of the table `item`.
package struct StoredItem: Sendable {
  package var position: Int64
  /// Nil where its record or its rules are not there.
  package var item: Item?
  /// Whether the record in its position is an accepted report.
  package var isReported: Bool

  package init(position: Int64, item: Item?, isReported: Bool) {
    self.position = position
    self.item = item
    self.isReported = isReported
  }
}

/// The end of a change: which item it changed, and the digest of the item afterwards; for rows in the order of their items.
package struct ItemSeal: Hashable, Sendable {
  package var item: Int64
  package var entry: Int64
  package var seal: Digest

  package init(item: Int64, entry: Int64, seal: Digest) {
    self.item = item
    self.entry = entry
    self.seal = seal
  }
}
