internal import GRDB
internal import GRDBSQLite
internal import Ledger
internal import Synchronization

/// Whether the tables, indexes, views and triggers of a database are those that its schema has, and no others.
///
/// A trigger that changes what we write, or an index that is not unique any more, would have the ledger break its laws by our own
/// hand. Statistics that somebody had SQLite gather change nothing and are left out.
enum SchemaLook {
  private static let question = """
    SELECT type || ' ' || name, tbl_name || ': ' || coalesce(sql, '') FROM main.sqlite_schema
    WHERE name NOT GLOB 'sqlite_stat[0-9]'
    """

  /// The first step, and the same in the words of ledgers that were made before.
  private static let beginnings: [Migration] = [.first, .firstInLists]
  /// What was made to compare with, by their kind and name; the same text makes the same description wherever SQLite runs. To make one
  /// takes longer than to open a ledger: only what is asked for is made, and once.
  private static let known = Mutex<[Made: [String: String]]>([:])

  private struct Made: Hashable {
    let version: Int
    let beginning: Int
  }

  /// The first object that differs from those of a schema, nil where none does.
  static func stranger(in db: Database, ofVersion version: Int) throws -> LedgerDamage? {
    let found = try objects(db.sqliteConnection)
    var wanted: [[String: String]] = []
    for beginning in beginnings.indices {
      let ours = try ours(Made(version: version, beginning: beginning))
      // Nearly always it is the first.
      if ours == found { return nil }
      wanted.append(ours)
    }
    let names = wanted.reduce(Set(found.keys)) { $0.union($1.keys) }
    guard let name = names.filter({ name in !wanted.contains { $0[name] == found[name] } }).min() else { return nil }
    if found[name] == nil { return .schema(object: name, .gone) }
    return .schema(object: name, wanted.allSatisfy({ $0[name] == nil }) ? .foreign : .changed)
  }

  private static func ours(_ wanted: Made) throws -> [String: String] {
    if let known = known.withLock({ $0[wanted] }) { return known }
    let made = try made(by: [beginnings[wanted.beginning]] + SQLiteSchema.migrations[1..<wanted.version])
    known.withLock { $0[wanted] = made }
    return made
  }

  private static func made(by migrations: [Migration]) throws -> [String: String] {
    var handle: OpaquePointer?
    defer { sqlite3_close(handle) }
    try demand(sqlite3_open(":memory:", &handle), handle)
    for migration in migrations { try demand(sqlite3_exec(handle, migration.sql, nil, nil, nil), handle) }
    return try objects(handle)
  }

  private static func objects(_ handle: OpaquePointer?) throws -> [String: String] {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    try demand(sqlite3_prepare_v2(handle, question, -1, &statement, nil), handle)
    var found: [String: String] = [:]
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return found }
      try demand(code == SQLITE_ROW ? SQLITE_OK : code, handle)
      found[text(statement, 0)] = text(statement, 1)
    }
  }

  private static func text(_ statement: OpaquePointer?, _ column: Int32) -> String {
    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
  }

  private static func demand(_ code: Int32, _ handle: OpaquePointer?) throws {
    guard code == SQLITE_OK else {
      throw SQLiteFailure(code: code, message: sqlite3_errmsg(handle).map { String(cString: $0) } ?? "no memory")
    }
  }
}
