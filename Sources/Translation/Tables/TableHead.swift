internal import Formats
internal import GridCore
internal import Words

/// The names of the columns of a table.
struct TableHead: Sendable {
  /// One for each cell of the first row; empty where the cell was.
  let names: [String]

  /// The head of a table that is gone on with: it was good when its first row was read.
  init(goingOn slicer: RowSlicer) {
    names = slicer.head?.cells.map { slicer.text(of: $0) ?? "" } ?? []
  }

  /// The head of a table, under what a source says of its columns.
  ///
  /// - Throws: what condemns the file: there is no head, a name is no text, stands twice or is missed.
  init(_ slicer: RowSlicer, _ words: WordTranslator) throws(InputFault) {
    guard let row = slicer.head else { throw Self.fault(Refusal(.empty), at: .start, 0, endsEarly: true) }
    let start = TextPosition(line: row.line, column: 1)
    if let (flaw, cell) = row.flaw {
      throw Self.fault(
        Refusal(.badQuote, [.fault: flaw.rawValue]), at: slicer.position(of: cell), cell.range.lowerBound,
        endsEarly: flaw == .unclosed && slicer.endsEarly)
    }
    var names: [String] = []
    var first: [ByteText: String] = [:]
    for cell in row.cells {
      guard let name = slicer.text(of: cell) else {
        throw Self.fault(slicer.encodingRefusal(of: cell), at: slicer.position(of: cell), cell.range.lowerBound)
      }
      names.append(name)
      if name.isEmpty { continue }
      let field = words.field(of: name)
      if let other = first[ByteText(field)] {
        let details: [Refusal.Detail: String] = [.found: Refusal.excerpt(name), .other: Refusal.excerpt(other)]
        throw Self.fault(Refusal(.columnTwice, details), at: slicer.position(of: cell), cell.range.lowerBound)
      }
      first[ByteText(field)] = name
    }
    let found = Set(names.map { ByteText($0) })
    let missed = words.reading.fields.keys.filter { !found.contains($0) }.map(\.text).sorted()
    guard missed.isEmpty else {
      throw Self.fault(
        Refusal(.noColumn, [.wanted: missed.joined(separator: ", ")]), at: start, row.range.lowerBound)
    }
    guard first[ByteText("id")] != nil else {
      throw Self.fault(Refusal(.noHead), at: start, row.range.lowerBound)
    }
    self.names = names
  }

  private static func fault(
    _ refusal: Refusal, at position: TextPosition, _ offset: Int, endsEarly: Bool = false
  ) -> InputFault {
    InputFault(refusal, offset: offset, at: position, endsEarly: endsEarly)
  }
}

extension RowSlicer {
  /// For a cell whose bytes are no text.
  func encodingRefusal(of cell: Row.Cell) -> Refusal {
    // Not in UTF-8, and in what Chinese spreadsheets write: then the source's encoding is not said.
    let hint = encoding == .utf8 && TextEncoding.gb18030.text(bytes[cell.content]) != nil ? "gb18030" : nil
    var details: [Refusal.Detail: String] = [.wanted: encoding.name]
    let bad = bytes[cell.content].prefix { $0 < 0x80 }.endIndex
    details[.found] = bytes[bad..<cell.content.upperBound].prefix(4).map { Self.hex($0) }.joined(separator: " ")
    details[.meant] = hint
    return Refusal(.encoding, details)
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return text.count < 2 ? "0" + text : text
  }
}
