internal import GridCore

/// A notice that is owed from now on.
struct NoticeRow {
  let row: Int64
  /// The position of its item.
  let item: Int64
  let notice: Notice
  /// The entry that it tells of.
  let entry: Int64
  let raisedAt: Timestamp
}

/// Notices that go from one state to the next.
struct NoticeMove: Equatable {
  enum State: String {
    case owed, publishing, delivered
  }

  let rows: [Int64]
  let to: State
  let at: Timestamp
}
