internal import JSON

/// Base 64 to the letter (RFC 4648 §4): the standard alphabet, padded, no white space, no bits left over.
package enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Writes bytes as text.
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let taken = Array(rest.prefix(3))
      let word = (0..<3).reduce(UInt32(0)) { $0 << 8 | ($1 < taken.count ? UInt32(taken[$1]) : 0) }
      for place in 0..<4 {
        text.append(place <= taken.count ? letters[Int(word >> UInt32(18 - 6 * place)) & 63] : UInt8(ascii: "="))
      }
      rest = rest.dropFirst(3)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes a text stands for; nil where it is not strict base 64.
  package static func decode(_ text: String) -> [UInt8]? {
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
