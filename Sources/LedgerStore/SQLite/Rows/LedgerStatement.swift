internal import GRDB
internal import GRDBSQLite
internal import GridCore

/// A failure as SQLite tells it, before it is known what it means for the caller.
struct SQLiteFailure: Error {
  let code: Int32
  let message: String
}

/// A statement of GRDB's cache, bound and stepped by hand: GRDB's own conversion of arguments costs more than the insert.
///
/// Values are bound in the order of the statement's parameters; `run`, `first` and `each` leave it reset, so that no read stays
/// open behind anybody's back.
struct LedgerStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  private var bound: Int32 = 0
  private var failure: Int32 = SQLITE_OK
  private let bytes = BoundBytes()

  init(_ sql: String, in db: Database) throws {
    statement = try db.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  // MARK: Binding

  private mutating func note(_ code: Int32) {
    if code != SQLITE_OK { failure = code }
  }

  mutating func bindNull() {
    bound += 1
    note(sqlite3_bind_null(handle, bound))
  }

  mutating func bind(_ value: Int64) {
    bound += 1
    note(sqlite3_bind_int64(handle, bound, value))
  }

  mutating func bind(_ value: Int64?) {
    if let value { bind(value) } else { bindNull() }
  }

  mutating func bind(_ value: Timestamp?) {
    bind(value?.seconds)
  }

  mutating func bind(_ value: Bool) {
    bind(value ? 1 : 0 as Int64)
  }

  mutating func bind(_ value: String) {
    bound += 1
    var text = value
    let code = text.withUTF8 { utf8 in
      bytes.keeping(UnsafeRawBufferPointer(utf8)) { kept, destructor in
        kept.withMemoryRebound(to: CChar.self) { text in
          sqlite3_bind_text(handle, bound, text.baseAddress, Int32(clamping: text.count), destructor)
        }
      }
    }
    note(code)
  }

  mutating func bind(_ value: String?) {
    if let value { bind(value) } else { bindNull() }
  }

  mutating func bind(bytes: UnsafeRawBufferPointer) {
    bound += 1
    let code = self.bytes.keeping(bytes) { kept, destructor in
      sqlite3_bind_blob64(handle, bound, kept.baseAddress, UInt64(kept.count), destructor)
    }
    note(code)
  }

  /// As many zeros, which are nowhere in memory.
  mutating func bind(zeros count: Int) {
    bound += 1
    note(sqlite3_bind_zeroblob64(handle, bound, UInt64(count)))
  }

  mutating func bind(_ value: [UInt8]) {
    value.withUnsafeBytes { bind(bytes: $0) }
  }

  mutating func bind(_ value: [UInt8]?) {
    if let value { bind(value) } else { bindNull() }
  }

  mutating func bind(_ value: Digest) {
    withUnsafeBytes(of: value.words) { bind(bytes: $0) }
  }

  mutating func bind(_ value: Digest?) {
    if let value { bind(value) } else { bindNull() }
  }

  mutating func bind(_ key: EventKey) {
    // Big-endian, so that the order of the bytes is the order of the ids.
    withUnsafeTemporaryAllocation(byteCount: EventKey.byteCount, alignment: 1) { buffer in
      buffer.storeBytes(of: key.high.bigEndian, as: UInt64.self)
      buffer.storeBytes(of: key.low.bigEndian, toByteOffset: 8, as: UInt16.self)
      bind(bytes: UnsafeRawBufferPointer(buffer))
    }
  }

  mutating func bind(_ key: EventKey?) {
    if let key { bind(key) } else { bindNull() }
  }

  // MARK: Running

  private mutating func finish() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    bytes.letGo()
    bound = 0
    failure = SQLITE_OK
  }

  private func step() throws -> Bool {
    guard failure == SQLITE_OK else { throw SQLiteFailure(code: failure, message: "a value could not be bound") }
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      throw SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
    }
  }

  /// Runs it to its end and answers how many rows it changed.
  @discardableResult mutating func run() throws -> Int {
    defer { finish() }
    while try step() {}
    return Int(sqlite3_changes(sqlite3_db_handle(handle)))
  }

  /// The first row's value; nil where there is no row.
  mutating func first<T>(_ read: (inout LedgerRow) throws -> T) throws -> T? {
    defer { finish() }
    guard try step() else { return nil }
    var row = LedgerRow(handle)
    return try read(&row)
  }

  mutating func each(_ read: (inout LedgerRow) throws -> Void) throws {
    defer { finish() }
    while try step() {
      var row = LedgerRow(handle)
      try read(&row)
    }
  }

  /// The rows' values, as long as more are wanted.
  mutating func all<T>(
    while isWanted: () -> Bool = { true }, _ read: (inout LedgerRow) throws -> T
  ) throws -> [T] {
    defer { finish() }
    var values: [T] = []
    while isWanted(), try step() {
      var row = LedgerRow(handle)
      values.append(try read(&row))
    }
    return values
  }
}
