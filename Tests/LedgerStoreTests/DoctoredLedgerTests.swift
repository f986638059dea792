import GRDB
import GridCore
import Laws
import Ledger
import LedgerStore
import LedgerStories
import Testing
import Words

/// What a hand with `sqlite3` may do to a ledger, each of which `verify` must find.
struct Doctoring: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let sql: String

  init(_ what: String, _ sql: String) {
    testDescription = what
    self.sql = sql
  }

  static let all = [
    Doctoring("a file deleted", "DELETE FROM file WHERE row = 2"),
    Doctoring("the last file deleted", "DELETE FROM file WHERE row = (SELECT max(row) FROM file)"),
    Doctoring("a record deleted", "DELETE FROM record WHERE seq = 2"),
    Doctoring("the record of an item deleted", "DELETE FROM record WHERE seq = 1"),
    Doctoring("raw bytes deleted", "DELETE FROM raw WHERE seq = 1"),
    Doctoring("an item deleted", "DELETE FROM item WHERE position = 1"),
    Doctoring("an entry deleted", "DELETE FROM entry WHERE seq = 2"),
    Doctoring("a notice deleted", "DELETE FROM notice WHERE row = 1"),
    Doctoring("the last notice deleted", "DELETE FROM notice WHERE row = (SELECT max(row) FROM notice)"),
    Doctoring("rules deleted", "DELETE FROM rules"),
    Doctoring("an incident deleted", "DELETE FROM entry WHERE kind = 'incident'"),
    Doctoring("the tail of the records cut", "DELETE FROM raw WHERE seq = 6; DELETE FROM record WHERE seq = 6"),
    Doctoring("the tail of the entries cut", "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)"),
    Doctoring("a raw byte flipped", "UPDATE raw SET bytes = CAST(replace(bytes, 'r1', 'r7') AS BLOB) WHERE seq = 1"),
    Doctoring("a record's digest changed", "UPDATE record SET sha256 = zeroblob(32) WHERE seq = 2"),
    Doctoring("a record's line changed", "UPDATE record SET line = 7 WHERE seq = 2"),
    Doctoring("a record's time changed", "UPDATE record SET received_at = received_at + 1 WHERE seq = 2"),
    Doctoring("a refusal changed", "UPDATE record SET text = 'another' WHERE seq = 4"),
    Doctoring("a refusal after a wait changed", "UPDATE record SET text = 'another' WHERE seq = 6"),
    Doctoring("a source changed", "UPDATE record SET source = 'nobody' WHERE seq = 1"),
    Doctoring("an item's state changed", "UPDATE item SET state = 'void', next_due = NULL WHERE position = 1"),
    Doctoring(
      "an item's state changed, and the tally with it",
      """
      UPDATE item SET state = 'void', next_due = NULL WHERE position = 1;
      UPDATE tally SET open = open - 1, void = void + 1
      """),
    Doctoring("an item's holder changed", "UPDATE item SET holder = 'subdistrict/command-centre' WHERE position = 1"),
    Doctoring("an item's rung changed", "UPDATE item SET rung = 2 WHERE position = 1"),
    Doctoring("an item's deadline changed", "UPDATE item SET deadline = deadline + 60 WHERE position = 1"),
    Doctoring("an item's revision changed", "UPDATE item SET revision = revision + 1 WHERE position = 1"),
    Doctoring("an entry's note changed", "UPDATE entry SET note = 'another' WHERE seq = 2"),
    Doctoring("an entry's rung changed", "UPDATE entry SET rung = 1 WHERE seq = 2"),
    Doctoring("a notice's addressee changed", "UPDATE notice SET addressee = 'triage' WHERE row = 1"),
    Doctoring("a notice's rung changed", "UPDATE notice SET rung = 1 WHERE row = 1"),
    Doctoring("a notice called delivered", "UPDATE notice SET state = 'delivered', delivered_at = 1 WHERE row = 2"),
    Doctoring("the head of the records changed", "UPDATE meta SET record_chain = zeroblob(32)"),
    Doctoring("the head of the entries changed", "UPDATE meta SET entry_chain = zeroblob(32)"),
    Doctoring("the number of records changed", "UPDATE meta SET records = records + 1"),
    Doctoring("the text of rules changed", "UPDATE rules SET text = CAST('other' AS BLOB)"),
    Doctoring("the digest of rules changed", "UPDATE rules SET digest = zeroblob(32)"),
    Doctoring("a file's count changed", "UPDATE file SET records = records + 1 WHERE row = 1"),
    Doctoring(
      "a file called taken",
      "UPDATE file SET state = 'taken', code = NULL, quarantine = NULL WHERE state = 'quarantined'"),
  ]

  static let tallies = [
    "files", "taken", "quarantined", "accepted", "rejected", "duplicate", "held", "open", "suspended", "resolved",
    "closed", "void", "on_site", "triage", "owed", "delivered", "escalations", "rules", "incidents",
  ].map { Doctoring("tally \($0)", "UPDATE tally SET \($0) = \($0) + 1") }

  static let gone = ["meta", "tally"].map { Doctoring("\($0) emptied", "DELETE FROM \($0)") }
}

@Suite struct DoctoredLedgerTests {
  @Test(arguments: Doctoring.all + Doctoring.tallies) func verifyFinds(_ doctoring: Doctoring) throws {
    let folder = try TemporaryFolder()
    let path = try Self.tellStory(in: folder)
    try Self.doctor(path, doctoring.sql)
    let ledger = try SQLiteLedger.open(path: path, writing: false)
    let broken = try ledger.verify(deep: false).laws.filter { !$0.ok }
    #expect(!broken.isEmpty)
    // Each names the row it stumbled over first, in both languages.
    for law in broken {
      #expect(Self.row(in: law.words.en, before: ":") != nil, "\(law.words.en)")
      #expect(Self.row(in: law.words.zh, before: "：") == Self.row(in: law.words.en, before: ":"), "\(law.words.zh)")
    }
  }

  /// The row that a law's text begins with: `record 7`.
  private static func row(in text: String, before colon: Character) -> String? {
    let words = text.prefix { $0 != colon }.split(separator: " ").suffix(2)
    let tables: Set<Substring> = ["file", "record", "raw", "item", "entry", "notice", "rules", "meta", "tally"]
    guard let table = words.first, tables.contains(table), let row = words.last, row != "0" else { return nil }
    return "\(table) \(row)"
  }

  @Test(arguments: Doctoring.gone) func aLedgerWithoutItsHeartIsCorrupt(_ doctoring: Doctoring) throws {
    let folder = try TemporaryFolder()
    let path = try Self.tellStory(in: folder)
    try Self.doctor(path, doctoring.sql)
    let ledger = try SQLiteLedger.open(path: path, writing: false)
    #expect { try ledger.verify(deep: false) } throws: { error in
      guard case .corrupt = error as? LedgerError else { return false }
      return true
    }
  }

  @Test func aCutTailIsFoundByWhatStoodBefore() throws {
    let folder = try TemporaryFolder()
    let path = try Self.tellStory(in: folder)
    let earlier = try SQLiteLedger.open(path: path, writing: false).standing()
    // Cut so well that the laws hold: only a memory outside tells.
    try Self.doctor(path, "UPDATE meta SET revision = revision - 1")
    #expect(try !SQLiteLedger.open(path: path, writing: false).continues(earlier))
  }

  /// Two reports, a duplicate, a refusal, a step, an expired step, a delivered notice, an incident.
  static func tellStory(in folder: TemporaryFolder) throws -> String {
    let path = folder.path("ledger.sqlite")
    let ledger = try SQLiteLedger.create(path: path)
    try ledger.adopt(TestTown.rulesRecord)
    let intake = TestIntake(ledger: ledger)
    try intake.take(TestFile(.report("r1")), TestFile(.report("r2", onSite: true)))
    try intake.take(
      TestFile(.report("r1")), TestFile(.unreadable("{"), outcome: .quarantined(code: "syntax", name: "x.json")),
      TestFile(.step("s1", .accept, on: "r1")), TestFile(.step("s2", .accept, on: "r9")))
    var batch = ReceivedBatch(at: noon(100), rules: intake.book.digest)
    batch.released = [(6, .rejected(code: "unknown-item", text: "nobody reported it"))]
    _ = try ledger.receive(batch)
    let due = try ledger.due(by: noon(8000), limit: 10)
    _ = try ledger.apply(due.compactMap { $0.pressed(at: noon(8000), under: intake.book) })
    try ledger.advance(publishing: [1], delivered: [1], at: noon(8000))
    try ledger.record(Incident(at: noon(), code: "clock-step", text: "back by a day"))
    let report = try ledger.verify(deep: true)
    for law in report.laws { #expect(law.ok, "\(law.law): \(law.words.en)") }
    try ledger.close()
    return path
  }

  /// Changes the file behind the ledger's back, as a hand with no regard for its guards would.
  static func doctor(_ path: String, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON; \(sql)")
    }
    try queue.close()
  }
}
