/// One change in an item's life: the item as it is afterwards, what its history gains, and the notices now owed.
///
/// `item.memory.revision` is one more than the revision it was decided on.
package struct ItemChange: Hashable, Sendable {
  package var item: Item
  package var entries: [HistoryEntry]
  package var notices: [Notice]
  /// What signals of integrity count of it; empty where the rules have none.
  package var facts: [WorkFact] = []
  /// The deadline whose passing it notes last, where a signal counts that.
  package var passed: Timestamp?

  package init(item: Item, entries: [HistoryEntry], notices: [Notice]) {
    self.item = item
    self.entries = entries
    self.notices = notices
  }

  /// Whether the change brings the item into the world.
  package var isNew: Bool { item.memory.revision == 1 }
}
