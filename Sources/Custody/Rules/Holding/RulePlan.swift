package import Change
internal import Formats
package import GridCore
package import Ledger
internal import Linux

/// What would change if a rule book took the place of another: in the rules, for what is open, and for last month's reports.
///
/// The ledger is walked in pages, so that a plan needs no more memory for more items and reports.
package struct RulePlan {
  package let old: RuleBook
  package let new: RuleBook
  /// The moment that lateness is asked for; reports are looked back upon from there.
  package let now: Timestamp
  package let change: RuleChange
  /// Nothing, as long as no ledger was counted.
  package private(set) var items: ItemsChange
  package private(set) var load: LoadChange

  private static let page = 1_000

  package init(from old: RuleBook, to new: RuleBook, at now: Timestamp) {
    (self.old, self.new, self.now) = (old, new, now)
    change = RuleChange(from: old, to: new)
    items = ItemsChange(from: old, to: new, at: now)
    load = LoadChange(from: old, to: new, change)
  }

  /// What the guard of the old book says of it.
  package var verdict: GuardVerdict {
    old.guard.verdict(on: change, orphaned: items.orphaned, late: items.lateAtOnce)
  }

  /// Counts what is open, and beside it what came in the days before.
  package mutating func count(_ ledger: any LedgerReading) throws(LedgerError) {
    let counting = { @Sendable [load, now] in
      var load = load
      return Result { () throws(LedgerError) in
        try Self.count(ledger, into: &load, before: now)
        return load
      }
    }
    var reports: Errand<Result<LoadChange, LedgerError>>?
    do throws(WorldError) {
      reports = try Errand("reports", counting)
    } catch {
      // Without room for another thread it is done when the rest is.
      reports = nil
    }
    let failure = Result { () throws(LedgerError) in try countItems(ledger) }
    let counted = reports?.finish() ?? counting()
    try failure.get()
    load = try counted.get()
  }

  private mutating func countItems(_ ledger: any LedgerReading) throws(LedgerError) {
    for state in [ItemState.open, .suspended] {
      var filter = ItemFilter()
      filter.state = state
      var position: Int64 = 0
      while true {
        let page = try ledger.items(filter, after: position, limit: Self.page)
        for placed in page { items.add(OpenCase(placed.item, told: try told(of: placed.item, ledger))) }
        guard page.count == Self.page, let last = page.last else { break }
        position = last.position
      }
    }
  }

  private static func count(
    _ ledger: any LedgerReading, into load: inout LoadChange, before now: Timestamp
  ) throws(LedgerError) {
    // Moments are whole seconds: what came in this one came before now.
    let window = now.adding(-LoadChange.days * 86_400)...now
    var position: Int64 = 0
    while true {
      let page = try ledger.reports(receivedIn: window, after: position, limit: Self.page)
      for kept in page { add(kept, to: &load) }
      guard page.count == Self.page, let last = page.last else { return }
      position = last.position
    }
  }

  /// What the report of an item in triage says: its facts are only what the rules of its day made of that.
  private func told(of item: Item, _ ledger: any LedgerReading) throws(LedgerError) -> Report? {
    guard item.isInTriage, let bytes = try ledger.reportBytes(of: item.key) else { return nil }
    return EventReader.again(bytes, received: item.receivedAt)?.report
  }

  private static func add(_ kept: KeptReport, to load: inout LoadChange) {
    guard let event = EventReader.again(kept.bytes, received: kept.receivedAt), let report = event.report else {
      return
    }
    let first: String? = if case .post(let post) = kept.first { post.post } else { nil }
    load.add(first: first, report, source: event.identity.source, received: kept.receivedAt)
  }
}

extension Event {
  /// What it reports; nil of a step.
  fileprivate var report: Report? {
    if case .report(let report) = body { report } else { nil }
  }
}
