internal import GRDB
internal import GridCore
package import Ledger

extension SQLiteLedger {
  /// Writes a consistent copy, complete in one file, beside a running writer; the file must not exist, or be empty.
  ///
  /// A copy of an earlier release's ledger is one too. The writer is not held up, though what it writes meanwhile stays in its `-wal`. The copy is not synced.
  package func copy(to path: String) throws(LedgerError) {
    try demandUsable()
    do {
      try readers.withReader { db in
        try SQLiteSchema.uncovered(db) {
          var statement = try LedgerStatement("VACUUM INTO ?", in: db)
          statement.bind(path)
          try statement.run()
        }
      }
      try demandStillAlone()
    } catch {
      // What a copy fills is the disk that it is put on.
      throw LedgerError(sqlite: error).naming(LedgerError.tellsOfAFullDisk(error) ? path : self.path)
    }
  }

  /// Opens a copy that nobody writes, looks through its pages, and answers how far it is and what it counts.
  package static func examine(copy path: String) throws(LedgerError) -> (standing: LedgerStanding, counts: LedgerCounts)
  {
    let ledger = try open(path: path, writing: false)
    return try ledger.read { db in
      var check = try LedgerStatement("PRAGMA quick_check(3)", in: db)
      let faults = try check.all { $0.text() }.filter { $0 != "ok" }
      guard faults.isEmpty else { throw LedgerError.corrupt(.pages(faults)) }
      return (try standing(in: db), try counts(at: Timestamp(seconds: 0), in: db))
    }
  }
}
