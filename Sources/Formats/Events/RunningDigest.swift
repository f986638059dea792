internal import Crypto
package import GridCore

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
  // As raw bytes: going through them costs a tenth of going through the digest itself, whose elements come generically.
  return hash.finalize().withUnsafeBytes { raw in
    guard let digest = GridCore.Digest(raw) else {
      preconditionFailure("SHA-256 gives 32 bytes")
    }
    return digest
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
  package func finished() -> GridCore.Digest {
    hash.finalize().withUnsafeBytes { raw in
      guard let digest = GridCore.Digest(raw) else { preconditionFailure("SHA-256 gives 32 bytes") }
      return digest
    }
  }
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
