package import GridCore

/// What the paper of a notice says of its item: a small part, and papers are many.
package struct NoticedItem: Hashable, Sendable {
  package var key: EventKey
  package var state: ItemState
  package var duty: String?
  package var matter: String?
  package var receivedAt: Timestamp
  package var isInTriage: Bool
  package var assignedBy: AssignedBy

  package init(
    key: EventKey, state: ItemState, duty: String?, matter: String?, receivedAt: Timestamp, isInTriage: Bool,
    assignedBy: AssignedBy
  ) {
    self.key = key
    self.state = state
    self.duty = duty
    self.matter = matter
    self.receivedAt = receivedAt
    self.isInTriage = isInTriage
    self.assignedBy = assignedBy
  }

  /// The same of an item that is at hand.
  package init(_ item: Item) {
    self.init(
      key: item.key, state: item.state.kind, duty: item.facts.duty, matter: item.facts.matter,
      receivedAt: item.receivedAt, isInTriage: item.isInTriage, assignedBy: item.facts.assignedBy)
  }
}
