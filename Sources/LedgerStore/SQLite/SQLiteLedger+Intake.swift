internal import GRDB
package import GridCore
package import Ledger
internal import Postings
internal import Receiving

extension SQLiteLedger {
  package func lookUp(_ question: IntakeQuestion) throws(LedgerError) -> IntakeKnowledge {
    // Who decides waits for who commits.
    question.isForDecision
      ? try readInTurn { try answer(question, in: $0) } : try read { try answer(question, in: $0) }
  }

  private func answer(_ question: IntakeQuestion, in db: Database) throws -> IntakeKnowledge {
    var knowledge = IntakeKnowledge()
    knowledge.files = try Self.knownFiles(question.files, of: seat, in: db)
    knowledge.known = try Self.owners(of: question.keys, in: db)
    knowledge.items = try items(question.items, in: db)
    knowledge.lines = try Self.lastLines(of: question.lines, in: db)
    for (key, item) in knowledge.items where item.isInTriage {
      knowledge.reports[key] = try Self.reportBytes(of: key, in: db)
    }
    knowledge.troubles = try Self.troubles(question.troubles, in: db)
    knowledge.subjects = try Self.register(of: question.subjects, in: db)
    knowledge.sheets = try items(onSheetsOf: question.sheets, in: db)
    knowledge.held = try Self.held(for: question.reports, in: db)
    return knowledge
  }

  package func heldRecords(receivedBefore moment: Timestamp, limit: Int) throws(LedgerError) -> [HeldRecord] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT r.seq, r.waits, r.received_at, r.decided_by, b.bytes FROM record r JOIN raw b ON b.seq = r.seq
        WHERE r.state = 'held' AND r.received_at < ? ORDER BY r.received_at, r.seq LIMIT ?
        """, in: db)
      statement.bind(moment)
      statement.bind(Int64(limit))
      return try statement.all(Self.heldRecord)
    }
  }

  package func renameQuarantined(file: Int64, to name: String) throws(LedgerError) {
    try write { session in
      var statement = try LedgerStatement(
        "UPDATE file SET quarantine = ? WHERE row = ? AND state = 'quarantined' AND seat = ?", in: session.db)
      statement.bind(name)
      statement.bind(file)
      statement.bind(session.posting.seat)
      guard try statement.run() == 1 else {
        throw LedgerError.unavailable("file \(file) is not in this seat's quarantine")
      }
      try session.appendRename(of: file, to: name)
    }
  }

  private static func knownFiles(_ traces: [FileTrace], of seat: Seat, in db: Database) throws -> [KnownFile?] {
    var statement = try LedgerStatement(
      """
      SELECT row, state, read_to, code, quarantine, sha256, records, refused FROM file
      WHERE producer IS ? AND name = ? AND inode = ? AND modified = ? AND born = ? AND size = ? AND seat = ?
      ORDER BY row DESC LIMIT 1
      """, in: db)
    return try traces.map { trace in
      statement.bind(trace)
      statement.bind(seat.rawValue)
      return try statement.first { row in
        let number = row.int()
        let outcome = try row.fileOutcome()
        let sha256 = try row.optionalDigest()
        let records = Int(try row.count())
        return KnownFile(
          row: number, outcome: outcome, sha256: sha256, records: records, acceptable: records - Int(try row.count()))
      }
    }
  }

  static func owners(of keys: [EventKey], in db: Database) throws -> [EventKey: Reception.Known] {
    var known: [EventKey: Reception.Known] = [:]
    var reports = try LedgerStatement(
      "SELECT r.source, r.id, r.content FROM item i JOIN record r ON r.seq = i.position WHERE i.key = ?", in: db)
    var steps = try LedgerStatement("SELECT source, id, content FROM record WHERE key = ? AND owns = 1", in: db)
    for key in keys {
      reports.bind(key)
      if let owner = try reports.first(owner) {
        known[key] = owner
        continue
      }
      steps.bind(key)
      known[key] = try steps.first(owner)
    }
    return known
  }

  private static func owner(_ row: inout LedgerRow) throws -> Reception.Known {
    Reception.Known(identity: EventIdentity(source: row.text(), id: row.text()), content: try row.digest())
  }

  private func items(_ keys: [EventKey], in db: Database) throws -> [EventKey: Item] {
    var items: [EventKey: Item] = [:]
    var statement = try LedgerStatement(
      "SELECT \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables) WHERE i.key = ?", in: db)
    for key in keys {
      statement.bind(key)
      items[key] = try statement.first { try $0.item(in: db, earlier) }
    }
    return items
  }

  private static func lastLines(of keys: [EventKey], in db: Database) throws -> [EventKey: Int64] {
    guard !keys.isEmpty else { return [:] }
    var lines: [EventKey: Int64] = [:]
    var statement = try LedgerStatement(
      """
      SELECT e.seq FROM item i JOIN entry e ON e.item = i.position
      WHERE i.key = ? AND e.kind = 'history' ORDER BY e.seq DESC LIMIT 1
      """, in: db)
    for key in keys {
      statement.bind(key)
      lines[key] = try statement.first { $0.int() }
    }
    return lines
  }

  static func held(for ids: [String], in db: Database) throws -> [HeldRecord] {
    // Nearly always nothing is held, and then nobody asks a thousand times.
    guard try Tally.read(in: db)[.held] > 0 else { return [] }
    var found: [HeldRecord] = []
    var statement = try LedgerStatement(
      """
      SELECT r.seq, r.waits, r.received_at, r.decided_by, b.bytes FROM record r JOIN raw b ON b.seq = r.seq
      WHERE r.state = 'held' AND r.waits = ? ORDER BY r.seq
      """, in: db)
    // A report may come twice in a batch; its steps wait once.
    for id in Set(ids) {
      statement.bind(id)
      found += try statement.all(heldRecord)
    }
    return found.sorted { $0.seq < $1.seq }
  }

  private static func heldRecord(_ row: inout LedgerRow) throws -> HeldRecord {
    HeldRecord(
      seq: row.int(), item: row.text(), receivedAt: row.moment(), readBy: try row.decidingVersion(), bytes: row.bytes())
  }
}

extension WriteSession {
  /// Appends the new name of a quarantined file, with all else as its last entry has it.
  fileprivate mutating func appendRename(of file: Int64, to name: String) throws {
    var last = try LedgerStatement(
      """
      SELECT \(EntryRow.columns) FROM entry e LEFT JOIN rules u ON u.row = e.rules
      WHERE e.file = ? ORDER BY e.seq DESC LIMIT 1
      """, in: db)
    last.bind(file)
    guard var entry = try last.first({ try $0.entryRow() }) else {
      throw LedgerError.corrupt(.noQuarantine(file: file))
    }
    entry.note = name
    try know(rules: entry.rules.map { [$0] } ?? [])
    posting.append(entry)
  }
}
