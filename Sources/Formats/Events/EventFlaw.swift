internal import JSON
internal import Words

/// What is wrong with an event, before its place is told in lines.
struct EventFlaw: Error {
  let refusal: Refusal
  /// The index of the first byte of the value concerned.
  let offset: Int

  init(_ code: RejectionCode, at offset: Int, _ details: [Refusal.Detail: String] = [:]) {
    refusal = Refusal(code, details)
    self.offset = offset
  }

  static func wrongType(_ name: String, _ member: JSONMember, wanted: JSONValue.Kind) -> EventFlaw {
    EventFlaw(
      .wrongType, at: member.offset,
      [.name: name, .found: member.value.kind.rawValue, .wanted: wanted.rawValue])
  }

  static func badValue(_ name: String, _ member: JSONMember, found: String, wanted: [String]) -> EventFlaw {
    EventFlaw(
      .badValue, at: member.offset,
      [.name: name, .found: Refusal.excerpt(found), .wanted: wanted.joined(separator: ", ")])
  }
}
