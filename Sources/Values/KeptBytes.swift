/// The bytes of a record as a ledger keeps them: as they were received, or, where they had to be translated, behind the event that they
/// were read as.
///
/// The digest of a record is that of what was received; what was read out of it is told by its key and its content.
package enum KeptBytes {
  // A zero stands in no JSON text.
  private static let mark: [UInt8] = [0] + Array("row".utf8)
  private static let headCount = mark.count + 8
  /// Instead of the length of an event: what was received is kept alone.
  private static let alone = UInt64.max

  /// A record that was translated; an empty event where it could not be.
  package static func keep(_ received: ArraySlice<UInt8>, readAs event: [UInt8]) -> ArraySlice<UInt8> {
    wrap(received, behind: event, UInt64(event.count))
  }

  /// A record that is its own event; it is wrapped only where it begins as what is wrapped does.
  package static func keep(_ received: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    received.starts(with: mark) ? wrap(received, behind: [], alone) : received
  }

  private static func wrap(
    _ received: ArraySlice<UInt8>, behind event: [UInt8], _ length: UInt64
  ) -> ArraySlice<UInt8> {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headCount + event.count + received.count)
    bytes += mark
    withUnsafeBytes(of: length.bigEndian) { bytes += $0 }
    bytes += event
    bytes += received
    return bytes[...]
  }

  /// The event of what is kept: what is to be read again.
  package static func event(in kept: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let (event, received) = kept.withUnsafeBytes { parts(of: $0) }
    let part = event ?? received
    return kept[(kept.startIndex + part.lowerBound)..<(kept.startIndex + part.upperBound)]
  }

  /// What was received, of what is kept.
  package static func received(in kept: [UInt8]) -> ArraySlice<UInt8> {
    kept[kept.withUnsafeBytes { parts(of: $0).received }]
  }

  /// What was received, of what is kept.
  package static func received(in kept: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: kept[parts(of: kept).received])
  }

  /// The event that a translated record was read as; nil for one that is its own event.
  package static func translation(in kept: UnsafeRawBufferPointer) -> [UInt8]? {
    parts(of: kept).event.map { Array(kept[$0]) }
  }

  /// Whether an event was read out of other bytes, or could not be.
  package static func isTranslated(_ kept: [UInt8]) -> Bool {
    kept.withUnsafeBytes { parts(of: $0).event } != nil
  }

  private static func parts(of kept: UnsafeRawBufferPointer) -> (event: Range<Int>?, received: Range<Int>) {
    guard kept.count >= headCount, kept.starts(with: mark) else { return (nil, 0..<kept.count) }
    let length = UInt64(bigEndian: kept.loadUnaligned(fromByteOffset: mark.count, as: UInt64.self))
    if length == alone { return (nil, headCount..<kept.count) }
    guard length <= UInt64(kept.count - headCount) else { return (nil, 0..<kept.count) }
    let end = headCount + Int(length)
    return (headCount..<end, end..<kept.count)
  }
}
