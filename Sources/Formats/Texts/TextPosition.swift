internal import JSON

/// A place in a text as editors count it: line and column from 1, the column in Unicode scalars.
///
/// A line ends with LF (and so with CRLF); CR alone, U+0085, U+2028 and U+2029 end none.
package struct TextPosition: Hashable, Sendable {
  /// From 1.
  package var line: Int
  /// From 1, in Unicode scalars.
  package var column: Int

  /// The first character of a text.
  package static let start = TextPosition(line: 1, column: 1)

  /// The place at this line and column, from 1.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Moves over these bytes; a byte that begins no UTF-8 sequence counts with the one before it.
  package mutating func advance(over bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if byte == ASCII.lineFeed {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }

  /// The place after these bytes.
  package func advanced(over bytes: ArraySlice<UInt8>) -> TextPosition {
    var position = self
    position.advance(over: bytes)
    return position
  }
}
