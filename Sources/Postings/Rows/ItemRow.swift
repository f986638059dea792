package import GridCore

/// What is written of an item: a new row, or its next revision.
package struct ItemRow: Sendable {
  /// The number of its report's record.
  package let position: Int64
  package let key: EventKey
  /// What its fields hold: worked out once, for its seal and for its row.
  package let values: [FieldValue]
  /// The revision that must be there before; nil for a new item.
  package let after: Int64?
}

/// The row of an item as far as a change must know it.
package struct KnownItem: Sendable {
  package let position: Int64
  package var revision: Int64
  package var counted: CountedItem

  package init(position: Int64, revision: Int64, counted: CountedItem) {
    self.position = position
    self.revision = revision
    self.counted = counted
  }
}

/// What of an item the counters count.
package struct CountedItem: Equatable, Sendable {
  package let state: ItemState
  package let onSite: Bool
  package let triage: Bool

  package init(_ item: Item) {
    state = item.state.kind
    onSite = item.onSite
    triage = item.isInTriage
  }

  package init(state: ItemState, onSite: Bool, holder: String) {
    self.state = state
    self.onSite = onSite
    triage = state == .open && holder == Addressee.triage.text
  }
}
