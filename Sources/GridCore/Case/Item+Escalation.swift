extension Item {
  /// Every rung that is due by now, in one change; nil where none is.
  ///
  /// A rung fires once: its moment is absolute, and the change moves `nextDue` to the next rung's, counted from this rung's due
  /// moment and not from now, so a downtime is caught up without repeating any. The ladder is that of the book in force; an item
  /// at its top has no next moment. A suspended, resolved, closed or void item never climbs.
  package func escalation(at now: Timestamp, under book: RuleBook) -> ItemChange? {
    guard state == .open, let firstDue = nextDue, firstDue < now else { return nil }
    var next = self
    next.revision += 1
    var change = ItemChange(item: next, entries: [], notices: [])
    while let due = next.nextDue, due < now {
      guard next.rung < book.ladder.count, let to = addressee(of: book.ladder[next.rung]) else {
        // A shorter ladder than when the moment was set: nobody above is left to tell.
        next.nextDue = nil
        break
      }
      next.rung += 1
      next.holder = to
      change.entries.append(
        HistoryEntry(at: now, what: .escalate, by: nil, note: nil, rung: next.rung, to: to, rules: book.digest))
      next.climb(from: due, under: book)
      change.notices.append(next.nextNotice())
    }
    change.item = next
    return change
  }

  /// The item with a clock again, where the ladder has grown above it; nil where nothing changes.
  ///
  /// An item at the top of a shorter ladder has no next moment. Under a longer one it has: the due moments of all rungs follow
  /// from its deadline.
  package func revival(under book: RuleBook) -> ItemChange? {
    guard state == .open, nextDue == nil, let deadline, rung < book.ladder.count else { return nil }
    var next = self
    next.revision += 1
    next.nextDue = deadline
    for above in book.ladder[1..<(rung + 1)] {
      guard let due = next.nextDue, let after = above.after else { return nil }
      let moment = book.calendar.due(from: due, limit: after)
      next.nextDue = moment.moment
      next.provisional = next.provisional || moment.provisional
    }
    return ItemChange(item: next, entries: [], notices: [])
  }

  private mutating func climb(from due: Timestamp, under book: RuleBook) {
    guard rung < book.ladder.count, let after = book.ladder[rung].after else {
      nextDue = nil
      return
    }
    let deadline = book.calendar.due(from: due, limit: after)
    nextDue = deadline.moment
    provisional = provisional || deadline.provisional
  }

  private func addressee(of rung: Rung) -> Addressee? {
    switch rung.to {
    case .office(let office): return .office(office)
    case .group:
      guard let community, let group else { return nil }
      return .group(community: community, group: group)
    }
  }
}
