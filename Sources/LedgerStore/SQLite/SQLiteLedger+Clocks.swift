internal import GRDB
package import GridCore
package import Ledger
internal import Postings

extension SQLiteLedger {
  package func due(by now: Timestamp, limit: Int) throws(LedgerError) -> [Item] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT \(SQLiteRows.itemColumns) FROM item i
        JOIN record r ON r.seq = i.position JOIN rules u ON u.row = i.rules
        WHERE i.wake <= ? ORDER BY i.wake, i.position LIMIT ?
        """, in: db)
      statement.bind(now)
      statement.bind(Int64(limit))
      return try statement.all { try $0.item(in: db, earlier) }
    }
  }

  // MARK: Rules and incidents

  package func adopt(_ rules: RulesRecord) throws(LedgerError) {
    try write { session in
      try session.know(rules: [rules.digest])
      session.posting.adopt(rules)
    }
  }

  package func rulesInForce() throws(LedgerError) -> RulesRecord? {
    try read { db in
      guard let row = try Self.rulesInForce(of: seat, in: db) else { return nil }
      var statement = try LedgerStatement(
        "SELECT digest, text, loaded_at, duties, matters, communities, grids FROM rules WHERE row = ?", in: db)
      statement.bind(row)
      return try statement.first { row in
        RulesRecord(
          digest: try row.digest(), text: row.bytes(), loadedAt: row.moment(), duties: row.number(),
          matters: row.number(), communities: row.number(), grids: row.number())
      }
    }
  }

  /// The row of the book that a seat adopted last; nil where it never did.
  private static func rulesInForce(of seat: Seat, in db: Database) throws -> Int64? {
    // The latest adoption of all is nearly always its own.
    var latest = try LedgerStatement(
      "SELECT u.row FROM meta m JOIN rules u ON u.row = m.rules WHERE u.seat = ?", in: db)
    latest.bind(seat.rawValue)
    if let row = try latest.first({ $0.int() }) { return row }
    var earlier = try LedgerStatement(
      "SELECT rules FROM entry WHERE kind = 'rules' AND seat = ? ORDER BY seq DESC LIMIT 1", in: db)
    earlier.bind(seat.rawValue)
    return try earlier.first { $0.int() }
  }

  package func rulesText(_ digest: Digest) throws(LedgerError) -> [UInt8]? {
    try read { db in try Self.rulesText(digest, in: db) }
  }

  static func rulesText(_ digest: Digest, in db: Database) throws -> [UInt8]? {
    var statement = try LedgerStatement("SELECT text FROM rules WHERE digest = ?", in: db)
    statement.bind(digest)
    return try statement.first { $0.optionalBytes() } ?? nil
  }

  package func record(_ incident: Incident) throws(LedgerError) {
    try write { session in
      session.posting.record(incident)
    }
  }

  package func incidents(limit: Int) throws(LedgerError) -> [Incident] {
    try read { db in
      var statement = try LedgerStatement(
        "SELECT at, what, note FROM main.entry INDEXED BY entry_incident WHERE kind = 'incident' AND what NOT IN ('missed', 'spared', 'skipped') ORDER BY seq DESC LIMIT ?",
        in: db)
      statement.bind(Int64(limit))
      return try statement.all { Incident(at: $0.moment(), code: $0.text(), text: $0.text()) }
    }
  }
}
