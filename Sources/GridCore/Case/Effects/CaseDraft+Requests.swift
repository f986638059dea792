/// Extensions, suspensions and appeals: done at once, or asked for and answered.
extension CaseDraft {
  mutating func askOrExtend(_ step: StepRequest) throws(StepRefusal.Why) {
    guard let limit = step.byLimit else { throw .badValue(.init("by_limit", nil, .missing)) }
    enter(step)
    acceptIfNew(by: step.by)
    if book.needsWord(for: item.facts) {
      ask(step, of: book.answerer(of: item))
    } else {
      item.memory.counts.extensions += 1
      extend(by: limit)
    }
  }

  mutating func askOrSuspend(_ step: StepRequest) throws(StepRefusal.Why) {
    guard let until = step.until else { throw .badValue(.init("until", nil, .missing)) }
    guard until > moment else { throw .badValue(.init("until", nil, .past)) }
    let longest = book.calendar.due(from: moment, limit: book.setting(\.longestSuspension, for: item.facts)).moment
    guard until <= longest else { throw .badValue(.init("until", nil, .tooLong)) }
    enter(step)
    acceptIfNew(by: step.by)
    if book.needsWord(for: item.facts) {
      ask(step, of: book.answerer(of: item))
    } else {
      suspend(until: until)
    }
  }

  mutating func appeal(_ step: StepRequest) throws(StepRefusal.Why) {
    enter(step)
    ask(step, of: book.lastOffice(for: item.facts) ?? book.answerer(of: item))
  }

  private mutating func ask(_ step: StepRequest, of answerer: Addressee?) {
    item.memory.request = Item.Request(
      step: step.kind, by: step.by, at: moment, note: step.note,
      byLimit: step.kind == .extend ? step.byLimit : nil, until: step.kind == .suspend ? step.until : nil)
    if version >= .eighth { item.memory.request?.asked = answerer }
    amendEntry { $0.asked = true }
    notify(.ask, answerer, deadline: item.clock.deadline, provisional: item.clock.provisional)
  }

  private mutating func suspend(until: Timestamp) {
    item.memory.counts.suspensions += 1
    let left = stopClock() ?? 0
    item.state = .suspended(Item.Suspension(since: moment, until: until, left: left))
  }

  // MARK: Answers

  mutating func answer(_ step: StepRequest, _ approved: Bool) throws(StepRefusal.Why) {
    guard let request = item.memory.request else { throw .condition(.requestWaits) }
    if approved, request.step == .suspend, item.state != .open { throw .state(item.state.kind) }
    item.memory.request = nil
    enter(step)
    amendEntry {
      $0.byLimit = request.byLimit
      $0.until = request.until
    }
    if request.step == .appeal {
      item.memory.appealed = true
      if approved { item.memory.exempt = true }
      notifyByRung(.told, item.ownPost ?? item.holder)
      return
    }
    if approved {
      if let limit = request.byLimit {
        item.memory.counts.extensions += 1
        extend(by: limit)
      } else if let until = request.until {
        suspend(until: until)
      }
    }
    notifyByRung(.told, item.holder)
  }

  /// Lets a request lapse because its item ends, moves or is reopened; an appeal does not.
  mutating func lapseRequest(unless isKept: Bool = false) {
    guard !isKept, let request = item.memory.request, request.step != .appeal else { return }
    lapse(due: nil)
  }

  mutating func lapse(due: Timestamp?) {
    item.memory.request = nil
    enter(.lapse, due: due)
    notifyByRung(.told, item.holder)
  }

  // MARK: Running on

  /// A suspension has ended by itself.
  mutating func resume(due: Timestamp) {
    guard case .suspended(let suspension) = item.state else { return }
    enter(.step(.resume), due: due)
    resume(suspension)
    notifyByRung(.told, item.holder)
  }

  mutating func resume(_ suspension: Item.Suspension) {
    countIdle()
    item.state = .open
    runOn(suspension.left, since: suspension.since)
    // Whoever suspends it has it in hand; somebody it was moved to meanwhile has not yet.
    armAcceptance()
  }
}

extension RuleBook {
  /// Whether extensions and suspensions of an item need somebody's word.
  func needsWord(for facts: Item.Facts) -> Bool {
    lifecycle.approveAbove && !ladder(of: facts).isEmpty
  }

  /// Who answers a request: the first rung above the item's whose addressee is not the holder, else the last.
  func answerer(of item: Item) -> Addressee? {
    firstAbove(rung: item.rung, otherThan: item.holder, for: item.facts)
      ?? ladder(of: item.facts).last.flatMap { addressee(of: $0, for: item.facts) }
  }
}
