package import GridCore
package import Seals

/// A row of the table `notice`.
package struct StoredNotice: Hashable, Sendable {
  package var row: Int64
  package var item: Int64
  package var ordinal: Int64
  package var rung: Int64
  package var addressee: String
  package var deadline: Timestamp?
  package var provisional: Int64
  /// The entry that it tells of; in what the releases before the life of a case wrote, the last one of the change.
  package var entry: Int64
  package var raisedAt: Timestamp
  package var state: String
  package var deliveredAt: Timestamp?
  /// Who announced it, of several machines.
  package var seat: Int64
  /// What it is laid down for; nil: a task.
  package var kind: String?

  package init(
    row: Int64, item: Int64, ordinal: Int64, rung: Int64, addressee: String, deadline: Timestamp?, provisional: Int64,
    entry: Int64, raisedAt: Timestamp, state: String, deliveredAt: Timestamp?, seat: Int64 = 0,
    kind: String? = nil
  ) {
    self.row = row
    self.item = item
    self.ordinal = ordinal
    self.rung = rung
    self.addressee = addressee
    self.deadline = deadline
    self.provisional = provisional
    self.entry = entry
    self.raisedAt = raisedAt
    self.state = state
    self.deliveredAt = deliveredAt
    self.seat = seat
    self.kind = kind
  }

  /// Writes the fields that the chain of entries covers.
  package func add(to hasher: inout FieldHasher) {
    hasher.add(ordinal)
    hasher.add(rung)
    hasher.add(addressee)
    hasher.add(deadline)
    hasher.add(provisional)
    hasher.add(later: .kind, kind)
  }
}

/// Which of its item's notices a row is, for rows in the order of their items.
package struct NoticePlace: Hashable, Sendable {
  package var item: Int64
  package var ordinal: Int64
  package var row: Int64

  package init(item: Int64, ordinal: Int64, row: Int64) {
    self.item = item
    self.ordinal = ordinal
    self.row = row
  }
}
