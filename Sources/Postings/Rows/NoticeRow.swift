package import GridCore

/// A notice that is owed from now on.
package struct NoticeRow: Sendable {
  package let row: Int64
  /// The position of its item.
  package let item: Int64
  package let notice: Notice
  /// Of whom it is for, in text.
  package let address: String
  /// The entry that it tells of.
  package let entry: Int64
  package let raisedAt: Timestamp
}

/// Notices that go from one state to the next.
package struct NoticeMove: Equatable, Sendable {
  /// How far a notice is on its way.
  package enum State: String, Sendable {
    case owed, publishing, delivered
  }

  package let rows: [Int64]
  package let to: State
  package let at: Timestamp
}
