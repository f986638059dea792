internal import GRDB
internal import GridCore

extension SQLiteLedger {
  /// Walks all of the ledger on one snapshot, in bounded memory.
  package func verify(
    deep: Bool, also: (LedgerSnapshot) throws -> [LawReport.Law]
  ) throws(LedgerError) -> LawReport {
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
      laws.append(try Self.integrity(in: db, deep: deep))
      laws += try also(LedgerSnapshot(db))
      // The moment matters for lateness only, which laws do not ask about.
      return LawReport(laws: laws, counts: try Self.counts(at: Timestamp(seconds: 0), in: db))
    }
  }

  /// The database's own check: what no walk through the rows meets, an index above all, may be damaged too.
  private static func integrity(in db: Database, deep: Bool) throws -> LawReport.Law {
    var faults: [String] = []
    var integrity = try LedgerStatement("PRAGMA integrity_check(5)", in: db)
    faults += try integrity.all { $0.text() }.filter { $0 != "ok" }
    if deep {
      var keys = try LedgerStatement("PRAGMA foreign_key_check", in: db)
      try keys.each { row in
        let table = row.text()
        let number = row.int()
        if faults.count < 5 { faults.append("\(table) \(number): refers to a row that is not there") }
      }
    }
    let found = faults.joined(separator: "; ")
    return LawReport.Law(
      law: "integrity", ok: faults.isEmpty, text: faults.isEmpty ? "the database's own check found nothing" : found,
      chinese: faults.isEmpty ? "数据库自检未发现问题" : "数据库自检发现：\(found)")
  }
}

/// One walk through a ledger that finds where its laws are broken; the first few places of each are told, the row first.
///
/// Rows are stepped through in order, never held: memory does not grow with the ledger.
struct LawWalk {
  /// The laws, by the names that `verify` shows.
  enum Law: String, CaseIterable {
    /// received = accepted + rejected + duplicate + held, per file and in sum; every file is there.
    case door
    /// Every accepted report has its item, and every item its notice.
    case route
    /// owed = delivered + pending, per addressee and in sum.
    case balance
    /// Every identity, item and notice is there once.
    case uniqueness
    /// Numbers without a gap, and both hash chains whole.
    case chain
    /// The bytes kept are those received.
    case bytes
    /// Items are what their entries say.
    case items
  }

  /// A sentence in both languages of the house.
  struct Words {
    var en: String
    var zh: String
  }

  let db: Database
  /// The real counts, as the walk finds them.
  var counted = Tally()
  var tally = Tally()
  var told = ToldByEntries()
  var hasher = FieldHasher()
  private var faults: [Law: (count: Int, texts: [Words])] = [:]
  private var summaries: [Law: Words] = [:]

  init(_ db: Database) {
    self.db = db
  }

  /// Takes down a broken law; both texts begin with the row concerned.
  mutating func fault(_ law: Law, _ en: String, _ zh: String) {
    faults[law, default: (0, [])].count += 1
    if (faults[law]?.texts.count ?? 0) < 3 { faults[law]?.texts.append(Words(en: en, zh: zh)) }
  }

  /// What a law that holds says.
  mutating func summarise(_ law: Law, _ en: String, _ zh: String) {
    summaries[law] = Words(en: en, zh: zh)
  }

  func report() -> [LawReport.Law] {
    Law.allCases.map { law in
      guard let found = faults[law] else {
        return LawReport.Law(
          law: law.rawValue, ok: true, text: summaries[law]?.en ?? "", chinese: summaries[law]?.zh ?? "")
      }
      let more = found.count - found.texts.count
      return LawReport.Law(
        law: law.rawValue, ok: false,
        text: found.texts.map(\.en).joined(separator: "; ") + (more > 0 ? "; and \(more) more" : ""),
        chinese: found.texts.map(\.zh).joined(separator: "；") + (more > 0 ? "；另有 \(more) 处" : ""))
    }
  }

  func number(_ sql: String) throws -> Int64 {
    var statement = try LedgerStatement(sql, in: db)
    return try statement.first { $0.int() } ?? 0
  }

  /// The first of the rows that a query of the form `SELECT min(…), count(*) …` finds, and how many they are; nil where none is.
  func first(_ sql: String) throws -> (row: Int64, count: Int64)? {
    var statement = try LedgerStatement(sql, in: db)
    let found = try statement.first { row in (row: row.int(), count: row.int()) }
    return found.flatMap { $0.count > 0 ? $0 : nil }
  }

  /// The first number that a table of rows numbered from 1 lacks, if one before its last.
  func firstGap(in table: String) throws -> Int64 {
    try number("SELECT count(*) FROM \(table) WHERE row = 1") == 0
      ? 1
      : number(
        "SELECT min(row) + 1 FROM \(table) a WHERE NOT EXISTS (SELECT 1 FROM \(table) b WHERE b.row = a.row + 1)")
  }

  // MARK: Door

  /// Files by outcome, and their rows without a gap.
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

  // MARK: Uniqueness

  /// The indexes guard most of it; this looks at what they cannot.
  mutating func uniqueness() throws {
    let shared = "SELECT min(r.seq), count(*) FROM record r JOIN item i ON i.key = r.key WHERE r.owns = 1"
    if let shared = try first(shared) {
      fault(.uniqueness, "record \(shared.row): its identity is a report's too", "记录 \(shared.row)：其标识已为一件上报所有")
    }
    for (table, number, columns) in [
      ("item", "position", "key"), ("notice", "row", "item, ordinal"), ("record", "seq", "key"),
    ] {
      let those = table == "record" ? "WHERE owns = 1" : ""
      let twice = "SELECT max(\(number)) AS last FROM \(table) \(those) GROUP BY \(columns) HAVING count(*) > 1"
      if let twice = try first("SELECT min(last), count(*) FROM (\(twice))") {
        fault(.uniqueness, "\(table) \(twice.row): there more than once", "\(table) \(twice.row)：重复存在")
      }
    }
    summarise(.uniqueness, "every identity, item and notice is there once", "标识、事项、通知单各只一份")
  }

  // MARK: Counters

  /// The counters that `status` shows are what the rows say.
  mutating func counters() throws {
    if try !HeartSeal.isWhole(in: db) {
      fault(.door, "meta 1: the ledger's own counters are not what was written", "meta 1：台账的计数与写入时不符")
    }
    for column in Tally.Column.allCases where counted[column] != tally[column] {
      let law: Law =
        switch column {
        case .owed, .delivered: .balance
        case .open, .suspended, .resolved, .closed, .void, .onSite, .triage, .escalations: .items
        default: .door
        }
      fault(
        law, "tally 1: its counter \(column.name) says \(tally[column]), the rows \(counted[column])",
        "tally 1：计数 \(column.name) 为 \(tally[column])，实有 \(counted[column])")
    }
    let received = counted[.accepted] + counted[.rejected] + counted[.duplicate] + counted[.held]
    let meta = try number("SELECT records FROM meta")
    if received != meta {
      fault(
        .door, "meta 1: \(some(meta, "record")) received, \(received) decided", "meta 1：收到记录 \(meta) 条，已定 \(received) 条"
      )
    }
    let (accepted, rejected) = (counted[.accepted], counted[.rejected])
    let (duplicate, held, files) = (counted[.duplicate], counted[.held], counted[.files])
    summarise(
      .door,
      "\(meta) received = \(accepted) accepted + \(rejected) rejected + \(duplicate) duplicate + \(held) held, "
        + "in \(some(files, "file"))",
      "收到 \(meta) = 接受 \(accepted) + 拒收 \(rejected) + 重复 \(duplicate) + 暂存 \(held)，共 \(files) 份文件")
  }
}

/// So many of a thing, in English: `1 row`, `2 rows`.
func some(_ number: Int64, _ one: String, _ many: String? = nil) -> String {
  "\(number) \(number == 1 ? one : many ?? one + "s")"
}
