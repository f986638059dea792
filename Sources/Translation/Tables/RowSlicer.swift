internal import Formats
internal import GridCore

/// Cuts a table (RFC 4180, with the habits of spreadsheets) into its rows, one at a time.
///
/// Lines end with LF, CRLF or CR. Beside the bytes it needs no memory that grows with the number of rows. Where quotes are amiss only the
/// first line of the row is given up: the next row begins behind it, so that one quote does not swallow a file.
struct RowSlicer: Sendable {
  let bytes: [UInt8]
  let encoding: TextEncoding
  /// Longer texts in quotes are taken for texts that nobody closed.
  let longest: Int
  /// What stands between two cells.
  private(set) var separator = comma
  /// The first row that is not blank.
  private(set) var head: Row?
  /// Where the next row begins.
  private(set) var offset: Int
  /// The line it begins in, from 1.
  private(set) var line = 1

  private static let comma: UInt16 = 0x2C
  private static let (quote, equals): (UInt16, UInt16) = (0x22, 0x3D)
  private static let (lineFeed, carriageReturn): (UInt16, UInt16) = (0x0A, 0x0D)

  /// Reads the head; `start` is 0, or the `offset` of an earlier slicer of the same bytes.
  init(_ bytes: [UInt8], encoding wanted: SourceReading.Encoding?, longest: Int, startingAt start: Int = 0) {
    self.bytes = bytes
    self.longest = longest
    (encoding, offset) = TextEncoding.of(bytes, otherwise: wanted)
    separator = readSeparator()
    head = next()
    guard start > offset else { return }
    while offset < min(start, bytes.count) { passLine() }
  }

  // MARK: The separator

  /// What a first line `sep=;` says; else a comma where the head has one, else a semicolon or a tab where it has those.
  private mutating func readSeparator() -> UInt16 {
    let begin = offset
    let said = line(from: begin).filter { $0 != Self.quote }
    if said.count == 5, said.starts(with: "sep=".utf16) || said.starts(with: "SEP=".utf16) {
      passLine()
      return said[4]
    }
    var counts: [UInt16: Int] = [:]
    var (index, isQuoted, isBlank) = (begin, false, true)
    while index < bytes.count {
      let unit = unit(index)
      if unit == Self.quote { isQuoted.toggle() }
      let (end, blank) = (lineEnd(index), encoding.blank(bytes, index))
      if end > 0, !isQuoted {
        if !isBlank { break }
        // The tabs of a blank line are none of the head's.
        counts = [:]
      }
      if end == 0, blank == 0 { isBlank = false }
      if !isQuoted { counts[unit, default: 0] += [Self.comma, 0x3B, 0x09].contains(unit) ? 1 : 0 }
      index += max(end, blank, encoding.step)
    }
    let (semicolons, tabs) = (counts[0x3B] ?? 0, counts[0x09] ?? 0)
    if counts[Self.comma] ?? 0 > 0 || semicolons + tabs == 0 { return Self.comma }
    return semicolons >= tabs ? 0x3B : 0x09
  }

  /// The first few units of a line.
  private func line(from start: Int) -> [UInt16] {
    var (units, index) = ([UInt16](), start)
    while index < bytes.count, lineEnd(index) == 0, units.count < 8 {
      units.append(unit(index))
      index += encoding.step
    }
    return units
  }

  // MARK: Lines

  private func unit(_ index: Int) -> UInt16 { encoding.unit(bytes, index) }

  /// How many bytes the end of a line has that begins here; 0 where none does.
  private func lineEnd(_ index: Int) -> Int {
    switch unit(index) {
    case Self.lineFeed: encoding.step
    case Self.carriageReturn:
      index + encoding.step < bytes.count && unit(index + encoding.step) == Self.lineFeed
        ? 2 * encoding.step : encoding.step
    default: 0
    }
  }

  private mutating func passLine() {
    while offset < bytes.count {
      let end = lineEnd(offset)
      offset += max(end, encoding.step)
      if end > 0 {
        line += 1
        return
      }
    }
    offset = min(offset, bytes.count)
  }

  /// Whether the last row may be unfinished: its quotes are open, or cells are missing and no line ends behind it.
  var endsEarly: Bool {
    guard let last = bytes.indices.last else { return true }
    let isEnded = lineEnd(max(0, last + 1 - encoding.step)) > 0
    if isEnded, bytes.count(where: { $0 == UInt8(Self.quote) }) % 2 == 0 { return false }
    var (rest, row) = (self, Row?.none)
    while let next = rest.next() { row = next }
    guard let row else { return false }
    if row.flaw?.0 == .unclosed { return true }
    return !isEnded && row.cells.count < head?.cells.count ?? 0
  }

  // MARK: Rows

  /// The next row that is not blank; nil after the last.
  mutating func next() -> Row? {
    while offset < bytes.count {
      let row = scan()
      if row.flaw != nil || !row.cells.allSatisfy({ isBlank($0.content) }) { return row }
    }
    return nil
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      let count = max(encoding.blank(bytes, index), lineEnd(index))
      if count == 0 { return false }
      index += count
    }
    return true
  }

  private mutating func scan() -> Row {
    let (start, first) = (offset, line)
    var cells: [Row.Cell] = []
    var reader = CellReader(index: start, line: first, lineStart: start)
    while true {
      switch cell(&reader) {
      case .failure(let flaw):
        passLine()
        var end = offset
        if end > start, lineEnd(max(start, end - encoding.step)) > 0 { end -= encoding.step }
        if end > start, end - encoding.step >= start, lineEnd(end - encoding.step) > 0 { end -= encoding.step }
        return Row(range: start..<max(start, end), line: first, cells: cells, flaw: (flaw.kind, flaw.cell))
      case .success(let cell): cells.append(cell)
      }
      if reader.index < bytes.count, unit(reader.index) == separator {
        reader.index += encoding.step
        continue
      }
      let end = min(reader.index, bytes.count)
      (offset, line) = (end, reader.line)
      if end < bytes.count {
        offset += lineEnd(end)
        line += 1
      }
      return Row(range: start..<end, line: first, cells: cells)
    }
  }

  // MARK: Cells

  private struct CellReader {
    var index: Int
    var line: Int
    var lineStart: Int
  }

  private struct CellFlaw: Error {
    let kind: Row.Flaw
    let cell: Row.Cell
  }

  /// The cell at hand, up to what ends it.
  private func cell(_ reader: inout CellReader) -> Result<Row.Cell, CellFlaw> {
    let (start, line, lineStart) = (reader.index, reader.line, reader.lineStart)
    let made = { (content: Range<Int>, isQuoted: Bool, end: Int) in
      Row.Cell(range: start..<end, content: content, isQuoted: isQuoted, line: line, lineStart: lineStart)
    }
    let text = afterBlanks(start)
    let isFormula = has(Self.equals, text) && has(Self.quote, text + encoding.step)
    guard has(Self.quote, text) || isFormula else {
      var index = text
      while index < bytes.count, !isEnd(index) {
        if unit(index) == Self.quote {
          return .failure(CellFlaw(kind: .within, cell: made(text..<index, false, index)))
        }
        index += encoding.step
      }
      index = min(index, bytes.count)
      reader.index = index
      return .success(made(text..<index, false, index))
    }
    let open = text + (isFormula ? 2 : 1) * encoding.step
    guard let close = closing(from: open, &reader) else {
      return .failure(CellFlaw(kind: .unclosed, cell: made(open..<open, true, open)))
    }
    let behind = afterBlanks(close + encoding.step)
    reader.index = behind
    let cell = made(isFormula ? text..<(close + encoding.step) : open..<close, !isFormula, behind)
    return behind >= bytes.count || isEnd(behind) ? .success(cell) : .failure(CellFlaw(kind: .behind, cell: cell))
  }

  /// Where the quotes close that were opened before; nil where they do not, or not within the longest record.
  private func closing(from open: Int, _ reader: inout CellReader) -> Int? {
    var index = open
    while index < bytes.count, index - open <= longest {
      if unit(index) == Self.quote {
        guard has(Self.quote, index + encoding.step) else { return index }
        index += 2 * encoding.step
        continue
      }
      let end = lineEnd(index)
      index += max(end, encoding.step)
      if end > 0 { (reader.line, reader.lineStart) = (reader.line + 1, index) }
    }
    return nil
  }

  private func has(_ wanted: UInt16, _ index: Int) -> Bool { index < bytes.count && unit(index) == wanted }

  private func isEnd(_ index: Int) -> Bool { unit(index) == separator || lineEnd(index) > 0 }

  private func afterBlanks(_ start: Int) -> Int {
    var index = start
    while index < bytes.count, unit(index) != separator {
      let count = encoding.blank(bytes, index)
      if count == 0 { break }
      index += count
    }
    return min(index, bytes.count)
  }

  // MARK: Texts and places

  /// What a cell says, without blanks around it and without the form that keeps a spreadsheet from counting; nil where its bytes are no
  /// text.
  func text(of cell: Row.Cell) -> String? {
    guard var text = encoding.text(bytes[cell.content]) else { return nil }
    if cell.isQuoted { text = Self.single(text.utf8[...]) }
    text = text.withoutBlanks
    let units = text.utf8
    guard units.count >= 3, units.starts(with: "=\"".utf8), units.last == UInt8(Self.quote) else { return text }
    return Self.single(units.dropFirst(2).dropLast()).withoutBlanks
  }

  /// A text in which each quote stood twice.
  private static func single(_ units: Substring.UTF8View) -> String {
    guard units.contains(UInt8(quote)) else { return String(Substring(units)) }
    var (result, isSecond) = ([UInt8](), false)
    for unit in units {
      isSecond = unit == UInt8(quote) && !isSecond
      if unit != UInt8(quote) || isSecond { result.append(unit) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Where a cell begins.
  func position(of cell: Row.Cell) -> TextPosition {
    let before = bytes[max(cell.lineStart, markEnd)..<max(cell.range.lowerBound, markEnd)]
    return TextPosition(line: cell.line, column: 1 + encoding.characters(before))
  }

  private var markEnd: Int { TextEncoding.of(bytes, otherwise: nil).mark }
}

extension StringProtocol {
  /// Without blanks and ends of lines around it.
  var withoutBlanks: String {
    let blanks: Set<Unicode.Scalar> = [" ", "\t", "\r", "\n", "\u{A0}", "\u{3000}", "\u{FEFF}"]
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !blanks.contains($0) }),
      let last = scalars.lastIndex(where: { !blanks.contains($0) })
    else { return "" }
    return String(String.UnicodeScalarView(scalars[first...last]))
  }
}
