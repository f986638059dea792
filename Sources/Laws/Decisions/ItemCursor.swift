internal import GridCore
internal import Proof

/// An item on its way through its life again.
struct ItemCursor {
  var item: Item
  /// What its history tells of its clock.
  var clock: ClockFold
  let report: Report
  /// The entry after which it goes on, and the last record that changed the item.
  var entry: Int64
  var cause: Int64
  /// The number of the last line of its history.
  var line: Int64

  /// After a change that was found to be what it should.
  init(after change: StoredChange, _ derived: ItemChange, _ report: Report, following before: ItemCursor?) {
    item = derived.item
    clock = before?.clock ?? ClockFold()
    for line in derived.entries { clock.take(line) }
    self.report = report
    entry = change.entry
    cause = change.cause ?? before?.cause ?? 0
    line = change.entries.isEmpty ? before?.line ?? 0 : change.entry
  }

  /// What its last line may have been for a record that it refused: what the record's own batch did before it nobody had seen.
  func lines(at record: StoredRecord) -> [Int64] {
    guard record.waits == nil else { return [.max] }
    return item.memory.last >= record.decidedAt ? [line, .max] : [line]
  }
}

/// Where a replay stands, and where it stood since the last step: after it, and after each clock that has fired since.
struct ItemStanding {
  var cursor: ItemCursor
  var places: [ItemCursor]
}
