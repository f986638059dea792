internal import Words

extension SlipScanner {
  // How far ahead a quote is looked for.
  private static let horizon = 200

  /// Goes over a text in quotes, or as far as it seems to reach.
  mutating func beginQuote(_ mark: Scalar) {
    let start = at
    spot = .closed
    let end = closing(of: mark, from: at + 1)
    if let end, !isSwallowing(from: start, to: end) {
      at = end + 1
    } else if end != nil {
      at = lastOfQuote(from: start + 1)
      open(.openQuote(mark), line: line, at: start, closedBy: mark, line: line, at: at)
    } else if let end = wideClosing(of: mark) {
      mend(.wideMark(text[end], wanted: String(mark)), at: end, as: String(mark))
      at = end + 1
    } else if isNeverClosed(mark) {
      at = lastOfQuote(from: start + 1)
      open(.openQuote(mark), line: line, at: start, closedBy: mark, line: line, at: at)
    } else {
      quote = mark
      at = text.count
    }
  }

  // `{name: "城管, hours: ["08:00-22:00"]}`: the opening of the next text in quotes is no closing.
  private func isSwallowing(from start: Int, to end: Int) -> Bool {
    guard !brackets.isEmpty, !endsValue(before: end + 1), end + 1 < text.count, text[end + 1] != ":" else {
      return false
    }
    return text[(start + 1)..<end].prefix(Self.horizon).contains(",")
  }

  /// Whether the quote of an earlier line ends on this one.
  mutating func endsQuote() -> Bool {
    guard let mark = quote, let end = closing(of: mark, from: 0) else { return false }
    quote = nil
    spot = .closed
    at = end + 1
    return true
  }

  private func closing(of mark: Scalar, from start: Int) -> Int? {
    var index = start
    while index < text.count {
      let scalar = text[index]
      if mark == "\"", scalar == "\\" {
        index += 2
        continue
      }
      if scalar == mark {
        guard mark == "'", index + 1 < text.count, text[index + 1] == "'" else { return index }
        index += 1
      }
      index += 1
    }
    return nil
  }

  // `"22:00-06:00”`: where the wide quote stands that was meant to close.
  private func wideClosing(of mark: Scalar) -> Int? {
    let rest = text[(at + 1)...].prefix(Self.horizon)
    let opening: Scalar = mark == "'" ? "‘" : "“"
    let closing: Scalar = mark == "'" ? "’" : "”"
    guard !rest.contains(opening) else { return nil }
    return rest.indices.first { text[$0] == closing && endsValue(before: $0 + 1) }
  }

  // A text that goes on over lines that look like entries was not meant to.
  private func isNeverClosed(_ mark: Scalar) -> Bool {
    for number in (line + 1)..<(line + 100) {
      guard let next = lines.line(number) else { break }
      let scalars = Array(next.unicodeScalars)
      if looksLikeEntry(scalars[...].drop(while: SlipMarks.isAnySpace)) { return true }
      if scalars.contains(mark) { return false }
    }
    return true
  }

  // Where a quote without end is taken to end: in brackets at the next mark of them, else before a comment.
  private func lastOfQuote(from start: Int) -> Int {
    var end = start
    for index in start..<max(start, text.count) {
      let scalar = text[index]
      if !brackets.isEmpty, (",]}，｝］" as String).unicodeScalars.contains(scalar) { break }
      if scalar == "#", SlipMarks.isSpace(text[index - 1]) { break }
      if !SlipMarks.isAnySpace(scalar) { end = index + 1 }
    }
    return end
  }

  /// Goes over `“…”` where quotes of YAML were meant; false where the marks are part of a text.
  mutating func wideQuote(_ scalar: Scalar) -> Bool {
    guard let (wide, ascii) = SlipMarks.wideQuotes[scalar] else { return false }
    let rest = text[(at + 1)...].prefix(Self.horizon)
    guard
      let end = rest.indices.first(where: {
        (text[$0] == wide || text[$0] == ascii || text[$0] == scalar) && endsValue(before: $0 + 1)
      })
    else { return false }
    let content = text[(at + 1)..<end]
    guard !content.isEmpty, !content.contains(ascii), !content.contains("\\"), needsQuotes(content) else {
      return false
    }
    mend(.wideMark(scalar, wanted: String(ascii)), at: at, as: String(ascii))
    if text[end] != ascii { mend(.wideMark(text[end], wanted: String(ascii)), at: end, as: String(ascii)) }
    at = end + 1
    spot = .closed
    return true
  }

  // Times, days and ids, which no quotes belong to; and what would be torn without any.
  private func needsQuotes(_ content: ArraySlice<Scalar>) -> Bool {
    content.allSatisfy(\.isASCII)
      || content.indices.contains { index in
        switch content[index] {
        case ":": index + 1 == content.endIndex || SlipMarks.isSpace(content[index + 1])
        case ",", "[", "]", "{", "}": !brackets.isEmpty
        case "#": index > content.startIndex && SlipMarks.isSpace(content[index - 1])
        default: false
        }
      }
  }
}
