package import GridCore

/// What is damaged in a ledger; who shows it finds the words.
package enum LedgerDamage: Hashable, Sendable {
  /// What a column holds that has a length, or is one of a few words.
  package enum Column: Hashable, Sendable, CaseIterable {
    case digest, key
    case itemState, recordState, fileState, entryKind, step, reason, address, limit, risk, noticeKind
  }

  /// How an object of the database differs from what its schema made.
  package enum Change: Hashable, Sendable, CaseIterable {
    case gone, foreign, changed
  }

  // MARK: The file

  /// It has no byte.
  case emptyFile
  /// A database, but of something else.
  case noLedger
  /// A ledger that no step of its schema has made.
  case noSchema
  /// A table, an index, a view or a trigger is not what the schema made, such as `index record_owner`.
  case schema(object: String, Change)
  /// What SQLite says, in its own words.
  case database(String)
  /// What SQLite finds when it looks through the pages, in its own words.
  case pages([String])

  // MARK: Its rows

  /// Of the latest rows some are not what was written.
  case rows([DamagedRow])
  /// The one row of a table is gone.
  case noRow(table: String)
  /// A row that others name is gone.
  case missing(table: String, row: Int64)
  case missingItem(EventKey)
  /// A column holds something of another length.
  case length(Column)
  /// A column holds a word that this version never wrote.
  case word(Column, String)
  /// A text of fields that this version never wrote.
  case fields(String)
  /// No number of the deciding code that this version knows.
  case decidingCode(Int64)
  /// A number that nobody can have counted.
  case count(Int64)
  /// What stands where the id of a notice belongs is none.
  case noticeID(String)
  /// No entry tells why a file was quarantined.
  case noQuarantine(file: Int64)
}
