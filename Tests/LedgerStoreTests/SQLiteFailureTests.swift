import GRDB
import GRDBSQLite
import GridCore
import Laws
import LedgerStories
import Testing

@testable import Ledger
@testable import LedgerStore

@Suite struct SQLiteFailureTests {
  @Test func aFullDiskChangesNothing() throws {
    let folder = try TemporaryFolder()
    let ledger = try SQLiteLedger.create(path: folder.path("ledger.sqlite"))
    let intake = TestIntake(ledger: ledger)
    try intake.take(TestFile(.report("r1")))
    let before = try ledger.standing()
    try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = 1") }
    let large = (0..<200).map { TestFile(.report("big\($0)", wording: String(repeating: "x", count: 2000))) }
    #expect { try intake.take(large) } throws: { error in
      guard case .unavailable = error as? LedgerError else { return false }
      return true
    }
    #expect(try ledger.standing() == before)
    try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = 1073741823") }
    try intake.take(large)
    #expect(try ledger.verify(deep: true).ok)
  }

  @Test func afterAFailedCommitNothingIsCertain() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("ledger.sqlite")
    let ledger = try SQLiteLedger.create(path: path)
    let intake = TestIntake(ledger: ledger)
    try intake.take(TestFile(.report("r1")))
    let standing = try ledger.standing()
    ledger.queue.inDatabase { db in
      _ = sqlite3_commit_hook(db.sqliteConnection, { _ in 1 }, nil)
    }
    for _ in 0..<2 {
      #expect { try intake.take(TestFile(.report("r2"))) } throws: { error in
        guard case .uncertain = error as? LedgerError else { return false }
        return true
      }
    }
    #expect(throws: LedgerError.self) { try ledger.counts(at: noon()) }
    try ledger.close()
    let again = try SQLiteLedger.open(path: path, writing: true)
    #expect(try again.continues(standing))
    #expect(try again.verify(deep: true).ok)
  }

  @Test func aWriterWaitsInVainForALockedLedger() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("ledger.sqlite")
    let ledger = try SQLiteLedger.create(path: path)
    ledger.queue.inDatabase { db in _ = sqlite3_busy_timeout(db.sqliteConnection, 10) }
    let other = try DatabaseQueue(path: path)
    try other.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      #expect { try ledger.adopt(TestTown.rulesRecord) } throws: { error in
        guard case .unavailable = error as? LedgerError else { return false }
        return true
      }
      try db.execute(sql: "ROLLBACK")
    }
    try ledger.adopt(TestTown.rulesRecord)
  }

  @Test func sqliteCodesAreSortedByWhatTheyMean() {
    func kind(_ code: Int32) -> String {
      switch LedgerError(sqlite: SQLiteFailure(code: code, message: "")) {
      case .unavailable: "unavailable"
      case .corrupt: "corrupt"
      default: "other"
      }
    }
    let world = [
      SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PERM,
      SQLITE_NOMEM, SQLITE_IOERR | 4 << 8,
    ]
    #expect(Set(world.map(kind)) == ["unavailable"])
    #expect(Set([SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_CORRUPT | 1 << 8].map(kind)) == ["corrupt"])
  }

  @Test func dueAndOwedAskTheirIndexesOnly() throws {
    let ledger = try SQLiteLedger.inMemory()
    let plans = try ledger.queue.inDatabase { db in
      try [
        "SELECT \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables) WHERE i.wake <= 5 ORDER BY i.wake, i.position LIMIT 9",
        "SELECT position FROM item WHERE wake < 5",
        "SELECT position FROM item WHERE matter = 'x' AND subject = 'y' AND ended_at IS NULL",
        "SELECT position FROM item WHERE matter = 'x' AND grid = 'y' AND place = 'z' AND ended_at >= 5",
        "SELECT row FROM notice n INDEXED BY notice_owed WHERE n.state = 'owed' AND n.row > 4 ORDER BY n.row LIMIT 9",
        "SELECT row FROM file WHERE producer IS NULL AND name = x'' AND inode = 1 AND modified = 2 AND born = 0",
        "SELECT source FROM record WHERE key = x'' AND owns = 1",
        "SELECT code FROM record WHERE key = x'' AND state = 'rejected'",
        "SELECT seq FROM record WHERE state = 'held' AND waits = 'x'",
        "SELECT count(*) FROM record WHERE state = 'rejected' AND key >= x'' AND code = 'conflict'",
      ].map { sql in
        try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String? ?? "" }
          .joined(separator: "; ")
      }
    }
    for plan in plans {
      #expect(plan.contains("USING") && plan.contains("INDEX"), "\(plan)")
      #expect(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "\(plan)")
    }
  }
}
