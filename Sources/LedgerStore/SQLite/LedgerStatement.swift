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

/// A row of a running statement, read column after column.
///
/// Throws `LedgerError.corrupt` where a column holds what this version never wrote.
struct LedgerRow {
  private let handle: OpaquePointer
  private var column: Int32 = -1

  init(_ handle: OpaquePointer) {
    self.handle = handle
  }

  private mutating func next() -> Int32 {
    column += 1
    return column
  }

  private mutating func nextUnlessNull() -> Int32? {
    let column = next()
    return sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : column
  }

  mutating func int() -> Int64 {
    sqlite3_column_int64(handle, next())
  }

  mutating func optionalInt() -> Int64? {
    nextUnlessNull().map { sqlite3_column_int64(handle, $0) }
  }

  mutating func bool() -> Bool {
    int() != 0
  }

  mutating func moment() -> Timestamp {
    Timestamp(seconds: int())
  }

  mutating func optionalMoment() -> Timestamp? {
    optionalInt().map(Timestamp.init(seconds:))
  }

  mutating func text() -> String {
    text(at: next())
  }

  mutating func optionalText() -> String? {
    nextUnlessNull().map(text(at:))
  }

  private func text(at column: Int32) -> String {
    guard let base = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
  }

  mutating func bytes() -> [UInt8] {
    withBytes { Array($0) }
  }

  mutating func optionalBytes() -> [UInt8]? {
    nextUnlessNull().map { withBytes(at: $0) { Array($0) } }
  }

  /// The bytes where they lie: good for the call only.
  mutating func withBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
    withBytes(at: next(), body)
  }

  mutating func withOptionalBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T? {
    nextUnlessNull().map { withBytes(at: $0, body) }
  }

  private func withBytes<T>(at column: Int32, _ body: (UnsafeRawBufferPointer) -> T) -> T {
    let base = sqlite3_column_blob(handle, column)
    return body(UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, column))))
  }

  mutating func digest() throws -> Digest {
    guard let digest = withBytes({ Digest($0) }) else { throw LedgerError.corrupt("a digest is not 32 bytes") }
    return digest
  }

  mutating func optionalDigest() throws -> Digest? {
    guard let column = nextUnlessNull() else { return nil }
    guard let digest = withBytes(at: column, { Digest($0) }) else {
      throw LedgerError.corrupt("a digest is not 32 bytes")
    }
    return digest
  }

  /// A digest for a law that tells itself where it is not the one wanted: whatever has not its length reads as zero, which none is.
  mutating func anyDigest() -> Digest {
    withBytes { Digest($0) ?? .zero }
  }

  mutating func optionalAnyDigest() -> Digest? {
    withOptionalBytes { Digest($0) ?? .zero }
  }

  mutating func key() throws -> EventKey {
    let key = withBytes { bytes -> EventKey? in
      guard bytes.count == EventKey.byteCount else { return nil }
      let high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
      let low = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
      return EventKey(high: high, low: low)
    }
    guard let key else { throw LedgerError.corrupt("an event's key is not \(EventKey.byteCount) bytes") }
    return key
  }

  mutating func optionalKey() throws -> EventKey? {
    guard nextUnlessNull() != nil else { return nil }
    column -= 1
    return try key()
  }

  /// Reads a column that holds one of a few words.
  mutating func word<Word>(_ what: String, _ read: (String) -> Word?) throws -> Word {
    let text = text()
    guard let word = read(text) else { throw LedgerError.corrupt("\(what) '\(text)' is not known") }
    return word
  }

  mutating func optionalWord<Word>(_ what: String, _ read: (String) -> Word?) throws -> Word? {
    guard let text = optionalText() else { return nil }
    guard let word = read(text) else { throw LedgerError.corrupt("\(what) '\(text)' is not known") }
    return word
  }
}

extension EventKey {
  static let byteCount = 10
}
