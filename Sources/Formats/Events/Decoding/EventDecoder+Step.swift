import GridCore
internal import JSON
internal import Words

extension EventDecoder {
  func step(_ kind: StepKind, of fields: EventFields) throws(EventFlaw) -> StepRequest {
    var step = try request(kind, of: fields)
    step.by = try words(.by, of: fields)
    if version >= .eighth { step.asker = try text(.as, of: fields) }
    if version >= .ninth { step.seen = try integer(.seen, of: fields, wanted: ["1", "2", "…"]).map { Int64($0) } }
    step.note = try text(.note, of: fields)
    step.to = try text(.to, of: fields)
    // An end may lie far ahead, so only the past bounds it here; a year is a matter of the step.
    step.until = try moment(.until, of: fields, latest: nil)
    step.outcome = try word(.outcome, of: fields, once: ["pass", "fail"])
    if let text = try text(.byLimit, of: fields), let member = fields[.byLimit] {
      guard let limit = TimeLimit(text) else {
        throw EventFlaw(
          .badLimit, at: member.offset, [.name: "by_limit", .found: Refusal.excerpt(text)])
      }
      step.byLimit = limit
    }
    if kind == .visit, version >= .fourth {
      step.satisfaction = try integer(.satisfaction, of: fields, wanted: (1...5).map(String.init))
    }
    if kind == .return || kind == .assign {
      step.ground = try word(.ground, of: fields, once: ["place", "owner", "duty"])
      step.grid = try text(.grid, of: fields)
      step.matter = try text(.matter, of: fields)
    }
    return step
  }

  /// A word that the item takes or refuses; the first three versions knew but these.
  private func word(
    _ field: EventField, of fields: EventFields, once words: [String]
  ) throws(EventFlaw) -> String? {
    guard let text = try text(field, of: fields), let member = fields[field] else { return nil }
    if version < .fourth, !words.contains(text) { throw .badValue(field.name, member, found: text, wanted: words) }
    return text
  }

  /// A number without fraction and exponent; whether it is one of those that may be is for the item to say.
  private func integer(
    _ field: EventField, of fields: EventFields, wanted: [String]
  ) throws(EventFlaw) -> Int? {
    guard let member = fields[field] else { return nil }
    guard case .number(let text) = member.value else { throw .wrongType(field.name, member, wanted: .number) }
    guard let number = Int(text) else {
      throw .badValue(field.name, member, found: text, wanted: wanted)
    }
    return number
  }

  /// The step, with the item or the list of items that it concerns.
  private func request(_ kind: StepKind, of fields: EventFields) throws(EventFlaw) -> StepRequest {
    guard version >= .fourth, let list = fields[.items] else {
      return StepRequest(kind: kind, item: try item(of: fields))
    }
    if let other = fields[.item] ?? fields[.report] {
      throw EventFlaw(.badValue, at: list.offset, [.name: "items", .fault: "both", .other: other.key])
    }
    return StepRequest(kind: kind, items: try items(list))
  }

  /// The ids of a list of items: at least one, each once, and no more than an event may name.
  func items(_ list: JSONMember) throws(EventFlaw) -> [String] {
    guard case .array(let elements) = list.value else { throw .wrongType("items", list, wanted: .array) }
    let missing = EventFlaw(.missingItem, at: list.offset)
    if elements.isEmpty { throw missing }
    var items: [String] = []
    for element in elements {
      let member = JSONMember(key: list.key, value: element, offset: list.offset)
      items.append(try name(member, called: "items", missing: missing))
    }
    let once = StepRequest(kind: .note, items: items).items
    guard once.count <= StepRequest.mostItems else {
      throw EventFlaw(
        .badValue, at: list.offset,
        [.name: "items", .fault: "count", .count: "\(once.count)", .limit: "\(StepRequest.mostItems)"])
    }
    return once
  }

  /// The id of the item concerned: given, or derived from the report's identity; given both ways, they must agree.
  private func item(of fields: EventFields) throws(EventFlaw) -> String {
    let missing = EventFlaw(.missingItem, at: fields[.report]?.offset ?? start)
    let given = try fields[.item].map { member throws(EventFlaw) in
      try name(member, called: "item", missing: missing)
    }
    guard let report = fields[.report] else {
      guard let given else { throw missing }
      return given
    }
    guard case .object(let members) = report.value else {
      throw .wrongType("report", report, wanted: .object)
    }
    let parts = EventFields(members)
    let identity = EventIdentity(
      source: try name(parts[.source], called: "report.source", missing: missing),
      id: try name(parts[.id], called: "report.id", missing: missing))
    let derived = identity.key.itemID
    if let given, given != derived {
      throw EventFlaw(
        .badValue, at: report.offset, [.name: "item", .found: Refusal.excerpt(given), .other: derived])
    }
    return derived
  }
}
