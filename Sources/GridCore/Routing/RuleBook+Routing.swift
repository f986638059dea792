extension RuleBook {
  /// Where a report goes: the matter's own line, or the first override that fits; triage where the list does not hold it.
  ///
  /// - Parameters:
  ///   - received: the clock's start, and the time of day that overrides ask about.
  ///   - considering: told of every override looked at in vain, in order, up to the one that won.
  package func assign(
    _ report: Report, source: String, received: Timestamp, considering: ((Considered) -> Void)? = nil
  ) -> Assignment {
    let place = locate(report)
    let matter = report.matter.flatMap { listedMatter($0, on: received) }
    guard let matter, case .found(let grid) = place else {
      return triage(report, matter: matter, place: place)
    }
    let rule = matters[matter]
    let second = calendar.local(received).second
    let chosen = firstOverride(
      matter: matter, grid: grid, risk: report.risk, source: source, second: second, considering: considering)
    let community = communities[grids[grid].community].id
    let post = chosen?.post ?? rule.post
    let limit = chosen?.limit ?? rule.limit
    return Assignment(
      to: .post(GridPost(community: community, grid: grids[grid].id, post: post)),
      matter: rule.code, duty: duties[rule.duty].id, community: community, grid: grids[grid].id,
      group: chosen?.group ?? rule.group, limit: limit,
      deadline: calendar.due(from: received, limit: limit, hours: hoursOfPost[post]),
      assignedBy: AssignedBy(
        rules: digest, line: chosen?.line ?? rule.line,
        why: chosen.map { AssignmentReason(kind: .override, subject: $0.name ?? "") }
          ?? AssignmentReason(kind: .matter, subject: rule.code)))
  }

  /// Code of the listed matter and id of the grid that a report names, as `assign` takes them.
  func located(_ report: Report, received: Timestamp) -> (matter: String?, grid: String?) {
    let matter = report.matter.flatMap { listedMatter($0, on: received) }
    guard case .found(let grid) = locate(report) else { return (matter.map { matters[$0].code }, nil) }
    return (matter.map { matters[$0].code }, grids[grid].id)
  }

  /// The index of the matter so called, if it is listed on that day.
  private func listedMatter(_ codeOrName: String, on received: Timestamp) -> Int? {
    guard let index = matterIndex[ByteText(codeOrName)] else { return nil }
    if let until = matters[index].until, calendar.local(received).day > until { return nil }
    return index
  }

  private enum Place {
    case found(Int)
    case nowhere(AssignmentReason)
  }

  private func locate(_ report: Report) -> Place {
    guard let grid = report.grid else {
      return .nowhere(AssignmentReason(kind: .noGrid, subject: report.community ?? ""))
    }
    guard let index = gridIndex[ByteText(grid)] else {
      return .nowhere(AssignmentReason(kind: .unknownGrid, subject: grid))
    }
    if let community = report.community {
      guard let named = communityIndex[ByteText(community)] else {
        return .nowhere(AssignmentReason(kind: .unknownCommunity, subject: community))
      }
      guard named == grids[index].community else {
        return .nowhere(AssignmentReason(kind: .gridElsewhere, subject: grid))
      }
    }
    return .found(index)
  }

  private func triage(_ report: Report, matter: Int?, place: Place) -> Assignment {
    var assignment = Assignment(
      to: .triage, matter: matter.map { matters[$0].code }, duty: matter.map { duties[matters[$0].duty].id },
      assignedBy: AssignedBy(rules: digest, line: nil, why: AssignmentReason(kind: .noMatter, subject: "")))
    switch place {
    case .found(let grid):
      assignment.community = communities[grids[grid].community].id
      assignment.grid = grids[grid].id
    case .nowhere(let reason):
      assignment.community = report.community.flatMap { communityIndex[ByteText($0)] }.map { communities[$0].id }
      assignment.assignedBy = AssignedBy(rules: digest, line: nil, why: reason)
    }
    if matter == nil {
      let why =
        report.matter.map { AssignmentReason(kind: .unlistedMatter, subject: $0) }
        ?? AssignmentReason(kind: .noMatter, subject: "")
      assignment.assignedBy = AssignedBy(rules: digest, line: nil, why: why)
    }
    return assignment
  }

  private func firstOverride(
    matter: Int, grid: Int, risk: Risk?, source: String, second: Int, considering: ((Considered) -> Void)?
  ) -> Override? {
    // Explaining looks at every override; routing only at those that can fit the matter.
    let candidates = considering == nil ? overridesOfMatter[matter] : Array(overrides.indices)
    for index in candidates {
      let override = overrides[index]
      guard
        let mismatch = mismatch(
          override.when, matter: matter, grid: grid, risk: risk, source: source, second: second)
      else { return override }
      considering?(Considered(line: override.line, name: override.name, mismatch: mismatch))
    }
    return nil
  }

  private func mismatch(
    _ when: Override.Condition, matter: Int, grid: Int, risk: Risk?, source: String, second: Int
  ) -> Considered.Mismatch? {
    if let wanted = when.duty, wanted != matters[matter].duty { return .duty }
    if let wanted = when.matter, wanted != matter { return .matter }
    if let wanted = when.community, wanted != grids[grid].community { return .community }
    if let wanted = when.grid, wanted != grid { return .grid }
    if let wanted = when.risk, wanted != risk { return .risk }
    if let wanted = when.source, wanted != ByteText(source) { return .source }
    if let wanted = when.hours, !wanted.contains(second) { return .hours }
    return nil
  }
}
