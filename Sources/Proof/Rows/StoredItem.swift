package import GridCore

/// A row of the table `item`.
package struct StoredItem: Sendable {
  package var position: Int64
  /// Nil where its record or its rules are not there.
  package var item: Item?
  /// Whether the record in its position is an accepted report.
  package var isReported: Bool
  /// Whether an earlier release wrote it last: its history tells what the row does not.
  package var isEarlier: Bool
  /// Whether the columns that the others tell say the same.
  package var isConsistent: Bool

  package init(
    position: Int64, item: Item?, isReported: Bool, isEarlier: Bool = false, isConsistent: Bool = true
  ) {
    self.position = position
    self.item = item
    self.isReported = isReported
    self.isEarlier = isEarlier
    self.isConsistent = isConsistent
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
