internal import GRDB
internal import GridCore

/// What a file is, as far as it never changes once its row is there.
struct FileFacts {
  let row: Int64
  let producer: [UInt8]?
  let name: [UInt8]
  let inode: Int64
  let modified: Int64
  let born: Int64
  let size: Int64
  let sha256: [UInt8]?

  /// The facts of a row; nil where there is none.
  static func read(_ row: Int64, in db: Database) throws -> FileFacts? {
    var statement = try LedgerStatement(
      "SELECT producer, name, inode, modified, born, size, sha256 FROM file WHERE row = ?", in: db)
    statement.bind(row)
    return try statement.first { columns in
      FileFacts(
        row: row, producer: columns.optionalBytes(), name: columns.bytes(), inode: columns.int(),
        modified: columns.int(), born: columns.int(), size: columns.int(), sha256: columns.optionalBytes())
    }
  }

  /// The digest that stands for the file in the chains.
  func seal(with hasher: inout FieldHasher) -> [UInt8] {
    var seal = HashChain().head
    hasher.add(row)
    hasher.add(producer)
    hasher.add(name)
    for number in [inode, modified, born, size] { hasher.add(number) }
    hasher.add(sha256)
    hasher.finish(into: &seal)
    return seal
  }
}
