internal import Figures
internal import GRDB
package import GridCore
package import Ledger
internal import Postings

extension SQLiteLedger {
  package func owed(after row: Int64, limit: Int, bytes: Int) throws(LedgerError) -> [OwedNotice] {
    try owed(after: row, limit: limit, bytes: bytes, order: "ASC")
  }

  package func newestOwed(after row: Int64, limit: Int, bytes: Int) throws(LedgerError) -> [OwedNotice] {
    try owed(after: row, limit: limit, bytes: bytes, order: "DESC")
  }

  private func owed(after row: Int64, limit: Int, bytes: Int, order: String) throws(LedgerError) -> [OwedNotice] {
    try read { db in
      var room = bytes
      var statement = try LedgerStatement(
        """
        SELECT n.row, n.item, n.entry, b.bytes, \(SQLiteRows.noticedColumns), \(SQLiteRows.noticeColumns)
        FROM main.notice o INDEXED BY notice_owed CROSS JOIN notice n ON n.row = o.row
        JOIN item i ON i.position = n.item JOIN rules u ON u.row = i.rules JOIN raw b ON b.seq = i.position
        WHERE o.state = 'owed' AND o.row > ? ORDER BY o.row \(order) LIMIT ?
        """, in: db)
      statement.bind(row)
      statement.bind(Int64(limit))
      return try statement.all(while: { room > 0 }) { row in
        let number = row.int()
        let position = row.int()
        let entry = row.int()
        let report = row.bytes()
        room -= report.count
        // Of an item as it came the first notice tells of the report, and of nothing before it; what it says of a visit sheet is in
        // its line.
        let hasMore = row.bool()
        let item = try row.noticedItem()
        let notice = try row.notice(of: item.key)
        let history =
          notice.ordinal > 1 || hasMore ? try Self.history(at: position, through: entry, in: db) : []
        return OwedNotice(
          row: number, notice: notice, item: item, report: report,
          previous: try Self.noticesBefore(notice, at: position, in: db),
          history: history)
      }
    }
  }

  package func announced(after row: Int64, limit: Int) throws(LedgerError) -> [AnnouncedNotice] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT n.row, i.key, \(SQLiteRows.noticeColumns)
        FROM main.notice o INDEXED BY notice_publishing CROSS JOIN notice n ON n.row = o.row
        JOIN item i ON i.position = n.item
        WHERE o.state = 'publishing' AND o.row > ? AND n.seat = ? ORDER BY o.row LIMIT ?
        """, in: db)
      statement.bind(row)
      statement.bind(seat.rawValue)
      statement.bind(Int64(limit))
      return try statement.all { row in
        AnnouncedNotice(row: row.int(), notice: try row.notice(of: row.key()))
      }
    }
  }

  package func pendingNotices() throws(LedgerError) -> Int {
    try read { db in
      let tally = try Tally.read(in: db)
      let pending = tally[.owed] - tally[.delivered]
      guard pending > 0 else { return 0 }
      var others = try LedgerStatement(
        """
        SELECT count(*) FROM main.notice o INDEXED BY notice_publishing CROSS JOIN notice n ON n.row = o.row
        WHERE o.state = 'publishing' AND n.seat <> ?
        """, in: db)
      others.bind(seat.rawValue)
      return Int(clamping: pending - (try others.first { $0.int() } ?? 0))
    }
  }

  package func advance(publishing: [Int64], delivered: [Int64], at now: Timestamp) throws(LedgerError) {
    guard !publishing.isEmpty || !delivered.isEmpty else { return }
    try write { session in
      _ = try session.advance(publishing: publishing, delivered: delivered, at: now)
    }
  }

  private static let historyQuestion = """
    SELECT \(SQLiteRows.historyColumns) FROM entry e JOIN rules u ON u.row = e.rules
    WHERE e.item = ? AND e.kind = 'history' AND e.seq <= ? ORDER BY e.seq
    """
  private static let earlierQuestion = """
    SELECT n.raised_at, \(SQLiteRows.noticeColumns) FROM notice n WHERE n.item = ? AND n.ordinal < ? ORDER BY n.ordinal
    """

  /// The history of the item in a position, up to and with an entry.
  private static func history(at position: Int64, through last: Int64, in db: Database) throws -> [HistoryEntry] {
    var statement = try LedgerStatement(historyQuestion, in: db)
    statement.bind(position)
    statement.bind(last)
    return try statement.all { try $0.historyEntry() }
  }

  private static func noticesBefore(
    _ notice: Notice, at position: Int64, in db: Database
  ) throws -> [(notice: Notice, at: Timestamp)] {
    guard notice.ordinal > 1 else { return [] }
    var statement = try LedgerStatement(earlierQuestion, in: db)
    statement.bind(position)
    statement.bind(Int64(notice.ordinal))
    return try statement.all { row in
      let at = row.moment()
      return (notice: try row.notice(of: notice.item), at: at)
    }
  }
}

extension WriteSession {
  /// Moves those of the notices forward that are in the state before; answers how many were moved.
  mutating func advance(
    publishing: [Int64], delivered: [Int64], at now: Timestamp
  ) throws -> Int {
    let owed = try those(of: publishing, state: .owed)
    posting.move(owed, to: .publishing, at: now)
    // Some may be told to have been announced and laid down at once.
    let announced = try those(of: delivered, state: .publishing) + Set(owed).intersection(delivered)
    posting.move(announced.sorted(), to: .delivered, at: now)
    return announced.count
  }

  private func those(of rows: [Int64], state: NoticeMove.State) throws -> [Int64] {
    // What is owed is nobody's yet; what another seat announced is that seat's to confirm.
    var find = try LedgerStatement(
      "SELECT row FROM notice WHERE row BETWEEN ? AND ? AND state = ? AND (state = 'owed' OR seat = ?)", in: db)
    return try RowRanges(rows).ranges.flatMap { range in
      find.bind(range.lowerBound)
      find.bind(range.upperBound)
      find.bind(state.rawValue)
      find.bind(posting.seat)
      return try find.all { $0.int() }
    }
  }
}
