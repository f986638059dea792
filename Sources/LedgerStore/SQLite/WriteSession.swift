internal import GRDB
internal import GridCore

/// One transaction that writes: where the ledger stood when it began, what is added to it, and what its counters gain.
///
/// Throws `.fenced` at its beginning where another writer has taken over since.
struct WriteSession {
  let db: Database
  var tally = Tally()
  private(set) var records: Int64
  var recordChain: HashChain
  private(set) var entries: Int64
  var entryChain: HashChain
  /// Prepared once for the transaction: they run for every row of it.
  var statements: Statements
  /// Who writes, of several machines.
  let seat: Int64
  /// For seals.
  var hasher = FieldHasher()
  private var notices: Int64?
  private let ledger: String
  private let epoch: Int64
  private let revision: Int64
  private var rulesInForce: Int64?
  private var rulesRows: [Digest: Int64] = [:]

  init(_ db: Database, epoch: Int64) throws {
    var statement = try LedgerStatement(
      "SELECT rules, seat FROM meta WHERE one = 1", in: db)
    let standing = try SQLiteLedger.standing(in: db)
    guard standing.epoch == epoch else { throw LedgerError.fenced }
    self.db = db
    self.epoch = epoch
    ledger = standing.ledger
    revision = standing.revision + 1
    statements = try Statements(db)
    records = standing.records
    recordChain = HashChain(head: standing.recordChain)
    entries = standing.entries
    entryChain = HashChain(head: standing.entryChain)
    (rulesInForce, seat) = try statement.first { ($0.optionalInt(), $0.int()) } ?? (nil, 0)
  }

  /// The statements that changes run.
  struct Statements {
    var findItem: LedgerStatement
    var insertItem: LedgerStatement
    var updateItem: LedgerStatement
    var insertEntry: LedgerStatement
    var insertNotice: LedgerStatement

    init(_ db: Database) throws {
      findItem = try LedgerStatement(
        "SELECT position, revision, state, on_site, holder FROM item WHERE key = ?", in: db)
      insertItem = try LedgerStatement(SQLiteRows.insertItem, in: db)
      updateItem = try LedgerStatement(SQLiteRows.updateItem, in: db)
      insertEntry = try LedgerStatement(EntryRow.insert, in: db)
      insertNotice = try LedgerStatement(
        """
        INSERT INTO notice (row, item, ordinal, rung, addressee, deadline, provisional, entry, raised_at, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'owed')
        """, in: db)
    }
  }

  /// The number of the next record.
  mutating func nextRecord() -> Int64 {
    records += 1
    return records
  }

  /// The number of the next entry.
  mutating func nextEntry() -> Int64 {
    entries += 1
    return entries
  }

  /// The row of the next notice.
  mutating func nextNotice() throws -> Int64 {
    let row = try (notices ?? largest("SELECT max(row) FROM notice")) + 1
    notices = row
    return row
  }

  private func largest(_ sql: String) throws -> Int64 {
    var statement = try LedgerStatement(sql, in: db)
    return try statement.first { $0.int() } ?? 0
  }

  /// The row of the rules with this digest, whose text may come later.
  mutating func rulesRow(_ digest: Digest) throws -> Int64 {
    if let row = rulesRows[digest] { return row }
    var find = try LedgerStatement("SELECT row FROM rules WHERE digest = ?", in: db)
    find.bind(digest)
    if let row = try find.first({ $0.int() }) {
      rulesRows[digest] = row
      return row
    }
    let row = try largest("SELECT max(row) FROM rules") + 1
    var insert = try LedgerStatement("INSERT INTO rules (row, digest) VALUES (?, ?)", in: db)
    insert.bind(row)
    insert.bind(digest)
    try insert.run()
    tally[.rules] += 1
    rulesRows[digest] = row
    return row
  }

  mutating func putInForce(rules row: Int64) {
    rulesInForce = row
  }

  /// Writes the counters and heads; the commit follows, after which the ledger stands as answered.
  func finish() throws -> LedgerStanding {
    try tally.add(in: db)
    var statement = try LedgerStatement(
      """
      UPDATE meta SET revision = ?, records = ?, record_chain = ?, entries = ?, entry_chain = ?, rules = ?
      WHERE one = 1 AND epoch = ?
      """, in: db)
    statement.bind(revision)
    statement.bind(records)
    statement.bind(recordChain.head)
    statement.bind(entries)
    statement.bind(entryChain.head)
    statement.bind(rulesInForce)
    statement.bind(epoch)
    try Tally.demandOneRow(statement.run(), of: "meta")
    try HeartSeal.renew(in: db)
    return LedgerStanding(
      ledger: ledger, epoch: epoch, revision: revision, records: records, recordChain: recordChain.head,
      entries: entries, entryChain: entryChain.head)
  }
}
