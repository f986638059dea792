/// What a report of the daemon's own says of its cause.
package indirect enum OwnReport: Hashable, Sendable {
  case round(RoundCall)
  case signal(SignalCall)
}

/// Which round has come round, for which period and place.
package struct RoundCall: Hashable, Sendable {
  package let name: String
  /// `2026-11-28`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`.
  package let period: String
  /// The id of the grid, community or subdistrict, or the name of the subject.
  package let place: String
  package let due: Timestamp

  package init(name: String, period: String, place: String, due: Timestamp) {
    self.name = name
    self.period = period
    self.place = place
    self.due = due
  }
}

/// Which signal of the work itself was reached, by whom and when.
package struct SignalCall: Hashable, Sendable {
  package let name: String
  package let period: String
  /// The post whose work it is about, with its grid.
  package let post: GridPost

  package init(name: String, period: String, post: GridPost) {
    self.name = name
    self.period = period
    self.post = post
  }
}

/// Where reports of the daemon's own go: not as a matter's line says, but as the rule that brought them forth.
extension RuleBook {
  /// The round of this name.
  package func round(named name: String) -> RoundRule? {
    rounds.first { ByteText($0.name) == ByteText(name) }
  }

  /// The signal of this name.
  package func signal(named name: String) -> SignalRule? {
    integrity?.signals.first { ByteText($0.name) == ByteText(name) }
  }

  /// What the rule of a report of our own decides; nil where that is gone, or its matter or office is.
  package func assign(_ report: Report, of own: OwnReport, source: String, received: Timestamp) -> Assignment? {
    switch own {
    case .round(let call):
      round(named: call.name).flatMap { assign(report, by: $0, source: source, received: received) }
    case .signal(let call):
      integrity.flatMap { integrity in
        station(of: call).map { station in
          assignment(
            to: station, in: station.place, matter: integrity.matter, limit: integrity.limit, received: received,
            by: AssignedBy(
              rules: digest, line: signal(named: call.name)?.line,
              why: AssignmentReason(kind: .signal, subject: call.name)))
        }
      }
    }
  }

  private func station(of call: SignalCall) -> Addressee? {
    let place = GridPlace(community: call.post.community, grid: call.post.grid)
    return knows(.station(place)) ? .station(place) : nil
  }

  private func assign(_ report: Report, by rule: RoundRule, source: String, received: Timestamp) -> Assignment? {
    let routed = assign(report, source: source, received: received)
    if rule.matter != nil, routed.matter == nil { return nil }
    if rule.to == .routed {
      guard routed.to != .triage else { return nil }
      guard let limit = rule.limit else { return routed }
      var decision = routed
      decision.limit = limit
      decision.deadline = calendar.due(
        from: received, limit: limit, hours: decision.to.postType.flatMap(hours(ofPost:)))
      return decision
    }
    let place = report.grid.flatMap(self.place(ofGrid:))
    guard let to = addressee(of: rule.to, at: place, report, routed), knows(to),
      let limit = rule.limit ?? routed.limit ?? rule.matter.flatMap({ matter($0) })?.limit
    else { return nil }
    return assignment(
      to: to, in: place, community: report.community, matter: rule.matter, group: routed.group, limit: limit,
      received: received,
      by: AssignedBy(rules: digest, line: rule.line, why: AssignmentReason(kind: .round, subject: rule.name)))
  }

  private func addressee(
    of target: RoundRule.Target, at place: GridPlace?, _ report: Report, _ routed: Assignment
  ) -> Addressee? {
    switch target {
    case .routed: nil
    case .post(let id): place.map { .post(GridPost(community: $0.community, grid: $0.grid, post: id)) }
    case .branch: place.map { .branch($0) }
    case .station: place.map { .station($0) }
    case .office(let id): .office(id)
    case .group:
      (report.community ?? place?.community).flatMap { community in
        (routed.group ?? routed.matter.flatMap { matter($0) }?.group).map { .group(community: community, group: $0) }
      }
    }
  }

  private func assignment(
    to: Addressee, in place: GridPlace?, community: String? = nil, matter code: String?, group: String? = nil,
    limit: TimeLimit, received: Timestamp, by assignedBy: AssignedBy
  ) -> Assignment {
    let matter = code.flatMap { self.matter($0) }
    return Assignment(
      to: to, matter: matter?.code, duty: matter.map { duties[$0.duty].id }, community: place?.community ?? community,
      grid: place?.grid, group: group ?? matter?.group, limit: limit,
      deadline: calendar.due(from: received, limit: limit, hours: to.postType.flatMap(hours(ofPost:))),
      assignedBy: assignedBy)
  }
}
