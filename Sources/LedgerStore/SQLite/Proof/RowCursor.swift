internal import GRDB
internal import GRDBSQLite
internal import Ledger
internal import Proof

/// A statement that is read on and on, beside others: unlike `LedgerStatement` it is nobody else's, so that two may stand open.
final class RowCursor {
  private let statement: Statement
  private let handle: OpaquePointer

  init(_ sql: String, in db: Database) throws {
    statement = try db.makeStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  deinit { sqlite3_reset(handle) }

  /// The next row's value; nil after the last.
  private func next<Row>(_ read: (inout LedgerRow) throws -> Row) throws -> Row? {
    switch sqlite3_step(handle) {
    case SQLITE_ROW:
      var row = LedgerRow(handle)
      return try read(&row)
    case SQLITE_DONE: return nil
    case let code:
      throw SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
    }
  }

  /// The rows of a statement without values.
  static func stream<Row>(
    _ sql: String, in db: Database, _ read: @escaping (inout LedgerRow) throws -> Row
  ) throws -> RowStream<Row> {
    let cursor = try RowCursor(sql, in: db)
    var isOver = false
    return RowStream {
      // Stepped once more after its end, it would begin again.
      if isOver { return nil }
      let row = try cursor.next(read)
      isOver = row == nil
      return row
    }
  }
}
