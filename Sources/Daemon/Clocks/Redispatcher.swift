internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux
internal import Words

/// Carries out orders to move items, batch by batch: what is asked of everything open holds nothing up.
///
/// Each batch is one durable transaction. Killed anywhere, the next start looks at the items again and moves those that are not moved
/// yet. Other rules that come into force meanwhile end the order, and what is left is told.
final class Redispatcher {
  /// How many items are looked at in one turn.
  private static let page = 512

  /// An order on its way through the items.
  private struct Job {
    let identity: EventIdentity
    let seq: Int64
    /// The book that it was made under.
    let rules: Digest
    let order: Redispatch
    var states: [ItemState] = [.open, .suspended]
    var position: Int64 = 0
  }

  private let seat: LedgerSeat
  private let rules: RulesInForce
  private let journal: Journal
  private var job: Job?

  init(_ seat: LedgerSeat, rules: RulesInForce, journal: Journal) {
    self.seat = seat
    self.rules = rules
    self.journal = journal
  }

  /// Whether an order is not carried out to its end.
  var hasMore: Bool { rules.redispatches.next != nil }

  /// Takes up the earliest order, where none is on its way; before any clock is pressed, for it was received before.
  func begin() throws(Failure) {
    if job == nil { job = try next() }
    if let job, rules.current.digest != job.rules { try breakOff(job) }
  }

  /// An item as the order on its way moves it; nil where none does.
  func moved(_ item: Item, _ now: Timestamp, under book: RuleBook) -> ItemChange? {
    guard let job, book.digest == job.rules else { return nil }
    return item.redispatched(by: job.order, numbered: job.seq, at: now, under: book)
  }

  /// Goes on with the order on its way by one batch; answers how many items it moved.
  func go(on now: Timestamp) throws(Failure) -> Int {
    try begin()
    guard var current = job else { return 0 }
    let moved = try move(&current, now, under: rules.current)
    job = current
    if current.states.isEmpty { try end(current) }
    return moved
  }

  private func next() throws(Failure) -> Job? {
    guard let identity = rules.redispatches.next else { return nil }
    let ledger = seat.ledger
    let answer = try attempt { try ledger.record(of: identity, key: identity.key) }
    if let answer, answer.outcome == .ordered,
      let kept = try attempt({ try ledger.record(numbered: answer.seq) }), let bytes = kept.bytes,
      case .order(.redispatch(let order)) = EventReader.again(bytes, received: kept.record.receivedAt)?.body
    {
      return Job(identity: identity, seq: answer.seq, rules: kept.record.rules, order: order)
    }
    // The ledger did not take it.
    try rules.redispatches.finish(identity)
    return nil
  }

  private func move(_ job: inout Job, _ now: Timestamp, under book: RuleBook) throws(Failure) -> Int {
    guard let state = job.states.first else { return 0 }
    let page = try look(job, state)
    let (order, seq) = (job.order, job.seq)
    let wanted = page.filter { $0.item.isMoved(by: order, under: book) }
    let decided = wanted.compactMap { found in
      found.item.redispatched(by: order, numbered: seq, at: now, under: book).map { (found.item, $0) }
    }
    let changes = try seat.completed(decided, under: book)
    let ledger = seat.ledger
    let signals = SignalKeeper(book, at: now)
    let stale = changes.isEmpty ? 0 : try attempt { try ledger.apply(changes, signals: signals) }.count
    let moved = changes.count - stale
    // One that was changed meanwhile is looked at again.
    if moved < wanted.count { return moved }
    if let last = page.last {
      job.position = last.position
    } else {
      job.states.removeFirst()
      job.position = 0
    }
    return moved
  }

  private func look(_ job: Job, _ state: ItemState) throws(Failure) -> [PlacedItem] {
    var filter = ItemFilter()
    filter.state = state
    let (asked, start, ledger) = (filter, job.position, seat.ledger)
    return try attempt { try ledger.items(asked, after: start, limit: Self.page) }
  }

  private func end(_ job: Job) throws(Failure) {
    try rules.redispatches.finish(job.identity)
    self.job = nil
    journal.notice("redispatch (record \(job.seq)): carried out", "按新规则改派（记录 \(job.seq)）：已全部完成")
  }

  /// Leaves the rest and says how many there are.
  private func breakOff(_ job: Job) throws(Failure) {
    var rest = job
    var left = 0
    let ledger = seat.ledger
    if let book = try attempt({ try rules.book(job.rules, from: ledger) }) {
      while let state = rest.states.first {
        let page = try look(rest, state)
        left += page.count { $0.item.isMoved(by: job.order, under: book) }
        rest.position = page.last?.position ?? 0
        if page.isEmpty { rest.states.removeFirst() }
      }
    }
    try rules.redispatches.finish(job.identity)
    self.job = nil
    journal.warning(
      "redispatch (record \(job.seq)) ended, for other rules came into force: \(counted(left, "item")) left",
      "按新规则改派（记录 \(job.seq)）中止，因规则又有变更：剩余 \(left) 件未动")
  }
}

extension Item {
  fileprivate func isMoved(by order: Redispatch, under book: RuleBook) -> Bool {
    guard order.concerns(self, under: book), case .moves = redispatching(under: book) else { return false }
    return true
  }
}
