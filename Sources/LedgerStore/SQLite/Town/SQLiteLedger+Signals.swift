internal import GRDB
package import GridCore
package import Ledger

/// What signals have counted.
extension SQLiteLedger {
  private static let signalColumns = "name, period, community, grid, post, kind, count, base, items, item"

  static func signal(_ key: SignalKey, in db: Database) throws -> SignalCount? {
    var statement = try LedgerStatement(
      "SELECT \(signalColumns) FROM signal WHERE name = ? AND period = ? AND grid = ? AND post = ?", in: db)
    for text in [key.name.text, key.period, key.post.grid, key.post.post] { statement.bind(text) }
    return try statement.first { $0.signal().count }
  }

  package func signals() throws(LedgerError) -> [SignalRow] { try read { db in try Self.signals(in: db) } }

  static func signals(in db: Database) throws -> [SignalRow] {
    var statement = try LedgerStatement(
      "SELECT \(signalColumns) FROM signal ORDER BY community, grid, post, name, period", in: db)
    return try statement.all { $0.signal() }
  }

  package func item(at position: Int64) throws(LedgerError) -> Item? {
    try read { db in
      var statement = try LedgerStatement(
        "SELECT \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables) WHERE i.position = ?", in: db)
      statement.bind(position)
      return try statement.first { try $0.item(in: db, earlier) }
    }
  }
}

extension SQLiteSnapshot {
  package func signals() throws -> [SignalRow] { try SQLiteLedger.signals(in: db) }
}

extension LedgerRow {
  /// Reads a row of the table `signal`.
  fileprivate mutating func signal() -> SignalRow {
    let (name, period, community, grid, post) = (text(), text(), text(), text(), text())
    var count = SignalCount(kind: text())
    (count.count, count.base) = (number(), number())
    count.items = text().split(separator: " ").map(String.init)
    count.raised = optionalInt()
    let place = GridPost(community: community, grid: grid, post: post)
    return SignalRow(key: SignalKey(name: name, period: period, post: place), count: count)
  }
}
