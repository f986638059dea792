internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux

/// Lets the clocks of items bring what they bring: rungs, reminders, the ends of suspensions and requests.
///
/// Killed anywhere, the next pass finds the same items: what a clock brought is in the ledger, together with the notices it owes.
final class Presser: Turning {
  /// How many items are pressed in one transaction.
  private static let batch = 1024
  /// When to try again what is due and could not be raised: no reason to run in circles.
  private static let retryPause = Duration.milliseconds(100)

  private let seat: LedgerSeat
  private let rules: RulesInForce
  private let calendar: CalendarWatch?
  private let clock: ServiceClock
  private let journal: Journal
  private let onRaised: () -> Void
  private let redispatcher: Redispatcher
  /// Whether rungs may have been stored that nobody was told of: a commit whose outcome is unknown may have happened.
  private var isUntold = false

  /// - Parameters:
  ///   - calendar: told whether items are counted beyond it, where somebody shows that.
  ///   - onRaised: told each time that some rungs are stored, so that their notices need not wait for the others.
  init(
    _ seat: LedgerSeat, rules: RulesInForce, calendar: CalendarWatch? = nil, clock: ServiceClock, journal: Journal,
    onRaised: @escaping () -> Void = {}
  ) {
    self.seat = seat
    self.rules = rules
    self.calendar = calendar
    self.clock = clock
    self.journal = journal
    self.onRaised = onRaised
    redispatcher = Redispatcher(seat, rules: rules, journal: journal)
  }

  /// Brings all that is due; answers how long it is until the next clock, nil where none runs.
  func turn(_ now: Timestamp) throws(Failure) -> Duration? {
    if clock.isHeld { return nil }
    let wasUntold = isUntold
    isUntold = true
    let raised = try press(now)
    isUntold = false
    if wasUntold { onRaised() }
    if hasMore { return .zero }
    let ledger = seat.ledger
    try calendar?.ask(ledger)
    guard let due = try attempt({ try ledger.nextDue() }) else { return nil }
    return raised == 0 && due < now ? Self.retryPause : clock.timeUntil(after: due)
  }

  /// Whether an order to move items is not carried out to its end.
  var hasMore: Bool { redispatcher.hasMore }

  /// Brings all that is due, and goes on with an order to move items by one batch; answers how many changes it stored.
  func press(_ now: Timestamp) throws(Failure) -> Int {
    try seat.demandOurs()
    try redispatcher.begin()
    let renewed = try rules.ladder.heed { () throws(Failure) in
      // What is due comes first: an item whose deadline has passed is not counted anew.
      try revive() + raise(now) + recount(now)
    }
    let raised = try raise(now)
    let moved = try redispatcher.go(on: now)
    if moved > 0 { onRaised() }
    return renewed + raised + moved
  }

  /// After the ladder has changed: items that stood at the top of the old one may have a rung above them now.
  private func revive() throws(Failure) -> Int {
    let book = rules.current
    var filter = ItemFilter()
    filter.state = .open
    var stored = 0
    var position: Int64 = 0
    while true {
      let ledger = seat.ledger
      let (wanted, start) = (filter, position)
      let page = try attempt { try ledger.items(wanted, after: start, limit: Self.batch) }
      guard let last = page.last else { return stored }
      let changes = page.compactMap { $0.item.revival(under: book) }
      let stale = changes.isEmpty ? 0 : try attempt { try ledger.apply(changes) }.count
      stored += changes.count - stale
      // An item that moved meanwhile is looked at again.
      if stale == 0 { position = last.position }
    }
  }

  /// After a calendar that is known further: what was counted over days that nobody had published.
  private func recount(_ now: Timestamp) throws(Failure) -> Int {
    let book = rules.current
    var stored = 0
    for state in [ItemState.open, .suspended] {
      var filter = ItemFilter()
      filter.state = state
      var position: Int64 = 0
      while true {
        let ledger = seat.ledger
        let (wanted, start) = (filter, position)
        let page = try attempt { try ledger.items(wanted, after: start, limit: Self.batch) }
        guard let last = page.last else { break }
        var decided: [(item: Item, change: ItemChange)] = []
        for found in page where found.item.mayBeRecounted {
          if let change = try recounted(found.item, now, under: book) { decided.append((found.item, change)) }
        }
        let changes = try seat.completed(decided, under: book)
        let stale = changes.isEmpty ? 0 : try attempt { try ledger.apply(changes) }.count
        stored += changes.count - stale
        // An item that moved meanwhile is looked at again.
        if stale == 0 { position = last.position }
      }
    }
    return stored
  }

  private func recounted(_ item: Item, _ now: Timestamp, under book: RuleBook) throws(Failure) -> ItemChange? {
    let ledger = seat.ledger
    let fold = ClockFold(try attempt { try ledger.history(of: item.key) }.lazy.map(\.entry))
    let counted = fold.rules ?? item.facts.assignedBy.rules
    let before = try attempt { try rules.book(counted, from: ledger) }
    return item.recounted(fold, countedBy: before?.calendar, at: now, under: book)
  }

  private func raise(_ now: Timestamp) throws(Failure) -> Int {
    var stored = 0
    while true {
      let ledger = seat.ledger
      let due = try attempt { try ledger.due(by: now, limit: Self.batch) }
      let book = rules.current
      // The inbox first: what an order moves is pressed where it goes, when it comes here again.
      let decided = due.compactMap { item in
        (redispatcher.moved(item, now, under: book) ?? item.pressed(at: now, under: book)).map { (item, $0) }
      }
      let changes = try seat.completed(decided, under: book)
      if changes.isEmpty { return stored }
      // A change decided on an item that moved meanwhile is left out; the item, if still due, comes again.
      let signals = SignalKeeper(book, at: now)
      let stale = try attempt { try ledger.apply(changes, signals: signals) }
      stored += changes.count - stale.count
      onRaised()
      tell(changes)
      if stale.count == changes.count { return stored }
    }
  }

  private func tell(_ changes: [ItemChange]) {
    // What only reminds somebody, or lets a clock run on, is in the item's history.
    let climbed = changes.filter { change in change.entries.contains { $0.what == .escalate && $0.to != nil } }
    guard climbed.count <= 20 else {
      journal.notice("\(climbed.count) items overdue, escalated", "\(climbed.count) 件超时，已升级上报")
      return
    }
    for change in climbed {
      journal.notice(
        "overdue: item \(change.item.id) escalated to \(change.item.holder.text)",
        "超时：\(change.item.id) 升级上报至 \(change.item.holder.text)")
    }
  }
}
