internal import Crypto
internal import GridCore

/// Writes the fields of a row one after another in a form that two different rows never share, and hashes them.
///
/// Every field says first what it is (absent, number or bytes), and bytes say how many: no field can reach into the next.
struct FieldHasher {
  // Written in place: to append a field to an array costs more than to hash it.
  private var buffer = [UInt8](repeating: 0, count: 1024)
  private var used = 0

  mutating func add(_ value: Int64?) {
    guard let value else { return addAbsence() }
    reserve(9)
    buffer[used] = 1
    put(UInt64(bitPattern: value), at: used + 1)
    used += 9
  }

  mutating func add(_ value: Int?) {
    add(value.map(Int64.init))
  }

  mutating func add(_ value: Timestamp?) {
    add(value?.seconds)
  }

  mutating func add(_ value: String?) {
    guard var value else { return addAbsence() }
    value.withUTF8 { add(bytes: UnsafeRawBufferPointer($0)) }
  }

  mutating func add(_ value: [UInt8]?) {
    guard let value else { return addAbsence() }
    value.withUnsafeBytes { add(bytes: $0) }
  }

  mutating func add(_ value: GridCore.Digest?) {
    guard let value else { return addAbsence() }
    withUnsafeBytes(of: value.words) { add(bytes: $0) }
  }

  mutating func add(_ key: EventKey?) {
    guard let key else { return addAbsence() }
    reserve(17)
    buffer[used] = 3
    put(key.high, at: used + 1)
    put(UInt64(key.low), at: used + 9)
    used += 17
  }

  mutating func add(bytes: UnsafeRawBufferPointer) {
    reserve(9 + bytes.count)
    buffer[used] = 2
    put(UInt64(bytes.count), at: used + 1)
    let start = used + 9
    buffer.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[start...]).copyMemory(from: bytes) }
    used = start + bytes.count
  }

  private mutating func addAbsence() {
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
  mutating func finish() -> GridCore.Digest {
    let count = used
    used = 0
    return buffer.withUnsafeBytes { GridCore.Digest(sha256: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }
}

/// A chain of hashes over rows in order: each link covers the one before, so that no row can be changed, taken out or put in
/// without changing every later link.
struct HashChain {
  /// The last link.
  private(set) var head: GridCore.Digest
  private var hasher = FieldHasher()

  /// A chain that goes on from a link; without one it begins.
  init(head: GridCore.Digest = .zero) {
    self.head = head
  }

  /// Adds the link of the fields that `body` writes.
  mutating func link(_ body: (inout FieldHasher) -> Void) {
    hasher.add(head)
    body(&hasher)
    head = hasher.finish()
  }
}

extension GridCore.Digest {
  /// The SHA-256 of bytes.
  init(sha256 bytes: UnsafeRawBufferPointer) {
    var hash = SHA256()
    hash.update(bufferPointer: bytes)
    self = hash.finalize().withUnsafeBytes { GridCore.Digest($0) } ?? .zero
  }
}

extension Item {
  /// The digest of all that can change in an item; the identity is the record's, and covered there.
  func seal(with hasher: inout FieldHasher) -> GridCore.Digest {
    hasher.add(key)
    hasher.add(state.rawValue)
    hasher.add(onSite ? 1 : 0)
    hasher.add(risk?.rawValue)
    hasher.add(matter)
    hasher.add(duty)
    hasher.add(community)
    hasher.add(grid)
    hasher.add(post)
    hasher.add(group)
    hasher.add(limit?.text)
    hasher.add(holder.text)
    hasher.add(rung)
    hasher.add(receivedAt)
    hasher.add(deadline)
    hasher.add(provisional ? 1 : 0)
    hasher.add(nextDue)
    hasher.add(assignedBy.rules)
    hasher.add(assignedBy.line)
    hasher.add(assignedBy.why.kind.rawValue)
    hasher.add(assignedBy.why.subject)
    hasher.add(notices)
    hasher.add(revision)
    return hasher.finish()
  }
}
