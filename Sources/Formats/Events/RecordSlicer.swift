package import GridCore
internal import JSON
internal import Words

/// A record of a file: where its JSON text stands, white space around it excluded.
package struct RecordSlice: Hashable, Sendable {
  /// Indices into the file's bytes.
  package let range: Range<Int>
  /// The place of its first byte in the file.
  package let position: TextPosition
}

/// Cuts the bytes of a file into its records, one at a time, in the order they stand.
///
/// Of a `.json` file the whole text is checked for syntax before the first record is handed out; an `.ndjson` file is cut at its
/// LFs, and what is wrong in a line is that record's fault when it is read. Beside the bytes it needs no memory that grows with
/// the number of records. Keep the slicer to go on with a file in a later transaction; after a restart, a new one `startingAt`
/// the `offset` of the old one goes on at the same record.
package struct RecordSlicer: Sendable {
  /// How records are laid out in a file.
  package enum Format: String, Sendable {
    /// One object, or an array whose elements are the records.
    case json
    /// A record a line.
    case ndjson
  }

  /// All of the file, as handed in; slices are indices into it.
  package let bytes: [UInt8]
  /// How the file is cut.
  package let format: Format
  /// Whether a UTF-8 byte order mark was dropped.
  package let hasByteOrderMark: Bool
  /// Whether the last line of an `.ndjson` file has no newline and ends before its value does: wait before it is condemned.
  package let endsEarly: Bool
  /// Blank lines passed by so far.
  package private(set) var blankLines = 0
  /// Where the search for the next record begins; the number of bytes after the last one.
  package private(set) var offset: Int

  private var position: TextPosition
  /// Where the one record of a text that is no array ends.
  private let soleEnd: Int?

  /// - Parameters:
  ///   - bytes: all of the file.
  ///   - limits: `maxEvent` bounds what of an unfinished last line is looked at.
  ///   - start: 0, or the `offset` of an earlier slicer of the same bytes.
  /// - Throws: what condemns the file as a whole: `empty`, `encoding`, `syntax`, `trailing`, `not-an-event`; `offset` where no
  ///   record begins at `start`. Where the fault says `endsEarly`, the writer may not be done.
  package init(
    bytes: [UInt8], format: Format, limits: IntakeLimits, startingAt start: Int = 0
  ) throws(InputFault) {
    self.bytes = bytes
    self.format = format
    // Of lines, one may be no text and the others good: then it is refused alone, when it is read.
    if let fault = Self.encodingFault(of: bytes), format == .json || !Self.hasLineOfText(bytes) { throw fault }
    hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let first = hasByteOrderMark ? 3 : 0
    let text = bytes[first...]
    if text.allSatisfy(ASCII.isSpace) {
      throw InputFault(
        Refusal(.empty), offset: first, at: .start, endsEarly: true)
    }
    switch format {
    case .json:
      (offset, soleEnd) = try JSONOutline(text, startingAt: start).firstRecord()
      endsEarly = false
    case .ndjson:
      offset = min(max(first, start), bytes.count)
      soleEnd = nil
      endsEarly = Self.lastLineEndsEarly(text, maxEvent: limits.maxEvent)
    }
    position = TextPosition.start.advanced(over: bytes[first..<max(first, offset)])
  }

  /// The layout that a file's name asks for (`.json`, `.ndjson`, in letters of either case); nil for any other.
  package static func format(ofName name: [UInt8]) -> Format? {
    if ends(name, in: ".json") { return .json }
    return ends(name, in: ".ndjson") ? .ndjson : nil
  }

  /// Whether a name ends so, in letters of either case; without a text of its own, for every file is asked.
  private static func ends(_ name: [UInt8], in ending: StaticString) -> Bool {
    let count = ending.utf8CodeUnitCount
    guard name.count >= count else { return false }
    for place in 0..<count {
      let byte = name[name.count - count + place]
      let small = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      guard small == ending.utf8Start[place] else { return false }
    }
    return true
  }

  /// The next record; nil after the last.
  package mutating func next() -> RecordSlice? {
    switch format {
    case .json: nextElement()
    case .ndjson: nextLine()
    }
  }

  private mutating func nextLine() -> RecordSlice? {
    while offset < bytes.count {
      let start = position
      let rest = bytes[offset...]
      let lineEnd = rest.firstIndex(of: ASCII.lineFeed)
      let line = rest[..<(lineEnd ?? bytes.count)]
      offset = lineEnd.map { Self.afterLine(endingAt: $0, in: bytes) } ?? bytes.count
      position = TextPosition(line: start.line + 1, column: 1)
      if let range = Self.trimmed(line) {
        return RecordSlice(range: range, position: start.advanced(over: line[..<range.lowerBound]))
      }
      if lineEnd != nil { blankLines += 1 }
    }
    return nil
  }

  /// The text was checked: from here on a value ends where it was found to end.
  private mutating func nextElement() -> RecordSlice? {
    guard offset < bytes.count else { return nil }
    if let soleEnd {
      defer { offset = bytes.count }
      return RecordSlice(range: offset..<soleEnd, position: position)
    }
    let (end, next) = ByteWindow.over(bytes[offset...]) { window in
      var scanner = JSONScanner(window)
      do {
        try scanner.skipValue()
      } catch {
        preconditionFailure("a value that was checked is sound")
      }
      let end = scanner.index
      scanner.skipSpace()
      guard scanner.byte == ASCII.comma else { return (end, bytes.count) }
      scanner.index += 1
      scanner.skipSpace()
      return (end, scanner.index)
    }
    let record = RecordSlice(range: offset..<end, position: position)
    position.advance(over: bytes[offset..<next])
    offset = next
    return record
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> Range<Int>? {
    guard let first = line.firstIndex(where: { !ASCII.isSpace($0) }),
      let last = line.lastIndex(where: { !ASCII.isSpace($0) })
    else { return nil }
    return first..<(last + 1)
  }

  /// A text in UTF-16 or UTF-32 shows by its mark, or by a zero among its first four bytes, which no JSON text in UTF-8 has.
  private static func encodingFault(of bytes: [UInt8]) -> InputFault? {
    let marked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    guard marked || bytes.prefix(4).contains(0) else { return nil }
    return InputFault(
      Refusal(.encoding), offset: 0, at: .start, endsEarly: false)
  }

  /// Whether any line begins as a record does and holds no zero, which no JSON text in UTF-8 has.
  private static func hasLineOfText(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: ASCII.lineFeed) ?? bytes.count
      let line = bytes[start..<end]
      if line.first(where: { !ASCII.isSpace($0) }) == ASCII.leftBrace, !line.contains(0) { return true }
      start = end == bytes.count ? end : afterLine(endingAt: end, in: bytes)
    }
    return false
  }

  /// Where the line after this line feed begins. Behind a line in UTF-16 the feed has a zero of its own, which spoils no other line.
  private static func afterLine(endingAt end: Int, in bytes: [UInt8]) -> Int {
    let isWide = end > 0 && bytes[end - 1] == 0 && end + 1 < bytes.count && bytes[end + 1] == 0
    let isFollowed = end + 2 < bytes.count && bytes[end + 2] != 0
    return isWide && isFollowed ? end + 2 : end + 1
  }

  private static func lastLineEndsEarly(_ text: ArraySlice<UInt8>, maxEvent: Int) -> Bool {
    let start = text.lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? text.startIndex
    guard let range = trimmed(text[start...]), range.count <= maxEvent else { return false }
    return StrictJSON.syntaxFault(of: text[range.lowerBound...])?.endsEarly ?? false
  }
}
