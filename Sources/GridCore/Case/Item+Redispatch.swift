/// Moving an open item to the post that later rules decide for it.
extension Item {
  /// What an order to move items does with one that the rules in force decide otherwise.
  package enum Redispatching: Sendable {
    case moves(Assignment)
    /// It is left: a person has given it to somebody else.
    case transferred
    /// It is left: nobody knows whose it is.
    case orphaned
  }

  /// What an order would do with it; nil where it has ended, has climbed, is in the group's hands, or is where it belongs.
  ///
  /// The rules are asked for the item's facts as corrected, at its moment.
  package func redispatching(under book: RuleBook) -> Redispatching? {
    guard state == .open || state.kind == .suspended, rung == 0 else { return nil }
    // Where a round or a signal went is not for matters and overrides to say.
    if facts.home != nil || [.round, .signal].contains(facts.assignedBy.why.kind) { return nil }
    guard !isInTriage, let own = ownPost, let post = facts.post else { return .orphaned }
    let known = Report(matter: facts.matter, community: facts.community, grid: facts.grid, risk: facts.risk)
    let decision = book.assign(known, source: identity.source, received: memory.moment)
    guard case .post(let to) = decision.to else { return .orphaned }
    if ByteText(to.post) == ByteText(post) { return nil }
    if memory.transferred { return .transferred }
    return holder == own ? .moves(decision) : nil
  }

  /// The item at the post that the rules in force decide; nil where the order leaves it as it is.
  ///
  /// Its clock runs on as it did: deadline, limit and rung stay. Acceptance is new, and a request lapses. As before a step, a suspension
  /// whose end has come has ended, and nothing is pressed: what is due is the new holder's.
  ///
  /// - Parameter seq: the number of the order's record.
  package func redispatched(
    by order: Redispatch, numbered seq: Int64, at now: Timestamp, under book: RuleBook
  ) -> ItemChange? {
    guard order.concerns(self, under: book), case .moves(let decision) = redispatching(under: book) else { return nil }
    var draft = CaseDraft(self, at: now, under: book)
    draft.endWhatHasEnded()
    draft.arrive(at: draft.now)
    draft.redispatch(to: decision, by: order, numbered: seq)
    return draft.finish()
  }
}

extension CaseDraft {
  fileprivate mutating func redispatch(to decision: Assignment, by order: Redispatch, numbered seq: Int64) {
    lapseRequest()
    let (before, measure) = (item.holder, item.facts.measure)
    item.facts.post = decision.to.postType
    item.facts.group = decision.group
    item.facts.assignedBy = decision.assignedBy
    keep(measure)
    handOver(to: decision.to)
    enter(.redispatch, by: order.by, note: order.note, from: before, to: decision.to)
    amendEntry {
      $0.decision = decision.assignedBy
      $0.order = seq
    }
    layTask()
    notifyByRung(.told, before)
  }
}
