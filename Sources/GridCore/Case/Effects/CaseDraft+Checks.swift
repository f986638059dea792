/// Checks, visits, rework and reopening.
extension CaseDraft {
  mutating func check(_ step: StepRequest) throws(StepRefusal.Why) {
    let outcome = try outcome(of: step, among: [.pass, .fail])
    guard case .resolved(let checking) = item.state else { throw .state(item.state.kind) }
    noteHand(of: step)
    if outcome == .fail {
      rework(step, left: checking.left, stopped: checking.since)
      return
    }
    lapseRequest()
    item.holder = checking.resolver
    enter(step)
    close(stopped: checking.since, left: checking.left, owesVisit: true)
  }

  mutating func spotCheck(_ step: StepRequest) throws(StepRefusal.Why) {
    let outcome = try outcome(of: step, among: [.pass, .fail])
    guard case .closed(let ending) = item.state else { throw .state(item.state.kind) }
    noteHand(of: step)
    guard outcome == .fail else { return enter(step) }
    countIdle()
    item.memory.climbedUnaccepted = false
    item.memory.visit = nil
    rework(step, left: ending.left, stopped: ending.stopped)
  }

  /// Notes who checks what he resolved himself.
  private mutating func noteHand(of step: StepRequest) {
    guard let by = step.by, let hand = item.memory.resolvedBy, ByteText(by) == ByteText(hand) else { return }
    note(.sameHand)
  }

  /// Back to the own post at rung 0, with what was left of the time.
  private mutating func rework(_ step: StepRequest, left: Int64?, stopped: Timestamp) {
    item.memory.counts.checksFailed += 1
    note(.reopened)
    let to = backHome()
    enter(step, from: item.state.end == nil ? item.holder : nil, to: to)
    item.state = .open
    handOver(to: to)
    guard to != .triage else { return enterTriage() }
    if item.clock.start == nil { item.clock.start = moment }
    item.clock.again = nil
    runOn(leftForRework(left), since: stopped)
    layTask()
  }

  mutating func visit(_ step: StepRequest) throws(StepRefusal.Why) {
    let outcome = try outcome(of: step, among: Outcome.allCases)
    if let satisfaction = step.satisfaction, !(1...5).contains(satisfaction) {
      throw .badValue(.init("satisfaction", String(satisfaction), .outOfRange))
    }
    switch outcome {
    case .unreached: enter(step)
    case .pass:
      item.memory.satisfied = true
      item.memory.visit = nil
      enter(step)
    case .fail:
      item.memory.satisfied = false
      lapseRequest()
      reopen(step)
    }
  }

  /// Open again, with a new clock and the full limit.
  mutating func reopen(_ step: StepRequest) {
    countIdle()
    let to = backHome()
    enter(step, from: item.state.end == nil ? item.holder : nil, to: to)
    item.state = .open
    item.memory.counts.reopenings += 1
    note(.reopened)
    item.memory.climbedUnaccepted = false
    item.memory.visit = nil
    handOver(to: to)
    guard to != .triage else { return enterTriage() }
    restartClock()
    layTask()
    let allowed = book.setting(\.reopenings, for: item.facts)
    if allowed > 0, item.memory.counts.reopenings >= allowed { climbEarly() }
  }

  /// The own post, or triage where it has none; at rung 0.
  private mutating func backHome() -> Addressee {
    item.rung = 0
    item.memory.transferred = false
    return item.facts.limit == nil ? .triage : item.ownPost ?? .triage
  }

  private func outcome(of step: StepRequest, among known: [Outcome]) throws(StepRefusal.Why) -> Outcome {
    guard let text = step.outcome else { throw .badValue(.init("outcome", nil, .missing)) }
    guard let outcome = Outcome(rawValue: text), known.contains(outcome) else {
      throw .badValue(.init("outcome", text, .unknown, suggestions: known.map(\.rawValue)))
    }
    return outcome
  }
}
