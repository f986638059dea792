import GridCore

extension JSONScanner {
  /// Reads one value; a container takes one of the `depth` levels left.
  ///
  /// Recurses once a level, and never deeper than `depth`.
  mutating func readValue(depth: Int, limit: Int) throws(JSONFlaw) -> JSONValue {
    let start = index
    switch byte {
    case ASCII.leftBrace:
      guard depth > 0 else { throw flaw(.tooDeep(limit)) }
      return .object(try readMembers(depth: depth - 1, limit: limit))
    case ASCII.leftBracket:
      guard depth > 0 else { throw flaw(.tooDeep(limit)) }
      return .array(try readElements(depth: depth - 1, limit: limit))
    case ASCII.quote:
      return .string(text(of: try scanString()))
    case UInt8(ascii: "t"):
      try scanLiteral("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try scanLiteral("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try scanLiteral("null")
      return .null
    default:
      try scanScalar()
      return .number(bytes.text(start..<index))
    }
  }

  private mutating func readElements(depth: Int, limit: Int) throws(JSONFlaw) -> [JSONValue] {
    var elements: [JSONValue] = []
    index += 1
    skipSpace()
    if byte == ASCII.rightBracket {
      index += 1
      return elements
    }
    while true {
      elements.append(try readValue(depth: depth, limit: limit))
      skipSpace()
      if byte != ASCII.comma { break }
      index += 1
      skipSpace()
    }
    try scan(ASCII.rightBracket, orElse: .commaOrBracket)
    return elements
  }

  private mutating func readMembers(depth: Int, limit: Int) throws(JSONFlaw) -> [JSONMember] {
    var members: [JSONMember] = []
    index += 1
    skipSpace()
    if byte == ASCII.rightBrace {
      index += 1
      return members
    }
    members.reserveCapacity(12)
    var keys = SeenKeys()
    while true {
      guard byte == ASCII.quote else { throw flaw(members.isEmpty ? .keyOrBrace : .key) }
      let keyOffset = index
      let token = try scanString()
      let key = text(of: token)
      if !keys.insert(key, mark: mark(of: token), after: members) { note(.duplicateKey, at: keyOffset) }
      skipSpace()
      try scan(ASCII.colon, orElse: .colon)
      skipSpace()
      let offset = index
      members.append(JSONMember(key: key, value: try readValue(depth: depth, limit: limit), offset: offset))
      skipSpace()
      if byte != ASCII.comma { break }
      index += 1
      skipSpace()
    }
    try scan(ASCII.rightBrace, orElse: .commaOrBrace)
    return members
  }

  /// A number from 0 to 63 that equal keys share; a key with escapes, which may equal any, has none.
  private func mark(of token: StringToken) -> UInt64? {
    guard !token.hasEscapes else { return nil }
    guard let first = token.content.first, let last = token.content.last else { return 0 }
    return (UInt64(token.content.count) &* 7 &+ UInt64(bytes[first]) &+ UInt64(bytes[last]) &* 3) & 63
  }

  /// The text of a string token that was scanned; a lone surrogate, which was noted, is left out.
  package func text(of token: StringToken) -> String {
    guard token.hasEscapes else { return bytes.text(token.content) }
    var units: [UInt8] = []
    units.reserveCapacity(token.content.count)
    var place = token.content.lowerBound
    while place < token.content.upperBound {
      let byte = bytes[place]
      if byte == ASCII.backslash {
        appendEscape(at: &place, to: &units)
      } else {
        units.append(byte)
        place += 1
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  private func appendEscape(at place: inout Int, to units: inout [UInt8]) {
    let letter = bytes[place + 1]
    place += 2
    switch letter {
    case UInt8(ascii: "u"): break
    case UInt8(ascii: "b"): return units.append(0x08)
    case UInt8(ascii: "f"): return units.append(0x0C)
    case UInt8(ascii: "n"): return units.append(ASCII.lineFeed)
    case UInt8(ascii: "r"): return units.append(ASCII.carriageReturn)
    case UInt8(ascii: "t"): return units.append(ASCII.tab)
    default: return units.append(letter)
    }
    var code = hexUnit(at: place)
    place += 4
    if (0xD800...0xDBFF).contains(code), place + 6 <= end, bytes[place] == ASCII.backslash,
      bytes[place + 1] == UInt8(ascii: "u")
    {
      let low = hexUnit(at: place + 2)
      if (0xDC00...0xDFFF).contains(low) {
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        place += 6
      }
    }
    if let scalar = Unicode.Scalar(code) { units.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
  }

  /// Four hexadecimal digits that were scanned before.
  private func hexUnit(at place: Int) -> UInt32 {
    (place..<(place + 4)).reduce(0) { $0 << 4 | (ASCII.hexValue(bytes[$1]) ?? 0) }
  }
}

/// The keys of an object so far, compared as bytes: one by one while they are few, by hash when they are many.
private struct SeenKeys {
  private static let few = 16
  private var set: Set<ByteText> = []
  // A bit for each mark met: a key with a new mark is new, and most are.
  private var marks: UInt64 = 0

  /// Whether the key is new; `members` are those before it.
  mutating func insert(_ key: String, mark: UInt64?, after members: [JSONMember]) -> Bool {
    if members.count < Self.few {
      let bits: UInt64 = mark.map { 1 << $0 } ?? .max
      defer { marks |= bits }
      guard marks & bits != 0 else { return true }
      let count = key.utf8.count
      return !members.contains { $0.key.utf8.count == count && ByteText($0.key) == ByteText(key) }
    }
    if set.isEmpty { set = Set(members.map { ByteText($0.key) }) }
    return set.insert(ByteText(key)).inserted
  }
}
