import GridCore
internal import JSON
internal import Words

extension EventDecoder {
  func rating(of fields: EventFields) throws(EventFlaw) -> Rating {
    let missing = EventFlaw(.badValue, at: fields[.subject]?.offset ?? start, [.name: "subject", .fault: "absent"])
    let name = try name(fields[.subject], called: "subject", missing: missing)
    guard let subject = Link.trimmed(name) else { throw missing }
    var rating = Rating(subject: subject, risk: try colour(of: fields))
    rating.grid = try text(.grid, of: fields)
    rating.points = try fields[.points].map { member throws(EventFlaw) in try points(member) }
    rating.by = try words(.by, of: fields)
    rating.note = try words(.note, of: fields)
    return rating
  }

  private func colour(of fields: EventFields) throws(EventFlaw) -> Risk? {
    guard let word = try text(.risk, of: fields), let member = fields[.risk] else {
      throw EventFlaw(.badValue, at: start, [.name: "risk", .fault: "absent"])
    }
    if word == Rating.noRisk { return nil }
    guard let risk = Risk(rawValue: word) else {
      let known = (Risk.allCases.map(\.rawValue) + [Rating.noRisk]).joined(separator: ", ")
      throw EventFlaw(.unknownRisk, at: member.offset, [.found: Refusal.excerpt(word), .wanted: known])
    }
    return risk
  }

  /// The risk points: texts, so many at the most.
  private func points(_ member: JSONMember) throws(EventFlaw) -> [String] {
    guard case .array(let elements) = member.value else { throw .wrongType("points", member, wanted: .array) }
    guard elements.count <= Rating.mostPoints else {
      throw EventFlaw(
        .badValue, at: member.offset,
        [.name: "points", .fault: "many", .count: "\(elements.count)", .limit: "\(Rating.mostPoints)"])
    }
    var points: [String] = []
    for element in elements {
      let part = JSONMember(key: member.key, value: element, offset: member.offset)
      guard case .string(let text) = element else { throw .wrongType("points", part, wanted: .string) }
      points.append(text)
    }
    return points
  }
}
