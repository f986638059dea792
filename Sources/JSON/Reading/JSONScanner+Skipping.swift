extension JSONScanner {
  /// Steps over one value, checking its syntax, in memory of one bit a level: no depth can exhaust the stack.
  package mutating func skipValue() throws(JSONFlaw) {
    var open = ContainerStack()
    while true {
      guard try skipScalarOrOpen(&open) else { continue }
      // A value has ended: close what ends with it, up to the next sibling.
      closing: while let isObject = open.last {
        skipSpace()
        if byte == ASCII.comma {
          index += 1
          skipSpace()
          if isObject { try skipKey(orElse: .key) }
          break closing
        }
        try scan(
          isObject ? ASCII.rightBrace : ASCII.rightBracket, orElse: isObject ? .commaOrBrace : .commaOrBracket)
        open.removeLast()
      }
      if open.last == nil { return }
    }
  }

  /// Steps over a scalar or an empty container (true), or into a container up to its first value (false).
  private mutating func skipScalarOrOpen(_ open: inout ContainerStack) throws(JSONFlaw) -> Bool {
    skipSpace()
    switch byte {
    case ASCII.leftBrace:
      index += 1
      skipSpace()
      if byte == ASCII.rightBrace { break }
      try skipKey(orElse: .keyOrBrace)
      open.append(isObject: true)
      return false
    case ASCII.leftBracket:
      index += 1
      skipSpace()
      if byte == ASCII.rightBracket { break }
      open.append(isObject: false)
      return false
    case ASCII.quote:
      _ = try scanString()
      return true
    default:
      try scanScalar()
      return true
    }
    index += 1
    return true
  }

  /// A number, `true`, `false` or `null`.
  mutating func scanScalar() throws(JSONFlaw) {
    guard let byte else { throw flaw(.value) }
    switch byte {
    case UInt8(ascii: "t"): try scanLiteral("true")
    case UInt8(ascii: "f"): try scanLiteral("false")
    case UInt8(ascii: "n"): try scanLiteral("null")
    case ASCII.minus, ASCII.zero...ASCII.nine: try scanNumber()
    default: throw flaw(.value)
    }
  }

  private mutating func skipKey(orElse kind: JSONFlaw.Kind) throws(JSONFlaw) {
    guard byte == ASCII.quote else { throw flaw(kind) }
    _ = try scanString()
    skipSpace()
    try scan(ASCII.colon, orElse: .colon)
    skipSpace()
  }
}

/// The containers that are open, one bit each.
private struct ContainerStack {
  private var top: UInt64 = 0
  private var full: [UInt64] = []
  private var count = 0

  /// Whether the innermost is an object; nil where none is open.
  var last: Bool? { count == 0 ? nil : top & 1 == 1 }

  mutating func append(isObject: Bool) {
    if count > 0, count % 64 == 0 { full.append(top) }
    top = top << 1 | (isObject ? 1 : 0)
    count += 1
  }

  mutating func removeLast() {
    top >>= 1
    count -= 1
    if count > 0, count % 64 == 0, let word = full.popLast() { top = word }
  }
}
