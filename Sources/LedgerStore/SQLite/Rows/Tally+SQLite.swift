internal import GRDB
internal import Ledger

extension Tally {
  /// Adds these counts to the stored ones.
  func add(in db: Database) throws {
    let changed = Column.allCases.filter { self[$0] != 0 }
    guard !changed.isEmpty else { return }
    let sums = changed.map { "\($0.name) = \($0.name) + ?" }.joined(separator: ", ")
    var statement = try LedgerStatement("UPDATE tally SET \(sums) WHERE one = 1", in: db)
    for column in changed { statement.bind(self[column]) }
    try Self.demandOneRow(statement.run(), of: "tally")
  }

  /// The stored counts.
  static func read(in db: Database) throws -> Tally {
    let columns = Column.allCases.map(\.name).joined(separator: ", ")
    var statement = try LedgerStatement("SELECT \(columns) FROM tally WHERE one = 1", in: db)
    let tally = try statement.first { row in
      var tally = Tally()
      for column in Column.allCases { tally[column] = try row.count() }
      return tally
    }
    guard let tally else { throw LedgerError.corrupt(.noRow(table: "tally")) }
    return tally
  }

  static func demandOneRow(_ changed: Int, of table: String) throws {
    guard changed == 1 else { throw LedgerError.corrupt(.noRow(table: table)) }
  }
}
