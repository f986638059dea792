package import GridCore

/// How far a round is raised.
package struct RoundStanding: Hashable, Sendable {
  package let name: String
  /// The last moment whose round is raised at all its places, or when the definition came into force.
  package let done: Timestamp
  /// The last place at which the round after that is raised; nil where none is.
  package let place: String?

  package init(name: String, done: Timestamp, place: String?) {
    self.name = name
    self.done = done
    self.place = place
  }
}

/// A round that has come round and is not raised everywhere.
package struct RoundCallDue: Sendable {
  package let rule: RoundRule
  package let due: RoundDue
  /// Places up to this one are dealt with; nil: none is.
  package let afterPlace: String?
  /// Whether its period is over: then it is missed.
  package let isOver: Bool
}

/// What rounds bring up to a moment, in the order of their moments; of one moment in the order of the rules.
package struct RoundPlan: Sendable {
  package private(set) var calls: [RoundCallDue] = []
  /// When the next round after that moment is due; nil where none ever is.
  package private(set) var next: Timestamp?

  /// Works out what has fallen due by a moment.
  package init(_ book: RuleBook, _ standings: [RoundStanding], through now: Timestamp) {
    let known = Dictionary(standings.map { (ByteText($0.name), $0) }, uniquingKeysWith: { first, _ in first })
    for rule in book.rounds {
      // What has just come into force has its standing with the rules' own entry.
      guard let standing = known[ByteText(rule.name)] else { continue }
      let calendar = RoundCalendar(rule, book.calendar)
      var place = standing.place
      for due in calendar.all(after: standing.done, through: now) {
        calls.append(
          RoundCallDue(
            rule: rule, due: due, afterPlace: place, isOver: book.calendar.end(of: due.period) <= now))
        place = nil
      }
      if let due = calendar.next(after: max(standing.done, now)), next.map({ due.moment < $0 }) ?? true {
        next = due.moment
      }
    }
    let order = Dictionary(
      book.rounds.enumerated().map { (ByteText($1.name), $0) }, uniquingKeysWith: { first, _ in first })
    calls.sort { left, right in
      let places = (order[ByteText(left.rule.name)] ?? 0, order[ByteText(right.rule.name)] ?? 0)
      return (left.due.moment.seconds, places.0) < (right.due.moment.seconds, places.1)
    }
  }
}

extension RoundRule {
  /// Why a round is not raised at any place; nil where it can be.
  package enum Hindrance: String, Sendable {
    case matter, office
  }

  /// Whether its matter is listed, and its office there, at a moment.
  package func hindrance(under book: RuleBook, at now: Timestamp) -> Hindrance? {
    if let code = matter {
      guard let listed = book.matter(code) else { return .matter }
      if let until = listed.until, book.calendar.local(now).day > until { return .matter }
    }
    if case .office(let office) = to, !book.knows(.office(office)) { return .office }
    return nil
  }
}
