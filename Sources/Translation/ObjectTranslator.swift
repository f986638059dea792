internal import Formats
internal import GridCore
internal import JSON
internal import Words

/// Turns an object of JSON, as a source writes it, into the event that it says.
struct ObjectTranslator: Sendable {
  let words: WordTranslator
  /// The source whose folder it came in.
  let source: String
  let limits: IntakeLimits

  /// The event; nil where the text is none that could be translated: then it is read as it is, and an envelope is.
  func event(of bytes: ArraySlice<UInt8>, at start: TextPosition) -> Result<EventText, Rejection>? {
    guard bytes.count <= limits.maxEvent else { return nil }
    let reading: StrictJSON.Reading
    do { reading = try StrictJSON.parse(bytes, maxDepth: limits.maxDepth) } catch { return nil }
    guard reading.recordFlaw == nil, case .object(let members) = reading.value,
      !members.contains(where: { $0.key == "specversion" && !$0.isNull })
    else { return nil }
    let named = members.map { (field: words.field(of: $0.key), member: $0) }
    let has = { (field: String) in named.contains { $0.field == field && !$0.member.isNull } }
    let id = named.first { $0.field == "id" }?.member.value
    var event = EventText()
    if !has("source") { event.add("source", .string(source)) }
    for (field, member) in named {
      do throws(WordTranslator.Flaw) {
        event.add(field, from: member.offset, try value(member.value, of: field))
      } catch {
        var name: String?
        if case .string(let text)? = id { name = text }
        let position = start.advanced(over: bytes[..<member.offset])
        return .failure(Rejection(error.refusal, at: position, source: source, id: name))
      }
    }
    if let type = words.reading.type, !has("type") { event.add("type", .string(type)) }
    return .success(event)
  }

  private func value(_ value: JSONValue, of field: String) throws(WordTranslator.Flaw) -> JSONValue {
    switch value {
    case .string(let text): return .string(try words.word(text, in: field, isOfTable: false))
    case .number(let text):
      // Codes are often written as numbers; a number that is none stays one.
      let codes = words.reading.codes[field]
      return codes?[ByteText(text)] == nil ? value : .string(try words.word(text, in: field, isOfTable: false))
    case .null, .bool, .array, .object: return value
    }
  }
}
