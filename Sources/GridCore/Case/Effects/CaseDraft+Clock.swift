/// Starting, stopping and moving the clock of an item.
extension CaseDraft {
  private var ownHours: WorkingHours? { item.facts.post.flatMap { book.hoursOfPost[$0] } }
  private var kind: TimeKind { item.facts.limit?.kind ?? .continuous }

  /// Starts the first clock of an item that has come to its post, or the wait in triage.
  mutating func begin(_ deadline: Deadline?) {
    guard item.holder != .triage, let deadline else {
      enterTriage()
      return
    }
    startClock(deadline)
    layTask()
  }

  mutating func enterTriage() {
    item.holder = .triage
    item.clock = Item.Clock()
    if let within = book.setting(\.triageWithin, for: item.facts) {
      item.clock.triage = book.calendar.due(from: moment, limit: within).moment
    }
    layTask()
  }

  /// Starts the clock anew from now, with the item's full limit.
  mutating func restartClock() {
    guard let limit = item.facts.limit else { return }
    startClock(book.calendar.due(from: moment, limit: limit, hours: ownHours))
  }

  private mutating func startClock(_ deadline: Deadline) {
    let reminded = item.clock.reminded
    item.clock = Item.Clock()
    item.clock.reminded = reminded
    item.clock.start = moment
    setDeadline(deadline)
  }

  /// Sets a deadline, and with it the moments of the rungs and of the reminder before it.
  mutating func setDeadline(_ deadline: Deadline) {
    item.clock.deadline = deadline.moment
    item.clock.provisional = deadline.provisional
    setNextRung()
    armReminder()
    amendEntry { $0.deadline = deadline.moment }
  }

  /// The moment of the rung above follows from the deadline and the ladder.
  mutating func setNextRung() {
    item.clock.nextRung = nil
    let ladder = book.ladder(of: item.facts)
    guard let deadline = item.clock.deadline, item.rung < ladder.count else { return }
    var next = deadline
    for above in ladder.dropFirst().prefix(item.rung) {
      guard let after = above.after else { return }
      let due = book.calendar.due(from: next, limit: after)
      next = due.moment
      item.clock.provisional = item.clock.provisional || due.provisional
    }
    item.clock.nextRung = next
  }

  private mutating func armReminder() {
    item.clock.remind = nil
    guard !item.isOfStation, let share = book.setting(\.remindAt, for: item.facts), let limit = item.facts.limit,
      let deadline = item.clock.deadline, item.clock.reminded != deadline
    else { return }
    let rest = book.calendar.seconds(of: limit, hours: ownHours) * Int64(100 - share) / 100
    item.clock.remind = book.calendar.moment(
      leaving: rest, before: deadline, kind: kind, hours: ownHours, notBefore: moment)
  }

  // MARK: Stopping

  /// Stops the clock; answers what is left of the limit, nil where none runs.
  mutating func stopClock() -> Int64? {
    let left = item.clock.deadline.map {
      book.calendar.counted(from: moment, to: $0, kind: kind, hours: ownHours)
    }
    (item.clock.nextRung, item.clock.remind, item.clock.accept) = (nil, nil, nil)
    (item.clock.acceptClimb, item.clock.triage) = (nil, nil)
    item.clock.again?.due = nil
    return left
  }

  /// Lets a clock that stood still since a moment run on with so much left.
  mutating func runOn(_ left: Int64, since: Timestamp) {
    if since < moment { item.clock.pauses.append(.init(from: since, to: moment)) }
    setDeadline(book.calendar.due(from: moment, left: left, kind: kind, hours: ownHours))
    if let every = item.clock.again?.every {
      let due = book.calendar.due(from: moment, limit: every).moment
      item.clock.again?.due = due
    }
  }

  /// What is left after a rework: as much as there was, but a tenth of the limit at the least.
  func leftForRework(_ left: Int64?) -> Int64 {
    guard let limit = item.facts.limit else { return 0 }
    let whole = book.calendar.seconds(of: limit, hours: ownHours)
    return max(left ?? whole, (whole + 9) / 10)
  }

  /// Adds a limit to the deadline, in its own unit.
  mutating func extend(by limit: TimeLimit) {
    guard let old = item.clock.deadline else { return }
    let new = book.calendar.due(from: old, limit: limit, hours: ownHours)
    guard item.state == .open else {
      // A clock that stands still has so much more left.
      item.clock.deadline = new.moment
      let more = book.calendar.counted(from: old, to: new.moment, kind: kind, hours: ownHours)
      if case .resolved(var checking) = item.state {
        checking.left = checking.left.map { $0 + more }
        item.state = .resolved(checking)
      } else if case .suspended(var suspension) = item.state {
        suspension.left += more
        item.state = .suspended(suspension)
      }
      amendEntry { $0.deadline = new.moment }
      return
    }
    setDeadline(new)
  }

  /// The deadline of the item's facts, counted from the start of its clock without the time it stood still.
  mutating func recountDeadline() {
    guard let limit = item.facts.limit, var from = item.clock.start else { return }
    var left = book.calendar.seconds(of: limit, hours: ownHours)
    for pause in item.clock.pauses {
      let used = book.calendar.counted(from: from, to: pause.from, kind: kind, hours: ownHours)
      if used >= left { break }
      left -= used
      from = pause.to
    }
    setDeadline(book.calendar.due(from: from, left: left, kind: kind, hours: ownHours))
  }

  /// How much of the item's kind of time lies between two moments, in seconds; none where the second is not later.
  func left(from: Timestamp, to: Timestamp) -> Int64 {
    max(0, book.calendar.counted(from: from, to: to, kind: kind, hours: ownHours))
  }

  /// The same deadline as it would be had this calendar been known all the while: each pause and each extension in its turn.
  func dueAnew(_ fold: ClockFold) -> Deadline? {
    guard let limit = item.facts.limit, let start = item.clock.start else { return nil }
    let hours = (fold.post ?? item.facts.post).flatMap { book.hoursOfPost[$0] }
    var due = book.calendar.due(from: start, limit: limit, hours: hours)
    var added = fold.extensions.filter { $0.at >= start }[...]
    let extend = { [book] (due: inout Deadline, limit: TimeLimit) in
      let longer = book.calendar.due(from: due.moment, limit: limit, hours: hours)
      due = Deadline(moment: longer.moment, provisional: due.provisional || longer.provisional)
    }
    for pause in item.clock.pauses {
      while let first = added.first, first.at <= pause.from {
        extend(&due, first.by)
        added.removeFirst()
      }
      var rest = max(0, book.calendar.counted(from: pause.from, to: due.moment, kind: kind, hours: hours))
      if fold.reworks.contains(pause.to) { rest = leftForRework(rest) }
      due = book.calendar.due(from: pause.to, left: rest, kind: kind, hours: hours)
    }
    for late in added { extend(&due, late.by) }
    return due
  }
}
