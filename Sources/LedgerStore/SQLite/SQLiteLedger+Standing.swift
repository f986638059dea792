internal import GRDB
package import GridCore
package import Ledger
package import Proof

extension SQLiteLedger {
  // MARK: Standing, and what lies outside

  package func standing() throws(LedgerError) -> LedgerStanding {
    try read { db in try Self.standing(in: db) }
  }

  static func standing(in db: Database) throws -> LedgerStanding {
    var statement = try LedgerStatement(
      "SELECT ledger, epoch, revision, records, record_chain, entries, entry_chain FROM meta WHERE one = 1", in: db)
    let standing = try statement.first { row in
      LedgerStanding(
        ledger: row.text(), epoch: try row.count(), revision: try row.count(), records: try row.count(),
        recordChain: try row.digest(), entries: try row.count(), entryChain: try row.digest())
    }
    guard let standing else { throw LedgerError.corrupt(.noRow(table: "meta")) }
    return standing
  }

  package func lastMoment() throws(LedgerError) -> Timestamp? {
    try read { db in
      var statement = try LedgerStatement("SELECT at FROM entry ORDER BY seq DESC LIMIT 1", in: db)
      return try statement.first { $0.moment() }
    }
  }

  package func continues(_ earlier: LedgerStanding) throws(LedgerError) -> Bool {
    try read { db in
      let now = try Self.standing(in: db)
      guard now.ledger == earlier.ledger, now.epoch >= earlier.epoch, now.revision >= earlier.revision,
        now.records >= earlier.records, now.entries >= earlier.entries
      else { return false }
      return try Self.chain(of: "record", at: earlier.records, in: db) == earlier.recordChain
        && Self.chain(of: "entry", at: earlier.entries, in: db) == earlier.entryChain
    }
  }

  private static func chain(of table: String, at seq: Int64, in db: Database) throws -> Digest? {
    guard seq > 0 else { return .zero }
    var statement = try LedgerStatement("SELECT chain FROM \(table) WHERE seq = ?", in: db)
    statement.bind(seq)
    return try statement.first { try $0.digest() }
  }

  package func quarantinedFiles(after row: Int64, limit: Int) throws(LedgerError) -> [QuarantinedFile] {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT f.row, f.quarantine, f.inode, f.size, f.sha256
        FROM main.file o INDEXED BY file_quarantined CROSS JOIN file f ON f.row = o.row
        WHERE o.state = 'quarantined' AND o.row > ? AND f.seat = ? ORDER BY o.row LIMIT ?
        """, in: db)
      statement.bind(row)
      statement.bind(seat.rawValue)
      statement.bind(Int64(limit))
      return try statement.all(Self.quarantinedFile)
    }
  }

  package func quarantinedFile(_ row: Int64) throws(LedgerError) -> QuarantinedFile? {
    try read { db in
      var statement = try LedgerStatement(
        "SELECT row, quarantine, inode, size, sha256 FROM file WHERE state = 'quarantined' AND row = ? AND seat = ?",
        in: db)
      statement.bind(row)
      statement.bind(seat.rawValue)
      return try statement.first(Self.quarantinedFile)
    }
  }

  private static func quarantinedFile(_ row: inout LedgerRow) throws -> QuarantinedFile {
    QuarantinedFile(
      row: row.int(), name: row.text(), inode: UInt64(bitPattern: row.int()), size: row.int(),
      sha256: try row.optionalDigest())
  }

  package func keptBytes(ofFile row: Int64) throws(LedgerError) -> KeptBytes {
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT count(*), count(b.seq), max(b.seq IS NOT NULL AND r.sha256 IS f.sha256)
        FROM file f JOIN record r ON r.file = f.row LEFT JOIN raw b ON b.seq = r.seq WHERE f.row = ?
        """, in: db)
      statement.bind(row)
      return try statement.first { KeptBytes(records: $0.number(), kept: $0.number(), isWhole: $0.bool()) }
        ?? KeptBytes(records: 0, kept: 0, isWhole: false)
    }
  }

  package func knownNotices(among ids: [String]) throws(LedgerError) -> [String: String] {
    try read { db in
      var known: [String: String] = [:]
      var statement = try LedgerStatement(
        "SELECT n.addressee FROM item i JOIN notice n ON n.item = i.position WHERE i.key = ? AND n.ordinal = ?", in: db)
      for id in ids {
        guard let paper = LaidDownNotices.Paper(id: id) else { continue }
        statement.bind(paper.item)
        statement.bind(paper.ordinal)
        known[id] = try statement.first { $0.text() }
      }
      return known
    }
  }
}
