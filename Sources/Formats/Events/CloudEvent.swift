import GridCore
internal import JSON
internal import Words

/// The envelope of a CloudEvents 1.0 structured event (CloudEvents JSON format 1.0.2 §3).
///
/// Stated choices: attributes that this house does not know are taken whatever their names are; notices show them, but they do not
/// make one event differ from another, since a sender that repeats it may give it another trace. `id`, `source`, `type`, `time` and
/// `specversion` count only in the envelope: members of `data` so called are dropped, the last since it would make an envelope of
/// what is none.
enum CloudEvent {
  private static let prefix = "gridpost."

  /// The fields of the event without the envelope: its id, source, type (without `gridpost.`) and time, then those of the data.
  static func unwrap(_ envelope: EventFields, maxDepth: Int) throws(EventFlaw) -> EventFields {
    try checkVersion(envelope)
    try checkContentType(envelope)
    guard var type = envelope[.type] else {
      throw EventFlaw(
        .cloudEvent, at: envelope[.specversion]?.offset ?? 0, fault(.noType))
    }
    type.value = .string(try typeWord(type))
    var members: [JSONMember] = []
    for member in [envelope[.id], envelope[.source], type, envelope[.time]] {
      if let member { members.append(member) }
    }
    for member in try data(of: envelope, maxDepth: maxDepth) {
      switch EventField(name: member.key) {
      case .id, .source, .type, .time, .specversion: continue
      default: members.append(member)
      }
    }
    return EventFields(members)
  }

  /// Attributes of the envelope that neither CloudEvents 1.0 nor this house defines, and that the data does not hold already.
  static func extensions(of envelope: EventFields, beside fields: EventFields) -> [JSONMember] {
    let defined: Set<String> = ["specversion", "datacontenttype", "dataschema", "subject", "data", "data_base64"]
    let taken = Set(fields.members.map { ByteText($0.key) })
    return envelope.members.filter { member in
      !defined.contains(member.key) && EventField(name: member.key) == nil && !taken.contains(ByteText(member.key))
    }
  }

  private static func fault(
    _ fault: Refusal.EnvelopeFault, found: JSONValue.Kind? = nil
  ) -> [Refusal.Detail: String] {
    var details: [Refusal.Detail: String] = [.fault: fault.rawValue]
    details[.found] = found?.rawValue
    return details
  }

  private static func checkVersion(_ envelope: EventFields) throws(EventFlaw) {
    guard let version = envelope[.specversion], version.value != .string("1.0") else { return }
    throw EventFlaw(.cloudEvent, at: version.offset, fault(.version))
  }

  /// The media type of the data, if it is named, must be JSON: `application/json` or any with the suffix `+json` (RFC 6839).
  private static func checkContentType(_ envelope: EventFields) throws(EventFlaw) {
    guard let member = envelope[.datacontenttype] else { return }
    if case .string(let text) = member.value {
      let name = text.utf8.prefix { $0 != UInt8(ascii: ";") }
      let lower = String(decoding: name.filter { !ASCII.isSpace($0) }, as: UTF8.self).lowercased()
      let parts = lower.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count == 2, !parts[0].isEmpty, lower == "application/json" || parts[1].hasSuffix("+json") { return }
    }
    throw EventFlaw(.cloudEvent, at: member.offset, fault(.contentType))
  }

  private static func typeWord(_ member: JSONMember) throws(EventFlaw) -> String {
    guard case .string(let text) = member.value else {
      throw .wrongType("type", member, wanted: .string)
    }
    try EventDecoder.refuseControls(in: text, name: "type", at: member.offset)
    guard text.utf8.starts(with: prefix.utf8) else {
      throw EventFlaw(
        .unknownType, at: member.offset, [.found: Refusal.excerpt(text)])
    }
    return String(text.dropFirst(prefix.count))
  }

  private static func data(of envelope: EventFields, maxDepth: Int) throws(EventFlaw) -> [JSONMember] {
    switch (envelope[.data], envelope[.dataBase64]) {
    case (nil, nil): return []
    case (let data?, nil):
      guard case .object(let members) = data.value else {
        throw EventFlaw(
          .cloudEvent, at: data.offset, fault(.data, found: data.value.kind))
      }
      return members
    case (nil, let data?): return try decoded(data, maxDepth: maxDepth)
    case (_, let data?):
      throw EventFlaw(.cloudEvent, at: data.offset, fault(.twoData))
    }
  }

  private static func decoded(_ data: JSONMember, maxDepth: Int) throws(EventFlaw) -> [JSONMember] {
    guard case .string(let text) = data.value, let bytes = Base64.decode(text) else {
      throw EventFlaw(.cloudEvent, at: data.offset, fault(.base64))
    }
    let value: JSONValue
    do {
      value = try StrictJSON.read(bytes[...], maxDepth: maxDepth - 1)
    } catch {
      let place: [Refusal.Detail: String] = [.name: "data_base64", .byte: "\(error.offset)"]
      throw EventFlaw(error.code, at: data.offset, error.refusal.details.merging(place) { $1 })
    }
    guard case .object(let members) = value else {
      throw EventFlaw(.cloudEvent, at: data.offset, fault(.base64Data, found: value.kind))
    }
    return members.map { relocated($0, to: data.offset) }
  }

  /// Members of decoded text stand, for messages, where the text that was decoded stands.
  private static func relocated(_ member: JSONMember, to offset: Int) -> JSONMember {
    guard case .object(let members) = member.value else {
      return JSONMember(key: member.key, value: member.value, offset: offset)
    }
    return JSONMember(key: member.key, value: .object(members.map { relocated($0, to: offset) }), offset: offset)
  }
}
