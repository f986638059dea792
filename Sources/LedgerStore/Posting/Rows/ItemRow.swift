internal import GridCore

/// What is written of an item: a new row, or its next revision.
struct ItemRow {
  /// The number of its report's record.
  let position: Int64
  let item: Item
  /// What its fields hold: worked out once, for its seal and for its row.
  let values: [FieldValue]
  /// The revision that must be there before; nil for a new item.
  let after: Int64?
}

/// The row of an item as far as a change must know it.
struct KnownItem {
  let position: Int64
  var revision: Int64
  var counted: CountedItem
}

/// What of an item the counters count.
struct CountedItem: Equatable {
  let state: ItemState
  let onSite: Bool
  let triage: Bool

  init(_ item: Item) {
    state = item.state.kind
    onSite = item.onSite
    triage = item.isInTriage
  }

  init(state: ItemState, onSite: Bool, holder: String) {
    self.state = state
    self.onSite = onSite
    triage = state == .open && holder == Addressee.triage.text
  }
}
