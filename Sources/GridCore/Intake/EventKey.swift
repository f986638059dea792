/// The first 80 bits of the SHA-256 of an event's identity: the ledger's key for the event, and, in text, the item's id.
///
/// Two identities with one key are told apart by comparing the identities themselves; the second is refused, never mixed up.
package struct EventKey: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt16

  package init(high: UInt64, low: UInt16) {
    self.high = high
    self.low = low
  }

  /// Takes the leading ten bytes of a digest.
  package init(_ digest: Digest) {
    (high, low) = digest.withBytes { bytes in
      (
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
      )
    }
  }

  // Of a digest already: its first bytes tell keys apart, and a report is looked up a dozen times.
  package func hash(into hasher: inout Hasher) { hasher.combine(high) }

  // Crockford's base 32, lower case: no i, l, o, u, so that an id survives being read out over the telephone.
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  /// Sixteen lower-case letters and digits.
  package var itemID: String { text(before: "") }

  /// The same with something behind it, in one piece.
  func text(before end: String) -> String {
    let (letters, end) = (Self.alphabet, end.utf8)
    return String(unsafeUninitializedCapacity: 16 + end.count) { buffer in
      var (rest, tail) = (high, low)
      for index in 0..<16 {
        buffer[index] = letters[Int(rest >> 59)]
        rest = rest << 5 | UInt64(tail >> 11)
        tail <<= 5
      }
      for (index, unit) in end.enumerated() { buffer[16 + index] = unit }
      return 16 + end.count
    }
  }

  /// Reads an item's id; nil for anything that is not sixteen of its letters and digits.
  package init?(itemID: String) {
    guard itemID.utf8.count == 16 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for (index, unit) in itemID.utf8.enumerated() {
      guard let value = Self.alphabet.firstIndex(of: unit) else { return nil }
      if index < 12 {
        high = high << 5 | UInt64(value)
      } else {
        low = low << 5 | UInt64(value)
      }
    }
    // 12 letters are 60 bits; the other 20 split into 4 for the high word and 16 for the low.
    self.high = high << 4 | low >> 16
    self.low = UInt16(truncatingIfNeeded: low)
  }
}
