internal import Words

/// Values of any kind.
extension NodeReader {
  /// The raw text of a scalar that is not empty.
  package mutating func text(_ place: NodePlace, _ english: String, _ chinese: String) -> String? {
    guard case .scalar(let text, let style) = place.node.content else {
      wrongKind(place, wanted: both(english, chinese))
      return nil
    }
    if case .block = style, text.isEmpty || text.contains("\n") {
      fault(
        .wrongKind, Spot(span: YAMLSpan(start: place.node.span.start, end: place.node.span.start), path: place.path),
        both("a block text begins here; wanted one line: \(english)", "这里是一段多行文字（| 或 >），应当写在一行里：\(chinese)"),
        help: both("write the value behind the colon, without | or >", "请把值直接写在冒号后面，不用 | 或 >"))
      return nil
    }
    guard !Self.isNothing(text, style) else {
      emptyValue(place, wanted: both(english, chinese))
      return nil
    }
    return tellOddBlank(around: text, style, at: place.spot) ? nil : text
  }

  /// Tells a blank at either end of a text that looks like a space, or like nothing, and is none: it would make another word of it.
  package mutating func tellOddBlank(around text: String, _ style: YAMLNode.Style, at spot: Spot) -> Bool {
    let scalars = text.unicodeScalars
    let isBehind = scalars.last.map(isOddBlank) ?? false
    guard let odd = isBehind ? scalars.last : scalars.first, isOddBlank(odd) else { return false }
    var span = spot.span
    // Of a text that was written with escapes or over lines nobody knows where the character stands.
    let margin = style == .quoted ? 1 : 0
    if let end = span.endColumn, end - span.start.column == scalars.count + 2 * margin {
      let column = isBehind ? end - margin - 1 : span.start.column + margin
      let line = span.start.line
      span = YAMLSpan(start: YAMLMark(line: line, column: column), end: YAMLMark(line: line, column: column + 1))
    }
    let name = codePoint(odd)
    fault(
      .oddCharacter, Spot(span: span, path: spot.path),
      isBehind
        ? both("behind the value stands \(name), a blank that is no ordinary space", "这个值后面有 \(name)，看着像空格，其实不是")
        : both("before the value stands \(name), a blank that is no ordinary space", "这个值前面有 \(name)，看着像空格，其实不是"),
      help: both("delete it; it often comes along when text is pasted", "请删掉；这种字符常在粘贴时混进来"))
    return true
  }

  /// Decimal digits without sign or leading zero.
  package static func decimal(_ text: some StringProtocol) -> Int? {
    guard let first = text.utf8.first, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      first != 0x30 || text.utf8.count == 1
    else { return nil }
    return Int(text)
  }

  /// A whole number within bounds.
  package mutating func number(_ place: NodePlace, _ range: ClosedRange<Int>) -> Int? {
    guard let text = text(place, "a whole number", "整数") else { return nil }
    guard let number = Self.decimal(text) ?? (Self.isTooLarge(text) ? .max : nil) else {
      fault(
        .badNumber, place.spot,
        both(
          "\(quoted(text)) is not a whole number in plain decimal digits (no sign, no leading zero, no _ or 0x)",
          "\(quoted(text)) 不是普通的十进制整数（不带正负号，不以 0 开头，不用 _ 或 0x）"),
        help: Self.plainDigits(text).map { both("write \($0)", "请写成 \($0)") })
      return nil
    }
    guard range.contains(number) else {
      fault(
        .outOfRange, place.spot,
        both(
          "\(quoted(text)) is outside \(range.lowerBound) to \(range.upperBound)",
          "\(quoted(text)) 超出范围，应在 \(range.lowerBound) 到 \(range.upperBound) 之间"))
      return nil
    }
    return number
  }

  // Well written, but beyond what an integer holds.
  private static func isTooLarge(_ text: String) -> Bool {
    text.first != "0" && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  // What 010 or 1_000 were most likely meant to be; not offered where octal 10 may have been meant.
  private static func plainDigits(_ text: String) -> String? {
    let digits = text.filter { $0 != "_" && $0 != "," }.drop { $0 == "0" }
    return digits != text[...] && decimal(digits) != nil ? String(digits) : nil
  }

  /// Reads one field where it is there.
  package mutating func optional<Value>(
    _ key: String, of fields: NodeFields, _ read: (inout Self, NodePlace) -> Value?
  ) -> NodeReading<Value> {
    guard let place = fields[key] else { return fields.lacks(key) ? .absent : .faulty }
    return read(&self, place).map { .good($0) } ?? .faulty
  }
}
