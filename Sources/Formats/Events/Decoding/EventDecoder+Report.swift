import GridCore
internal import JSON
internal import Words

extension EventDecoder {
  func report(of fields: EventFields) throws(EventFlaw) -> Report {
    _ = try text(.summary, of: fields)
    let (place, subject) = (try text(.place, of: fields), try text(.subject, of: fields))
    _ = try text(.reporter, of: fields)
    var report = Report(
      matter: try text(.matter, of: fields), community: try text(.community, of: fields),
      grid: try text(.grid, of: fields), subject: subject, place: place)
    if let word = try text(.risk, of: fields), let member = fields[.risk] {
      guard let risk = Risk(rawValue: word) else {
        let known = Risk.allCases.map(\.rawValue).joined(separator: ", ")
        throw EventFlaw(
          .unknownRisk, at: member.offset, [.found: Refusal.excerpt(word), .wanted: known])
      }
      report.risk = risk
    }
    if let member = fields[.resolved] { report.resolved = try resolution(member) }
    if isOwn, let source, EventIdentity.isReserved(source: source) { report.own = ownReport(of: fields, report) }
    return report
  }

  private func resolution(_ member: JSONMember) throws(EventFlaw) -> OnSiteResolution {
    guard case .object(let members) = member.value else {
      throw .wrongType("resolved", member, wanted: .object)
    }
    var by: String?
    var at: Timestamp?
    var note: String?
    for part in members where part.value != .null {
      switch part.key {
      case "by": by = try partText(part, of: "resolved")
      case "note": note = try partText(part, of: "resolved")
      case "at": at = try moment(part, called: "resolved.at", latest: received.adding(EventReader.farthestAhead))
      default: break
      }
    }
    return OnSiteResolution(by: said(by), at: at, note: said(note))
  }

  private func partText(_ part: JSONMember, of whole: String) throws(EventFlaw) -> String {
    guard case .string(let text) = part.value else {
      throw .wrongType("\(whole).\(part.key)", part, wanted: .string)
    }
    return text
  }
}
