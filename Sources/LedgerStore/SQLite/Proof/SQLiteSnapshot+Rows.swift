internal import GRDB
internal import GridCore
internal import Ledger
package import Postings
package import Proof
internal import Seals
internal import Values

extension SQLiteSnapshot {
  package func heart() throws -> LedgerHeart {
    var rules = try LedgerStatement("SELECT u.digest FROM meta m LEFT JOIN rules u ON u.row = m.rules", in: db)
    return LedgerHeart(
      standing: try SQLiteLedger.standing(in: db), rulesInForce: try rules.first { try $0.optionalDigest() } ?? nil,
      tally: try Tally.read(in: db), isSealed: try HeartSeal.isWhole(in: db))
  }

  package func records() throws -> RowStream<ChainedRecord> { try records(where: "TRUE") }

  /// The records of which this holds, in order.
  func records(where those: String) throws -> RowStream<ChainedRecord> {
    try RowCursor.stream(
      """
      SELECT \(RecordRow.columns), r.owns, r.chain, i.key, e.what, e.by, e.note, e.params
      FROM record r LEFT JOIN rules u ON u.row = r.rules LEFT JOIN item i ON i.position = r.item
      LEFT JOIN entry e ON e.cause = r.seq AND e.kind = 'release'
      WHERE \(those) ORDER BY r.seq
      """, in: db
    ) { row in
      var record = ChainedRecord(
        row: try row.record(), owns: row.int(), link: row.anyDigest(), item: try row.optionalKey())
      if let state = row.optionalText() {
        record.release = ChainedRecord.Release(
          state: state, code: row.optionalText(), text: row.optionalText(),
          parameters: row.optionalText())
      }
      return record
    }
  }

  package func kept() throws -> RowStream<KeptRow> { try kept(where: "TRUE") }

  /// What is kept of the records of which this holds, in order.
  func kept(where those: String) throws -> RowStream<KeptRow> {
    try RowCursor.stream("SELECT seq, bytes FROM raw WHERE \(those) ORDER BY seq", in: db) { row in
      let seq = row.int()
      let (digest, event) = row.withBytes {
        (Digest(sha256: KeptBytes.received(in: $0)), KeptBytes.translation(in: $0))
      }
      return KeptRow(seq: seq, sha256: digest, event: event)
    }
  }

  package func files() throws -> RowStream<StoredFile> {
    try RowCursor.stream("SELECT \(StoredFile.columns) FROM file WHERE row <> 0 ORDER BY row", in: db) { $0.fileRow() }
  }

  package func file(_ row: Int64) throws -> StoredFile? {
    var statement = try LedgerStatement("SELECT \(StoredFile.columns) FROM file WHERE row = ?", in: db)
    statement.bind(row)
    return try statement.first { $0.fileRow() }
  }

  package func entries() throws -> RowStream<ChainedEntry> { try entries(where: "TRUE") }

  /// The entries of which this holds, in order.
  func entries(where those: String) throws -> RowStream<ChainedEntry> {
    try entries("FROM entry e LEFT JOIN rules u ON u.row = e.rules WHERE \(those) ORDER BY e.seq")
  }

  package func fileEntries() throws -> RowStream<ChainedEntry> {
    try entries(
      """
      FROM main.entry o INDEXED BY entry_file CROSS JOIN entry e ON e.seq = o.seq LEFT JOIN rules u ON u.row = e.rules
      WHERE o.file IS NOT NULL ORDER BY o.file, o.seq
      """)
  }

  private func entries(_ those: String) throws -> RowStream<ChainedEntry> {
    try RowCursor.stream("SELECT e.seq, \(EntryRow.columns), e.chain \(those)", in: db) { row in
      ChainedEntry(seq: row.int(), row: try row.entryRow(), link: row.anyDigest())
    }
  }

  package func notices() throws -> RowStream<StoredNotice> {
    try RowCursor.stream("SELECT \(StoredNotice.columns) FROM notice ORDER BY row", in: db) { $0.noticeRow() }
  }

  package func noticePlaces() throws -> RowStream<NoticePlace> {
    try RowCursor.stream("SELECT item, ordinal, row FROM notice ORDER BY item, ordinal, row", in: db) { row in
      NoticePlace(item: row.int(), ordinal: row.int(), row: row.int())
    }
  }

  package func items() throws -> RowStream<StoredItem> {
    try RowCursor.stream(
      """
      SELECT i.position, r.owns IS 2, r.seq IS NOT NULL AND u.row IS NOT NULL, \(SQLiteRows.itemColumns)
      FROM item i LEFT JOIN record r ON r.seq = i.position LEFT JOIN rules u ON u.row = i.rules ORDER BY i.position
      """, in: db
    ) { row in
      let position = row.int()
      let isReported = row.bool()
      guard row.bool() else { return StoredItem(position: position, item: nil, isReported: isReported) }
      let reading = try row.itemReading()
      return StoredItem(
        position: position, item: reading.item, isReported: isReported, isEarlier: reading.isEarlier,
        isConsistent: reading.isConsistent)
    }
  }

  package func itemSeals() throws -> RowStream<ItemSeal> {
    try RowCursor.stream(
      """
      SELECT item, seq, seal FROM main.entry INDEXED BY entry_item
      WHERE item IS NOT NULL AND seal IS NOT NULL ORDER BY item, seq
      """, in: db
    ) { row in
      ItemSeal(item: row.int(), entry: row.int(), seal: row.anyDigest())
    }
  }

  package func owners() throws -> RowStream<OwnerRow> {
    try RowCursor.stream(
      """
      SELECT key, 1, position FROM item UNION ALL SELECT key, 0, seq FROM record WHERE owns = 1
      ORDER BY 1, 2 DESC, 3
      """, in: db
    ) { row in
      OwnerRow(key: try row.key(), isItem: row.bool(), number: row.int())
    }
  }

  package func rules() throws -> RowStream<StoredRules> {
    try RowCursor.stream(
      "SELECT row, digest, text, loaded_at, duties, matters, communities, grids, seat FROM rules ORDER BY row", in: db
    ) { row in
      StoredRules(
        row: row.int(), digest: try row.digest(), textDigest: row.withOptionalBytes { Digest(sha256: $0) },
        loadedAt: row.optionalMoment(), counts: (0..<4).map { _ in String(row.int()) }.joined(separator: " "),
        seat: row.int())
    }
  }

  // MARK: Looking for one

  package func firstNotice(in range: ClosedRange<Int64>, notMovedBy entry: EntryRow) throws -> Int64? {
    let moved =
      entry.what == "delivered" ? "state = 'delivered' AND delivered_at = ?" : "state <> 'owed' AND ? IS NOT NULL"
    let those = "FROM notice WHERE row BETWEEN ? AND ? AND seat = ? AND \(moved)"
    var count = try LedgerStatement("SELECT count(*) \(those)", in: db)
    for value in [range.lowerBound, range.upperBound, entry.seat, entry.at.seconds] { count.bind(value) }
    if try count.first({ $0.int() }) == Int64(range.count) { return nil }
    var expected = range.lowerBound
    var rows = try LedgerStatement("SELECT row \(those) ORDER BY row", in: db)
    for value in [range.lowerBound, range.upperBound, entry.seat, entry.at.seconds] { rows.bind(value) }
    try rows.each { if $0.int() == expected { expected += 1 } }
    return expected
  }

  package func firstWithoutCounterpart() throws -> Int64? {
    // Orders to move items, and ratings, change none by themselves.
    let idle = "SELECT seq FROM record WHERE state = 'accepted' AND type NOT IN ('redispatch', 'rate')"
    let causes = "SELECT cause AS seq FROM entry WHERE (seal IS NOT NULL OR kind = 'rules') AND cause IS NOT NULL"
    for (those, others) in [(idle, causes), (causes, idle)] {
      var statement = try LedgerStatement("SELECT min(seq) FROM (\(those) EXCEPT \(others))", in: db)
      if let row = try statement.first({ $0.optionalInt() }) ?? nil { return row }
    }
    return nil
  }

  package func integrityFaults(deep: Bool) throws -> [String] {
    var integrity = try LedgerStatement("PRAGMA integrity_check(5)", in: db)
    var faults = try integrity.all { $0.text() }.filter { $0 != "ok" }
    guard deep else { return faults }
    var keys = try LedgerStatement("PRAGMA foreign_key_check", in: db)
    try keys.each { row in
      let table = row.text()
      let number = row.int()
      if faults.count < 5 { faults.append("\(table) \(number): refers to a row that is not there") }
    }
    return faults
  }
}

extension StoredNotice {
  /// The columns that `LedgerRow.noticeRow()` reads.
  static let columns =
    "row, item, ordinal, rung, addressee, deadline, provisional, entry, raised_at, state, delivered_at, seat, kind"
}

extension StoredFile {
  /// The columns that `LedgerRow.fileRow()` reads.
  fileprivate static let columns = """
    row, producer, name, inode, modified, born, size, sha256, seat, state, code, quarantine, read_to, records, refused
    """
}

extension LedgerRow {
  mutating func noticeRow() -> StoredNotice {
    StoredNotice(
      row: int(), item: int(), ordinal: int(), rung: int(), addressee: text(), deadline: optionalMoment(),
      provisional: int(), entry: int(), raisedAt: moment(), state: text(), deliveredAt: optionalMoment(), seat: int(),
      kind: optionalText())
  }

  fileprivate mutating func fileRow() -> StoredFile {
    StoredFile(
      facts: FileFacts(
        row: int(), producer: optionalBytes(), name: bytes(), inode: int(), modified: int(), born: int(), size: int(),
        sha256: optionalAnyDigest(), seat: int()), state: text(), code: optionalText(), quarantine: optionalText(),
      readTo: optionalInt(), records: int(), refused: int())
  }
}
