internal import GRDB
internal import GridCore

extension SQLiteLedger {
  /// Walks all of the ledger on one snapshot, in bounded memory.
  package func verify(deep: Bool) throws(LedgerError) -> LawReport {
    try read { db in
      var walk = LawWalk(db)
      try walk.door()
      try walk.records()
      try walk.entries()
      try walk.items()
      try walk.balance()
      try walk.uniqueness()
      try walk.counters()
      var laws = walk.report()
      if deep { laws.append(try Self.integrity(in: db)) }
      // The moment matters for lateness only, which laws do not ask about.
      return LawReport(laws: laws, counts: try Self.counts(at: Timestamp(seconds: 0), in: db))
    }
  }

  private static func integrity(in db: Database) throws -> LawReport.Law {
    var faults: [String] = []
    var integrity = try LedgerStatement("PRAGMA integrity_check(5)", in: db)
    faults += try integrity.all { $0.text() }.filter { $0 != "ok" }
    var keys = try LedgerStatement("PRAGMA foreign_key_check", in: db)
    try keys.each { row in
      let table = row.text()
      let number = row.int()
      if faults.count < 5 { faults.append("row \(number) of \(table) refers to a row that is not there") }
    }
    return LawReport.Law(
      law: "integrity", ok: faults.isEmpty,
      text: faults.isEmpty ? "the database's own check found nothing" : faults.joined(separator: "; "))
  }
}

/// One walk through a ledger that finds where its laws are broken; the first few places of each are told.
///
/// Rows are stepped through in order, never held: memory does not grow with the ledger.
struct LawWalk {
  /// The laws, by the names that `verify` shows.
  enum Law: String, CaseIterable {
    case door = "L1-door"
    case route = "L2-route"
    case balance = "L3-balance"
    case uniqueness = "L4-uniqueness"
    case sequence = "L5-sequence"
    case bytes = "L6-bytes"
    case items = "L7-items"
  }

  let db: Database
  /// The real counts, as the walk finds them.
  var counted = Tally()
  var tally = Tally()
  var told = ToldByEntries()
  var hasher = FieldHasher()
  private var faults: [Law: (count: Int, texts: [String])] = [:]
  private var summaries: [Law: (text: String, figures: [Int64])] = [:]

  init(_ db: Database) {
    self.db = db
  }

  mutating func fault(_ law: Law, _ text: String) {
    faults[law, default: (0, [])].count += 1
    if (faults[law]?.texts.count ?? 0) < 3 { faults[law]?.texts.append(text) }
  }

  /// What a law that holds says, and the numbers in it.
  mutating func summarise(_ law: Law, _ text: String, _ figures: Int64...) {
    summaries[law] = (text, figures)
  }

  func report() -> [LawReport.Law] {
    Law.allCases.map { law in
      guard let found = faults[law] else {
        let summary = summaries[law] ?? ("", [])
        return LawReport.Law(law: law.rawValue, ok: true, text: summary.text, figures: summary.figures)
      }
      let more = found.count - found.texts.count
      let text = found.texts.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
      return LawReport.Law(law: law.rawValue, ok: false, text: text)
    }
  }

  func number(_ sql: String) throws -> Int64 {
    var statement = try LedgerStatement(sql, in: db)
    return try statement.first { $0.int() } ?? 0
  }

  // MARK: Door

  /// L1: files by outcome, and their rows without a gap.
  mutating func door() throws {
    tally = try Tally.read(in: db)
    var files = try LedgerStatement("SELECT state, count(*) FROM file GROUP BY state", in: db)
    try files.each { row in
      let state = row.text()
      let count = row.int()
      counted[.files] += count
      if state == "taken" { counted[.taken] = count }
      if state == "quarantined" { counted[.quarantined] = count }
    }
    counted[.replayed] = tally[.replayed]
    counted[.rules] = try number("SELECT count(*) FROM rules")
  }

  // MARK: Balance

  /// L3: owed = delivered + pending, for each addressee and in sum.
  mutating func balance() throws {
    var pending: Int64 = 0
    var addressees: Int64 = 0
    var statement = try LedgerStatement(
      """
      SELECT addressee, count(*), sum(state = 'delivered' AND delivered_at IS NOT NULL),
        sum(state IN ('owed', 'publishing') AND delivered_at IS NULL)
      FROM notice GROUP BY addressee
      """, in: db)
    try statement.each { row in
      let addressee = row.text()
      let (owed, delivered, waiting) = (row.int(), row.int(), row.int())
      addressees += 1
      counted[.owed] += owed
      counted[.delivered] += delivered
      pending += waiting
      if owed != delivered + waiting {
        fault(.balance, "\(addressee): \(owed) owed, \(delivered) delivered, \(waiting) pending")
      }
    }
    if tally[.owed] != tally[.delivered] + pending {
      fault(.balance, "\(tally[.owed]) owed, \(tally[.delivered]) delivered, \(pending) pending")
    }
    summarise(
      .balance,
      "\(counted[.owed]) owed = \(counted[.delivered]) delivered + \(pending) pending, to \(some(addressees, "addressee"))",
      counted[.owed], counted[.delivered], pending, addressees)
  }

  // MARK: Uniqueness

  /// L4: identities, items and notices are there once. The indexes guard most of it; this looks at what they cannot.
  mutating func uniqueness() throws {
    let shared = try number(
      "SELECT count(*) FROM record r JOIN item i ON i.key = r.key WHERE r.owns = 1")
    if shared > 0 {
      fault(.uniqueness, "\(some(shared, "identity is", "identities are")) owned by a report and by a step")
    }
    for (table, columns) in [("item", "key"), ("notice", "item, ordinal")] {
      let twice = try number("SELECT count(*) FROM (SELECT 1 FROM \(table) GROUP BY \(columns) HAVING count(*) > 1)")
      if twice > 0 {
        fault(.uniqueness, "\(some(twice, "row of \(table) is", "rows of \(table) are")) there more than once")
      }
    }
    let steps = try number(
      "SELECT count(*) FROM (SELECT 1 FROM record WHERE owns = 1 GROUP BY key HAVING count(*) > 1)")
    if steps > 0 { fault(.uniqueness, "\(some(steps, "identity was", "identities were")) taken more than once") }
    summarise(.uniqueness, "every identity, item and notice is there once")
  }

  // MARK: Counters

  /// L1, L3, L7: the counters that `status` shows are what the rows say.
  mutating func counters() throws {
    if try !HeartSeal.isWhole(in: db) { fault(.door, "the ledger's own counters are not what was written") }
    for column in Tally.Column.allCases where counted[column] != tally[column] {
      let law: Law =
        switch column {
        case .owed, .delivered: .balance
        case .open, .suspended, .resolved, .closed, .void, .onSite, .triage, .escalations: .items
        default: .door
        }
      fault(law, "counter \(column.name) says \(tally[column]), the rows \(counted[column])")
    }
    let received = counted[.accepted] + counted[.rejected] + counted[.duplicate] + counted[.held]
    let meta = try number("SELECT records FROM meta")
    if received != meta { fault(.door, "\(some(meta, "record")) received, \(received) decided") }
    summarise(
      .door,
      "\(meta) received = \(counted[.accepted]) accepted + \(counted[.rejected]) rejected + \(counted[.duplicate]) "
        + "duplicate + \(counted[.held]) held, in \(some(counted[.files], "file"))",
      meta, counted[.accepted], counted[.rejected], counted[.duplicate], counted[.held], counted[.files])
  }
}

/// So many of a thing, in English: `1 row`, `2 rows`.
func some(_ number: Int64, _ one: String, _ many: String? = nil) -> String {
  "\(number) \(number == 1 ? one : many ?? one + "s")"
}
