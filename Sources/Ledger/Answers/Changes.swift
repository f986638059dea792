package import GridCore

/// What happened to items after a line of history, line by line.
package struct Changes: Sendable {
  /// A line, with its item as it is now.
  package struct Line: Sendable {
    package let entry: NumberedEntry
    package let item: Item

    /// A line of this item's history.
    package init(entry: NumberedEntry, item: Item) {
      (self.entry, self.item) = (entry, item)
    }
  }

  /// In the order they happened.
  package var lines: [Line]
  /// The last entry that was looked at; the one that was asked for where there is none after it.
  package var through: Int64

  /// These, up to there.
  package init(lines: [Line], through: Int64) {
    (self.lines, self.through) = (lines, through)
  }
}
