import GRDB
import GridCore
import Laws
import LedgerStories
import Proof
import Seals
import Testing
import Words

@testable import Ledger
@testable import LedgerStore

/// Ledgers of every release before are read as they are, and migrated once, whole or not at all.
@Suite struct MigrationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func whatIsReleasedIsNeverEdited() {
    let digests = [
      (Migration.first, "d864c9c4c7a79a69e0d08010cbee17c9a255fbabff11d17bdc303c564a9717c3"),
      (.firstInLists, "cf1dfa6b7ba0ce9c2c7725b869047dfb1ef6cda08d7bbbc6104201e78fe3aa57"),
      (.second, "c391cb95872fe7fc774da51c756f39db88f6b835d1d40ee85a72c149a643c2d6"),
      (.third, "e3fd39258e1297cad1212f7c22ba7ad0b2e411a0adefb27f12a689814778c33e"),
    ]
    for (migration, digest) in digests {
      let found = Array(migration.sql.utf8).withUnsafeBytes { Digest(sha256: $0) }
      #expect(found.hex == digest, "\(migration.name)")
    }
    #expect(SQLiteSchema.migrations.map(\.version) == Array(1...SQLiteSchema.version))
  }

  @Test(arguments: StoredLedger.schemas) func readingChangesNothing(_ schema: Int) throws {
    let path = try StoredLedger.copy(schema, to: folder)
    let before = try folder.read("ledger.sqlite") + folder.read("ledger.sqlite-wal")
    let ledger = try SQLiteLedger.open(path: path, writing: false)
    try expectWhole(ledger)
    #expect(try StoredLedger.answers(of: ledger).count > 100)
    #expect(try Self.schema(of: ledger) == schema)
    try ledger.close()
    #expect(try folder.read("ledger.sqlite") + folder.read("ledger.sqlite-wal") == before)
  }

  @Test(arguments: StoredLedger.schemas) func aWriterMigratesOnceAndEveryAnswerStays(_ schema: Int) throws {
    let path = try StoredLedger.copy(schema, to: folder)
    let reader = try SQLiteLedger.open(path: path, writing: false)
    let (answers, standing) = (try StoredLedger.answers(of: reader), try reader.standing())
    let writer = try SQLiteLedger.open(path: path, writing: true)
    #expect(try Self.schema(of: writer) == SQLiteSchema.version)
    #expect(try StoredLedger.answers(of: writer) == answers)
    try expectWhole(writer)
    let after = try writer.standing()
    #expect((after.epoch, after.revision) == (standing.epoch + 1, standing.revision + 1))
    #expect((after.records, after.recordChain) == (standing.records, standing.recordChain))
    #expect((after.entries, after.entryChain) == (standing.entries, standing.entryChain))
    // Who began to read before goes on.
    #expect(try StoredLedger.answers(of: reader) == answers)
    try expectWhole(reader)
    try writer.close()
    let again = try SQLiteLedger.open(path: path, writing: true)
    #expect(try again.standing().revision == after.revision + 1)
    #expect(try StoredLedger.answers(of: again) == answers)
  }

  @Test(arguments: StoredLedger.schemas) func whatIsAddedSaysWhoDecidedAndWhatIsOldStaysAsItWas(_ schema: Int) throws {
    let ledger = try SQLiteLedger.open(path: StoredLedger.copy(schema, to: folder), writing: true)
    let old = try ledger.standing()
    try ledger.adopt(TestTown.rulesRecord)
    let intake = TestIntake(ledger: ledger)
    try intake.take(TestFile(.report("new-1")), TestFile(.step("new-2", .accept, on: "new-3")))
    try intake.take(TestFile(.report("new-3")))
    try expectWhole(ledger)
    for (table, last) in [("record", old.records), ("entry", old.entries)] {
      let told = try Self.values("SELECT DISTINCT coalesce(decided_by, 0) FROM \(table) WHERE seq <= \(last)", ledger)
      #expect(told == [[0, 3, 6][schema - 1]])
      let new = try Self.values("SELECT DISTINCT decided_by FROM \(table) WHERE seq > \(last)", ledger)
      #expect(new == [DecidingVersion.current.rawValue])
    }
  }

  @Test(arguments: StoredLedger.schemas) func aCopyOfAnOldLedgerIsAnOldOneAndIsRestoredAsANewOne(_ schema: Int) throws {
    let reader = try SQLiteLedger.open(path: StoredLedger.copy(schema, to: folder), writing: false)
    let copy = folder.path("copy.sqlite")
    try reader.copy(to: copy)
    #expect(try SQLiteLedger.examine(copy: copy).standing == reader.standing())
    #expect(try Self.schema(of: SQLiteLedger.open(path: copy, writing: false)) == schema)
    let standing = try reader.standing()
    let restoration = Restoration(
      at: noon(), text: "restored", epoch: standing.epoch + 1, revision: standing.revision + 1,
      laidDown: LaidDownNotices())
    _ = try SQLiteLedger.restore(copy, restoration)
    let restored = try SQLiteLedger.open(path: copy, writing: false)
    #expect(try Self.schema(of: restored) == SQLiteSchema.version)
    #expect(try restored.continues(standing))
    try expectWhole(restored)
  }

  /// A look at the ends follows the last step, in the same transaction.
  @Test(arguments: StoredLedger.schemas) func aMigrationThatCannotBeEndedLeavesTheOldLedger(_ schema: Int) throws {
    let path = try StoredLedger.copy(schema, to: folder)
    try DoctoredLedgerTests.doctor(path, "UPDATE record SET line = line + 1 WHERE seq = (SELECT max(seq) FROM record)")
    let answers = try StoredLedger.answers(of: SQLiteLedger.open(path: path, writing: false))
    #expect { try SQLiteLedger.open(path: path, writing: true) } throws: { error in
      guard case .corrupt = error as? LedgerError else { return false }
      return true
    }
    let ledger = try SQLiteLedger.open(path: path, writing: false)
    #expect(try Self.schema(of: ledger) == schema)
    #expect(try StoredLedger.answers(of: ledger) == answers)
  }

  /// Every table of an older ledger is as its own release made it, and a stranger among them is named.
  @Test(arguments: StoredLedger.schemas) func aColumnThatCameTooEarlyIsAStranger(_ schema: Int) throws {
    let path = try StoredLedger.copy(schema, to: folder)
    try DoctoredLedgerTests.doctor(path, "ALTER TABLE entry ADD COLUMN \(schema < 3 ? "more" : "sheet") TEXT")
    for writing in [false, true] {
      #expect { try SQLiteLedger.open(path: path, writing: writing) } throws: { error in
        error as? LedgerError == .corrupt(.schema(object: "table entry", .changed), path: path)
      }
    }
  }

  private func expectWhole(_ ledger: SQLiteLedger, sourceLocation: SourceLocation = #_sourceLocation) throws {
    for law in try ledger.verify(deep: true).laws {
      #expect(law.ok, "\(law.law): \(law.words.en)", sourceLocation: sourceLocation)
    }
  }

  private static func schema(of ledger: SQLiteLedger) throws -> Int {
    try ledger.read { try SQLiteSchema.version(in: $0) }
  }

  private static func values(_ sql: String, _ ledger: SQLiteLedger) throws -> [Int64] {
    try ledger.read { db in
      var statement = try LedgerStatement(sql, in: db)
      return try statement.all { $0.int() }
    }
  }
}
