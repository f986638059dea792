internal import GRDB
package import GridCore
package import Ledger
package import Proof

/// A snapshot of the ledger in SQLite: what one transaction reads.
package struct SQLiteSnapshot: LedgerSnapshot {
  let db: Database
  private let earlier: EarlierItems

  init(_ db: Database, _ earlier: EarlierItems) {
    self.db = db
    self.earlier = earlier
  }

  private static let recordColumns = """
    r.seq, r.state, r.item, r.waits, r.code, r.key, r.source, r.id, r.type, r.content, u.digest, r.received_at,
    r.decided_by, r.params, b.bytes, e.seq, e.at, v.digest, e.decided_by, f.row, f.producer,
    CASE f.state WHEN 'quarantined' THEN f.code END, f.records, f.refused
    """
  private static let recordTables = """
    record r JOIN rules u ON u.row = r.rules JOIN file f ON f.row = r.file LEFT JOIN raw b ON b.seq = r.seq
    LEFT JOIN entry e ON e.cause = r.seq AND e.kind = 'release' LEFT JOIN rules v ON v.row = e.rules
    """

  // MARK: Records

  /// Every record in the order it came.
  package func eachRecord(_ body: (StoredRecord) throws -> Void) throws {
    var statement = try LedgerStatement(
      "SELECT \(Self.recordColumns) FROM \(Self.recordTables) ORDER BY r.seq", in: db)
    try statement.each { try body($0.storedRecord()) }
  }

  /// A record by its number; nil where there is none.
  package func record(_ seq: Int64) throws -> StoredRecord? {
    var statement = try LedgerStatement(
      "SELECT \(Self.recordColumns) FROM \(Self.recordTables) WHERE r.seq = ?", in: db)
    statement.bind(seq)
    return try statement.first { try $0.storedRecord() }
  }

  /// The records before this one that own the key, or may have owned it when this one came.
  package func owners(of key: EventKey, before seq: Int64) throws -> [StoredOwner] {
    let columns = "SELECT r.seq, r.source, r.id, r.content, r.received_at FROM record r"
    let places = [
      "\(columns) JOIN item i ON i.position = r.seq WHERE i.key = ? AND r.seq < ?",
      "\(columns) WHERE r.key = ? AND r.seq < ? AND r.owns = 1",
      // A step that waited owned its identity until it was refused, also within one batch.
      "\(columns) WHERE r.key = ? AND r.seq < ? AND r.state = 'rejected' AND (r.waits IS NOT NULL OR r.code IN ('illegal-step', 'bad-value'))",
    ]
    return try places.flatMap { place in
      var statement = try LedgerStatement(place, in: db)
      statement.bind(key)
      statement.bind(seq)
      return try statement.all { row in
        StoredOwner(
          seq: row.int(), identity: EventIdentity(source: row.text(), id: row.text()), content: try row.digest(),
          receivedAt: row.moment())
      }
    }
  }

  // MARK: Items

  /// The position of an item; nil where there is none.
  package func position(of key: EventKey) throws -> Int64? {
    var statement = try LedgerStatement("SELECT position FROM item WHERE key = ?", in: db)
    statement.bind(key)
    return try statement.first { $0.int() }
  }

  /// The item as its row has it.
  package func item(at position: Int64) throws -> Item? {
    var statement = try LedgerStatement(
      "SELECT \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables) WHERE i.position = ?", in: db)
    statement.bind(position)
    return try statement.first { try $0.item(in: db, earlier) }
  }

  /// The changes of an item's life after an entry, in order, as long as `body` wants more.
  package func eachChange(
    ofItemAt position: Int64, key: EventKey, after entry: Int64, _ body: (StoredChange) throws -> Bool
  ) throws {
    var change: StoredChange?
    var isWanted = true
    // By hand: the next change may make `body` read this table again, and a statement is one cursor.
    var last = entry
    while isWanted, let row = try nextEntry(of: position, after: last) {
      last = row.seq
      if change?.revision != row.revision { change = nil }
      var current =
        change
        ?? StoredChange(
          entry: row.seq, revision: row.revision, cause: row.cause, decidedBy: row.decidedBy)
      current.entry = row.seq
      for var notice in try notices(of: key, at: position, entry: row.seq) {
        notice.entry = current.entries.count
        current.notices.append(notice)
      }
      if row.isSilent { current.silence = row.line } else { current.entries.append(row.line) }
      change = current
      guard let seal = row.seal else { continue }
      current.seal = seal
      isWanted = try body(current)
      change = nil
    }
  }

  private struct EntryOfItem {
    let seq: Int64
    let revision: Int64
    let cause: Int64?
    let decidedBy: DecidingVersion
    /// Nil but on the last entry of a change.
    let seal: Digest?
    let isSilent: Bool
    let line: HistoryEntry
  }

  private func nextEntry(of position: Int64, after seq: Int64) throws -> EntryOfItem? {
    var statement = try LedgerStatement(
      """
      SELECT e.seq, e.revision, e.cause, e.decided_by, e.seal, e.kind = 'silent', e.what, e.at, e.by, e.note, e.rung, e.holder,
        u.digest, e.more
      FROM entry e LEFT JOIN rules u ON u.row = e.rules
      WHERE e.seq = (SELECT seq FROM main.entry INDEXED BY entry_item WHERE item = ? AND seq > ? ORDER BY seq LIMIT 1)
      """, in: db)
    statement.bind(position)
    statement.bind(seq)
    return try statement.first { row in
      let (seq, revision, cause) = (row.int(), row.int(), row.optionalInt())
      let decidedBy = try row.decidingVersion()
      let seal = try row.optionalDigest()
      return EntryOfItem(
        seq: seq, revision: revision, cause: cause, decidedBy: decidedBy, seal: seal, isSilent: row.bool(),
        line: try row.historyEntry())
    }
  }

  private func notices(of key: EventKey, at position: Int64, entry: Int64) throws -> [Notice] {
    var statement = try LedgerStatement(
      """
      SELECT \(SQLiteRows.noticeColumns) FROM notice n WHERE n.item = ? AND n.entry = ? ORDER BY n.ordinal
      """, in: db)
    statement.bind(position)
    statement.bind(entry)
    return try statement.all { try $0.notice(of: key) }
  }

  // MARK: Entries

  /// When, and under which rules, parts of a file were received, as its entries say; none where it was simply taken at once.
  package func moments(ofFile row: Int64) throws -> [(at: Timestamp, rules: Digest?)] {
    var statement = try LedgerStatement(
      "SELECT e.at, u.digest FROM entry e LEFT JOIN rules u ON u.row = e.rules WHERE e.file = ? ORDER BY e.seq", in: db)
    statement.bind(row)
    return try statement.all { (at: $0.moment(), rules: try $0.optionalDigest()) }
  }

  /// The first entry of an item's life.
  package func firstEntry(ofItemAt position: Int64) throws -> Int64? {
    var statement = try LedgerStatement("SELECT min(seq) FROM entry WHERE item = ?", in: db)
    statement.bind(position)
    return try statement.first { $0.optionalInt() } ?? nil
  }

  // MARK: Rules and files

  /// Which books were put in force, by the number of the entry that says so.
  package func adoptions() throws -> [Adoption] {
    var statement = try LedgerStatement(
      "SELECT e.seq, u.digest, e.cause, e.at FROM entry e JOIN rules u ON u.row = e.rules WHERE e.kind = 'rules' ORDER BY e.seq",
      in: db)
    return try statement.all {
      Adoption(entry: $0.int(), rules: try $0.digest(), cause: $0.optionalInt(), at: $0.moment())
    }
  }

  /// The text of a book by its digest; nil where none is kept.
  package func rulesText(_ digest: Digest) throws -> [UInt8]? {
    var statement = try LedgerStatement("SELECT text FROM rules WHERE digest = ?", in: db)
    statement.bind(digest)
    return try statement.first { $0.optionalBytes() } ?? nil
  }

  /// The first file that was taken without an acceptable record, or set aside with one.
  package func fileDecidedOtherwise() throws -> Int64? {
    var statement = try LedgerStatement(
      """
      SELECT min(row) FROM file
      WHERE row <> 0 AND ((state = 'taken' AND records = refused) OR (state = 'quarantined' AND records > refused))
      """, in: db)
    return try statement.first { $0.optionalInt() } ?? nil
  }
}

extension LedgerRow {
  /// Reads `SQLiteSnapshot.recordColumns`.
  fileprivate mutating func storedRecord() throws -> StoredRecord {
    var record = StoredRecord(
      seq: int(), state: try word(.recordState, StoredRecord.State.init(rawValue:)), item: optionalInt(),
      waits: optionalText(), code: optionalText(), key: try optionalKey(), source: optionalText(), id: optionalText(),
      type: optionalText(), content: try optionalDigest(), rules: try digest(), receivedAt: moment(),
      decidedBy: try decidingVersion(), parameters: optionalText(), bytes: optionalBytes(), release: nil,
      file: StoredRecord.File(row: 0, producer: nil, quarantined: nil, records: 0, refused: 0))
    let entry = optionalInt()
    let (at, rules, decidedBy) = (moment(), try optionalDigest(), try decidingVersion())
    record.release = entry.map { StoredRecord.Release(entry: $0, at: at, rules: rules, decidedBy: decidedBy) }
    record.file = StoredRecord.File(
      row: int(), producer: optionalBytes(), quarantined: optionalText(), records: int(), refused: int())
    return record
  }
}

extension SQLiteLedger {
  /// Hands out what one transaction reads.
  package func prove<T>(_ body: (any LedgerSnapshot) throws -> T) throws(LedgerError) -> T {
    try read { db in try body(SQLiteSnapshot(db, earlier)) }
  }
}
