internal import JSON

/// Base 64 to the letter (RFC 4648 §4): the standard alphabet, padded, no white space, no bits left over.
enum Base64 {
  /// The bytes a text stands for; nil where it is not strict base 64.
  static func decode(_ text: String) -> [UInt8]? {
    let units = text.utf8
    guard units.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(units.count / 4 * 3)
    var word: UInt32 = 0
    var bits = 0
    var padding = 0
    for unit in units {
      if unit == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(of: unit) else { return nil }
      word = word << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
        word &= (1 << UInt32(bits)) - 1
      }
    }
    // 2 or 4 bits may be left over, and must be zero; they ask for 1 or 2 signs of padding.
    guard word == 0, padding * 2 == bits else { return nil }
    return bytes
  }

  private static func value(of unit: UInt8) -> UInt32? {
    switch unit {
    case 0x41...0x5A: UInt32(unit - 0x41)
    case 0x61...0x7A: UInt32(unit - 0x61) + 26
    case 0x30...0x39: UInt32(unit - 0x30) + 52
    case ASCII.plus: 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
