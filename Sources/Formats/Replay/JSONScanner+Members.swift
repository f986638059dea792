internal import JSON

extension JSONScanner {
  /// Reads an object member by member, where it stands and to the end of the text; false where the text is no object, a key is written
  /// with escapes, or `read` says that it needs more.
  ///
  /// - Parameter read: is given where the key's text stands; behind it comes the value, which it must read.
  mutating func scanMembers(
    _ read: (Range<Int>, inout JSONScanner) throws(JSONFlaw) -> Bool
  ) throws(JSONFlaw) -> Bool {
    skipSpace()
    guard byte == ASCII.leftBrace else { return false }
    index += 1
    repeat {
      skipSpace()
      guard byte == ASCII.quote else { return false }
      let key = try scanString()
      if key.hasEscapes { return false }
      skipSpace()
      try scan(ASCII.colon, orElse: .colon)
      skipSpace()
      guard try read(key.content, &self) else { return false }
      skipSpace()
      guard byte == ASCII.comma else { break }
      index += 1
    } while true
    try scan(ASCII.rightBrace, orElse: .commaOrBrace)
    try scanEnd()
    return true
  }
}
