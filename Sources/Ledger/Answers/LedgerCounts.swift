package import GridCore

/// The figures of `status`. received = accepted + rejected + duplicate + held; owed = delivered + pending.
package struct LedgerCounts: Hashable, Sendable {
  package var filesTaken = 0
  package var filesQuarantined = 0
  package var filesReplayed = 0
  package var received = 0
  package var accepted = 0
  package var rejected = 0
  /// Among rejected.
  package var conflict = 0
  package var duplicate = 0
  package var held = 0
  package var open = 0
  package var suspended = 0
  package var resolved = 0
  package var closed = 0
  package var void = 0
  /// Among closed.
  package var onSite = 0
  /// Among open.
  package var triage = 0
  /// Among open: the deadline is before the moment asked for.
  package var overdue = 0
  package var noticesOwed = 0
  package var noticesDelivered = 0
  package var escalations = 0
  package var nextDue: Timestamp?
  /// Open items whose next rung's moment is before the moment asked for.
  package var dueNow = 0

  package init() {}
}

extension LedgerCounts {
  /// The figures that the counters tell.
  package init(_ tally: Tally) {
    self.init()
    filesTaken = Int(tally[.taken])
    filesQuarantined = Int(tally[.quarantined])
    filesReplayed = Int(tally[.replayed])
    accepted = Int(tally[.accepted])
    rejected = Int(tally[.rejected])
    duplicate = Int(tally[.duplicate])
    held = Int(tally[.held])
    open = Int(tally[.open])
    suspended = Int(tally[.suspended])
    resolved = Int(tally[.resolved])
    closed = Int(tally[.closed])
    void = Int(tally[.void])
    onSite = Int(tally[.onSite])
    triage = Int(tally[.triage])
    noticesOwed = Int(tally[.owed])
    noticesDelivered = Int(tally[.delivered])
    escalations = Int(tally[.escalations])
  }
}
