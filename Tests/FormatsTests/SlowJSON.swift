/// A recogniser of JSON in another manner than the reader's: over decoded scalars, by the productions of RFC 8259, each trying
/// to match and giving the rest of the text or nothing.
enum SlowJSON {
  typealias Text = ArraySlice<Unicode.Scalar>

  /// Whether the bytes are UTF-8 and one JSON text.
  static func accepts(_ bytes: [UInt8]) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    return value(Array(text.unicodeScalars)[...]).map { space($0).isEmpty } ?? false
  }

  private static func space(_ text: Text) -> Text {
    text.drop { " \t\n\r".unicodeScalars.contains($0) }
  }

  private static func literal(_ word: String, _ text: Text) -> Text? {
    text.starts(with: word.unicodeScalars) ? text.dropFirst(word.unicodeScalars.count) : nil
  }

  private static func value(_ text: Text) -> Text? {
    let text = space(text)
    return literal("true", text) ?? literal("false", text) ?? literal("null", text) ?? string(text) ?? number(text)
      ?? list(text, open: "[", close: "]", item: value)
      ?? list(text, open: "{", close: "}") { item in
        string(space(item)).flatMap { literal(":", space($0)) }.flatMap(value)
      }
  }

  private static func list(_ text: Text, open: String, close: String, item: (Text) -> Text?) -> Text? {
    guard var rest = literal(open, text) else { return nil }
    if let end = literal(close, space(rest)) { return end }
    while let after = item(rest) {
      if let end = literal(close, space(after)) { return end }
      guard let next = literal(",", space(after)) else { return nil }
      rest = next
    }
    return nil
  }

  private static func string(_ text: Text) -> Text? {
    guard var rest = literal("\"", text) else { return nil }
    while let scalar = rest.first {
      rest = rest.dropFirst()
      if scalar == "\"" { return rest }
      if scalar.value < 0x20 { return nil }
      guard scalar == "\\" else { continue }
      guard let letter = rest.first, "\"\\/bfnrtu".unicodeScalars.contains(letter) else { return nil }
      rest = rest.dropFirst()
      if letter == "u" {
        guard rest.prefix(4).count(where: { $0.isASCII && $0.properties.isHexDigit }) == 4 else { return nil }
        rest = rest.dropFirst(4)
      }
    }
    return nil
  }

  private static func number(_ text: Text) -> Text? {
    var rest = literal("-", text) ?? text
    if let zero = literal("0", rest) {
      rest = zero
    } else {
      guard let digits = digits(rest) else { return nil }
      rest = digits
    }
    if let dot = literal(".", rest) {
      guard let fraction = digits(dot) else { return nil }
      rest = fraction
    }
    if let mark = literal("e", rest) ?? literal("E", rest) {
      guard let exponent = digits(literal("+", mark) ?? literal("-", mark) ?? mark) else { return nil }
      rest = exponent
    }
    return rest
  }

  private static func digits(_ text: Text) -> Text? {
    let rest = text.drop { $0 >= "0" && $0 <= "9" }
    return rest.count == text.count ? nil : rest
  }
}
