internal import GridCore
internal import Linux

/// How the characters of a table are written.
///
/// In each of them a comma, a quote or the end of a line is found without reading what stands between: of GB18030 no character of
/// several bytes holds one of those.
enum TextEncoding: Hashable, Sendable {
  case utf8
  case gb18030
  case utf16(isBigEndian: Bool)

  /// What the mark at the beginning says, or else the rules; and how long the mark is.
  static func of(_ bytes: [UInt8], otherwise encoding: SourceReading.Encoding?) -> (TextEncoding, mark: Int) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16(isBigEndian: false), 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16(isBigEndian: true), 2) }
    if bytes.starts(with: [0x84, 0x31, 0x95, 0x33]) { return (.gb18030, 4) }
    return (encoding == .gb18030 ? .gb18030 : .utf8, 0)
  }

  var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .gb18030: "GB18030"
    case .utf16: "UTF-16"
    }
  }

  /// How many bytes a unit has.
  var step: Int {
    if case .utf16 = self { 2 } else { 1 }
  }

  /// The unit that begins at a byte; half a unit at the end is none that has a meaning.
  func unit(_ bytes: [UInt8], _ index: Int) -> UInt16 {
    guard case .utf16(let isBigEndian) = self else { return UInt16(bytes[index]) }
    guard index + 1 < bytes.count else { return 0xFFFD }
    let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
    return isBigEndian ? first << 8 | second : second << 8 | first
  }

  /// How many bytes the blank has that begins here; 0 where none does: a space, a tab, U+00A0 or U+3000.
  func blank(_ bytes: [UInt8], _ index: Int) -> Int {
    let unit = unit(bytes, index)
    if unit == 0x20 || unit == 0x09 { return step }
    switch self {
    case .utf16: return unit == 0xA0 || unit == 0x3000 ? step : 0
    case .utf8:
      if unit == 0xC2 { return Self.follows([0xA0], bytes, index) ? 2 : 0 }
      return unit == 0xE3 && Self.follows([0x80, 0x80], bytes, index) ? 3 : 0
    case .gb18030:
      if unit == 0xA1 { return Self.follows([0xA1], bytes, index) ? 2 : 0 }
      return unit == 0x81 && Self.follows([0x30, 0x84, 0x32], bytes, index) ? 4 : 0
    }
  }

  private static func follows(_ rest: [UInt8], _ bytes: [UInt8], _ index: Int) -> Bool {
    bytes[(index + 1)...].starts(with: rest)
  }

  /// The text of these bytes; nil where they are none in this encoding.
  func text(_ bytes: ArraySlice<UInt8>) -> String? {
    switch self {
    case .utf8: String(validating: bytes, as: UTF8.self)
    case .gb18030: bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : GB18030.text(of: bytes)
    case .utf16: bytes.count % 2 == 0 ? String(validating: units(bytes), as: UTF16.self) : nil
    }
  }

  private func units(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
    let all = Array(bytes)
    return stride(from: 0, to: all.count, by: 2).map { unit(all, $0) }
  }

  /// How many characters these bytes are; a byte that belongs to none counts as one.
  func characters(_ bytes: ArraySlice<UInt8>) -> Int {
    var (count, index) = (0, bytes.startIndex)
    switch self {
    case .utf8: return bytes.count { $0 & 0xC0 != 0x80 }
    case .utf16: return units(bytes[..<(bytes.endIndex - bytes.count % 2)]).count { $0 & 0xFC00 != 0xDC00 }
    case .gb18030:
      while index < bytes.endIndex {
        let next = index + 1 < bytes.endIndex ? bytes[index + 1] : 0
        let isWide = bytes[index] > 0x80 && bytes[index] < 0xFF
        index += !isWide ? 1 : (0x30...0x39).contains(next) ? 4 : next >= 0x40 ? 2 : 1
        count += 1
      }
      return count
    }
  }
}
