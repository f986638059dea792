internal import Formats
internal import JSON
internal import Words

/// The event that a record of a source says, as JSON, and where each value of it stood.
struct EventText {
  private var writer = JSONWriter()
  private var measured = 0
  private var column = 1
  /// Where the values begin in the text, in characters, and where they stood in the file.
  private var places: [(column: Int, position: TextPosition)] = []
  /// Where the record's own name stood.
  private(set) var namePlace: TextPosition?

  init() { writer.beginObject() }

  /// Adds a value that stood somewhere, or was added.
  mutating func add(_ key: String, from position: TextPosition? = nil, _ value: JSONValue) {
    writer.key(key)
    if let position {
      while measured < writer.bytes.count {
        if writer.bytes[measured] & 0xC0 != 0x80 { column += 1 }
        measured += 1
      }
      places.append((column, position))
      if key == "id" { namePlace = position }
    }
    writer.value(value)
  }

  /// Remembers where the name should have stood.
  mutating func expectName(at position: TextPosition) { namePlace = position }

  mutating func finished() -> [UInt8] {
    writer.endObject()
    return writer.bytes
  }

  /// A refusal of the text, told of where it stood.
  func placed(_ rejection: Rejection, from start: TextPosition) -> Rejection {
    var position = rejection.code == .missingID ? namePlace ?? start : start
    if let place = places.last(where: { $0.column <= rejection.column }), rejection.column > 1 {
      position = place.position
    }
    return Rejection(
      rejection.refusal, at: position, source: rejection.source, id: rejection.id, type: rejection.type,
      endsEarly: rejection.endsEarly)
  }
}
