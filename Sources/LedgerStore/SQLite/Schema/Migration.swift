/// One step from a schema to the next, in plain SQL: what is released is never edited, not in a comment, only followed by the next.
///
/// A migration only adds: nothing that a seal or a chain covers is rewritten. Columns by which rows are looked for may be filled in.
struct Migration: Sendable {
  /// A column that a table gains.
  struct Column: Sendable {
    let table: String
    let name: String
    /// What stands behind its name in the table.
    let type: String
    /// What a reader of an older ledger is told in its place.
    let absent: String

    init(_ table: String, _ name: String, _ type: String, absent: String) {
      self.table = table
      self.name = name
      self.type = type
      self.absent = absent
    }
  }

  /// A table that is new, and the columns by which a reader of an older ledger sees it empty.
  struct Table: Sendable {
    let name: String
    let columns: [String]

    init(_ name: String, _ columns: String) {
      self.name = name
      self.columns = columns.split(separator: ", ").map(String.init)
    }
  }

  /// The schema that it ends in.
  let version: Int
  /// What it brings, in a few words.
  let name: String
  let columns: [Column]
  let tables: [Table]
  /// All that it does to the tables.
  let sql: String
  /// What it tells of the rows that are there.
  let filling: String

  init(
    version: Int, name: String, columns: [Column] = [], tables: [Table] = [], sql: String = "", then: String = "",
    filling: String = ""
  ) {
    self.version = version
    self.name = name
    self.columns = columns
    self.tables = tables
    self.sql =
      sql + columns.map { "ALTER TABLE \($0.table) ADD COLUMN \($0.name) \($0.type);\n" }.joined() + then
    self.filling = filling
  }
}
