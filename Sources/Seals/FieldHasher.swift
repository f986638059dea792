internal import Crypto
package import GridCore

/// Writes the fields of a row one after another in a form that two different rows never share, and hashes them.
///
/// Every field says first what it is (absent, number, bytes, key), and bytes say how many: no field can reach into the next. Fields of the
/// first release stand in their fixed order, absent or not. What came later (`LaterField`) follows them, each behind its own number, and
/// only where it is not at its default: so no later field changes the digest of a row that does not have it, and no two different rows
/// share one.
package struct FieldHasher {
  // Written in place: to append a field to an array costs more than to hash it.
  private var buffer = [UInt8](repeating: 0, count: 1024)
  private var used = 0

  package init() {}

  /// Writes a number, or that there is none.
  package mutating func add(_ value: Int64?) {
    guard let value else { return addAbsence() }
    reserve(9)
    buffer[used] = 1
    put(UInt64(bitPattern: value), at: used + 1)
    used += 9
  }

  /// Writes a count, or that there is none.
  package mutating func add(_ value: Int?) {
    add(value.map(Int64.init))
  }

  /// Writes a moment, or that there is none.
  package mutating func add(_ value: Timestamp?) {
    add(value?.seconds)
  }

  /// Writes a text, or that there is none.
  package mutating func add(_ value: String?) {
    guard var value else { return addAbsence() }
    value.withUTF8 { add(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Writes bytes, or that there are none.
  package mutating func add(_ value: [UInt8]?) {
    guard let value else { return addAbsence() }
    value.withUnsafeBytes { add(bytes: $0) }
  }

  /// Writes a digest, or that there is none.
  package mutating func add(_ value: GridCore.Digest?) {
    guard let value else { return addAbsence() }
    withUnsafeBytes(of: value.words) { add(bytes: $0) }
  }

  /// Writes a key, or that there is none.
  package mutating func add(_ key: EventKey?) {
    guard let key else { return addAbsence() }
    reserve(17)
    buffer[used] = 3
    put(key.high, at: used + 1)
    put(UInt64(key.low), at: used + 9)
    used += 17
  }

  /// Writes bytes and how many they are.
  package mutating func add(bytes: UnsafeRawBufferPointer) {
    reserve(9 + bytes.count)
    buffer[used] = 2
    put(UInt64(bytes.count), at: used + 1)
    let start = used + 9
    buffer.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[start...]).copyMemory(from: bytes) }
    used = start + bytes.count
  }

  /// A field that came after the first release, of a number; nothing where it is at its default.
  package mutating func add(later field: LaterField, _ value: Int64?) {
    guard let value else { return }
    begin(field)
    add(value)
  }

  /// The same, of a text.
  package mutating func add(later field: LaterField, _ value: String?) {
    guard let value else { return }
    begin(field)
    add(value)
  }

  /// Says which later field follows.
  package mutating func begin(_ field: LaterField) {
    reserve(2)
    buffer[used] = 4
    buffer[used + 1] = field.rawValue
    used += 2
  }

  /// Writes that there is nothing.
  package mutating func addAbsence() {
    reserve(1)
    buffer[used] = 0
    used += 1
  }

  private mutating func reserve(_ count: Int) {
    guard used + count > buffer.count else { return }
    buffer += [UInt8](repeating: 0, count: max(count, buffer.count))
  }

  private mutating func put(_ word: UInt64, at place: Int) {
    buffer.withUnsafeMutableBytes { $0.storeBytes(of: word.bigEndian, toByteOffset: place, as: UInt64.self) }
  }

  /// The SHA-256 of all fields; starts again.
  package mutating func finish() -> GridCore.Digest {
    let count = used
    used = 0
    return buffer.withUnsafeBytes { GridCore.Digest(sha256: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }
}

extension GridCore.Digest {
  /// The SHA-256 of bytes.
  package init(sha256 bytes: UnsafeRawBufferPointer) {
    var hash = SHA256()
    hash.update(bufferPointer: bytes)
    self = hash.finalize().withUnsafeBytes { GridCore.Digest($0) } ?? .zero
  }
}
