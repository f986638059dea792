package import Figures
package import GridCore

/// A notice that is owed, with all that its paper needs.
package struct OwedNotice: Sendable {
  package var row: Int64
  package var notice: Notice
  package var item: NoticedItem
  /// The report's bytes as received.
  package var report: [UInt8]
  /// Earlier notices of the item, oldest first, with when each was raised.
  package var previous: [(notice: Notice, at: Timestamp)]
  /// The item's history up to and with what the notice tells of; empty where that is the report.
  package var history: [HistoryEntry]

  package init(
    row: Int64, notice: Notice, item: NoticedItem, report: [UInt8], previous: [(notice: Notice, at: Timestamp)],
    history: [HistoryEntry] = []
  ) {
    self.row = row
    self.notice = notice
    self.item = item
    self.report = report
    self.previous = previous
    self.history = history
  }
}

/// A notice that was announced and is not yet confirmed.
package struct AnnouncedNotice: Hashable, Sendable {
  package var row: Int64
  package var notice: Notice

  package init(row: Int64, notice: Notice) {
    self.row = row
    self.notice = notice
  }
}
