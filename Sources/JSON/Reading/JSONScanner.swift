/// Walks over the tokens of a JSON text, checking each to the letter (RFC 8259 §2–§7, UTF-8 by Unicode table 3-7).
///
/// Faults of the text are thrown where they are met. A fault of the record (`JSONFlaw.Kind.isOfRecord`) is only noted, for a
/// text that ends too early must be known as such even where a record before its end is bad.
package struct JSONScanner {
  let bytes: ByteWindow
  let end: Int
  /// Where it stands.
  package var index: Int
  /// The first fault of the record.
  package private(set) var recordFlaw: JSONFlaw?

  package init(_ bytes: ByteWindow) {
    self.bytes = bytes
    index = bytes.startIndex
    end = bytes.endIndex
  }

  /// What a string token holds between its quotes.
  package struct StringToken {
    package let content: Range<Int>
    package let hasEscapes: Bool
  }

  /// A fault of the text where it stands.
  package func flaw(_ kind: JSONFlaw.Kind) -> JSONFlaw {
    JSONFlaw(kind: kind, offset: index)
  }

  mutating func note(_ kind: JSONFlaw.Kind, at offset: Int) {
    if recordFlaw == nil { recordFlaw = JSONFlaw(kind: kind, offset: offset) }
  }

  /// The byte at hand; nil at the end.
  package var byte: UInt8? { index < end ? bytes[index] : nil }

  /// Steps over white space.
  @inline(__always)
  package mutating func skipSpace() {
    // One look tells nearly always that there is none.
    if index < end, bytes[index] <= ASCII.space { skipSpaces() }
  }

  @inline(never)
  private mutating func skipSpaces() {
    while index < end, ASCII.isSpace(bytes[index]) { index += 1 }
  }

  /// White space, then the end of the text.
  package mutating func scanEnd() throws(JSONFlaw) {
    skipSpace()
    if index < end { throw flaw(.trailing) }
  }

  /// Steps over a byte that must be this one.
  @inline(__always)
  package mutating func scan(_ wanted: UInt8, orElse kind: JSONFlaw.Kind) throws(JSONFlaw) {
    guard byte == wanted else { throw flaw(kind) }
    index += 1
  }

  mutating func scanLiteral(_ word: StaticString) throws(JSONFlaw) {
    for offset in 0..<word.utf8CodeUnitCount {
      try scan(word.utf8Start[offset], orElse: .literal)
    }
  }

  mutating func scanNumber() throws(JSONFlaw) {
    if byte == ASCII.minus { index += 1 }
    if byte == ASCII.zero {
      index += 1
      if let next = byte, ASCII.isDigit(next) { throw flaw(.leadingZero) }
    } else {
      try scanDigits()
    }
    if byte == ASCII.dot {
      index += 1
      try scanDigits()
    }
    if let exponent = byte, exponent | 0x20 == UInt8(ascii: "e") {
      index += 1
      if byte == ASCII.plus || byte == ASCII.minus { index += 1 }
      try scanDigits()
    }
  }

  private mutating func scanDigits() throws(JSONFlaw) {
    let start = index
    while index < end, ASCII.isDigit(bytes[index]) { index += 1 }
    if index == start { throw flaw(.digit) }
  }

  /// A string from its opening quote to its closing one.
  package mutating func scanString() throws(JSONFlaw) -> StringToken {
    index += 1
    let start = index
    var hasEscapes = false
    while true {
      index = bytes.endOfPlainText(from: index)
      guard let byte else { throw flaw(.closingQuote) }
      if byte == ASCII.quote {
        index += 1
        return StringToken(content: start..<(index - 1), hasEscapes: hasEscapes)
      } else if byte == ASCII.backslash {
        hasEscapes = true
        try scanEscape()
      } else if byte < 0x20 {
        throw flaw(.controlInString)
      } else {
        try scanBeyondASCII()
      }
    }
  }

  private mutating func scanBeyondASCII() throws(JSONFlaw) {
    while let byte, byte >= 0x80 {
      if bytes.holdsCommonScalar(at: index) {
        index += 3
        continue
      }
      switch UTF8Sequence(in: bytes, at: index) {
      case .whole(let length): index += length
      case .cut: throw flaw(.cutUTF8)
      case .malformed: throw flaw(.malformedUTF8)
      }
    }
  }

  private mutating func scanEscape() throws(JSONFlaw) {
    let start = index
    index += 1
    guard let letter = byte else { throw flaw(.escape) }
    switch letter {
    case UInt8(ascii: "u"):
      index += 1
      let unit = try scanHexUnit()
      switch unit {
      case 0xD800...0xDBFF:
        guard scanLowSurrogate() else { return note(.loneSurrogate, at: start) }
      case 0xDC00...0xDFFF: note(.loneSurrogate, at: start)
      default: break
      }
    case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 1
    default: throw flaw(.escape)
    }
  }

  private mutating func scanHexUnit() throws(JSONFlaw) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = byte.flatMap(ASCII.hexValue) else { throw flaw(.hexDigit) }
      unit = unit << 4 | digit
      index += 1
    }
    return unit
  }

  /// Steps over a `\u` escape of a low surrogate, if one is next; else stays, and the loop meets what is there.
  private mutating func scanLowSurrogate() -> Bool {
    guard end - index >= 6, bytes[index] == ASCII.backslash, bytes[index + 1] == UInt8(ascii: "u") else { return false }
    var unit: UInt32 = 0
    for offset in 2..<6 {
      guard let digit = ASCII.hexValue(bytes[index + offset]) else { return false }
      unit = unit << 4 | digit
    }
    guard (0xDC00...0xDFFF).contains(unit) else { return false }
    index += 6
    return true
  }
}

/// What stands at a place where a UTF-8 sequence of more than one byte should begin.
package enum UTF8Sequence: Sendable {
  case whole(length: Int)
  /// The text ends within a sequence that is right so far.
  case cut
  case malformed

  /// Looks at the bytes at `index`, the first of which is 0x80 or more (Unicode 16, table 3-7: no overlong form, no
  /// surrogate, nothing above U+10FFFF).
  package init(in bytes: ByteWindow, at index: Int) {
    let lead = bytes[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { second = 0xA0...0xBF }
      if lead == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { second = 0x90...0xBF }
      if lead == 0xF4 { second = 0x80...0x8F }
    default:
      self = .malformed
      return
    }
    for offset in 1..<length {
      guard index + offset < bytes.endIndex else {
        self = .cut
        return
      }
      let allowed = offset == 1 ? second : 0x80...0xBF
      guard allowed.contains(bytes[index + offset]) else {
        self = .malformed
        return
      }
    }
    self = .whole(length: length)
  }
}
