internal import JSON

/// Who sent a record and what he calls it, as far as its text tells: for a text that is sound, whatever else is wrong with it.
struct SenderReading {
  private(set) var source: String?
  private(set) var id: String?

  /// Reads the keys of the outermost object, each only where it stands once with a text a name may be; nothing where the text is
  /// not sound. Memory: a bit a level, whatever its depth and length.
  init(_ bytes: ArraySlice<UInt8>) {
    do throws(JSONFlaw) {
      let names = try ByteWindow.over(bytes) { window throws(JSONFlaw) in try Self.names(in: window) }
      if names.sources.count == 1 { source = names.sources[0] }
      if names.ids.count == 1 { id = names.ids[0] }
    } catch {
      // What is not sound names nobody; why it is refused, `EventReader` says.
      return
    }
  }

  private static func names(in window: ByteWindow) throws(JSONFlaw) -> (sources: [String?], ids: [String?]) {
    var scanner = JSONScanner(window)
    var (sources, ids): ([String?], [String?]) = ([], [])
    scanner.skipSpace()
    guard scanner.byte == ASCII.leftBrace else { return (sources, ids) }
    scanner.index += 1
    scanner.skipSpace()
    while scanner.byte != ASCII.rightBrace {
      guard scanner.byte == ASCII.quote else { throw scanner.flaw(.key) }
      let key = try text(at: &scanner, in: window)
      scanner.skipSpace()
      try scanner.scan(ASCII.colon, orElse: .colon)
      scanner.skipSpace()
      switch key.flatMap(EventField.init(name:)) {
      case .source: sources.append(try name(at: &scanner, in: window))
      case .id: ids.append(try name(at: &scanner, in: window))
      default: try scanner.skipValue()
      }
      scanner.skipSpace()
      guard scanner.byte == ASCII.comma else { break }
      scanner.index += 1
      scanner.skipSpace()
      // After a comma there must be one more.
      if scanner.byte == ASCII.rightBrace { throw scanner.flaw(.key) }
    }
    try scanner.scan(ASCII.rightBrace, orElse: .commaOrBrace)
    try scanner.scanEnd()
    return (sources, ids)
  }

  /// The value at hand; nil where it is no name.
  private static func name(at scanner: inout JSONScanner, in window: ByteWindow) throws(JSONFlaw) -> String? {
    guard scanner.byte == ASCII.quote else {
      try scanner.skipValue()
      return nil
    }
    return try text(at: &scanner, in: window).flatMap { EventDecoder.isName($0) ? $0 : nil }
  }

  /// The string at hand; nil where it holds half a surrogate pair.
  private static func text(at scanner: inout JSONScanner, in window: ByteWindow) throws(JSONFlaw) -> String? {
    // By a scanner of its own: a lone surrogate before it is not one in it.
    var own = JSONScanner(window)
    own.index = scanner.index
    let token = try own.scanString()
    scanner.index = own.index
    return own.recordFlaw == nil ? own.text(of: token) : nil
  }
}
