/// A SHA-256 digest as a value without a heap allocation; whoever hashes makes it, this room only carries and compares it.
package struct Digest: Hashable, Sendable {
  package static let byteCount = 32
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// All zero: the start of a hash chain.
  package static let zero = Digest()

  private init() {}

  /// The digest of exactly 32 bytes; nil for any other number.
  package init?(bytes: some Sequence<UInt8>) {
    var count = 0
    var words = [UInt64](repeating: 0, count: 4)
    for byte in bytes {
      guard count < Self.byteCount else { return nil }
      words[count / 8] = words[count / 8] << 8 | UInt64(byte)
      count += 1
    }
    guard count == Self.byteCount else { return nil }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// Reads 64 hexadecimal digits.
  package init?(hex: String) {
    var bytes: [UInt8] = []
    var high: UInt8?
    for unit in hex.utf8 {
      let value: UInt8
      switch unit {
      case 0x30...0x39: value = unit - 0x30
      case 0x61...0x66: value = unit - 0x57
      case 0x41...0x46: value = unit - 0x37
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    guard high == nil else { return nil }
    self.init(bytes: bytes)
  }

  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(Self.byteCount)
    for word in [words.0, words.1, words.2, words.3] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return result
  }

  /// 64 lower-case hexadecimal digits.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  package static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}
