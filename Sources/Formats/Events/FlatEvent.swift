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

/// The texts of some fields of a record's event, in their order, read in one walk that makes nothing else of it; nil where one walk does
/// not tell: of a CloudEvent, where a key is written with escapes, of what is no event.
package func plainTexts(_ fields: [StaticString], of kept: [UInt8]) -> [String?]? {
  do {
    return try ByteWindow.over(KeptBytes.event(in: kept[...])) { window throws(JSONFlaw) in
      var texts = [String?](repeating: nil, count: fields.count)
      var scanner = JSONScanner(window)
      let isPlain = try scanner.scanMembers { key, scanner throws(JSONFlaw) in
        if isEnvelopeMark(window, key) { return false }
        if scanner.byte == ASCII.quote, let place = fields.firstIndex(where: { stands($0, at: key, in: window) }) {
          texts[place] = scanner.text(of: try scanner.scanString())
        } else {
          try scanner.skipValue()
        }
        return true
      }
      return isPlain && scanner.recordFlaw == nil ? texts : nil
    }
  } catch {
    return nil
  }
}

private func isEnvelopeMark(_ window: ByteWindow, _ range: Range<Int>) -> Bool {
  stands("specversion", at: range, in: window)
}

private func stands(_ word: StaticString, at range: Range<Int>, in window: ByteWindow) -> Bool {
  guard range.count == word.utf8CodeUnitCount else { return false }
  var place = 0
  while place < range.count, window[range.lowerBound + place] == word.utf8Start[place] { place += 1 }
  return place == range.count
}
