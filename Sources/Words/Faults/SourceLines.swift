/// The lines of a file by number: LF, CR and CRLF end a line, a byte order mark belongs to none.
package struct SourceLines: Sendable {
  private let bytes: [UInt8]
  private var ranges: [Range<Int>] = []

  /// Cuts the bytes of a file into its lines.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A || byte == 0x0D {
        ranges.append(start..<index)
        if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
        start = index + 1
      }
      index += 1
    }
    if start < bytes.count || ranges.isEmpty { ranges.append(start..<bytes.count) }
  }

  /// Whether there is nothing to show.
  package var isEmpty: Bool { bytes.isEmpty }

  /// How many lines there are, at least one.
  package var count: Int { ranges.count }

  /// The text of a line, from 1, with bad bytes replaced; nil where the file has no such line.
  package func line(_ number: Int) -> String? {
    guard number >= 1, number <= ranges.count else { return nil }
    return String(decoding: bytes[ranges[number - 1]], as: UTF8.self)
  }

  /// The bytes of a line.
  package func bytes(_ number: Int) -> ArraySlice<UInt8>? {
    guard number >= 1, number <= ranges.count else { return nil }
    return bytes[ranges[number - 1]]
  }

  /// The characters of a line; none where the file has no such line.
  package func scalars(_ number: Int) -> [Unicode.Scalar] { line(number).map { Array($0.unicodeScalars) } ?? [] }

  /// The place itself, or the end of the file where it lies behind it: parsers name the line after the last.
  package func clamped(line: Int, column: Int) -> (line: Int, column: Int) {
    guard line <= ranges.count else {
      return (ranges.count, (self.line(ranges.count)?.unicodeScalars.count ?? 0) + 1)
    }
    return (max(line, 1), max(column, 1))
  }

  /// The end of the file: its last line and the column after it.
  package var end: (line: Int, column: Int) { clamped(line: .max, column: 1) }
}
