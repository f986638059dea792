internal import GRDB
internal import GridCore
internal import Ledger
internal import Seals

/// The digest of the two rows that tell how far the ledger is, `meta` and `tally`: renewed in every transaction, so that nobody
/// changes a number of theirs alone.
enum HeartSeal {
  static func renew(in db: Database) throws {
    var statement = try LedgerStatement("UPDATE meta SET seal = ? WHERE one = 1", in: db)
    statement.bind(try compute(in: db))
    try Tally.demandOneRow(statement.run(), of: "meta")
  }

  static func isWhole(in db: Database) throws -> Bool {
    var statement = try LedgerStatement("SELECT seal FROM meta WHERE one = 1", in: db)
    return try statement.first { $0.anyDigest() } == compute(in: db)
  }

  private static func compute(in db: Database) throws -> Digest {
    var hasher = FieldHasher()
    var seat: Int64 = 0
    let tally = try Tally.read(in: db)
    var statement = try LedgerStatement(
      """
      SELECT ledger, epoch, revision, rules, records, record_chain, entries, entry_chain, seat
      FROM meta WHERE one = 1
      """, in: db)
    let found: Void? = try statement.first { row in
      hasher.add(row.text())
      for _ in 0..<2 { hasher.add(row.int()) }
      hasher.add(row.optionalInt())
      for _ in 0..<2 {
        hasher.add(row.int())
        row.withBytes { hasher.add(bytes: $0) }
      }
      seat = row.int()
    }
    guard found != nil else { throw LedgerError.corrupt(.noRow(table: "meta")) }
    for column in Tally.Column.allCases { hasher.add(tally[column]) }
    hasher.add(later: .seat, seat == 0 ? nil : seat)
    return hasher.finish()
  }
}
