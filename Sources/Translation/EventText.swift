internal import Formats
internal import JSON
internal import Words

/// The event that a record of a source says, as JSON, and where each value of it stood.
struct EventText {
  private var writer = JSONWriter()
  private var measured = 0
  private var column = 1
  /// Where the values begin in the text, in characters, and which part of the record each came from.
  private var places: [(column: Int, part: Int)] = []
  /// The part that holds the record's own name, or should.
  private var namePart: Int?

  init() { writer.beginObject() }

  /// Adds a value that a part of the record says (a cell by its number, a member by its place), or that was added.
  mutating func add(_ key: String, from part: Int? = nil, _ value: JSONValue) {
    writer.key(key)
    if let part {
      measure()
      places.append((column, part))
      if key == "id" { namePart = part }
    }
    writer.value(value)
  }

  private mutating func measure() {
    let bytes = writer.bytes
    for byte in bytes[measured...] where byte & 0xC0 != 0x80 { column += 1 }
    measured = bytes.count
  }

  /// Remembers where the name should stand.
  mutating func expectName(in part: Int) { namePart = part }

  mutating func finished() -> [UInt8] {
    writer.endObject()
    return writer.bytes
  }

  /// A refusal of the text, told of where it stood: only then is it counted where that is, for a record may have very many parts.
  func placed(_ rejection: Rejection, from start: TextPosition, _ position: (Int) -> TextPosition) -> Rejection {
    var part = rejection.code == .missingID ? namePart : nil
    if rejection.column > 1 { part = places.last { $0.column <= rejection.column }?.part }
    return Rejection(
      rejection.refusal, at: part.map(position) ?? start, source: rejection.source, id: rejection.id,
      type: rejection.type, endsEarly: rejection.endsEarly)
  }
}
