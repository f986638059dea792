/// Climbing the ladder: by the clock, or early.
extension CaseDraft {
  /// The rung above the item's, with who stands there: nobody where it is one for a group that the item does not have. Nil at the top.
  var above: (rung: Rung, to: Addressee?)? {
    let ladder = book.ladder(of: item.facts)
    guard item.rung < ladder.count else { return nil }
    let to = book.addressee(of: ladder[item.rung], for: item.facts)
    if to == nil, version < .seventh { return nil }
    return (ladder[item.rung], to)
  }

  /// Who is called to a rung; nil where it is passed over, for nobody stands there or whoever does has the item already.
  private func called(to: Addressee?) -> Addressee? {
    to == item.holder && version >= .seventh ? nil : to
  }

  /// The clock has come to the next rung.
  mutating func climbByClock(due: Timestamp) {
    guard let (rung, standing) = above else { return }
    guard let to = called(to: standing) else { return passOver(countingFrom: due, due: due) }
    if rung.unlessAccepted, item.memory.accepted != nil {
      item.rung += 1
      item.clock.again = nil
      setMomentAfter(due)
      enter(.escalate, due: due)
      notifyByRung(.told, to)
    } else {
      raise(rung, to, countingFrom: due, due: due)
    }
  }

  /// Raises one rung at once and moves no moment; at the last rung only what happened is recorded.
  mutating func climbEarly(due: Timestamp? = nil, clock: Item.Ripe? = nil) {
    if item.isOfStation { return }
    guard let (rung, standing) = above else {
      if clock != nil {
        enter(.escalate, due: due)
        amendEntry { $0.clock = clock }
      }
      return
    }
    if item.clock.nextRung == nil { setNextRung() }
    let next = item.clock.nextRung ?? moment
    if let to = called(to: standing) {
      raise(rung, to, countingFrom: next, due: due)
    } else {
      passOver(countingFrom: next, due: due)
    }
    amendEntry { $0.clock = clock }
  }

  /// Counts a rung to which nobody is called: the item is a rung higher, and nobody is told.
  private mutating func passOver(countingFrom moment: Timestamp, due: Timestamp?) {
    item.rung += 1
    item.clock.again = nil
    setMomentAfter(moment)
    enter(.escalate, due: due)
  }

  private mutating func raise(_ rung: Rung, _ to: Addressee, countingFrom moment: Timestamp, due: Timestamp?) {
    let before = item.holder
    item.rung += 1
    item.memory.counts.escalations += 1
    handOver(to: to)
    setMomentAfter(moment)
    let again = rung.repeat.map {
      Item.Clock.Again(
        due: book.calendar.due(from: self.moment, limit: $0.every).moment, every: $0.every, left: $0.times)
    }
    item.clock.again = again
    enter(.escalate, from: before, to: to, due: due)
    layTask()
  }

  /// Sets the moment of the rung above the one that was due at a moment.
  private mutating func setMomentAfter(_ due: Timestamp) {
    let ladder = book.ladder(of: item.facts)
    guard item.rung < ladder.count, let after = ladder[item.rung].after else {
      item.clock.nextRung = nil
      return
    }
    let next = book.calendar.due(from: due, limit: after)
    item.clock.nextRung = next.moment
    item.clock.provisional = item.clock.provisional || next.provisional
  }

  /// Counts every repeat up to a moment as told.
  mutating func skipRepeats(through moment: Timestamp) {
    guard var again = item.clock.again, again.skip(through: moment, in: book.calendar) != nil else { return }
    item.clock.again = again.left == 0 ? nil : again
  }
}

extension Item.Clock.Again {
  /// Counts every repeat up to a moment as told; answers the last one's moment, nil where none was due.
  mutating func skip(through moment: Timestamp, in calendar: WorkCalendar) -> Timestamp? {
    guard var next = due, next <= moment else { return nil }
    var last = next
    if let seconds = every.continuousSeconds {
      let more = min((moment.seconds - next.seconds) / seconds, left.map { Int64($0 - 1) } ?? .max)
      last = next.adding(more * seconds)
      left = left.map { $0 - Int(more) - 1 }
      next = last.adding(seconds)
    } else {
      while next <= moment, left != 0 {
        last = next
        left = left.map { $0 - 1 }
        next = calendar.due(from: next, limit: every).moment
      }
    }
    due = next
    return last
  }
}
