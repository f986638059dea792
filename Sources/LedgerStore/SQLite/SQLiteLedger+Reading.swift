internal import GRDB
package import GridCore
package import Ledger

extension SQLiteLedger {
  package func counts(at now: Timestamp) throws(LedgerError) -> LedgerCounts {
    try read { db in try Self.counts(at: now, in: db) }
  }

  static func counts(at now: Timestamp, in db: Database) throws -> LedgerCounts {
    var counts = LedgerCounts(try Tally.read(in: db))
    var meta = try LedgerStatement("SELECT records FROM meta", in: db)
    counts.received = try meta.first { $0.number() } ?? 0
    // Whoever conflicts with another has an identity, which most of what is refused has not.
    var conflict = try LedgerStatement(
      "SELECT count(*) FROM record WHERE state = 'rejected' AND key >= x'' AND code = 'conflict'", in: db)
    counts.conflict = try conflict.first { $0.number() } ?? 0
    var overdue = try LedgerStatement(
      "SELECT count(*) FROM main.item INDEXED BY item_deadline WHERE state = 'open' AND deadline < ?", in: db)
    overdue.bind(now)
    counts.overdue = try overdue.first { $0.number() } ?? 0
    var due = try LedgerStatement(
      "SELECT count(*) FROM item WHERE wake < ?", in: db)
    due.bind(now)
    counts.dueNow = try due.first { $0.number() } ?? 0
    counts.nextDue = try nextDue(in: db)
    return counts
  }

  package func nextDue() throws(LedgerError) -> Timestamp? {
    try read { db in try Self.nextDue(in: db) }
  }

  private static func nextDue(in db: Database) throws -> Timestamp? {
    var statement = try LedgerStatement(
      "SELECT wake FROM item WHERE wake IS NOT NULL ORDER BY wake LIMIT 1", in: db)
    return try statement.first { $0.moment() }
  }

  // MARK: Items

  package func itemIDs(startingWith prefix: String, limit: Int) throws(LedgerError) -> [String] {
    let missing = 16 - prefix.utf8.count
    guard missing >= 0,
      let lowest = EventKey(itemID: prefix + String(repeating: "0", count: missing)),
      let highest = EventKey(itemID: prefix + String(repeating: "z", count: missing))
    else { return [] }
    return try read { db in
      var statement = try LedgerStatement(
        "SELECT key FROM item WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?", in: db)
      statement.bind(lowest)
      statement.bind(highest)
      statement.bind(Int64(limit))
      return try statement.all { try $0.key().itemID }
    }
  }

  package func item(_ key: EventKey) throws(LedgerError) -> Item? {
    try read { db in try item(key, in: db) }
  }

  func item(_ key: EventKey, in db: Database) throws -> Item? {
    var statement = try LedgerStatement(
      "SELECT \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables) WHERE i.key = ?", in: db)
    statement.bind(key)
    return try statement.first { try $0.item(in: db, earlier) }
  }

  package func history(of key: EventKey) throws(LedgerError) -> [NumberedEntry] {
    try read { db in try Self.history(of: key, in: db) }
  }

  static func history(of key: EventKey, in db: Database) throws -> [NumberedEntry] {
    var statement = try LedgerStatement(
      """
      SELECT e.seq, \(SQLiteRows.historyColumns)
      FROM item i JOIN entry e ON e.item = i.position JOIN rules u ON u.row = e.rules
      WHERE i.key = ? AND e.kind = 'history' ORDER BY e.seq
      """, in: db)
    statement.bind(key)
    return try statement.all { NumberedEntry(seq: $0.int(), entry: try $0.historyEntry()) }
  }

  package func reportBytes(of key: EventKey) throws(LedgerError) -> [UInt8]? {
    try read { db in try Self.reportBytes(of: key, in: db) }
  }

  static func reportBytes(of key: EventKey, in db: Database) throws -> [UInt8]? {
    var statement = try LedgerStatement(
      "SELECT b.bytes FROM item i JOIN raw b ON b.seq = i.position WHERE i.key = ?", in: db)
    statement.bind(key)
    return try statement.first { $0.bytes() }
  }

  package func items(_ filter: ItemFilter, after position: Int64, limit: Int) throws(LedgerError) -> [PlacedItem] {
    try items(filter, from: position, isForward: true, limit: limit)
  }

  package func items(_ filter: ItemFilter, before position: Int64, limit: Int) throws(LedgerError) -> [PlacedItem] {
    try items(filter, from: position, isForward: false, limit: limit)
  }

  private func items(
    _ filter: ItemFilter, from position: Int64, isForward: Bool, limit: Int
  ) throws(LedgerError) -> [PlacedItem] {
    let columns: [(name: String, value: String?)] = [
      ("i.state", filter.state?.rawValue), ("i.community", filter.community), ("i.grid", filter.grid),
      ("i.post", filter.post), ("i.grp", filter.group), ("i.duty", filter.duty), ("i.matter", filter.matter),
      ("r.source", filter.source), ("i.subject", filter.subject),
    ]
    let wanted = columns.filter { $0.value != nil }
    var conditions = wanted.map { " AND \($0.name) = ?" }.joined()
    if filter.overdueAt != nil { conditions += " AND i.state = 'open' AND i.deadline < ?" }
    if filter.receivedFrom != nil { conditions += " AND r.received_at >= ?" }
    if filter.receivedBefore != nil { conditions += " AND r.received_at < ?" }
    switch filter.withoutOwn {
    case .all: conditions += " AND r.file <> 0"
    case .source: conditions += " AND (r.file <> 0 OR r.source <> ?)"
    case nil: break
    }
    return try read { db in
      var statement = try LedgerStatement(
        """
        SELECT i.position, \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables)
        WHERE i.position \(isForward ? ">" : "<") ?\(conditions)
        ORDER BY i.position\(isForward ? "" : " DESC") LIMIT ?
        """, in: db)
      statement.bind(position)
      for column in wanted { statement.bind(column.value) }
      for moment in [filter.overdueAt, filter.receivedFrom, filter.receivedBefore] {
        if let moment { statement.bind(moment) }
      }
      if case .source(let source)? = filter.withoutOwn { statement.bind(source) }
      statement.bind(Int64(limit))
      return try statement.all { PlacedItem(position: $0.int(), item: try $0.item(in: db, earlier)) }
    }
  }

  package func changedItems(after seq: Int64, limit: Int) throws(LedgerError) -> ChangedItems {
    try read { db in
      var meta = try LedgerStatement("SELECT entries FROM meta", in: db)
      let last = min(seq.addingReportingOverflow(Int64(limit)).partialValue, try meta.first { $0.int() } ?? 0)
      guard last > seq else { return ChangedItems(items: [], through: seq) }
      var statement = try LedgerStatement(
        """
        SELECT i.position, \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables)
        WHERE i.position IN (SELECT item FROM entry WHERE seq > ? AND seq <= ? AND item IS NOT NULL) ORDER BY i.position
        """, in: db)
      statement.bind(seq)
      statement.bind(last)
      return ChangedItems(
        items: try statement.all { PlacedItem(position: $0.int(), item: try $0.item(in: db, earlier)) }, through: last)
    }
  }

  package func reports(
    receivedIn moments: ClosedRange<Timestamp>, after position: Int64, limit: Int
  ) throws(LedgerError) -> [KeptReport] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT r.seq, r.received_at, b.bytes,
          (SELECT o.holder FROM main.entry o INDEXED BY entry_item WHERE o.item = r.seq ORDER BY o.seq LIMIT 1)
        FROM record r JOIN raw b ON b.seq = r.seq
        WHERE r.seq > ? AND r.owns = 2 AND r.file <> 0 AND r.received_at >= ? AND r.received_at <= ? ORDER BY r.seq LIMIT ?
        """, in: db)
      statement.bind(position)
      statement.bind(moments.lowerBound)
      statement.bind(moments.upperBound)
      statement.bind(Int64(limit))
      return try statement.all { row in
        let (position, receivedAt, bytes) = (row.int(), row.moment(), row.bytes())
        return KeptReport(
          position: position, receivedAt: receivedAt, first: row.optionalText().flatMap { Addressee(text: $0) },
          bytes: bytes)
      }
    }
  }

  // MARK: Records

  package func record(of identity: EventIdentity, key: EventKey) throws(LedgerError) -> RecordAnswer? {
    let columns = "SELECT r.seq, \(SQLiteRows.outcomeColumns) FROM record r \(SQLiteRows.outcomeJoin)"
    // Whoever owns the identity answers for it; only where nobody does is a refusal the last word.
    let places = [
      "\(columns) JOIN item o ON o.position = r.seq WHERE o.key = ? AND r.source = ? AND r.id = ?",
      "\(columns) WHERE r.key = ? AND r.owns = 1 AND r.source = ? AND r.id = ?",
      "\(columns) WHERE r.key = ? AND r.state = 'rejected' AND r.source = ? AND r.id = ? ORDER BY r.seq DESC LIMIT 1",
    ]
    return try read { db in
      for place in places {
        var statement = try LedgerStatement(place, in: db)
        statement.bind(key)
        statement.bind(identity.source)
        statement.bind(identity.id)
        if let answer = try statement.first({ RecordAnswer(seq: $0.int(), outcome: try $0.outcome()) }) {
          return answer
        }
      }
      return nil
    }
  }

  package func lastRefusal(of identity: EventIdentity, key: EventKey) throws(LedgerError) -> Int64? {
    // Of what could not be read as an event no key is kept.
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT max(seq) FROM main.record INDEXED BY record_refused
        WHERE state = 'rejected' AND (key = ? OR key IS NULL) AND source = ? AND id = ?
        """, in: db)
      statement.bind(key)
      statement.bind(identity.source)
      statement.bind(identity.id)
      return try statement.first { $0.optionalInt() } ?? nil
    }
  }

  /// A record's columns in the order that `exportedRecord` reads them.
  private static let exportColumns = """
    r.seq, r.source, r.id, r.type, r.sha256, f.sha256, r.line, f.producer, u.digest, r.received_at, r.owns,
    \(SQLiteRows.outcomeColumns)
    """
  private static let exportTables = """
    record r JOIN file f ON f.row = r.file JOIN rules u ON u.row = r.rules \(SQLiteRows.outcomeJoin)
    """

  package func records(after seq: Int64, limit: Int) throws(LedgerError) -> [ExportedRecord] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT \(Self.exportColumns) FROM \(Self.exportTables) WHERE r.seq > ? ORDER BY r.seq LIMIT ?
        """, in: db)
      statement.bind(seq)
      statement.bind(Int64(limit))
      return try statement.all { try Self.exportedRecord(&$0, in: db) }
    }
  }

  package func record(numbered seq: Int64) throws(LedgerError) -> KeptRecord? {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT f.name, b.bytes, \(Self.exportColumns) FROM \(Self.exportTables) LEFT JOIN raw b ON b.seq = r.seq
        WHERE r.seq = ?
        """, in: db)
      statement.bind(seq)
      return try statement.first { row in
        let (name, bytes) = (row.bytes(), row.optionalBytes())
        return KeptRecord(record: try Self.exportedRecord(&row, in: db), fileName: name, bytes: bytes)
      }
    }
  }

  private static func exportedRecord(_ row: inout LedgerRow, in db: Database) throws -> ExportedRecord {
    let seq = row.int()
    var record = ExportedRecord(
      seq: seq, source: row.optionalText(), id: row.optionalText(), type: row.optionalText(), sha256: try row.digest(),
      fileSHA256: try row.optionalDigest(), line: row.number(), producer: row.optionalBytes(), outcome: .duplicate,
      item: nil, rules: try row.digest(), receivedAt: row.moment(), notices: [])
    let madeItem = row.int() == 2
    record.outcome = try row.outcome()
    switch record.outcome {
    case .accepted(let key, let list):
      record.item = list == nil ? key.itemID : nil
      if madeItem { record.notices = try exportedNotices(of: key, position: seq, in: db) }
    case .held(let item): record.item = item
    case .ordered, .duplicate, .rejected: break
    }
    return record
  }

  private static func exportedNotices(
    of key: EventKey, position: Int64, in db: Database
  ) throws -> [ExportedNotice] {
    var statement = try LedgerStatement(
      """
      SELECT n.state = 'delivered', \(SQLiteRows.noticeColumns) FROM notice n WHERE n.item = ? ORDER BY n.ordinal
      """, in: db)
    statement.bind(position)
    return try statement.all { row in
      let delivered = row.bool()
      return ExportedNotice(notice: try row.notice(of: key), delivered: delivered)
    }
  }
}
