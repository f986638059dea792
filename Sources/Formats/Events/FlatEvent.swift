import GridCore
internal import JSON
internal import Values

/// The JSON text of a record without its envelope: a plain object byte for byte, a CloudEvent unwrapped, numbers as written.
///
/// Of a record that was translated it is what it was translated into. Bytes that are no event, which no ledger in order holds, give `null`, so that what they are put into stays JSON.
package func flatEvent(_ kept: [UInt8]) -> [UInt8] {
  let bytes = KeptBytes.isTranslated(kept) ? Array(KeptBytes.event(in: kept[...])) : kept
  do {
    if try hasPlainObject(bytes[...]) { return bytes }
    guard case .object(let members) = try StrictJSON.read(bytes[...], maxDepth: StrictJSON.deepest) else {
      return Array("null".utf8)
    }
    let top = EventFields(members)
    if top[.specversion] == nil { return bytes }
    let fields = try CloudEvent.unwrap(top, maxDepth: StrictJSON.deepest)
    var writer = JSONWriter(reservingCapacity: bytes.count)
    writer.value(.object(fields.members + CloudEvent.extensions(of: top, beside: fields)))
    return writer.bytes
  } catch {
    return Array("null".utf8)
  }
}

/// Whether a record is an object that is no CloudEvent: it has no `specversion`. What is no sound object is none of these.
package func isPlainEvent(_ record: ArraySlice<UInt8>) -> Bool {
  do {
    if try hasPlainObject(record) { return true }
    guard case .object(let members) = try StrictJSON.read(record, maxDepth: StrictJSON.deepest) else { return false }
    return EventFields(members)[.specversion] == nil
  } catch {
    return false
  }
}

/// Whether the text is an object that surely has no member `specversion`: no key is so called, and none is written with escapes.
///
/// Checks the syntax on the way, and costs a third of reading the value.
private func hasPlainObject(_ bytes: ArraySlice<UInt8>) throws(JSONFlaw) -> Bool {
  try ByteWindow.over(bytes) { window throws(JSONFlaw) in
    var scanner = JSONScanner(window)
    return try scanner.scanMembers { key, scanner throws(JSONFlaw) in
      if isEnvelopeMark(window, key) { return false }
      try scanner.skipValue()
      return true
    }
  }
}

private func isEnvelopeMark(_ window: ByteWindow, _ range: Range<Int>) -> Bool {
  let mark: StaticString = "specversion"
  guard range.count == mark.utf8CodeUnitCount else { return false }
  return range.enumerated().allSatisfy { window[$1] == mark.utf8Start[$0] }
}
