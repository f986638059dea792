/// What makes two reports one trouble: the matter, and its subject or, where neither has one, its grid and place.
package enum TroubleKey: Hashable, Sendable {
  case subject(matter: ByteText, ByteText)
  case place(matter: ByteText, grid: ByteText, ByteText)

  init?(matter: String?, subject: String?, grid: String?, place: String?) {
    guard let matter else { return nil }
    if let subject {
      self = .subject(matter: ByteText(matter), ByteText(subject))
    } else if let grid, let place {
      self = .place(matter: ByteText(matter), grid: ByteText(grid), ByteText(place))
    } else {
      return nil
    }
  }
}

/// An item that may be the same trouble as a new one, as the ledger knows it.
package struct Trouble: Hashable, Sendable {
  package let key: TroubleKey
  package let item: EventKey
  package let receivedAt: Timestamp
  /// Of items received at once, the later one's is greater: its number in the ledger.
  package let order: Int64
  package let state: ItemState
  /// When it ended; nil where it has not.
  package let end: Timestamp?

  package init(key: TroubleKey, item: EventKey, receivedAt: Timestamp, order: Int64, state: ItemState, end: Timestamp?)
  {
    self.key = key
    self.item = item
    self.receivedAt = receivedAt
    self.order = order
    self.state = state
    self.end = end
  }

  static func isEarlier(_ left: Trouble, _ right: Trouble) -> Bool {
    (left.receivedAt.seconds, left.order) < (right.receivedAt.seconds, right.order)
  }
}
