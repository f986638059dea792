internal import GRDB
internal import GridCore

extension FileFacts {
  /// The facts of a row; nil where there is none.
  static func read(_ row: Int64, in db: Database) throws -> FileFacts? {
    var statement = try LedgerStatement(
      "SELECT producer, name, inode, modified, born, size, sha256, seat FROM file WHERE row = ?", in: db)
    statement.bind(row)
    return try statement.first { columns in
      FileFacts(
        row: row, producer: columns.optionalBytes(), name: columns.bytes(), inode: columns.int(),
        modified: columns.int(), born: columns.int(), size: columns.int(), sha256: columns.optionalAnyDigest(),
        seat: columns.int())
    }
  }
}
