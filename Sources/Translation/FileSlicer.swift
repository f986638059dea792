package import Formats
package import GridCore
internal import Words

/// Cuts the bytes of a file into its records, whatever its format, one at a time, in the order they stand.
///
/// Keep it to go on with a file in a later transaction; after a restart, a new one `startingAt` the `offset` of the old one goes on at
/// the same record.
package struct FileSlicer: Sendable {
  /// A record as it stands in its file.
  package struct Slice: Sendable {
    enum Kind: Sendable {
      case text(RecordSlice)
      case row(Row)
    }

    let kind: Kind

    /// The place of its first byte.
    package var position: TextPosition {
      switch kind {
      case .text(let slice): slice.position
      case .row(let row): TextPosition(line: row.line, column: 1)
      }
    }
  }

  private(set) var records: RecordSlicer?
  private(set) var rows: RowSlicer?
  /// The names of the columns, of a table.
  let head: TableHead?
  /// Whether the end of the file may not be written yet: wait before it is condemned.
  package let endsEarly: Bool

  /// - Parameters:
  ///   - bytes: all of the file.
  ///   - name: its name, whose ending tells the format where the source does not.
  ///   - producer: the folder it came in; nil for what lies in none.
  ///   - start: 0, or the `offset` of an earlier slicer of the same bytes.
  /// - Throws: what condemns the file as a whole.
  package init(
    _ bytes: [UInt8], name: [UInt8], from producer: [UInt8]?, under book: RuleBook, startingAt start: Int = 0
  ) throws(InputFault) {
    let reading = book.sources.reading(of: producer)
    let layout = reading?.format ?? Self.format(ofName: name)
    switch layout {
    case .json, .ndjson:
      let format: RecordSlicer.Format = layout == .json ? .json : .ndjson
      let slicer = try RecordSlicer(bytes: bytes, format: format, limits: book.intake, startingAt: start)
      (records, head, endsEarly) = (slicer, nil, slicer.endsEarly)
    case .csv:
      let slicer = RowSlicer(bytes, encoding: reading?.encoding, longest: book.intake.maxEvent, startingAt: start)
      if start == 0 {
        head = try TableHead(slicer, WordTranslator(reading ?? SourceReading(), under: book))
        var rest = slicer
        if rest.next() == nil {
          throw InputFault(
            Refusal(.empty, [.fault: "rows"]), offset: bytes.count, at: TextPosition(line: rest.line, column: 1),
            endsEarly: true)
        }
      } else {
        head = TableHead(goingOn: slicer)
      }
      (rows, endsEarly) = (slicer, slicer.endsEarly)
    }
  }

  /// The layout that a file's name asks for; JSON where it asks for none.
  package static func format(ofName name: [UInt8]) -> SourceReading.Format {
    if let format = RecordSlicer.format(ofName: name) { return format == .json ? .json : .ndjson }
    let ending = String(decoding: name.suffix(4), as: UTF8.self).lowercased()
    return ending == ".csv" ? .csv : .json
  }

  /// All of the file, as handed in.
  package var bytes: [UInt8] { rows?.bytes ?? records?.bytes ?? [] }

  /// Where the search for the next record begins.
  package var offset: Int { rows?.offset ?? records?.offset ?? 0 }

  /// The next record; nil after the last.
  package mutating func next() -> Slice? {
    if rows != nil { return rows?.next().map { Slice(kind: .row($0)) } }
    return records?.next().map { Slice(kind: .text($0)) }
  }
}

extension SourceGrants {
  /// How the files of a folder are read, where the rules say.
  func reading(of producer: [UInt8]?) -> SourceReading? {
    guard !readings.isEmpty, let producer, let name = String(validating: producer, as: UTF8.self) else { return nil }
    return readings[ByteText(name)]
  }
}
