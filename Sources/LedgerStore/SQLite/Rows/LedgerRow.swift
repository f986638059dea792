internal import GRDBSQLite
internal import GridCore
internal import Ledger
internal import Postings

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
    guard let digest = withBytes({ Digest($0) }) else { throw LedgerError.corrupt(.length(.digest)) }
    return digest
  }

  mutating func optionalDigest() throws -> Digest? {
    guard let column = nextUnlessNull() else { return nil }
    guard let digest = withBytes(at: column, { Digest($0) }) else {
      throw LedgerError.corrupt(.length(.digest))
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
    guard let key else { throw LedgerError.corrupt(.length(.key)) }
    return key
  }

  mutating func optionalKey() throws -> EventKey? {
    guard nextUnlessNull() != nil else { return nil }
    column -= 1
    return try key()
  }

  /// Whatever a column holds; a digest that has not its length reads as zero, which none is.
  mutating func fieldValue() -> FieldValue {
    let column = next()
    switch sqlite3_column_type(handle, column) {
    case SQLITE_NULL: return .absent
    case SQLITE_INTEGER: return .number(sqlite3_column_int64(handle, column))
    case SQLITE_TEXT: return .text(text(at: column))
    default: return .rules(withBytes(at: column) { Digest($0) ?? .zero })
    }
  }

  /// Reads a column that holds one of a few words.
  mutating func word<Word>(_ what: LedgerDamage.Column, _ read: (String) -> Word?) throws -> Word {
    let text = text()
    guard let word = read(text) else { throw LedgerError.corrupt(.word(what, text)) }
    return word
  }

  mutating func optionalWord<Word>(_ what: LedgerDamage.Column, _ read: (String) -> Word?) throws -> Word? {
    guard let text = optionalText() else { return nil }
    guard let word = read(text) else { throw LedgerError.corrupt(.word(what, text)) }
    return word
  }
}

extension EventKey {
  static let byteCount = 10
}
