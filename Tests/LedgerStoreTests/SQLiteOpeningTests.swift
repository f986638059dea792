import GRDB
import GridCore
import Laws
import LedgerStories
import Testing

@testable import Ledger
@testable import LedgerStore

@Suite struct SQLiteOpeningTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path("ledger.sqlite") }

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [true, false]) func aMissingFileIsNotMade(writing: Bool) throws {
    #expect(throws: LedgerError.missing(path: path)) { try SQLiteLedger.open(path: path, writing: writing) }
    #expect(folder.names.isEmpty)
  }

  @Test(arguments: [true, false]) func anEmptyFileIsCorrupt(writing: Bool) throws {
    try folder.write([], to: "ledger.sqlite")
    try expectCorrupt(writing: writing)
    #expect(folder.size("ledger.sqlite") == 0)
  }

  @Test(arguments: [true, false]) func whatIsNoDatabaseIsCorrupt(writing: Bool) throws {
    try folder.write(Array(repeating: 0x41, count: 8192), to: "ledger.sqlite")
    try expectCorrupt(writing: writing)
  }

  @Test(arguments: [true, false]) func anotherProgramsDatabaseIsCorrupt(writing: Bool) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
    try queue.close()
    try expectCorrupt(writing: writing)
  }

  @Test(arguments: [true, false]) func aLaterSchemaIsTooNew(writing: Bool) throws {
    try SQLiteLedger.create(path: path).close()
    try DoctoredLedgerTests.doctor(path, "PRAGMA user_version = 7")
    #expect(throws: LedgerError.tooNew(found: 7, known: SQLiteSchema.version)) {
      try SQLiteLedger.open(path: path, writing: writing)
    }
  }

  @Test func creatingSparesWhatIsThere() throws {
    try folder.write([], to: "ledger.sqlite")
    #expect(throws: LedgerError.self) { try SQLiteLedger.create(path: path) }
    #expect(folder.size("ledger.sqlite") == 0)
  }

  @Test func creatingTakesAwayWhatACrashLeft() throws {
    try folder.write([1, 2, 3], to: "ledger.sqlite.making")
    let ledger = try SQLiteLedger.create(path: path)
    #expect(!folder.names.contains("ledger.sqlite.making"))
    #expect(try ledger.verify(deep: true).ok)
  }

  @Test func namesWithOddBytesAreOpened() throws {
    let odd = folder.path("a ?#%41é.sqlite")
    try SQLiteLedger.create(path: odd).close()
    try SQLiteLedger.open(path: odd, writing: false).close()
    #expect(folder.names == ["a ?#%41é.sqlite", "a ?#%41é.sqlite-shm", "a ?#%41é.sqlite-wal"])
  }

  @Test func aSecondWriterFencesTheFirst() throws {
    let first = try SQLiteLedger.create(path: path)
    let second = try SQLiteLedger.open(path: path, writing: true)
    #expect(second.epoch == 2)
    #expect(throws: LedgerError.fenced) { try TestIntake(ledger: first).take(TestFile(.report("r1"))) }
    #expect(throws: LedgerError.fenced) { try first.adopt(TestTown.rulesRecord) }
    try TestIntake(ledger: second).take(TestFile(.report("r1")))
    #expect(try first.counts(at: noon()).received == 1)
  }

  @Test func allIsThereAfterReopening() throws {
    let ledger = try SQLiteLedger.create(path: path)
    try TestIntake(ledger: ledger).take(TestFile(.report("r1")))
    let standing = try ledger.standing()
    try ledger.close()
    #expect(folder.size("ledger.sqlite-wal") == 0)
    #expect(throws: LedgerError.self) { try ledger.standing() }
    let again = try SQLiteLedger.open(path: path, writing: true)
    #expect(try again.continues(standing))
    #expect(try again.standing().epoch == standing.epoch + 1)
    try TestIntake(ledger: again).take(TestFile(.report("r2")), TestFile(.report("r1")))
    #expect(try again.verify(deep: true).ok)
  }

  @Test func aReaderReadsBesideAWriterAndNeverCheckpoints() throws {
    let writer = try SQLiteLedger.create(path: path)
    try TestIntake(ledger: writer).take(TestFile(.report("r1")))
    let (file, log) = (folder.size("ledger.sqlite"), folder.size("ledger.sqlite-wal"))
    let reader = try SQLiteLedger.open(path: path, writing: false)
    #expect(try reader.counts(at: noon()).received == 1)
    try TestIntake(ledger: writer).take(TestFile(.report("r2")))
    #expect(try reader.counts(at: noon()).received == 2)
    #expect(throws: LedgerError.self) { try reader.adopt(TestTown.rulesRecord) }
    try reader.close()
    #expect(folder.size("ledger.sqlite") == file)
    #expect((folder.size("ledger.sqlite-wal") ?? 0) > (log ?? 0))
  }

  @Test func aReaderWithoutAWriterLeavesTheFolderAsItIs() throws {
    let writer = try SQLiteLedger.create(path: path)
    try TestIntake(ledger: writer).take(TestFile(.report("r1")))
    try writer.close()
    let before = folder.names
    let reader = try SQLiteLedger.open(path: path, writing: false)
    #expect(try reader.counts(at: noon()).received == 1)
    try reader.close()
    #expect(folder.names == before)
  }

  @Test func aReaderOfALoneFileMakesNothingAndSeesAWriterCome() throws {
    try SQLiteLedger.create(path: path).close()
    let copy = folder.path("copy.sqlite")
    try SQLiteLedger.open(path: path, writing: false).copy(to: copy)
    let before = folder.names
    let reader = try SQLiteLedger.open(path: copy, writing: false)
    #expect(try reader.verify(deep: true).ok)
    #expect(folder.names == before)
    let writer = try SQLiteLedger.open(path: copy, writing: true)
    #expect(throws: LedgerError.self) { try reader.standing() }
    try writer.close()
  }

  @Test func anUncleanStopIsLookedInto() throws {
    let writer = try SQLiteLedger.create(path: path)
    try TestIntake(ledger: writer).take(TestFile(.report("r1")), TestFile(.report("r2")))
    // The files as a kill leaves them, with a byte that went wrong.
    let broken = folder.path("broken.sqlite")
    try writer.copy(to: broken)
    try DoctoredLedgerTests.doctor(broken, "UPDATE record SET line = 9 WHERE seq = 2")
    try folder.write(Array("no log at all".utf8), to: "broken.sqlite-wal")
    #expect { try SQLiteLedger.open(path: broken, writing: true) } throws: { error in
      guard case .corrupt = error as? LedgerError else { return false }
      return true
    }
  }

  private func expectCorrupt(writing: Bool) throws {
    #expect { try SQLiteLedger.open(path: path, writing: writing) } throws: { error in
      guard case .corrupt = error as? LedgerError else { return false }
      return true
    }
  }
}
