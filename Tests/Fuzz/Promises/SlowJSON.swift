/// A reader of JSON in another manner than the house's: over decoded scalars, by the productions of RFC 8259, each trying to match
/// and giving a value with the rest of the text, or nothing.
package enum SlowJSON {
  /// What a text says; text as its UTF-16 units, so that half a surrogate pair can be told.
  indirect enum Value: Equatable {
    case word(String)
    case number(String)
    case text([UInt16])
    case list([Value])
    case object([Member])
  }

  struct Member: Equatable {
    let key: [UInt16]
    let value: Value
  }

  typealias Text = ArraySlice<Unicode.Scalar>
  private typealias Match<Part> = (part: Part, rest: Text)

  /// Whether the bytes are UTF-8 and one JSON text.
  package static func accepts(_ bytes: [UInt8]) -> Bool {
    value(of: bytes) != nil
  }

  /// Whether so few containers are opened that this reader, which recurses at will, may be asked.
  static func isShallow(_ bytes: [UInt8]) -> Bool {
    bytes.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") } <= 150
  }

  /// The value of a text; nil where it is none.
  static func value(of bytes: [UInt8]) -> Value? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    guard let (value, rest) = value(Array(text.unicodeScalars)[...]), space(rest).isEmpty else { return nil }
    return value
  }

  private static func space(_ text: Text) -> Text {
    text.drop { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
  }

  private static func after(_ word: String, _ text: Text) -> Text? {
    text.starts(with: word.unicodeScalars) ? text.dropFirst(word.unicodeScalars.count) : nil
  }

  private static func value(_ text: Text) -> Match<Value>? {
    let text = space(text)
    switch text.first {
    case "\"": return string(text).map { (.text($0.part), $0.rest) }
    case "[": return list(text, open: "[", close: "]", item: value).map { (.list($0.part), $0.rest) }
    case "{": return list(text, open: "{", close: "}", item: member).map { (.object($0.part), $0.rest) }
    default: break
    }
    for word in ["true", "false", "null"] {
      if let rest = after(word, text) { return (.word(word), rest) }
    }
    return number(text).map { rest in (.number(String(String.UnicodeScalarView(text[..<rest.startIndex]))), rest) }
  }

  private static func member(_ text: Text) -> Match<Member>? {
    guard let key = string(space(text)), let colon = after(":", space(key.rest)), let value = value(colon) else {
      return nil
    }
    return (Member(key: key.part, value: value.part), value.rest)
  }

  private static func list<Part>(
    _ text: Text, open: String, close: String, item: (Text) -> Match<Part>?
  ) -> Match<[Part]>? {
    guard var rest = after(open, text) else { return nil }
    if let end = after(close, space(rest)) { return ([], end) }
    var parts: [Part] = []
    while let (part, behind) = item(rest) {
      parts.append(part)
      if let end = after(close, space(behind)) { return (parts, end) }
      guard let next = after(",", space(behind)) else { return nil }
      rest = next
    }
    return nil
  }

  private static let escapes: [Unicode.Scalar: UInt16] = [
    "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
  ]

  private static func string(_ text: Text) -> Match<[UInt16]>? {
    guard var rest = after("\"", text) else { return nil }
    var units: [UInt16] = []
    while let scalar = rest.first {
      rest = rest.dropFirst()
      if scalar == "\"" { return (units, rest) }
      if scalar.value < 0x20 { return nil }
      guard scalar == "\\" else {
        units += UTF16.encode(scalar).map(Array.init) ?? []
        continue
      }
      guard let letter = rest.first else { return nil }
      rest = rest.dropFirst()
      if letter == "u" {
        let digits = rest.prefix(4)
        guard digits.count(where: { $0.isASCII && $0.properties.isHexDigit }) == 4,
          let unit = UInt16(String(String.UnicodeScalarView(digits)), radix: 16)
        else { return nil }
        units.append(unit)
        rest = rest.dropFirst(4)
      } else {
        guard let unit = escapes[letter] else { return nil }
        units.append(unit)
      }
    }
    return nil
  }

  private static func number(_ text: Text) -> Text? {
    var rest = after("-", text) ?? text
    if let zero = after("0", rest) {
      rest = zero
    } else {
      guard let digits = digits(rest) else { return nil }
      rest = digits
    }
    if let dot = after(".", rest) {
      guard let fraction = digits(dot) else { return nil }
      rest = fraction
    }
    if let mark = after("e", rest) ?? after("E", rest) {
      guard let exponent = digits(after("+", mark) ?? after("-", mark) ?? mark) else { return nil }
      rest = exponent
    }
    return rest
  }

  private static func digits(_ text: Text) -> Text? {
    let rest = text.drop { $0 >= "0" && $0 <= "9" }
    return rest.count == text.count ? nil : rest
  }
}

extension SlowJSON.Value {
  /// Levels of containers.
  var depth: Int {
    switch self {
    case .word, .number, .text: 0
    case .list(let items): 1 + (items.map(\.depth).max() ?? 0)
    case .object(let members): 1 + (members.map(\.value.depth).max() ?? 0)
    }
  }

  /// Whether an object has a key twice, or a text half a surrogate pair.
  var isFlawed: Bool {
    switch self {
    case .word, .number: false
    case .text(let units): Self.isBroken(units)
    case .list(let items): items.contains(where: \.isFlawed)
    case .object(let members):
      Set(members.map(\.key)).count < members.count || members.contains { Self.isBroken($0.key) || $0.value.isFlawed }
    }
  }

  private static func isBroken(_ units: [UInt16]) -> Bool {
    String(decoding: units, as: UTF16.self).utf16.elementsEqual(units) == false
  }
}
