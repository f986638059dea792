package import GridCore

/// A row of the table `notice`.
package struct StoredNotice: Hashable, Sendable {
  package var row: Int64
  package var item: Int64
  package var ordinal: Int64
  package var rung: Int64
  package var addressee: String
  package var deadline: Timestamp?
  package var provisional: Int64
  /// The entry whose change raised it.
  package var entry: Int64
  package var raisedAt: Timestamp
  package var state: String
  package var deliveredAt: Timestamp?
  /// Who announced it, of several machines.
  package var seat: Int64

  package init(
    row: Int64, item: Int64, ordinal: Int64, rung: Int64, addressee: String, deadline: Timestamp?, provisional: Int64,
    entry: Int64, raisedAt: Timestamp, state: String, deliveredAt: Timestamp?, seat: Int64 = 0
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
  }

  /// Writes the fields that the chain of entries covers.
  package func add(to hasher: inout FieldHasher) {
    hasher.add(ordinal)
    hasher.add(rung)
    hasher.add(addressee)
    hasher.add(deadline)
    hasher.add(provisional)
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
