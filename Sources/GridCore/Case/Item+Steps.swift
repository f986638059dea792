extension Item {
  /// The new item of a report, with its first history entry, and a notice unless it was put right on the spot.
  ///
  /// - Parameters:
  ///   - troubles: what is known of troubles that may be the same.
  ///   - subject: what the register has of the report's subject.
  package static func new(
    from event: Event, report told: Report, received now: Timestamp, under book: RuleBook,
    troubles: [TroubleKey: [Trouble]] = [:], subject rated: RatedSubject? = nil
  ) -> ItemChange {
    var report = told
    if report.risk == nil { report.risk = rated?.risk(in: report.grid) }
    let source = event.identity.source
    let own = report.own.flatMap { book.assign(report, of: $0, source: source, received: now) }
    let assignment = own ?? book.assign(report, source: source, received: now)
    let (subject, place) = (report.subject.flatMap(Link.trimmed), report.place.flatMap(Link.trimmed))
    var facts = Facts(
      risk: report.risk, matter: assignment.matter, duty: assignment.duty, community: assignment.community,
      grid: assignment.grid, post: assignment.to.postType, group: assignment.group, limit: assignment.limit,
      subject: subject, place: subject == nil ? place : nil, assignedBy: assignment.assignedBy)
    let isOwn = report.own != nil
    facts.home = assignment.to.home
    facts.isOwn = isOwn
    facts.isRiskRegistered = told.risk == nil && report.risk != nil
    let onSite = report.resolved != nil
    let item = Item(
      key: event.key, identity: event.identity, receivedAt: now, facts: facts, holder: assignment.to,
      memory: Memory(moment: now),
      state: onSite ? .closed(Ending(at: now, stopped: now, left: nil, onSite: true)) : .open)
    var draft = CaseDraft(new: item, at: now, under: book)
    draft.enter(.report, by: report.resolved?.by, note: report.resolved?.note, to: assignment.to)
    draft.amendEntry { $0.decision = assignment.assignedBy }
    if onSite || assignment.to != .triage, !isOwn { draft.link(troubles) }
    if !onSite { draft.begin(assignment.deadline) }
    if !isOwn { draft.note(.onSite, onSite: onSite) }
    return draft.finish()
  }

  /// The item after a step, or why it does not take it.
  ///
  /// What is true at its receipt comes first: a suspension whose end has come has ended, a request past its time has lapsed.
  ///
  /// - Parameters:
  ///   - received: the receipt of the step; a clock that the step starts runs from it.
  ///   - line: the number of its last line of history, of which a step may say how far it was seen.
  ///   - version: which code decided: the first took white space for a note, the first three took `accept` again and in triage,
  ///     none before the sixth kept in which time a deadline was counted that had passed, and none before the seventh passed over a
  ///     rung whose addressee had the item already.
  ///   - report: what the report of an item in triage says, for `assign`: the list may hold by now what it did not hold then.
  ///   - troubles: for `assign`, what is known of troubles that may be the same.
  package func applying(
    _ step: StepRequest, received: Timestamp, under book: RuleBook, line: Int64? = nil, report: Report? = nil,
    troubles: [TroubleKey: [Trouble]] = [:], as version: DecidingVersion = .current
  ) -> Result<ItemChange, StepRefusal.Failure> {
    var step = step
    // A note of nothing but white space is none.
    if version > .first, step.note?.isBlank == true { step.note = nil }
    // No step of an item is earlier than its last one.
    let now = max(received, memory.last)
    var draft = CaseDraft(self, at: now, under: book, as: version)
    draft.begin(report: report, troubles: troubles)
    do throws(StepRefusal.Why) {
      if let who = step.asker, !draft.item.mayTake(step.kind, who, under: book) { throw .notYours(who) }
      if let seen = step.seen, let line, line > seen { throw .changed(seen: seen) }
      let cell = try draft.item.cell(of: step, at: now, under: book, as: version)
      draft.arrive(at: now)
      try draft.perform(cell.effect, step)
    } catch {
      // With a note it would be taken: what it lacks is told, and what else there is.
      let legal = draft.item.legalSteps(at: now, under: book).filter { error != .noteMissing || $0 != step.kind }
      return .failure(.init(StepRefusal(step: step.kind, why: error, legal: legal)))
    }
    var change = draft.finish()
    if version < .sixth { change.item.memory.breachMeasure = nil }
    if version < .seventh { change.item.memory.resolvedBy = nil }
    return .success(change)
  }

  /// The steps that the item would take now, were nothing wrong with what they say.
  package func legalSteps(at now: Timestamp, under book: RuleBook) -> [StepKind] {
    StepKind.allCases.filter { step in
      guard let cell = StepTable.cell(of: step, at: place) else { return false }
      return failing(cell.conditions, at: now, under: book) == nil
    }
  }

  private func cell(
    of step: StepRequest, at now: Timestamp, under book: RuleBook, as version: DecidingVersion
  ) throws(StepRefusal.Why) -> StepTable.Cell {
    if version < .fourth, step.kind == .accept, place == .triage || place == .accepted {
      // It was recorded and changed nothing.
      return StepTable.Cell(place: place, conditions: [], effect: .note)
    }
    guard let cell = StepTable.cell(of: step.kind, at: place) else {
      switch (step.kind, place) {
      case (.assign, .open), (.assign, .accepted): throw .notInTriage
      case (_, .triage): throw .inTriage
      case (.accept, .accepted): throw .alreadyAccepted
      default: throw .state(state.kind)
      }
    }
    if let condition = failing(cell.conditions, at: now, under: book) { throw .condition(condition) }
    let needsNote = StepTable.row(of: step.kind).needsNote || (step.kind == .resolve && needsTalk(under: book))
    if needsNote, (step.note ?? "").isEmpty { throw .noteMissing }
    return cell
  }

  private func failing(
    _ conditions: [StepTable.Condition], at now: Timestamp, under book: RuleBook
  ) -> StepTable.Condition? {
    conditions.first { !holds($0, at: now, under: book) }
  }

  private func holds(_ condition: StepTable.Condition, at now: Timestamp, under book: RuleBook) -> Bool {
    switch condition {
    case .beforeDeadline: clock.deadline.map { now <= $0 } ?? false
    case .extensionLeft: memory.counts.extensions < book.setting(\.extensions, for: facts)
    case .suspensionLeft: memory.counts.suspensions < book.setting(\.suspensions, for: facts)
    case .nothingWaits:
      // An appeal stands in nobody's way who needs no word.
      memory.request.map { $0.step == .appeal && state == .open && !book.needsWord(for: facts) } ?? true
    case .requestWaits: memory.request != nil
    case .late: isLate(at: now)
    case .neverAppealed: !memory.appealed && !memory.exempt
    case .somebodyAbove: !book.ladder(of: facts).isEmpty
    case .notAStations: if case .station = holder { false } else { !isOfStation }
    case .noTalk: !needsTalk(under: book)
    }
  }

  /// Whether it wants a talk (一对一谈话), with a note of it, before it ends.
  private func needsTalk(under book: RuleBook) -> Bool {
    facts.assignedBy.why.kind == .signal && book.signal(named: facts.assignedBy.why.subject)?.talk == true
  }
}

extension Addressee {
  /// The post type of a grid post; nil for the others.
  var postType: String? {
    if case .post(let post) = self { post.post } else { nil }
  }

  /// Itself, where facts may lead there and it is no post; nil for posts and triage.
  var home: Addressee? {
    switch self {
    case .branch, .station, .group, .office: self
    case .post, .triage: nil
    }
  }
}
