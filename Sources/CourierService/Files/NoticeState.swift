internal import Formats
internal import GridCore
internal import JSON
internal import Linux

/// What is remembered of a notice that more than one try or courier is needed for: `outbox/.courier/<notice>.state`.
struct NoticeState: Sendable {
  static let ending = ".state"

  /// Who has had his answer, by name.
  var answered: Set<String> = []
  /// When others tried it first.
  var first: [String: Timestamp] = [:]

  var isEmpty: Bool { answered.isEmpty && first.isEmpty }

  init() {}

  /// Reads one; whatever is no such text remembers nothing.
  init(_ bytes: [UInt8]) {
    let value: JSONValue
    // Whoever is not remembered is sent the notice again, under the same id.
    do { value = try StrictJSON.parse(bytes[...], maxDepth: 8).value } catch { return }
    guard case .object(let members) = value else { return }
    for member in members {
      switch (member.key, member.value) {
      case ("settled", .array(let names)):
        for case .string(let name) in names { answered.insert(name) }
      case ("first", .object(let moments)):
        for moment in moments {
          if case .string(let text) = moment.value { first[moment.key] = RFC3339.timestamp(text) }
        }
      default: break
      }
    }
  }

  var bytes: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("settled")
    json.beginArray()
    for name in answered.sorted() { json.string(name) }
    json.endArray()
    json.key("first")
    json.beginObject()
    for (name, moment) in first.sorted(by: { $0.key < $1.key }) { json.field(name, moment) }
    json.endObject()
    json.endObject()
    json.endLine()
    return json.bytes
  }
}

extension CourierFolder {
  /// What is remembered of a notice; nothing where there is no such file.
  func state(of id: String) throws(WorldError) -> NoticeState {
    guard let bytes = try readOwn(id + NoticeState.ending) else { return NoticeState() }
    return NoticeState(bytes)
  }

  /// Remembers it durably.
  func keep(_ state: NoticeState, of id: String) throws(WorldError) {
    try write(state.bytes, as: id + NoticeState.ending, in: own)
  }

  /// Forgets what was remembered of notices that are gone: their ids never come back.
  func forget(_ id: String) throws(WorldError) { try removeOwn(id + NoticeState.ending) }
}
