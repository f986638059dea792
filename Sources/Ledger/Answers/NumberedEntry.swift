package import GridCore

/// A line of an item's history, with its number in the chain.
package struct NumberedEntry: Hashable, Sendable {
  package var seq: Int64
  package var entry: HistoryEntry

  package init(seq: Int64, entry: HistoryEntry) {
    self.seq = seq
    self.entry = entry
  }
}
