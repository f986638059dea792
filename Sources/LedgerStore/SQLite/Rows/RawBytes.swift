internal import GRDB
internal import GRDBSQLite

/// Keeps the bytes of records.
///
/// A record may be as long as a file may, and SQLite copies what it is given twice on its way into a row. So of a long one the
/// room is made first, and its bytes are written into that from where they lie, within the same transaction.
struct RawBytes {
  /// More than any event may have by default.
  private static let mostCopied = 2 << 20

  private let db: Database
  private var statement: LedgerStatement

  init(in db: Database) throws {
    self.db = db
    statement = try LedgerStatement("INSERT INTO raw (seq, bytes) VALUES (?, ?)", in: db)
  }

  mutating func insert(_ bytes: UnsafeRawBufferPointer, as seq: Int64) throws {
    statement.bind(seq)
    guard bytes.count > Self.mostCopied else {
      statement.bind(bytes: bytes)
      try statement.run()
      return
    }
    statement.bind(zeros: bytes.count)
    try statement.run()
    try write(bytes, into: seq)
  }

  private func write(_ bytes: UnsafeRawBufferPointer, into seq: Int64) throws {
    var room: OpaquePointer?
    var code = sqlite3_blob_open(db.sqliteConnection, "main", "raw", "bytes", seq, 1, &room)
    if code == SQLITE_OK { code = sqlite3_blob_write(room, bytes.baseAddress, Int32(clamping: bytes.count), 0) }
    // It closes whatever was opened, and tells what had not been told yet.
    let closing = sqlite3_blob_close(room)
    if code == SQLITE_OK { code = closing }
    guard code == SQLITE_OK else {
      throw SQLiteFailure(code: code, message: "the bytes of record \(seq) could not be written")
    }
  }
}
