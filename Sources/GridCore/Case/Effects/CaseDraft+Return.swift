/// A return (退单): the rules decide, and the clock never stops for it.
extension CaseDraft {
  mutating func giveBack(_ step: StepRequest) throws(StepRefusal.Why) {
    guard step.matter != nil || step.grid != nil || step.to != nil else {
      throw .badValue(.init("matter", nil, .missing))
    }
    if let ground = step.ground, ReturnGround(rawValue: ground) == nil {
      throw .badValue(.init("ground", ground, .unknown, suggestions: ReturnGround.allCases.map(\.rawValue)))
    }
    if step.to != nil { _ = try addressee(step) }
    let decision = try decideAnew(step)
    item.memory.counts.returns += 1
    guard let decision else { return bounce(step, nil) }
    if decision.to != item.ownPost || item.memory.transferred {
      move(step, decision)
    } else if !same(decision.matter, item.facts.matter) || !same(decision.grid, item.facts.grid) {
      amend(step, decision)
    } else {
      bounce(step, decision)
    }
  }

  /// What the rules in force decide on the corrected facts, at the item's moment; nil where they list the facts no more and the step
  /// corrects none.
  private func decideAnew(_ step: StepRequest) throws(StepRefusal.Why) -> Assignment? {
    // What a round or a signal says of unchanged facts is where it went.
    let isAsRaised = item.facts.home != nil || [.round, .signal].contains(item.facts.assignedBy.why.kind)
    if isAsRaised, step.matter == nil, step.grid == nil { return nil }
    let facts = Report(
      matter: step.matter ?? item.facts.matter, community: step.grid == nil ? item.facts.community : nil,
      grid: step.grid ?? item.facts.grid, risk: item.facts.risk)
    let decision = book.assign(facts, source: item.identity.source, received: item.memory.moment)
    guard decision.to == .triage else { return decision }
    let why = decision.assignedBy.why
    if step.matter == nil, step.grid == nil { return nil }
    let isGrid = why.kind != .unlistedMatter && why.kind != .noMatter
    throw .badValue(
      .init(
        isGrid ? "grid" : "matter", isGrid ? step.grid ?? item.facts.grid : step.matter ?? item.facts.matter, .unknown,
        suggestions: book.suggestions(for: why)))
  }

  private func same(_ left: String?, _ right: String?) -> Bool {
    left.map { ByteText($0) } == right.map { ByteText($0) }
  }

  /// To another post: with the facts, group and limit of the decision, and the time that is used up already.
  private mutating func move(_ step: StepRequest, _ decision: Assignment) {
    lapseRequest()
    let before = item.holder
    take(decision)
    item.rung = 0
    item.memory.transferred = false
    item.clock.again = nil
    handOver(to: decision.to)
    // What the new deadline brings at once comes after the return, where the holder stays too.
    if version >= .tenth { item.memory.since = moment }
    enter(step, from: before, to: decision.to)
    tellDecision(decision)
    recountDeadline()
    layTask()
    if before != decision.to, before != .triage { notifyByRung(.told, before) }
  }

  /// The same post with better facts: nothing else changes, but for a clock that the ladder of these facts has and that of the ones before
  /// had not, or the other way round.
  private mutating func amend(_ step: StepRequest, _ decision: Assignment) {
    item.facts.matter = decision.matter
    item.facts.duty = decision.duty
    item.facts.community = decision.community
    item.facts.grid = decision.grid
    item.facts.group = decision.group
    if version >= .tenth, (above == nil) != (item.clock.nextRung == nil) { setNextRung() }
    enter(step)
    tellDecision(decision)
    notifyByRung(.told, item.holder)
  }

  /// It is theirs: everything stays, and whoever has it is told the line that says so.
  private mutating func bounce(_ step: StepRequest, _ decision: Assignment?) {
    enter(step)
    item.memory.counts.bounces += 1
    note(.bounced)
    enter(.bounce)
    let line = decision?.assignedBy ?? item.facts.assignedBy
    amendEntry { $0.decision = line }
    notifyByRung(.told, item.holder)
    let allowed = book.setting(\.bounces, for: item.facts)
    if allowed > 0, item.memory.counts.bounces >= allowed { climbEarly() }
  }

  private mutating func tellDecision(_ decision: Assignment) {
    amendEntry {
      $0.decision = decision.assignedBy
      $0.matter = decision.matter
      $0.grid = decision.grid
    }
  }
}
