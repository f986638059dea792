internal import Formats
package import GridCore
internal import JSON
internal import Translation
package import Web
internal import Words

/// Reads bodies of `POST events` with the daemon's own reader, and says what of them may lie in the inbox.
package struct EventDoor: Sendable {
  private let headers: WebHeaders
  private let media: EventMedia
  private let source: String?
  private let book: RuleBook

  /// A door for one request; to be asked before any of the body is read.
  ///
  /// - Parameter source: the only source that the sender may file for; nil: any.
  /// - Throws: `unsupported-type`.
  package init(_ headers: WebHeaders, from source: String?, under book: RuleBook) throws(Problem) {
    self.headers = headers
    self.source = source
    self.book = book
    media = try EventMedia(headers, from: source, under: book)
  }

  /// Reads a body.
  ///
  /// - Parameters:
  ///   - body: all of it.
  ///   - received: the moment by which a time ahead is told.
  ///   - collecting: whether every record is wanted, to wait for what becomes of it.
  /// - Throws: `refused` with all that is wrong, where no record could be accepted; `wrong-source`; `too-large`.
  package func read(
    _ body: [UInt8], received: Timestamp, collecting: Bool = false
  ) throws(Problem) -> EventDelivery {
    guard body.count <= book.intake.maxFile else { throw Self.tooLarge(body.count) }
    if media == .batch, isEmptyBatch(body) { return delivery(.body) }
    guard media == .binary else { return try read(body, delivery(.body), received, collecting) }
    let text: [UInt8]
    do { text = try BinaryEvent.structured(headers, body) } catch { throw error.problem }
    return try read(text, delivery(.made(text)), received, collecting)
  }

  private func delivery(_ content: EventDelivery.Content) -> EventDelivery {
    EventDelivery(
      content: content, ending: "." + media.format.rawValue, folder: folder,
      linesBefore: media == .binary ? BinaryEvent.linesBefore : 0)
  }

  /// A sender who files for one source is bound as its folder is. Where its files are of another form, they lie beside it: that a form
  /// is named makes the source one that the rules name, and what such a one may send is the same at either place.
  private var folder: String? {
    guard let source else { return nil }
    guard let format = book.sources.readings[ByteText(source)]?.format else { return source }
    return format == media.format ? source : nil
  }

  private func isEmptyBatch(_ body: [UInt8]) -> Bool {
    body.count < 1024 && body.filter { !ASCII.isSpace($0) } == [ASCII.leftBracket, ASCII.rightBracket]
  }

  private func read(
    _ bytes: [UInt8], _ delivery: EventDelivery, _ received: Timestamp, _ collecting: Bool
  ) throws(Problem) -> EventDelivery {
    let producer = delivery.folder.map { Array($0.utf8) }
    var slicer: FileSlicer
    var envelopes: RecordSlicer?
    do {
      try refuseOtherLayout(bytes)
      slicer = try FileSlicer(bytes, name: Array(delivery.ending.utf8), from: producer, under: book)
      if media == .structured || media == .batch {
        envelopes = try RecordSlicer(bytes: bytes, format: .json, limits: book.intake)
      }
    } catch {
      throw BodyFault(error, linesBefore: delivery.linesBefore).problem
    }
    let reader = RecordReader(of: slicer, from: producer, under: book)
    var reading = DeliveryReading(delivery, source: source, collecting: collecting)
    while let slice = slicer.next() {
      // Where CloudEvents are announced nothing else is one, though the daemon would take it.
      let foreign = envelopes?.next().flatMap { isPlainEvent(bytes[$0.range]) ? $0.range : nil }
      try reading.add(reader.read(slice, received: received), foreign: foreign)
    }
    // The writer is done: nobody need wait for the rest of the last line.
    if slicer.endsEarly, media == .ndjson { reading.append(ASCII.lineFeed, to: bytes) }
    return try reading.finished(bytes)
  }

  /// One event is no batch, and a batch is no event: CloudEvents have a type for each.
  private func refuseOtherLayout(_ bytes: [UInt8]) throws(InputFault) {
    guard media == .structured || media == .batch else { return }
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = bytes[mark...].firstIndex(where: { !ASCII.isSpace($0) }) else { return }
    let isArray = bytes[first] == ASCII.leftBracket
    guard isArray != (media == .batch) else { return }
    let found = isArray ? "array" : "object"
    throw InputFault(
      Refusal(.cloudEvent, [.fault: "layout", .found: found]), offset: first,
      at: TextPosition.start.advanced(over: bytes[mark..<first]), endsEarly: false)
  }

  private static func tooLarge(_ count: Int) -> Problem {
    Problem(.tooLarge, Refusal(.tooLarge, [.bytes: "\(count)"]).message)
  }
}
