/// Why an item does not take a step; it is unchanged.
package struct StepRefusal: Hashable, Sendable {
  /// What stands against the step.
  package enum Why: Hashable, Sendable {
    /// The item's state does not allow the step.
    case state(ItemState)
    /// `assign` is for items in triage only.
    case notInTriage
    /// The step needs a `note`.
    case noteMissing
    /// The facts given still lead to no post.
    case stillInTriage(AssignmentReason)
  }

  package let step: StepKind
  package let why: Why
  /// What would be taken now.
  package let legal: [StepKind]
}

extension Item {
  /// The new item of a report, with its first history entry, and a notice unless it was put right on the spot.
  package static func new(from event: Event, report: Report, received now: Timestamp, under book: RuleBook)
    -> ItemChange
  {
    let assignment = book.assign(report, source: event.identity.source, received: now)
    let closed = report.resolved != nil
    var item = Item(
      key: event.key, identity: event.identity, state: closed ? .closed : .open, onSite: closed, risk: report.risk,
      matter: assignment.matter, duty: assignment.duty, community: assignment.community, grid: assignment.grid,
      post: assignment.to.postType, group: assignment.group, limit: assignment.limit, holder: assignment.to, rung: 0,
      receivedAt: now, deadline: nil, provisional: false, nextDue: nil, assignedBy: assignment.assignedBy, notices: 0,
      revision: 1)
    let entry = HistoryEntry(
      at: now, what: .report, by: report.resolved?.by, note: report.resolved?.note, rung: 0, to: assignment.to,
      rules: book.digest)
    guard !closed else { return ItemChange(item: item, entries: [entry], notices: []) }
    item.startClock(assignment.deadline, under: book)
    let notice = item.nextNotice()
    return ItemChange(item: item, entries: [entry], notices: [notice])
  }

  /// The item after a step, or why it does not take it.
  ///
  /// - Parameters:
  ///   - now: the receipt of the step; a clock that the step starts runs from it.
  ///   - version: which code decided: the first took white space for a note.
  ///   - report: what the report of an item in triage says, for `assign`: the list may hold by now what it did not hold then.
  package func applying(
    _ step: StepRequest, received now: Timestamp, under book: RuleBook, report: Report? = nil,
    as version: DecidingVersion = .current
  ) -> Result<ItemChange, StepRefusal.Failure> {
    let note = step.note.flatMap { version > .first && $0.isBlank ? nil : $0 }
    if let refusal = refusal(of: step.kind, note: note) { return .failure(.init(refusal)) }
    var next = self
    next.revision += 1
    var notices: [Notice] = []
    var to: Addressee?
    switch step.kind {
    case .assign:
      let assignment = book.assign(
        corrected(report, by: step), source: identity.source, received: now)
      guard assignment.to != .triage else {
        return .failure(.init(refused(.assign, .stillInTriage(assignment.assignedBy.why))))
      }
      next.take(assignment, under: book)
      notices.append(next.nextNotice())
      to = next.holder
    case .resolve:
      next.end(.closed)
    case .void:
      next.end(.void)
    case .reopen:
      next.reopen(at: now, under: book)
      notices.append(next.nextNotice())
      to = next.holder
    case .accept, .note, .return, .transfer, .extend, .suspend, .resume, .check, .visit:
      break
    }
    let entry = HistoryEntry(
      at: now, what: .step(step.kind), by: step.by, note: note, rung: next.rung, to: to, rules: book.digest)
    return .success(ItemChange(item: next, entries: [entry], notices: notices))
  }

  /// The steps that the item's state allows, among those this version carries out.
  package var legalSteps: [StepKind] {
    StepKind.taken.filter { refusedByState($0) == nil }
  }

  private func refusal(of step: StepKind, note: String?) -> StepRefusal? {
    if let why = refusedByState(step) { return refused(step, why) }
    let needsNote: Set<StepKind> = [.void, .reopen, .return]
    return needsNote.contains(step) && (note ?? "").isEmpty
      // With a note it would be taken: what it lacks is told, and what else there is.
      ? StepRefusal(step: step, why: .noteMissing, legal: legalSteps.filter { $0 != step }) : nil
  }

  private func refused(_ step: StepKind, _ why: StepRefusal.Why) -> StepRefusal {
    StepRefusal(step: step, why: why, legal: legalSteps)
  }

  private func refusedByState(_ step: StepKind) -> StepRefusal.Why? {
    switch step {
    case .note: nil
    case .assign: isInTriage ? nil : (state == .open ? .notInTriage : .state(state))
    case .accept, .return, .transfer, .extend, .suspend, .resolve: state == .open ? nil : .state(state)
    case .resume: state == .suspended ? nil : .state(state)
    case .void: state == .open || state == .suspended ? nil : .state(state)
    case .check, .visit, .reopen: state == .resolved || state == .closed ? nil : .state(state)
    }
  }

  /// The facts of the report with what the step found out; a grid found makes the community named before worthless.
  private func corrected(_ report: Report?, by step: StepRequest) -> Report {
    Report(
      matter: step.matter ?? report?.matter ?? matter,
      community: step.grid == nil ? report?.community ?? community : nil, grid: step.grid ?? report?.grid ?? grid,
      risk: risk)
  }

  private mutating func take(_ assignment: Assignment, under book: RuleBook) {
    matter = assignment.matter
    duty = assignment.duty
    community = assignment.community
    grid = assignment.grid
    post = assignment.to.postType
    group = assignment.group
    limit = assignment.limit
    holder = assignment.to
    assignedBy = assignment.assignedBy
    startClock(assignment.deadline, under: book)
  }

  private mutating func startClock(_ deadline: Deadline?, under book: RuleBook) {
    self.deadline = deadline?.moment
    provisional = deadline?.provisional ?? false
    nextDue = book.ladder.isEmpty ? nil : deadline?.moment
  }

  private mutating func end(_ state: ItemState) {
    self.state = state
    nextDue = nil
  }

  /// The same post again, at rung 0, with a new clock.
  private mutating func reopen(at now: Timestamp, under book: RuleBook) {
    state = .open
    onSite = false
    rung = 0
    if let community, let grid, let post, let limit {
      holder = .post(GridPost(community: community, grid: grid, post: post))
      startClock(book.calendar.due(from: now, limit: limit, hours: book.hours(ofPost: post)), under: book)
    } else {
      holder = .triage
    }
  }

  /// Counts one more notice, for the holder at the rung the item stands on, with the clock as it runs there.
  mutating func nextNotice() -> Notice {
    notices += 1
    return Notice(
      item: key, ordinal: notices, rung: rung, to: holder, deadline: nextDue,
      provisional: nextDue != nil && provisional)
  }
}

extension StepRefusal {
  /// The refusal as an error, for `Result`.
  package struct Failure: Error, Hashable, Sendable {
    package let refusal: StepRefusal

    init(_ refusal: StepRefusal) {
      self.refusal = refusal
    }
  }
}

extension Addressee {
  /// The post type of a grid post; nil for the others.
  var postType: String? {
    if case .post(let post) = self { post.post } else { nil }
  }
}
