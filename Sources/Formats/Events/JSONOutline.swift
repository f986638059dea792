internal import JSON
internal import Words

/// The outline of a `.json` file: where its first wanted record begins, once the whole text is known to be sound.
struct JSONOutline {
  private let text: ArraySlice<UInt8>
  private let start: Int

  init(_ text: ArraySlice<UInt8>, startingAt start: Int) {
    self.text = text
    self.start = start
  }

  /// Where the first record wanted begins, the end of the text where all were had; and where it ends, if it is the only one.
  ///
  /// - Throws: what condemns the file as a whole.
  func firstRecord() throws(InputFault) -> (start: Int, end: Int?) {
    let top: UInt8?
    let topOffset: Int
    let found: Int?
    let end: Int?
    do throws(JSONFlaw) {
      (top, topOffset, found, end) = try ByteWindow.over(text) { window throws(JSONFlaw) in
        var scanner = JSONScanner(window)
        scanner.skipSpace()
        let (top, topOffset) = (scanner.byte, scanner.index)
        var found: Int?
        var end: Int?
        if top == ASCII.leftBracket {
          found = try scanElements(&scanner)
        } else {
          try scanner.skipValue()
          if topOffset >= start { found = topOffset }
          end = scanner.index
        }
        try scanner.scanEnd()
        return (top, topOffset, found, end)
      }
    } catch {
      throw error.fault(in: text, startingAt: .start)
    }
    guard top == ASCII.leftBracket || top == ASCII.leftBrace else {
      throw fault(
        Refusal(.notAnEvent), at: topOffset)
    }
    if start == text.endIndex { return (start, nil) }
    if let found { return (found, end) }
    if start == 0 {
      throw fault(Refusal(.empty, [.fault: "array"]), at: topOffset)
    }
    throw fault(
      Refusal(.offset, [.bytes: "\(start)"]), at: min(max(start, text.startIndex), text.endIndex))
  }

  /// Steps over an array; the first element, or the one that begins at `start`.
  private func scanElements(_ scanner: inout JSONScanner) throws(JSONFlaw) -> Int? {
    var found: Int?
    scanner.index += 1
    scanner.skipSpace()
    if scanner.byte == ASCII.rightBracket {
      scanner.index += 1
      return nil
    }
    while true {
      if scanner.index == start || (start == 0 && found == nil) { found = scanner.index }
      try scanner.skipValue()
      scanner.skipSpace()
      if scanner.byte != ASCII.comma { break }
      scanner.index += 1
      scanner.skipSpace()
    }
    try scanner.scan(ASCII.rightBracket, orElse: .commaOrBracket)
    return found
  }

  private func fault(_ refusal: Refusal, at offset: Int) -> InputFault {
    InputFault(
      refusal, offset: offset, at: TextPosition.start.advanced(over: text[..<offset]), endsEarly: false)
  }
}
