/// What clocks bring.
extension CaseDraft {
  /// Takes one thing that a clock has brought.
  mutating func fire(_ ripe: Item.Ripe, due: Timestamp) {
    if ripe == .rung, above == nil {
      // A shorter ladder than when the moment was set: nobody above is left to tell, and nothing happens.
      item.clock.nextRung = nil
      return
    }
    arrive(at: due)
    switch ripe {
    case .resume: resume(due: due)
    case .lapse: lapse(due: due)
    case .rung: climbByClock(due: due)
    case .acceptClimb:
      item.clock.acceptClimb = nil
      item.memory.climbedUnaccepted = true
      climbEarly(due: due, clock: .acceptClimb)
    case .accept:
      item.clock.accept = nil
      remindHolder(.accept, due: due)
      note(.silent)
    case .remind:
      item.clock.remind = nil
      item.clock.reminded = item.clock.deadline
      remindHolder(.remind, due: due)
    case .again:
      skipRepeats(through: due)
      remindHolder(.again, due: due)
    case .check, .visit, .triage: tell(ripe, due: due)
    case .passing: item.clock.passing = nil
    }
  }

  private mutating func remindHolder(_ ripe: Item.Ripe, due: Timestamp) {
    item.memory.counts.reminders += 1
    enter(.remind, due: due)
    amendEntry { $0.clock = ripe }
    notifyByRung(.reminder, item.holder)
  }

  /// Tells somebody above what was not done in time.
  private mutating func tell(_ ripe: Item.Ripe, due: Timestamp) {
    enter(.remind, due: due)
    amendEntry { $0.clock = ripe }
    switch (ripe, item.state) {
    case (.check, .resolved(var checking)):
      checking.due = nil
      item.state = .resolved(checking)
      notifyByRung(.told, rungAbove(item.holder) ?? book.lastOffice(for: item.facts))
    case (.visit, _):
      item.memory.visit?.told = true
      notifyByRung(.told, book.addressee(of: Rung(to: .group, after: nil, line: 0), for: item.facts))
    default:
      item.clock.triage = nil
      notifyByRung(.told, book.lastOffice(for: item.facts))
    }
  }

  /// Who stands above an addressee of the ladder; nil where he is the last or not on it.
  func rungAbove(_ addressee: Addressee, otherThan holder: Addressee? = nil) -> Addressee? {
    let all = book.ladder(of: item.facts).compactMap { book.addressee(of: $0, for: item.facts) }
    guard let place = all.firstIndex(of: addressee) else { return nil }
    return all[(place + 1)...].first { $0 != holder && $0 != addressee }
  }
}

extension Item {
  /// The earliest thing that its clock has brought by now, and the moment it was due.
  func nextRipe(
    by now: Timestamp, in calendar: WorkCalendar, among kinds: [Ripe] = Ripe.allCases, as version: DecidingVersion
  ) -> (Ripe, Timestamp)? {
    var first: (Ripe, Timestamp)?
    for ripe in kinds {
      guard var moment = moment(of: ripe), hasCome(ripe, moment, by: now) else { continue }
      // A repeat that was missed several times is told once, as of the last one before the item leaves the rung.
      if ripe == .again { moment = lastRepeat(by: now, in: calendar, as: version) ?? moment }
      if first.map({ moment < $0.1 }) ?? true { first = (ripe, moment) }
    }
    return first
  }

  /// The last repeat that was missed by now and before the item leaves the rung.
  private func lastRepeat(by now: Timestamp, in calendar: WorkCalendar, as version: DecidingVersion) -> Timestamp? {
    guard var again = clock.again else { return nil }
    // At the top nobody is left to climb to: the item stays.
    let early = version < .tenth || clock.nextRung != nil ? clock.acceptClimb : nil
    let leaves = [clock.nextRung, early].compactMap { $0 }.min() ?? Timestamp(seconds: .max)
    return again.skip(through: min(now.adding(-1), leaves), in: calendar)
  }

  /// All that its clock has brought by now, in the order of the moments, as if somebody had watched it all the while; nil where
  /// nothing is due.
  ///
  /// Each entry is recorded at `now` with the moment it was due.
  ///
  /// - Parameter version: which code decided: none before the seventh passed over a rung whose addressee had the item already, and none before
  ///   the tenth told a missed repeat once where the item had nobody left to climb to.
  package func pressed(at now: Timestamp, under book: RuleBook, as version: DecidingVersion = .current) -> ItemChange? {
    guard let wake, wake <= now else { return nil }
    var draft = CaseDraft(self, at: now, under: book, as: version)
    guard var next = draft.item.nextRipe(by: now, in: book.calendar, as: version) else { return nil }
    while true {
      draft.fire(next.0, due: next.1)
      guard let following = draft.item.nextRipe(by: now, in: book.calendar, as: version) else { return draft.finish() }
      next = following
    }
  }

  /// The item with a clock again, where the ladder has grown above it; nil where nothing changes.
  ///
  /// An item at the top of a shorter ladder has no next moment. Under a longer one it has: the due moments of all rungs follow
  /// from its deadline.
  package func revival(under book: RuleBook) -> ItemChange? {
    guard isRunning, clock.nextRung == nil else { return nil }
    var draft = CaseDraft(self, at: memory.last, under: book)
    draft.setNextRung()
    return draft.item.clock.nextRung == nil ? nil : draft.finish()
  }
}
