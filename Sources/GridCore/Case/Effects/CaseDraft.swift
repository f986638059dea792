/// A change in the making: the item as it is so far, with the entries and notices that have come of it.
///
/// Every entry takes effect at `moment`: a clock's at its due moment, a step's at its receipt.
struct CaseDraft: ~Copyable {
  private var change: ItemChange
  let book: RuleBook
  /// The pass or the receipt: what entries are recorded `at`.
  let now: Timestamp
  /// Which code decides: older decisions are taken again as they were taken.
  let version: DecidingVersion
  /// Whether entries of clocks are recorded as of their moment: true while what lies before a step is caught up.
  var recordsAtMoment = false
  /// The moment of what is happening.
  private(set) var moment: Timestamp
  /// Who had it, and what for, before that.
  private var before: (holder: Addressee, place: Item.Place)
  /// Whose it was before that.
  private var ownBefore: Addressee?
  /// What the report of an item in triage says.
  private(set) var report: Report?
  private(set) var troubles: [TroubleKey: [Trouble]] = [:]

  var item: Item {
    _read { yield change.item }
    _modify { yield &change.item }
  }

  /// A draft of an item that is new.
  init(new item: Item, at now: Timestamp, under book: RuleBook, as version: DecidingVersion = .current) {
    change = ItemChange(item: item, entries: [], notices: [])
    self.book = book
    self.now = now
    self.version = version
    moment = now
    before = (item.holder, item.place)
    ownBefore = item.ownPost
  }

  /// A draft of the next revision of an item.
  init(_ item: Item, at now: Timestamp, under book: RuleBook, as version: DecidingVersion = .current) {
    self.init(new: item, at: max(now, item.memory.last), under: book, as: version)
    self.item.memory.revision += 1
    moment = item.memory.since
  }

  /// The finished change.
  consuming func finish() -> ItemChange {
    startSpell()
    rememberBreach(by: now)
    let awaited = item.isRunning && counts(.late) ? item.clock.deadline : nil
    item.clock.passing = awaited.flatMap { $0 == item.clock.nextRung || item.hasPassed($0) ? nil : $0 }
    return change
  }

  /// Notes since when it stands as it does, where what happened last has changed that.
  private mutating func startSpell() {
    guard (item.holder, item.place) != before else { return }
    before = (item.holder, item.place)
    item.memory.since = moment
  }

  /// Goes to a moment, but not before the present spell, and remembers a deadline that passed on the way.
  mutating func arrive(at moment: Timestamp) {
    startSpell()
    self.moment = max(moment, item.memory.since)
    rememberBreach(by: self.moment)
    ownBefore = item.ownPost
  }

  private mutating func rememberBreach(by moment: Timestamp) {
    guard item.isOverdue(at: moment), let deadline = item.clock.deadline else { return }
    let isFirst = item.memory.breach == nil
    if isFirst { item.memory.breach = deadline }
    guard counts(.late), isFirst || !item.hasPassed(deadline) else { return }
    if !isFirst { item.memory.passed.append(deadline) }
    change.passed = deadline
    note(.late, at: deadline)
  }

  private func counts(_ kind: SignalRule.Kind) -> Bool {
    book.integrity?.kinds.contains(kind) == true && !item.isSignal
  }

  /// Notes what a signal counts, for the post whose the item was just before; nothing where none does.
  mutating func note(_ kind: SignalRule.Kind, at moment: Timestamp? = nil, onSite: Bool = false) {
    guard counts(kind), case .post(let post)? = ownBefore else { return }
    change.facts.append(WorkFact(kind, of: post, at: moment ?? now, received: item.receivedAt, onSite: onSite))
  }

  /// Brings what is true at the receipt of a step before it is decided: suspensions end, requests lapse; nothing is pressed.
  mutating func begin(report: Report?, troubles: [TroubleKey: [Trouble]]) {
    self.report = report
    self.troubles = troubles
    recordsAtMoment = true
    endWhatHasEnded()
    recordsAtMoment = false
  }

  mutating func endWhatHasEnded() {
    while let (ripe, due) = item.nextRipe(by: now, in: book.calendar, among: [.resume, .lapse], as: version) {
      fire(ripe, due: due)
    }
  }

  // MARK: Entries and notices

  /// Adds a line of history. With `to`, who had it before is told too, where there was somebody.
  mutating func enter(
    _ what: HistoryEntry.What, by: String? = nil, note: String? = nil, from: Addressee? = nil, to: Addressee? = nil,
    due: Timestamp? = nil
  ) {
    let at = recordsAtMoment ? moment : now
    change.entries.append(
      HistoryEntry(
        at: at, what: what, by: by, note: note, rung: item.rung, to: to, rules: book.digest, from: from, due: due))
    item.memory.last = max(item.memory.last, at)
  }

  mutating func enter(_ step: StepRequest, from: Addressee? = nil, to: Addressee? = nil) {
    enter(.step(step.kind), by: step.by, note: step.note, from: from, to: to)
    amendEntry {
      $0.byLimit = step.byLimit
      $0.until = step.until
      $0.outcome = step.outcome.flatMap { Outcome(rawValue: $0) }
      $0.satisfaction = step.satisfaction
      $0.ground = step.ground.flatMap { ReturnGround(rawValue: $0) }
    }
  }

  /// Completes the line added last.
  mutating func amendEntry(_ body: (inout HistoryEntry) -> Void) {
    body(&change.entries[change.entries.count - 1])
  }

  /// Owes a notice that tells of the line added last.
  mutating func notify(
    _ kind: Notice.Kind, _ to: Addressee?, deadline: Timestamp? = nil, provisional: Bool = false
  ) {
    guard let to else { return }
    item.memory.notices += 1
    change.notices.append(
      Notice(
        item: item.key, ordinal: item.memory.notices, kind: kind, rung: item.rung, to: to, deadline: deadline,
        provisional: provisional, entry: change.entries.count - 1))
  }

  /// Owes a notice whose deadline is the next rung's moment.
  mutating func notifyByRung(_ kind: Notice.Kind, _ to: Addressee?) {
    let next = item.clock.nextRung
    notify(kind, to, deadline: next, provisional: next != nil && item.clock.provisional)
  }

  // MARK: Holders

  /// Hands the item over; what reminded the one before, and was due, is dropped with him.
  mutating func handOver(to holder: Addressee) {
    item.holder = holder
    if let remind = item.clock.remind, remind <= moment {
      item.clock.remind = nil
      item.clock.reminded = item.clock.deadline
    }
    if let due = item.clock.again?.due, due <= moment { skipRepeats(through: moment) }
  }

  /// Lays down a task: acceptance is new, and so is the time for it.
  mutating func layTask() {
    item.memory.accepted = nil
    armAcceptance()
    notifyByRung(.task, item.holder)
  }

  /// Sets by when the holder must have accepted; while the item stands still he need not.
  mutating func armAcceptance() {
    (item.clock.accept, item.clock.acceptClimb) = (nil, nil)
    guard let within = book.setting(\.acceptWithin, for: item.facts), item.holder != .triage,
      item.memory.accepted == nil, item.state == .open, !item.isOfStation
    else { return }
    item.clock.accept = book.calendar.due(from: moment, limit: within).moment
    if !item.memory.climbedUnaccepted {
      item.clock.acceptClimb = book.calendar.due(from: moment, limit: within.doubled).moment
    }
  }

  /// Notes that the holder has it in hand, unless he has already.
  mutating func acceptIfNew(by: String?) {
    guard item.memory.accepted == nil else { return }
    item.memory.accepted = Item.Acceptance(at: moment, by: by)
    (item.clock.accept, item.clock.acceptClimb) = (nil, nil)
  }

  /// Links a new item to the latest one with the same trouble.
  mutating func link(_ troubles: [TroubleKey: [Trouble]]) {
    guard let key = item.facts.trouble, let same = troubles[key] else { return }
    let recurrence = book.setting(\.recurrence, for: item.facts)
    let own = item.key
    item.memory.links = Link.links(
      among: same.filter { $0.item != own }, at: moment
    ) { book.calendar.due(from: $0, limit: recurrence).moment }
    let found = item.memory.links
    amendEntry { $0.links = found }
  }
}
