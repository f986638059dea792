/// Says on which visit sheet a change leaves its item: whoever does knows what other items are on.
package protocol SheetKeeping: Sendable {
  /// Completes a change that is decided, and keeps in mind what it brought.
  mutating func complete(_ change: inout ItemChange, after before: Item?)
}

/// A visit sheet as it stood at a moment: its id, and the items on it by deadline.
package struct SheetNote: Hashable, Sendable {
  package let sheet: String
  package let items: [EventKey]

  package init(sheet: String, items: [EventKey]) {
    (self.sheet, self.items) = (sheet, items)
  }
}
