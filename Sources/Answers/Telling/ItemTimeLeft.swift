package import GridCore
package import Words

/// What an item has left until its deadline, or for how long that has passed; nil where none runs or waits to run on.
///
/// What is left is told in the kind of time the limit is counted in, also of a clock that stands still; what has passed as the clock
/// on the wall shows it. Without rules the wall's time is all there is.
package func timeLeft(of item: Item, at now: Timestamp, under book: RuleBook?) -> Bilingual? {
  let kind = book == nil ? .continuous : item.facts.limit?.kind ?? .continuous
  switch item.state {
  case .suspended(let suspension): return timeLeft(suspension.left, inDays: kind == .continuous)
  case .resolved(let checking): return checking.left.map { timeLeft($0, inDays: kind == .continuous) }
  case .closed, .void: return nil
  case .open: break
  }
  guard let deadline = item.clock.deadline else { return nil }
  guard now <= deadline, let book else { return timeLeft(deadline.seconds - now.seconds) }
  let hours = item.facts.post.map { book.hours(ofPost: $0) }
  let left = book.calendar.counted(from: now, to: deadline, kind: kind, hours: hours)
  return timeLeft(left, inDays: kind == .continuous)
}
