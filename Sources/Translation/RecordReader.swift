package import Formats
package import GridCore
internal import Values
package import Words

/// A record as read: an event, or why it is none.
package struct RecordReading: Sendable {
  /// As the ledger keeps it.
  package let bytes: ArraySlice<UInt8>
  /// Of what was received.
  package let sha256: Digest
  /// Where it begins.
  package let position: TextPosition
  package let result: Result<Event, Rejection>

  /// Why it is no event; nil where it is one.
  package var flaw: Bilingual? {
    if case .failure(let rejection) = result { rejection.message } else { nil }
  }

  /// Where what is wrong with it stands, or where it begins.
  package var place: (line: Int, column: Int) {
    if case .failure(let rejection) = result {
      (rejection.line, rejection.column)
    } else {
      (position.line, position.column)
    }
  }
}

/// Reads the records of a file that is cut, under a book: translates what its source says in words of its own, and decodes it.
package struct RecordReader: Sendable {
  private let events: EventReader
  private let bytes: [UInt8]
  private let digests: FileDigests?
  private let producer: [UInt8]?
  private let rows: RowTranslator?
  private let objects: ObjectTranslator?

  /// A reader of one file, of a part of it as long as the book is in force.
  ///
  /// - Parameter digests: of the file, where they are known.
  package init(of file: FileSlicer, from producer: [UInt8]?, under book: RuleBook, digests: FileDigests? = nil) {
    events = EventReader(limits: book.intake)
    bytes = file.bytes
    self.digests = digests
    self.producer = producer
    let source = producer.flatMap { String(validating: $0, as: UTF8.self) }
    let reading = book.sources.reading(of: producer)
    if let slicer = file.rows, let head = file.head {
      let words = WordTranslator(reading ?? SourceReading(), under: book)
      rows = RowTranslator(slicer, head, words, source: source, limits: book.intake)
      objects = nil
    } else {
      rows = nil
      objects =
        if let reading, reading.translates, let source {
          ObjectTranslator(words: WordTranslator(reading, under: book), source: source, limits: book.intake)
        } else { nil }
    }
  }

  /// Reads a record of the file.
  package func read(_ slice: FileSlicer.Slice, received: Timestamp) -> RecordReading {
    switch slice.kind {
    case .text(let slice):
      let record = bytes[slice.range]
      if let event = objects?.event(of: record, at: slice.position) {
        return reading(record, event, at: slice.position, received) {
          slice.position.advanced(over: record[..<$0])
        }
      }
      return RecordReading(
        bytes: KeptBytes.keep(record), sha256: digest(of: slice.range), position: slice.position,
        result: events.read(record, at: slice.position, received: received).flatMap {
          refusing(strangers: $0, at: slice.position)
        })
    case .row(let row):
      let start = TextPosition(line: row.line, column: 1)
      guard let rows else { preconditionFailure("a row is of a table") }
      return reading(bytes[row.range], rows.event(of: row), at: start, received) {
        rows.slicer.position(of: row.cells[$0])
      }
    }
  }

  private func reading(
    _ record: ArraySlice<UInt8>, _ translated: Result<EventText, Rejection>, at start: TextPosition,
    _ received: Timestamp, position: (Int) -> TextPosition
  ) -> RecordReading {
    switch translated {
    case .failure(let rejection):
      return RecordReading(
        bytes: KeptBytes.keep(record, readAs: []), sha256: sha256(of: record), position: start,
        result: .failure(rejection))
    case .success(var text):
      let event = text.finished()
      let result = events.read(event[...], received: received).mapError { text.placed($0, from: start, position) }
        .flatMap { refusing(strangers: $0, at: start) }
      return RecordReading(
        bytes: KeptBytes.keep(record, readAs: event), sha256: sha256(of: record), position: start, result: result)
    }
  }

  private func digest(of range: Range<Int>) -> Digest {
    // A file that is one record.
    if let digests, range == 0..<digests.end { return digests.text }
    return sha256(of: bytes[range])
  }

  /// A producer's folder speaks for one source only, and only its folder for the board.
  private func refusing(strangers event: Event, at position: TextPosition) -> Result<Event, Rejection> {
    Rejection(stranger: event, from: producer, at: position).map { .failure($0) } ?? .success(event)
  }
}

extension SourceReading {
  /// Whether objects of JSON are translated.
  fileprivate var translates: Bool {
    type != nil || !fields.isEmpty || !codes.isEmpty || time != nil || rejectsUnknown
  }
}
