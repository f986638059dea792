/// What each step does.
extension CaseDraft {
  /// Carries out the effect that the table names; throws, and nothing counts, where the step says what cannot be.
  mutating func perform(_ effect: StepTable.Effect, _ step: StepRequest) throws(StepRefusal.Why) {
    switch effect {
    case .assign: try assign(step)
    case .accept:
      enter(step)
      acceptIfNew(by: step.by)
    case .giveBack: try giveBack(step)
    case .transfer: try transfer(step)
    case .extend: try askOrExtend(step)
    case .suspend: try askOrSuspend(step)
    case .resume:
      guard case .suspended(let suspension) = item.state else { throw .state(item.state.kind) }
      enter(step)
      resume(suspension)
    case .answer(let approved): try answer(step, approved)
    case .resolve:
      lapseRequest(unless: checkerDue() != nil)
      resolve(step)
    case .close:
      enter(step)
      close(stopped: moment, left: stopClock(), owesVisit: false)
    case .check: try check(step)
    case .spotCheck: try spotCheck(step)
    case .visit: try visit(step)
    case .reopen:
      lapseRequest()
      reopen(step)
    case .appeal: try appeal(step)
    case .void:
      lapseRequest()
      enter(step)
      _ = stopClock()
      countIdle()
      item.state = .void(at: moment)
    case .note: enter(step)
    }
  }

  // MARK: Triage

  private mutating func assign(_ step: StepRequest) throws(StepRefusal.Why) {
    let facts = Report(
      matter: step.matter ?? report?.matter ?? item.facts.matter,
      // A grid found makes the community named before worthless.
      community: step.grid == nil ? report?.community ?? item.facts.community : nil,
      grid: step.grid ?? report?.grid ?? item.facts.grid, risk: item.facts.risk)
    let assignment = book.assign(facts, source: item.identity.source, received: moment)
    guard assignment.to != .triage else {
      let why = assignment.assignedBy.why
      throw .stillInTriage(why, suggestions: book.suggestions(for: why))
    }
    take(assignment)
    item.memory.moment = moment
    item.clock.triage = nil
    enter(step, from: .triage, to: assignment.to)
    amendEntry { $0.decision = assignment.assignedBy }
    handOver(to: assignment.to)
    link(troubles)
    begin(assignment.deadline)
  }

  mutating func take(_ assignment: Assignment) {
    let measure = item.facts.measure
    item.facts.matter = assignment.matter
    item.facts.duty = assignment.duty
    item.facts.community = assignment.community
    item.facts.grid = assignment.grid
    item.facts.post = assignment.to.postType
    item.facts.home = assignment.to.home
    item.facts.group = assignment.group
    item.facts.limit = assignment.limit
    item.facts.assignedBy = assignment.assignedBy
    keep(measure)
  }

  /// Keeps in which time the deadline was counted that has passed, where the item's is counted otherwise from now on.
  mutating func keep(_ measure: Item.Measure) {
    guard item.memory.breach != nil, item.memory.breachMeasure == nil, item.facts.measure != measure else { return }
    item.memory.breachMeasure = measure
  }

  // MARK: Transfer

  private mutating func transfer(_ step: StepRequest) throws(StepRefusal.Why) {
    let to = try addressee(step)
    if to == .triage { throw .badValue(.init("to", step.to, .triage)) }
    if to == item.holder { throw .badValue(.init("to", step.to, .holder)) }
    let before = item.holder
    handOver(to: to)
    item.memory.counts.transfers += 1
    item.memory.transferred = to != item.ownPost
    enter(step, from: before, to: to)
    layTask()
    notifyByRung(.told, before)
  }

  /// The address that a step names, as far as the rules know it.
  func addressee(_ step: StepRequest) throws(StepRefusal.Why) -> Addressee {
    guard let text = step.to else { throw .badValue(.init("to", nil, .missing)) }
    guard let to = Addressee(text: text), book.knows(to) else {
      throw .badValue(.init("to", text, .unknown, suggestions: book.suggestions(forAddress: text)))
    }
    return to
  }

  // MARK: Endings

  /// Who checks the item if whoever has it resolves it now; nil where nobody does.
  ///
  /// The checker may not be who resolved: then whoever stands above him.
  func checkerDue() -> Addressee? {
    if item.isOfStation { return nil }
    let checker: Addressee
    switch book.checker(of: item.facts) {
    case .none: return nil
    case .office(let office): checker = .office(office)
    case .group:
      guard let group = book.addressee(of: Rung(to: .group, after: nil, line: 0), for: item.facts) else { return nil }
      checker = group
    }
    return checker == item.holder ? rungAbove(checker, otherThan: item.holder) : checker
  }

  private mutating func resolve(_ step: StepRequest) {
    item.memory.resolvedBy = step.by
    note(.quick)
    guard let checker = checkerDue() else {
      enter(step)
      close(stopped: moment, left: stopClock(), owesVisit: true)
      return
    }
    let resolver = item.holder
    let due = book.setting(\.checkWithin, for: item.facts).map { book.calendar.due(from: moment, limit: $0) }
    let left = stopClock()
    item.state = .resolved(
      Item.Checking(since: moment, resolver: resolver, left: left, due: due?.moment))
    item.holder = checker
    enter(step, from: resolver, to: checker)
    notify(.check, checker, deadline: due?.moment, provisional: due?.provisional ?? false)
  }

  mutating func close(stopped: Timestamp, left: Int64?, owesVisit: Bool) {
    item.state = .closed(Item.Ending(at: moment, stopped: stopped, left: left))
    guard owesVisit, let within = book.visitLimit(ofSource: item.identity.source, for: item.facts),
      let visitor = item.visitor(under: book)
    else { return }
    let due = book.calendar.due(from: moment, limit: within)
    item.memory.visit = Item.VisitDebt(due: due.moment)
    notify(.visit, visitor, deadline: due.moment, provisional: due.provisional)
  }

  /// Counts the time that a suspension or an end took, once it is over.
  mutating func countIdle() {
    switch item.state {
    case .suspended(let suspension): item.memory.idle += moment.seconds - suspension.since.seconds
    case .closed(let ending): item.memory.idle += moment.seconds - ending.at.seconds
    case .void, .open, .resolved: break
    }
  }
}
