internal import GRDB
internal import Ledger
internal import Proof

/// The ledger's tables: which steps made them, and which of those a ledger has taken.
enum SQLiteSchema {
  /// "GPLG": what marks a file as a ledger of Gridpost.
  static let applicationID: Int64 = 0x4750_4C47
  /// Every step there ever was, in order.
  static let migrations: [Migration] = [.first, .second, .third, .fourth]
  /// What this version writes.
  static let version = migrations.count

  /// The schema of a database; 0 where it has none.
  static func version(in db: Database) throws -> Int {
    var statement = try LedgerStatement("PRAGMA user_version", in: db)
    return Int(clamping: try statement.first { $0.int() } ?? 0)
  }

  /// Takes every step that the database has not taken yet, within the transaction that is open; answers the schema it
  /// had before, if another.
  ///
  /// A crash leaves the schema it had, whole.
  @discardableResult static func migrate(_ db: Database, _ earlier: EarlierItems) throws -> Int? {
    let found = try version(in: db)
    guard found < version else { return nil }
    for migration in migrations[found...] { try db.execute(sql: migration.sql + migration.filling) }
    if found > 0, found < Migration.third.version { try tellTroubles(in: db, earlier) }
    try db.execute(sql: "PRAGMA user_version = \(version)")
    return found
  }

  /// Fills in by what later reports find the items that are there.
  private static func tellTroubles(in db: Database, _ earlier: EarlierItems) throws {
    var page = try LedgerStatement(
      "SELECT i.position, b.bytes FROM item i JOIN raw b ON b.seq = i.position WHERE i.position > ? ORDER BY 1 LIMIT 500",
      in: db)
    var update = try LedgerStatement("UPDATE item SET subject = ?, place = ? WHERE position = ?", in: db)
    var last: Int64 = 0
    while true {
      page.bind(last)
      let reports = try page.all { (position: $0.int(), bytes: $0.bytes()) }
      guard let latest = reports.last else { return }
      for report in reports {
        let (subject, place) = earlier.trouble(report.bytes)
        if subject == nil, place == nil { continue }
        update.bind(subject)
        update.bind(place)
        update.bind(report.position)
        try update.run()
      }
      last = latest.position
    }
  }

  /// Lets a connection that only reads an older ledger see it as this version knows it, without changing a byte of it.
  ///
  /// Each table that gained columns since is covered by a view of this connection's own, in which they have what they have where they
  /// were never written. Statements that name an index must therefore name the table itself (`main.entry`).
  static func coverOlder(_ db: Database) throws {
    let found = try version(in: db)
    guard 0 < found, found < version else { return }
    let added = migrations[found...].flatMap(\.columns)
    try db.execute(sql: "PRAGMA temp_store = MEMORY")
    for table in migrations[found...].flatMap(\.tables) {
      let columns = table.columns.map { "NULL AS \($0)" }.joined(separator: ", ")
      try db.execute(sql: "CREATE TEMP VIEW \(table.name) AS SELECT \(columns) WHERE 0")
    }
    for table in Set(added.map(\.table)).sorted() {
      let columns = added.filter { $0.table == table }.map { ", \($0.absent) AS \($0.name)" }.joined()
      try db.execute(sql: "CREATE TEMP VIEW \(table) AS SELECT *\(columns) FROM main.\(table)")
    }
  }

  /// Runs something that must see an older ledger as it is.
  static func uncovered(_ db: Database, _ body: () throws -> Void) throws {
    var statement = try LedgerStatement("SELECT name FROM sqlite_temp_schema WHERE type = 'view' ORDER BY name", in: db)
    for view in try statement.all({ $0.text() }) { try db.execute(sql: "DROP VIEW temp.\(view)") }
    try body()
    try coverOlder(db)
  }
}
