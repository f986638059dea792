package import Custody
package import Formats
package import GridCore
package import LedgerStore
internal import Words

/// What `status` tells, read beside or without a daemon.
package struct Status: Sendable {
  /// The version of the program that answers.
  package var version: String
  /// The moment that lateness is judged by.
  package var now: Timestamp
  /// The ledger's figures.
  package var counts: LedgerCounts
  /// The rules in force; nil where none ever were.
  package var rules: RulesRecord?
  /// Whether the rules file is there and usable.
  package var rulesAreGood: Bool
  /// The files that wait in the inbox.
  package var waiting: Int
  /// What is wrong.
  package var degraded: [StatusBoard.Fault]

  /// All that is told.
  package init(
    version: String, now: Timestamp, counts: LedgerCounts, rules: RulesRecord?, rulesAreGood: Bool, waiting: Int,
    degraded: [StatusBoard.Fault]
  ) {
    self.version = version
    self.now = now
    self.counts = counts
    self.rules = rules
    self.rulesAreGood = rulesAreGood
    self.waiting = waiting
    self.degraded = degraded
  }

  /// Notices that are owed and not yet laid down.
  package var pending: Int { counts.noticesOwed - counts.noticesDelivered }

  /// The answer as `status` has it.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("version", version)
    writer.field("now", now)
    writer.key("rules")
    writer.beginObject()
    writer.field("digest", rules?.digest.hex)
    writer.field("ok", rulesAreGood)
    writer.field("loaded_at", rules?.loadedAt)
    writer.field("duties", rules?.duties ?? 0)
    writer.field("matters", rules?.matters ?? 0)
    writer.field("communities", rules?.communities ?? 0)
    writer.field("grids", rules?.grids ?? 0)
    writer.endObject()
    for group in figures { writer.group(group.name, group.figures) }
    writer.field("escalations", counts.escalations)
    writer.field("next_due", counts.nextDue)
    writer.key("degraded")
    LockNote.write(degraded, to: &writer)
    writer.endObject()
  }

  private var figures: [(name: String, figures: [(String, Int)])] {
    [
      (
        "files",
        [
          ("taken", counts.filesTaken), ("waiting", waiting), ("quarantined", counts.filesQuarantined),
          ("replayed", counts.filesReplayed),
        ]
      ),
      (
        "records",
        [
          ("received", counts.received), ("accepted", counts.accepted), ("rejected", counts.rejected),
          ("conflict", counts.conflict), ("duplicate", counts.duplicate), ("held", counts.held),
        ]
      ),
      (
        "items",
        [
          ("open", counts.open), ("suspended", counts.suspended), ("closed", counts.closed), ("void", counts.void),
          ("on_site", counts.onSite), ("triage", counts.triage), ("overdue", counts.overdue),
        ]
      ),
      ("notices", [("owed", counts.noticesOwed), ("delivered", counts.noticesDelivered), ("pending", pending)]),
    ]
  }
}

extension JSONWriter {
  /// An object of figures under a name.
  mutating func group(_ name: String, _ figures: [(String, Int)]) {
    key(name)
    beginObject()
    for (name, figure) in figures { field(name, figure) }
    endObject()
  }
}
