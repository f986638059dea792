internal import Words

/// Writes CSV (RFC 4180) as spreadsheets take it: UTF-8 with a byte order mark, lines that end with CRLF.
///
/// A spreadsheet reckons what begins like a formula, whoever wrote it: text from outside that does is made a text by an apostrophe.
package struct CSVWriter: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
  private var isFirst = true

  package init() {}

  /// A cell of text from outside.
  package mutating func text(_ text: String) {
    word(Self.looksLikeFormula(text) ? "'" + text : text)
  }

  /// A cell of our own: a number, an id of a column, nothing.
  package mutating func word(_ text: String) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// Ends the line at hand.
  package mutating func endLine() {
    bytes.append(contentsOf: [0x0D, 0x0A])
    isFirst = true
  }

  /// Hands out what was written and begins anew without it, so that a long table needs little memory.
  package mutating func takeBytes() -> [UInt8] {
    let taken = bytes
    bytes = []
    return taken
  }

  /// Whether the first character that is no blank begins a formula in some spreadsheet; a tab and a CR begin one as they are.
  static func looksLikeFormula(_ text: String) -> Bool {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t", "\r", "=", "+", "-", "@", "＝", "＋", "－", "＠": return true
      default: if !scalar.properties.isWhitespace, !isOddBlank(scalar) { return false }
      }
    }
    return false
  }
}
