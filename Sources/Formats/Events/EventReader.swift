package import GridCore
internal import JSON
internal import Values
internal import Words

/// Turns the bytes of one record into an event, or says why not.
///
/// Checks all of the contract's §3 that can be told without the rules and the ledger. Whatever it accepts, it accepts the same
/// way at any later receipt, but for the bound on `time`, which is a day after the receipt.
package struct EventReader: Sendable {
  /// Bytes of an id or a source.
  package static let longestName = 256
  /// Seconds a time may lie ahead of the receipt: a time a day ahead is a clock that is wrong.
  package static let farthestAhead: Int64 = 86_400

  private let limits: IntakeLimits
  private let version: DecidingVersion
  private let isOwn: Bool

  /// A reader that refuses records longer or deeper than these limits.
  ///
  /// - Parameters:
  ///   - version: which code read: the first three took no lists, and refused words of a step here.
  ///   - isOwn: whether this binary itself brought the records forth, under a source that nobody else may use.
  package init(limits: IntakeLimits, as version: DecidingVersion = .current, isOwn: Bool = false) {
    self.limits = limits
    self.version = version
    self.isOwn = isOwn
  }

  /// - Parameters:
  ///   - bytes: the record's JSON text; in a slice of the file nothing is copied.
  ///   - position: the place of its first byte in the file.
  ///   - received: the receipt; a `time` more than a day after it is refused.
  package func read(
    _ bytes: ArraySlice<UInt8>, at position: TextPosition = .start, received: Timestamp
  ) -> Result<Event, Rejection> {
    guard bytes.count <= limits.maxEvent else {
      let refusal = Refusal(.tooLarge, [.bytes: "\(bytes.count)", .limit: "\(limits.maxEvent)"])
      let sender = SenderReading(bytes)
      return .failure(Rejection(refusal, at: position, source: sender.source, id: sender.id))
    }
    let reading: StrictJSON.Reading
    do {
      reading = try StrictJSON.parse(bytes, maxDepth: limits.maxDepth)
    } catch {
      return .failure(rejection(error.fault(in: bytes, startingAt: position), of: bytes))
    }
    if let flaw = reading.recordFlaw {
      return .failure(rejection(flaw.fault(in: bytes, startingAt: position), of: bytes))
    }
    var decoder = EventDecoder(
      start: bytes.startIndex, received: received, maxDepth: limits.maxDepth, as: version, isOwn: isOwn)
    do {
      return .success(try decoder.decode(reading.value))
    } catch {
      let place = position.advanced(over: bytes[bytes.startIndex..<error.offset])
      return .failure(
        Rejection(error.refusal, at: place, source: decoder.source, id: decoder.id, type: decoder.type))
    }
  }

  /// An event that was read once, before it was stored; nil where nobody can read it any more.
  ///
  /// The limits may be narrower by now than when it was taken, so none is asked for.
  ///
  /// - Parameter version: which code read it.
  package static func again(
    _ bytes: [UInt8], received: Timestamp, as version: DecidingVersion = .current
  ) -> Event? {
    var limits = IntakeLimits()
    (limits.maxEvent, limits.maxDepth) = (.max, StrictJSON.deepest)
    let reader = EventReader(limits: limits, as: version, isOwn: true)
    guard case .success(let event) = reader.read(KeptBytes.event(in: bytes[...]), received: received) else {
      return nil
    }
    return event
  }

  /// The record that a slicer found in a file.
  package func read(_ slice: RecordSlice, of bytes: [UInt8], received: Timestamp) -> Result<Event, Rejection> {
    read(bytes[slice.range], at: slice.position, received: received)
  }

  private func rejection(_ fault: InputFault, of bytes: ArraySlice<UInt8>) -> Rejection {
    let sender = SenderReading(bytes)
    // A line with two values is as badly written as any: there is no file here that could have a trailing part.
    return Rejection(
      fault.code == .trailing ? Refusal(.syntax, fault.refusal.details) : fault.refusal,
      at: TextPosition(line: fault.line, column: fault.column), source: sender.source, id: sender.id,
      endsEarly: fault.endsEarly)
  }
}
