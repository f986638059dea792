internal import GRDB
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Receiving

/// One transaction that writes: hands a posting the rows that are there, and stores what it holds.
///
/// Throws `.fenced` at its beginning where another writer has taken over since.
struct WriteSession {
  let db: Database
  var posting: Posting
  /// The bytes of the posting's records are those of these.
  var received: [ReceivedRecord] = []
  /// What signals have counted, as far as it was asked for.
  var signals: [SignalKey: SignalCount] = [:]
  /// When the signals in force came into force; nil: not asked for.
  var signalsSince: [SignalDefinition: Timestamp]?

  init(_ db: Database, epoch: Int64) throws {
    let standing = try SQLiteLedger.standing(in: db)
    guard standing.epoch == epoch else { throw LedgerError.fenced }
    var seat = try LedgerStatement("SELECT seat FROM meta WHERE one = 1", in: db)
    self.db = db
    posting = Posting(on: standing, seat: try seat.first { $0.int() } ?? 0)
  }

  /// Stores the posting; the commit follows, after which the ledger stands as answered.
  mutating func finish() throws -> LedgerStanding {
    try storeRules()
    try storeFiles()
    // Before the records: one refused here gives its identity back.
    try storeReleases()
    try storeRecords()
    try storeItems()
    try storeEntries()
    try storeNotices()
    try storeRatings()
    try storeSignals()
    try storeOwn()
    try storeVisits()
    try posting.tally.add(in: db)
    let standing = posting.standing
    try advance(to: standing)
    try HeartSeal.renew(in: db)
    return standing
  }

  private func advance(to standing: LedgerStanding) throws {
    var statement = try LedgerStatement(
      """
      UPDATE meta SET revision = ?, records = ?, record_chain = ?, entries = ?, entry_chain = ?, rules = coalesce(?, rules)
      WHERE one = 1 AND epoch = ?
      """, in: db)
    statement.bind(standing.revision)
    statement.bind(standing.records)
    statement.bind(standing.recordChain)
    statement.bind(standing.entries)
    statement.bind(standing.entryChain)
    statement.bind(posting.adopted?.row)
    statement.bind(standing.epoch)
    try Tally.demandOneRow(statement.run(), of: "meta")
  }

  // MARK: What is there

  /// Lets the posting know the items of these keys, as far as they are there.
  mutating func know(items keys: some Sequence<EventKey>) throws {
    var find = try LedgerStatement("SELECT position, revision, state, on_site, holder FROM item WHERE key = ?", in: db)
    for key in keys where posting.position(of: key) == nil {
      find.bind(key)
      let known = try find.first { row in
        KnownItem(
          position: row.int(), revision: row.int(),
          counted: CountedItem(
            state: try row.word(.itemState, ItemState.init(rawValue:)), onSite: row.bool(), holder: row.text()))
      }
      if let known { posting.know(known, of: key) }
    }
    posting.know(lastNotice: try largest("SELECT max(row) FROM notice"))
  }

  /// Lets the posting know the rows of these books, as far as they are there.
  mutating func know(rules digests: some Sequence<Digest>) throws {
    posting.know(lastRules: try largest("SELECT max(row) FROM rules"))
    var find = try LedgerStatement("SELECT row FROM rules WHERE digest = ?", in: db)
    for digest in digests where posting.row(ofRules: digest) == nil {
      find.bind(digest)
      if let row = try find.first({ $0.int() }) { posting.know(rules: digest, row: row) }
    }
  }

  /// Lets the posting know the files that it goes on with.
  mutating func know(files rows: [Int64]) throws {
    posting.know(lastFile: try largest("SELECT max(row) FROM file"))
    for row in rows {
      if let facts = try SQLiteSnapshot(db, .none).file(row)?.facts { posting.know(facts) }
    }
  }

  /// Lets the posting know what changes hang on.
  mutating func know(_ named: NamedRows) throws {
    try know(items: named.items)
    try know(rules: named.books)
  }

  private func largest(_ sql: String) throws -> Int64 {
    var statement = try LedgerStatement(sql, in: db)
    return try statement.first { $0.int() } ?? 0
  }
}

/// The items and books that changes name.
struct NamedRows {
  private(set) var items: [EventKey] = []
  private(set) var books: Set<Digest> = []
  /// Nearly always one book is named by all of them.
  private var latest: Digest?

  // A change is large: what it names is handed over in parts, so that it need not be copied.

  /// What a change names: its item, where that is there already, the item's book, and those of its entries.
  mutating func add(_ item: EventKey, isNew: Bool, book: Digest, _ entries: [HistoryEntry]) {
    if !isNew { items.append(item) }
    name(book)
    for index in entries.indices { name(entries[index].rules) }
  }

  mutating func add(_ changes: [Reception.CausedChange]) {
    for caused in changes {
      add(
        caused.change.item.key, isNew: caused.change.isNew, book: caused.change.item.facts.assignedBy.rules,
        caused.change.entries)
    }
  }

  private mutating func name(_ book: Digest) {
    if book != latest { books.insert(book) }
    latest = book
  }
}
