internal import Words

extension SlipScanner {
  private var innermost: Scalar? { brackets.last?.mark }

  private var inner: Spot { innermost.map { $0 == "{" ? .key : .item } ?? .closed }

  private func column(of index: Int) -> Int { index - lead + indent }

  /// Goes over one token, or one mark, from a character that is no space.
  mutating func token(_ scalar: Scalar) {
    let next = at + 1 < text.count ? text[at + 1] : nil
    switch scalar {
    case "\u{3000}" where spot == .entry || spot == .key, "\u{A0}" where spot == .entry || spot == .key:
      mend(.wideSpace(scalar), at: at, as: " ")
      at += 1
    case "{", "[": openBracket(scalar)
    case "}", "]": closeBracket(scalar)
    case "," where innermost != nil:
      at += 1
      spot = inner
    case "，" where spot == .closed && (innermost != nil || endsValue(before: at + 1)):
      mend(.wideMark(scalar, wanted: ","), at: at, as: innermost == nil ? " " : ",")
      at += 1
      spot = inner
    case ":" where spot == .closed:
      at += 1
      spot = .value
    case "：" where spot == .closed:
      mend(.wideMark(scalar, wanted: ":"), at: at, as: ": ")
      at += 1
      spot = .value
    case "\"", "'": beginQuote(scalar)
    case "|" where innermost == nil && (spot == .value || spot == .entry),
      ">" where innermost == nil && (spot == .value || spot == .entry):
      block = entryColumn
      at = text.count
    case "-" where spot == .entry && innermost == nil && (next.map(SlipMarks.isAnySpace) ?? true): dash()
    default: if !wideToken(scalar, next) { plain() }
    }
  }

  private mutating func dash() {
    isDashed = true
    entryColumn = column(of: at)
    levels.append(entryColumn + 2)
    at += 1
    let blanks = at..<(at + text[at...].prefix(while: SlipMarks.isSpace).count)
    guard let tab = blanks.first(where: { text[$0] == "\t" }), blanks.upperBound < text.count,
      text[blanks.upperBound] != "#"
    else { return }
    tell(.tabBehindDash, at: tab)
    replace(at: blanks.lowerBound, blanks.count, by: String(repeating: " ", count: blanks.count))
    at = blanks.upperBound
  }

  // A wide mark where YAML's own was meant; false where it is text.
  private mutating func wideToken(_ scalar: Scalar, _ next: Scalar?) -> Bool {
    if let mark = SlipMarks.wideOpeners[scalar], isMeantToOpen(mark) {
      mend(.wideMark(scalar, wanted: String(mark)), at: at, as: String(mark))
      openBracket(mark)
      return true
    }
    if let mark = SlipMarks.wideClosers[scalar], innermost == SlipMarks.closers[mark] {
      mend(.wideMark(scalar, wanted: String(mark)), at: at, as: String(mark))
      closeBracket(mark)
      return true
    }
    if SlipMarks.wideDashes.contains(scalar), spot == .entry, innermost == nil, !isDashed, isMeantAsDash(next) {
      mend(.wideMark(scalar, wanted: "-"), at: at, as: next.map(SlipMarks.isAnySpace) == false ? "- " : "-")
      dash()
      return true
    }
    return wideQuote(scalar)
  }

  private func isMeantToOpen(_ mark: Scalar) -> Bool {
    let rest = text[(at + 1)...].drop(while: SlipMarks.isAnySpace)
    if mark == "{" { return rest.first == "}" || rest.first == "｝" || isEntryAhead(at + 1) }
    let items = ("\"“{｛" as String).unicodeScalars
    return spot == .value && vocabulary.listKeys.contains(lastKey) || rest.first.map(items.contains) == true
  }

  private func isMeantAsDash(_ next: Scalar?) -> Bool {
    guard let next, !SlipMarks.isAnySpace(next) else { return true }
    return ("{｛[\"" as String).unicodeScalars.contains(next) || isEntryAhead(at + 1)
  }

  private mutating func openBracket(_ mark: Scalar) {
    brackets.append(Bracket(mark: mark, line: line, at: at, indent: indent))
    at += 1
    spot = inner
  }

  private mutating func closeBracket(_ mark: Scalar) {
    if let opener = SlipMarks.closers[mark], brackets.contains(where: { $0.mark == opener }) {
      while let last = brackets.popLast(), last.mark != opener {
        open(
          .openBracket(last.mark), line: last.line, at: last.at, closedBy: last.mark == "{" ? "}" : "]", line: line,
          at: at)
      }
    }
    at += 1
    spot = .closed
  }

  /// Text without quotes, up to where YAML or whoever wrote it ends it.
  private mutating func plain() {
    let start = at
    let isName = spot == .entry || spot == .key
    var wideOpen = 0
    spot = .closed
    while at < text.count {
      let scalar = text[at]
      let next = at + 1 < text.count ? text[at + 1] : nil
      switch scalar {
      case "#" where at > start && SlipMarks.isSpace(text[at - 1]): return
      case ":" where next.map { SlipMarks.isSpace($0) || innermost != nil && Self.isFlow($0) } ?? true:
        return endKey(from: start)
      case ":" where isName && next.map(SlipMarks.isWideSpace) == true && isKey(from: start):
        endKey(from: start)
        mend(.wideSpace(text[at]), at: at, as: " ")
        at += 1
        return
      case ":" where isName && (next == "{" || next == "[") && isKey(from: start):
        // No name goes on so.
        endKey(from: start)
        tell(.missingSpace(name: lastKey), at: at - 1)
        replace(at: at, 0, by: " ")
        return
      case "：" where isName && isKey(from: start):
        mend(
          .wideMark(scalar, wanted: ":"), at: at, as: next.map(SlipMarks.isAnySpace) ?? true ? ":" : ": ")
        endKey(from: start)
        if next.map(SlipMarks.isWideSpace) == true {
          replace(at: at, 1, by: " ")
          at += 1
        }
        return
      case ",", "[", "]", "{", "}":
        if innermost != nil, at > start { return }
      case "，" where isComma:
        mend(.wideMark(scalar, wanted: ","), at: at, as: ",")
        at += 1
        spot = inner
        return
      case "｛", "［", "【": wideOpen += 1
      case "｝", "］", "】":
        if wideOpen > 0 {
          wideOpen -= 1
        } else if let mark = SlipMarks.wideClosers[scalar], innermost == SlipMarks.closers[mark],
          endsValue(before: at + 1), at > start
        {
          return
        }
      default: break
      }
      at += 1
    }
  }

  private static func isFlow(_ scalar: Scalar) -> Bool {
    switch scalar {
    case ",", "[", "]", "{", "}": true
    default: false
    }
  }

  private func isKey(from start: Int) -> Bool {
    at - start <= 64 && vocabulary.isKey(text[start..<at], onlyKnown: isDashed && innermost == nil)
  }

  private mutating func endKey(from start: Int) {
    lastKey = at - start <= 64 ? text[start..<at].reduce(into: "") { $0.unicodeScalars.append($1) } : ""
    if innermost == nil {
      entryColumn = column(of: start)
      if entryColumn > levels.last ?? 0 { levels.append(entryColumn) }
    }
    at += 1
    spot = .value
  }

  // Whether a wide comma stands between two entries or items.
  private var isComma: Bool {
    guard let innermost else { return false }
    if innermost == "{" { return isEntryAhead(at + 1) }
    let rest = text[(at + 1)...].drop(while: SlipMarks.isAnySpace)
    return rest.first.map(("\"“{｛" as String).unicodeScalars.contains) == true
  }

  // Whether `name:` follows; behind the end of the line, in the next one.
  private func isEntryAhead(_ start: Int) -> Bool {
    var rest = text[min(start, text.count)...].drop(while: SlipMarks.isAnySpace)
    if rest.isEmpty || rest.first == "#" {
      guard innermost != nil, let next = lines.line(line + 1) else { return false }
      rest = Array(next.unicodeScalars)[...].drop(while: SlipMarks.isAnySpace)
    }
    let word = rest.prefix(65).prefix { $0 != ":" && $0 != "：" }
    switch rest.dropFirst(word.count).first {
    case ":": return vocabulary.isKey(word, onlyKnown: false)
    case "：": return vocabulary.isKey(word, onlyKnown: true)
    default: return false
    }
  }

  /// Whether nothing but the end of a value follows.
  func endsValue(before start: Int) -> Bool {
    let rest = text[min(start, text.count)...].drop(while: SlipMarks.isAnySpace)
    guard let first = rest.first else { return true }
    if first == "#" { return rest.startIndex > start }
    return innermost != nil && (",，}]｝］】" as String).unicodeScalars.contains(first)
  }
}
