package import Custody
package import GridCore
package import JSON
package import Ledger
internal import Linux
package import Words

/// What `status` tells, read beside or without a daemon.
package struct Status: Sendable {
  /// The version of the program that answers.
  package var version: String
  /// The moment by which lateness is told.
  package var now: Timestamp
  /// The ledger's figures.
  package var counts: LedgerCounts
  /// The rules in force; nil where none ever were.
  package var rules: RulesRecord?
  /// Whether the rules file is there and usable.
  package var rulesAreGood: Bool
  /// The text that the guard holds back; nil where none is.
  package var held: RuleHold?
  /// The files that wait in the inbox.
  package var waiting: Int
  /// What is wrong.
  package var degraded: [StatusBoard.Fault]
  /// The figures of rounds, subjects and signals, and when the next round is due.
  package var town = TownCounts()
  package var nextRound: Timestamp?

  /// All that is told.
  package init(
    version: String, now: Timestamp, counts: LedgerCounts, rules: RulesRecord?, rulesAreGood: Bool,
    held: RuleHold? = nil, waiting: Int, degraded: [StatusBoard.Fault]
  ) {
    self.version = version
    self.now = now
    self.counts = counts
    self.rules = rules
    self.rulesAreGood = rulesAreGood
    self.held = held
    self.waiting = waiting
    self.degraded = degraded
  }

  /// Puts together what a state shows.
  ///
  /// - Parameters:
  ///   - look: was taken before the ledger is asked.
  ///   - ledger: nil where there is none yet.
  ///   - bootSeconds: now as the daemon's beats are counted.
  ///   - wall: the time of day.
  ///   - hasUsableRules: whether a start would find rules to put in force; a daemon's own word counts while one runs, for it knows
  ///     which file it reads.
  ///   - book: reads the rules in force; who asks often keeps what was read.
  package init(
    of look: StateLook, _ ledger: (any LedgerReading)?, version: String, now: Timestamp, bootSeconds: Int64,
    wall: Timestamp, language: Language, hasUsableRules: () -> Bool,
    reading book: (RulesRecord) -> RuleBook? = { $0.book }
  ) throws(LedgerError) {
    let faults = look.isHeld ? look.note?.faults ?? [] : []
    let signs: SignsOfLife = look.isHeld ? .held(look.note, bootSeconds: bootSeconds) : .none(since: look.markedAt)
    var degraded = faults + signs.faults(at: now, wall: wall, language: language)
    if let blindness = look.blindness(at: now, language), !faults.contains(where: { $0.code == blindness.code }) {
      degraded.append(blindness)
    }
    if let held = look.held, !faults.contains(where: { $0.code == DegradationCode.held.rawValue }) {
      degraded.append(
        .init(code: DegradationCode.held.rawValue, since: held.since, text: held.line.text(language)))
    }
    self.init(
      version: version, now: now, counts: try ledger?.counts(at: now) ?? LedgerCounts(),
      rules: try ledger?.rulesInForce(),
      rulesAreGood: look.isHeld ? !faults.contains { $0.code == DegradationCode.rules.rawValue } : hasUsableRules(),
      held: look.held, waiting: look.counted, degraded: degraded)
    guard let ledger else { return }
    town = try ledger.townCounts()
    // Whoever has no rounds reads no book for it.
    if try !ledger.definitions().isEmpty { nextRound = try NextRound.moment(under: rules.flatMap(book), in: ledger) }
  }

  /// Notices that are owed and not yet laid down.
  package var pending: Int { counts.noticesOwed - counts.noticesDelivered }

  /// The answer as `status` has it.
  package func write(to writer: inout JSONWriter, language: Language) {
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
    writer.key("held")
    if let held { held.write(to: &writer, language: language) } else { writer.null() }
    writer.endObject()
    for group in figures { writer.group(group.name, group.figures) }
    writer.field("escalations", counts.escalations)
    writer.field("next_due", counts.nextDue)
    writer.key("rounds")
    writer.beginObject()
    writer.field("next", nextRound)
    for (name, count) in [
      ("raised", town.raised), ("missed", town.missed), ("spared", town.spared), ("skipped", town.skipped),
    ] { writer.field(name, count) }
    writer.endObject()
    writer.field("subjects", town.subjects)
    writer.field("signals", town.signals)
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
          ("open", counts.open), ("suspended", counts.suspended), ("resolved", counts.resolved),
          ("closed", counts.closed), ("void", counts.void),
          ("on_site", counts.onSite), ("triage", counts.triage), ("overdue", counts.overdue),
        ]
      ),
      ("notices", [("owed", counts.noticesOwed), ("delivered", counts.noticesDelivered), ("pending", pending)]),
    ]
  }
}

extension StateLook {
  fileprivate var counted: Int {
    if case .success(let count) = waiting { count } else { 0 }
  }

  /// The fault of an inbox that cannot be looked into.
  fileprivate func blindness(at now: Timestamp, _ language: Language) -> StatusBoard.Fault? {
    guard case .failure(let error) = waiting else { return nil }
    let text = Bilingual(
      en: "what waits there is not counted: \(error.text.en)", zh: "其中的待收文件未能计数：\(error.text.zh)")
    return .init(code: DegradationCode.inbox.rawValue, since: now, text: text.text(language))
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
