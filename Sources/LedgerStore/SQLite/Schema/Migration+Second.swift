extension Migration {
  /// Who decided, on which machine, and of a refusal what it is about: beside what the first release wrote.
  ///
  /// A row of the first release has none of it: it was decided by the first version of the deciding code, on the one machine there was.
  static let second = Migration(
    version: 2, name: "deciding code, seats, parameters of refusals",
    columns: [
      Column("record", "decided_by", "INTEGER", absent: "NULL"),
      Column("record", "params", "TEXT", absent: "NULL"),
      Column("entry", "decided_by", "INTEGER", absent: "NULL"),
      Column("entry", "params", "TEXT", absent: "NULL"),
      Column("entry", "seat", "INTEGER NOT NULL DEFAULT 0", absent: "0"),
      Column("file", "seat", "INTEGER NOT NULL DEFAULT 0", absent: "0"),
      Column("notice", "seat", "INTEGER NOT NULL DEFAULT 0", absent: "0"),
      Column("rules", "seat", "INTEGER NOT NULL DEFAULT 0", absent: "0"),
      Column("meta", "seat", "INTEGER NOT NULL DEFAULT 0", absent: "0"),
    ])
}
