internal import Crypto
internal import GridCore

/// Writes the fields of a row one after another in a form that two different rows never share, and hashes them.
///
/// Every field says first what it is (absent, number or bytes), and bytes say how many: no field can reach into the next.
struct FieldHasher {
  private var buffer: [UInt8] = []

  init() {
    buffer.reserveCapacity(1024)
  }

  mutating func add(_ value: Int64?) {
    guard let value else { return buffer.append(0) }
    buffer.append(1)
    append(UInt64(bitPattern: value))
  }

  mutating func add(_ value: Int?) {
    add(value.map(Int64.init))
  }

  mutating func add(_ value: Timestamp?) {
    add(value?.seconds)
  }

  mutating func add(_ value: String?) {
    guard var value else { return buffer.append(0) }
    value.withUTF8 { add(bytes: UnsafeRawBufferPointer($0)) }
  }

  mutating func add(_ value: [UInt8]?) {
    guard let value else { return buffer.append(0) }
    value.withUnsafeBytes { add(bytes: $0) }
  }

  mutating func add(_ key: EventKey?) {
    guard let key else { return buffer.append(0) }
    buffer.append(3)
    append(key.high)
    append(UInt64(key.low))
  }

  mutating func add(bytes: UnsafeRawBufferPointer) {
    buffer.append(2)
    append(UInt64(bytes.count))
    buffer.append(contentsOf: bytes)
  }

  private mutating func append(_ word: UInt64) {
    withUnsafeBytes(of: word.bigEndian) { buffer.append(contentsOf: $0) }
  }

  /// Puts the SHA-256 of all fields into 32 bytes, and starts again.
  mutating func finish(into result: inout [UInt8]) {
    var hash = SHA256()
    buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
    hash.finalize().withUnsafeBytes { digest in
      result.withUnsafeMutableBytes { $0.copyMemory(from: digest) }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// A chain of hashes over rows in order: each link covers the one before, so that no row can be changed, taken out or put in
/// without changing every later link.
struct HashChain {
  /// The last link's 32 bytes.
  private(set) var head: [UInt8]
  private var hasher = FieldHasher()

  init(head: [UInt8]) {
    self.head = head
  }

  /// The last link.
  var digest: GridCore.Digest { head.withUnsafeBytes { GridCore.Digest($0) } ?? .zero }

  /// A chain without a link.
  init() {
    self.init(head: [UInt8](repeating: 0, count: GridCore.Digest.byteCount))
  }

  /// Adds the link of the fields that `body` writes.
  mutating func link(_ body: (inout FieldHasher) -> Void) {
    head.withUnsafeBytes { hasher.add(bytes: $0) }
    body(&hasher)
    hasher.finish(into: &head)
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
  func seal(with hasher: inout FieldHasher, into result: inout [UInt8]) {
    hasher.add(key)
    hasher.add(state.rawValue)
    hasher.add(onSite ? 1 : 0)
    hasher.add(risk?.rawValue)
    for name in [matter, duty, community, grid, post, group, limit?.text] { hasher.add(name) }
    hasher.add(holder.text)
    hasher.add(rung)
    hasher.add(receivedAt)
    hasher.add(deadline)
    hasher.add(provisional ? 1 : 0)
    hasher.add(nextDue)
    hasher.add(assignedBy.rules.bytes)
    hasher.add(assignedBy.line)
    hasher.add(assignedBy.why.kind.rawValue)
    hasher.add(assignedBy.why.subject)
    hasher.add(notices)
    hasher.add(revision)
    hasher.finish(into: &result)
  }
}
