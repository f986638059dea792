import GridCore
import Laws
import LedgerStories
import Testing

@testable import Ledger
@testable import LedgerStore

/// Tables, indexes, views and triggers are ours, all of them and no others; else the ledger is not opened.
@Suite struct SchemaLookTests {
  @Test func whateverIsNotOursIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = try DoctoredLedgerTests.tellStory(in: folder)
    let whole = try folder.read("ledger.sqlite")
    let cases: [(String, String, LedgerDamage.Change)] = [
      (
        "CREATE TRIGGER late AFTER INSERT ON record BEGIN UPDATE item SET next_due = NULL; END", "trigger late",
        .foreign
      ),
      ("CREATE TABLE extra (x)", "table extra", .foreign),
      ("CREATE VIEW seen AS SELECT * FROM item", "view seen", .foreign),
      ("CREATE INDEX quick ON record (id)", "index quick", .foreign),
      ("DROP INDEX record_owner", "index record_owner", .gone),
      (
        "DROP INDEX record_owner; CREATE INDEX record_owner ON record (key) WHERE owns = 1", "index record_owner",
        .changed
      ),
      ("ALTER TABLE item ADD COLUMN x INTEGER", "table item", .changed),
      ("ALTER TABLE tally RENAME TO counts", "table counts", .foreign),
      ("ALTER TABLE raw RENAME TO raw2; CREATE VIEW raw AS SELECT * FROM raw2", "table raw", .gone),
      (
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'owns = 0 OR owns = 1 OR owns = 2', '1')",
        "table record", .changed
      ),
    ]
    for (sql, name, change) in cases {
      try folder.write(whole, to: "copy.sqlite")
      let copy = folder.path("copy.sqlite")
      try DoctoredLedgerTests.doctor(copy, sql)
      for writing in [false, true] {
        #expect("\(sql)") { try SQLiteLedger.open(path: copy, writing: writing) } throws: { error in
          error as? LedgerError == .corrupt(.schema(object: name, change), path: copy)
        }
      }
      for name in folder.names where name.hasPrefix("copy.sqlite") { folder.remove(name) }
    }
    // Statistics do no harm.
    try DoctoredLedgerTests.doctor(path, "ANALYZE")
    #expect(try SQLiteLedger.open(path: path, writing: true).verify(deep: true).ok)
  }

  @Test func theWordsOfEarlierLedgersAreOursToo() throws {
    let folder = try TemporaryFolder()
    let path = try DoctoredLedgerTests.tellStory(in: folder)
    try DoctoredLedgerTests.doctor(
      path,
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_master SET sql = replace(sql, 'state = ''reading'' OR state = ''taken'' OR state = ''quarantined''',
        'state IN (''reading'', ''taken'', ''quarantined'')') WHERE name = 'file'
      """)
    #expect(try SQLiteLedger.open(path: path, writing: true).verify(deep: true).ok)
  }
}
