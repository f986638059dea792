internal import GRDB
internal import GRDBSQLite
internal import Ledger

/// Whether the tables, indexes, views and triggers of a database are those that its schema has, and no others.
///
/// A trigger that changes what we write, or an index that is not unique any more, would have the ledger break its laws by our own
/// hand. Statistics that somebody had SQLite gather change nothing and are left out.
enum SchemaLook {
  private static let question = """
    SELECT type || ' ' || name, tbl_name || ': ' || coalesce(sql, '') FROM main.sqlite_schema
    WHERE name NOT GLOB 'sqlite_stat[0-9]'
    """

  /// Of each schema, by their kind and name; the same text makes the same description wherever SQLite runs.
  private static let ours = Result {
    try SQLiteSchema.migrations.indices.map { last in
      let later = SQLiteSchema.migrations[1...].prefix(last)
      return try [Migration.first, .firstInLists].map { try made(by: [$0] + later) }
    }
  }

  /// The first object that differs from those of a schema, nil where none does.
  static func stranger(in db: Database, ofVersion version: Int) throws -> LedgerDamage? {
    let wanted = try ours.get()[version - 1]
    let found = try objects(db.sqliteConnection)
    let names = wanted.reduce(Set(found.keys)) { $0.union($1.keys) }
    guard let name = names.filter({ name in !wanted.contains { $0[name] == found[name] } }).min() else { return nil }
    if found[name] == nil { return .schema(object: name, .gone) }
    return .schema(object: name, wanted.allSatisfy({ $0[name] == nil }) ? .foreign : .changed)
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
