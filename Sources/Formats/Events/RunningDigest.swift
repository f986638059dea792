internal import Crypto
package import GridCore
internal import JSON

/// The SHA-256 of these bytes (FIPS 180-4).
package func sha256(of bytes: ArraySlice<UInt8>) -> GridCore.Digest {
  bytes.withUnsafeBytes { sha256(of: $0) }
}

/// The SHA-256 of these bytes (FIPS 180-4).
package func sha256(of bytes: [UInt8]) -> GridCore.Digest {
  bytes.withUnsafeBytes { sha256(of: $0) }
}

private func sha256(of bytes: UnsafeRawBufferPointer) -> GridCore.Digest {
  var hash = SHA256()
  hash.update(bufferPointer: bytes)
  return finished(hash)
}

private func finished(_ hash: SHA256) -> GridCore.Digest {
  // As raw bytes: going through them costs a tenth of going through the digest itself, whose elements come generically.
  hash.finalize().withUnsafeBytes { raw in
    guard let digest = GridCore.Digest(raw) else { preconditionFailure("SHA-256 gives 32 bytes") }
    return digest
  }
}

/// The digest of a file, and that of its text without the white space behind it: of a file that is one record both are asked for, and
/// one look at the bytes gives both.
package struct FileDigests: Sendable {
  /// Of all bytes.
  package let whole: GridCore.Digest
  /// Where the text ends.
  package let end: Int
  /// Of the bytes up to there.
  package let text: GridCore.Digest

  /// Digests a whole file, with and without the blanks at its end.
  package init(of bytes: [UInt8]) {
    var end = bytes.count
    while end > 0, ASCII.isSpace(bytes[end - 1]) { end -= 1 }
    self.end = end
    (text, whole) = bytes.withUnsafeBytes { bytes in
      var hash = SHA256()
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
      let text = finished(hash)
      if end == bytes.count { return (text, text) }
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[end...]))
      return (text, finished(hash))
    }
  }
}

/// A SHA-256 over bytes that come piece by piece.
package struct RunningDigest {
  private var hash = SHA256()

  package init() {}

  /// Takes the next bytes.
  package mutating func add(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// The digest of all bytes taken.
  package func finished() -> GridCore.Digest { Formats.finished(hash) }
}

extension EventIdentity {
  /// The key of this identity: the head of SHA-256 over the source's length (8 bytes, big-endian), the source and the id.
  package var key: EventKey {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + source.utf8.count + id.utf8.count)
    bytes.append(bigEndian: source.utf8.count)
    bytes.append(contentsOf: source.utf8)
    bytes.append(contentsOf: id.utf8)
    return bytes.withUnsafeBytes { bytes in
      var hash = SHA256()
      hash.update(bufferPointer: bytes)
      return hash.finalize().withUnsafeBytes { digest in
        EventKey(
          high: UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)),
          low: UInt16(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
      }
    }
  }
}

extension [UInt8] {
  /// Eight bytes, the highest first.
  mutating func append(bigEndian number: Int) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
