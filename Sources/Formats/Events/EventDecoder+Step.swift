import GridCore
internal import Words

extension EventDecoder {
  func step(_ kind: StepKind, of fields: EventFields) throws(EventFlaw) -> StepRequest {
    var step = StepRequest(kind: kind, item: try item(of: fields))
    step.by = try text(.by, of: fields)
    step.note = try text(.note, of: fields)
    step.to = try text(.to, of: fields)
    // An end may lie far ahead, so only the past bounds it here; a year is a matter of the step.
    step.until = try moment(.until, of: fields, latest: nil)
    step.outcome = try choice(.outcome, of: fields, among: ["pass", "fail"])
    if let text = try text(.byLimit, of: fields), let member = fields[.byLimit] {
      guard let limit = TimeLimit(text) else {
        throw EventFlaw(
          .badLimit, at: member.offset, [.name: "by_limit", .found: Refusal.excerpt(text)])
      }
      step.byLimit = limit
    }
    if kind == .return || kind == .assign {
      step.ground = try choice(.ground, of: fields, among: ["place", "owner", "duty"])
      step.grid = try text(.grid, of: fields)
      step.matter = try text(.matter, of: fields)
    }
    return step
  }

  private func choice(
    _ field: EventField, of fields: EventFields, among words: [String]
  ) throws(EventFlaw) -> String? {
    guard let text = try text(field, of: fields), let member = fields[field] else { return nil }
    guard words.contains(text) else { throw .badValue(field.name, member, found: text, wanted: words) }
    return text
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
