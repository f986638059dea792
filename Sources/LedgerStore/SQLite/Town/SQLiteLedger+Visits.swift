internal import GRDB
package import GridCore
package import Ledger
package import Postings
package import Proof

/// Visit sheets, and the days of visits.
extension SQLiteLedger {
  package func items(onSheetsOf subjects: Set<ByteText>) throws(LedgerError) -> [Item] {
    guard !subjects.isEmpty else { return [] }
    return try readInTurn { try items(onSheetsOf: subjects, in: $0) }
  }

  func items(onSheetsOf subjects: Set<ByteText>, in db: Database) throws -> [Item] {
    guard !subjects.isEmpty else { return [] }
    var found: [Item] = []
    var statement = try LedgerStatement(
      "SELECT \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables) WHERE i.subject = ? AND i.sheet IS NOT NULL",
      in: db)
    for subject in subjects {
      statement.bind(subject.text)
      found += try statement.all { try $0.item(in: db, earlier) }
    }
    return found
  }

  package func sheetItems(on sheet: String?) throws(LedgerError) -> [Item] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables)
        WHERE i.position IN (SELECT position FROM item WHERE sheet IS NOT NULL AND (?1 IS NULL OR sheet = ?1) AND state = 'open')
        """, in: db)
      statement.bind(sheet)
      return try statement.all { try $0.item(in: db, earlier) }
    }
  }
}

extension SQLiteSnapshot {
  package func visits() throws -> RowStream<VisitRow> {
    try RowCursor.stream("SELECT subject, day, own FROM visit ORDER BY subject, day", in: db) { row in
      VisitRow(subject: ByteText(row.text()), day: row.int(), own: row.int())
    }
  }

  package func toldVisits() throws -> RowStream<VisitRow> {
    let told: RowStream<VisitRow?> = try RowCursor.stream(
      """
      SELECT e.more, i.subject, r.source FROM entry e JOIN item i ON i.position = e.item JOIN record r ON r.seq = i.position
      WHERE e.kind = 'history' AND e.what IN ('report', 'resolve') AND instr(e.more, 'vd') > 0 AND i.subject IS NOT NULL
      ORDER BY i.subject
      """, in: db
    ) { row in try VisitRow(more: row.text(), subject: row.text(), source: row.text()) }
    return RowStream {
      while let row = try told.next() { if let row { return row } }
      return nil
    }
  }
}

extension WriteSession {
  func storeVisits() throws {
    guard !posting.visits.isEmpty else { return }
    var add = try LedgerStatement(
      """
      INSERT INTO visit (subject, day, own) VALUES (?, ?, ?)
      ON CONFLICT (subject, day) DO UPDATE SET own = max(own, excluded.own)
      """, in: db)
    for (row, own) in posting.visits {
      add.bind(row.subject.text)
      add.bind(row.day)
      add.bind(own)
      try add.run()
    }
  }
}
