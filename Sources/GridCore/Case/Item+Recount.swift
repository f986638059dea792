/// Counting a deadline anew once the calendar is known further.
extension Item {
  /// Whether its deadline was counted over days that no published calendar held, and no rung has fired.
  package var mayBeRecounted: Bool {
    guard rung == 0, clock.provisional, clock.start != nil, facts.limit != nil, clock.deadline != nil else {
      return false
    }
    return state == .open || state.kind == .suspended
  }

  /// The item with its deadline counted anew from the start of its clock; nil where the calendar is known no further than when it was
  /// counted last, or its deadline has passed.
  ///
  /// It is counted by its own limit, with what was added to it and without the time it stood still. What would lie in the past lies at
  /// `now`.
  ///
  /// - Parameters:
  ///   - fold: what its history tells of its clock.
  ///   - before: the calendar by which it was counted last; nil where nobody knows it any more.
  package func recounted(
    _ fold: ClockFold, countedBy before: WorkCalendar?, at now: Timestamp, under book: RuleBook
  ) -> ItemChange? {
    guard mayBeRecounted, book.calendar.isKnownFurther(than: before), !isOverdue(at: now) else { return nil }
    var draft = CaseDraft(self, at: now, under: book)
    draft.arrive(at: draft.now)
    return draft.recount(fold) ? draft.finish() : nil
  }
}

extension WorkCalendar {
  /// Whether its days are published further than another's; any are further than those of nobody knows what.
  package func isKnownFurther(than other: WorkCalendar?) -> Bool {
    guard let knownUntil else { return false }
    return other?.knownUntil.map { $0 < knownUntil } ?? true
  }
}

extension CaseDraft {
  /// Counts the deadline anew, as one line of history; answers whether there is one to count.
  fileprivate mutating func recount(_ fold: ClockFold) -> Bool {
    guard var due = dueAnew(fold), let old = item.clock.deadline else { return false }
    if item.state == .open, due.moment < moment { due = Deadline(moment: moment, provisional: due.provisional) }
    enter(.recount)
    if case .suspended(var suspension) = item.state {
      suspension.left = left(from: suspension.since, to: due.moment)
      item.state = .suspended(suspension)
      (item.clock.deadline, item.clock.provisional) = (due.moment, due.provisional)
      amendEntry { $0.deadline = due.moment }
    } else {
      setDeadline(due)
    }
    if due.moment != old { notifyByRung(.told, item.holder) }
    return true
  }
}
