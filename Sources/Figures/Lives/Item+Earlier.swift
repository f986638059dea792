package import GridCore

/// An item as the releases before kept it: all they knew beside its facts and its history.
package struct EarlierItem: Sendable {
  package var key: EventKey
  package var identity: EventIdentity
  package var receivedAt: Timestamp
  package var facts: Item.Facts
  package var holder: Addressee
  package var rung: Int
  package var state: ItemState
  package var onSite: Bool
  package var deadline: Timestamp?
  package var provisional: Bool
  package var nextRung: Timestamp?
  package var notices: Int
  package var revision: Int

  package init(
    key: EventKey, identity: EventIdentity, receivedAt: Timestamp, facts: Item.Facts, holder: Addressee, rung: Int,
    state: ItemState, onSite: Bool, deadline: Timestamp?, provisional: Bool, nextRung: Timestamp?, notices: Int,
    revision: Int
  ) {
    self.key = key
    self.identity = identity
    self.receivedAt = receivedAt
    self.facts = facts
    self.holder = holder
    self.rung = rung
    self.state = state
    self.onSite = onSite
    self.deadline = deadline
    self.provisional = provisional
    self.nextRung = nextRung
    self.notices = notices
    self.revision = revision
  }
}

extension Item {
  /// The item that an earlier release left, with what its history tells: who accepted it, whether it is late, how often what happened.
  ///
  /// No clock of the lifecycle is set, and links begin with what comes now.
  ///
  /// - Parameter book: the rules of an entry, to count the deadlines that reopenings have replaced; the last is the item's own.
  package init(
    _ earlier: EarlierItem, history: [HistoryEntry], calendar: WorkCalendar, book: (Digest) -> RuleBook?
  ) {
    var memory = Memory(moment: earlier.receivedAt)
    var clock = Clock()
    (clock.deadline, clock.provisional, clock.nextRung) = (earlier.deadline, earlier.provisional, earlier.nextRung)
    // What was reopened before anybody had resolved it was put right on the spot.
    let ways: [HistoryEntry.What] = [.step(.resolve), .step(.reopen), .step(.void)]
    let wasOnSite = earlier.onSite || history.first { ways.contains($0.what) }?.what == .step(.reopen)
    var ended: Timestamp?
    let hours = earlier.facts.post.flatMap { post in history.last.flatMap { book($0.rules) }?.hours(ofPost: post) }
    let lastStart = history.last { [.report, .step(.assign), .step(.reopen)].contains($0.what) }?.at
    var deadline: Timestamp?
    var fold = SpellFold()
    for entry in history {
      let before = fold.standing
      fold.take(entry)
      if fold.standing != before { memory.since = max(memory.since, entry.moment) }
      memory.last = max(memory.last, entry.at)
      if let due = deadline, ended == nil, due < entry.at, memory.breach == nil { memory.breach = due }
      switch entry.what {
      case .report where wasOnSite: ended = entry.at
      case .report, .step(.assign), .step(.reopen):
        if let since = ended, entry.what == .step(.reopen) { memory.idle += entry.at.seconds - since.seconds }
        if entry.what == .step(.assign) { memory.moment = entry.at }
        (ended, memory.accepted) = (nil, nil)
        if earlier.facts.limit != nil, entry.to != .triage { clock.start = entry.at }
        let rules = book(entry.rules)
        let old = earlier.facts.limit.flatMap { limit in
          rules.map { $0.calendar.due(from: entry.at, limit: limit, hours: hours).moment }
        }
        deadline = entry.at == lastStart ? earlier.deadline : entry.to == .triage ? nil : old
      case .escalate: if entry.to != nil { memory.accepted = nil }
      case .step(.accept):
        if earlier.holder != .triage, memory.accepted == nil {
          memory.accepted = Acceptance(at: entry.at, by: entry.by)
        }
      case .step(.resolve), .step(.void): ended = entry.at
      default: break
      }
    }
    memory.counts = Counts(of: history)
    (memory.notices, memory.revision) = (earlier.notices, earlier.revision)
    let end = ended ?? memory.last
    let left = earlier.deadline.map {
      calendar.counted(from: end, to: $0, kind: earlier.facts.limit?.kind ?? .continuous, hours: hours)
    }
    let state: State =
      switch earlier.state {
      case .closed: .closed(Ending(at: end, stopped: end, left: left, onSite: earlier.onSite))
      case .void: .void(at: end)
      // No release before could suspend or wait for a check.
      case .open, .suspended, .resolved: .open
      }
    self.init(
      key: earlier.key, identity: earlier.identity, receivedAt: earlier.receivedAt, facts: earlier.facts,
      holder: earlier.holder, rung: earlier.rung, clock: clock, memory: memory, state: state)
  }
}
