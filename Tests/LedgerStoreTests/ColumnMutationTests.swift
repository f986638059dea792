import GRDB
import GridCore
import Laws
import Ledger
import LedgerStories
import Testing
import Words

@testable import LedgerStore
@testable import Postings

/// One value changed anywhere, in any column of any table: `verify` finds it.
@Suite struct ColumnMutationTests {
  /// Columns whose value nobody relies on, each with the reason. There are none.
  private static let exceptions: [String: String] = [:]

  /// What signals count is proved by rules that read, which this story has not: IntegrityTests change every column of it.
  private static let unproven: Set<String> = ["signal"]

  @Test func aValueChangedInAnyColumnIsFound() throws {
    let folder = try TemporaryFolder()
    let path = try Self.tellLongStory(in: folder)
    let whole = try folder.read("ledger.sqlite")
    var changed = 0
    for mutation in try Self.mutations(of: path) {
      let copy = folder.path("copy.sqlite")
      try folder.write(whole, to: "copy.sqlite")
      let done = try Self.apply(mutation, to: copy)
      let isFound = try Self.isFound(copy)
      if Self.exceptions[mutation.column] == nil {
        #expect(!done || isFound, "\(mutation.sql)")
      } else if done {
        #expect(!isFound, "\(mutation.column) is no exception any more: \(mutation.sql)")
      }
      changed += done ? 1 : 0
      for name in folder.names where name.hasPrefix("copy.sqlite") { folder.remove(name) }
    }
    #expect(changed > 500)
  }

  struct Mutation {
    let column: String
    let sql: String
  }

  /// For the first and the last value, and the first NULL, of every column: another value of the column, and one that is near it.
  private static func mutations(of path: String) throws -> [Mutation] {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      return try tables.filter { !unproven.contains($0) }.flatMap { table in
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
        #expect(count > 0, "the story leaves \(table) empty")
        return try Row.fetchAll(db, sql: "SELECT name, type FROM pragma_table_info('\(table)')").flatMap { column in
          mutations(of: table, column["name"], type: column["type"])
        }
      }
    }
  }

  private static func mutations(of table: String, _ column: String, type: String) -> [Mutation] {
    let other =
      "(SELECT \(column) FROM \(table) o WHERE o.\(column) IS NOT t.\(column) AND o.\(column) IS NOT NULL LIMIT 1)"
    let near =
      switch type {
      case "INTEGER": ["\(column) + 1", "\(column) - 1"]
      case "TEXT": ["\(column) || 'x'", "''"]
      default: ["zeroblob(length(\(column)))", "\(column) || x'78'"]
      }
    let fresh = ["INTEGER": "1", "TEXT": "'x'"][type] ?? "zeroblob(32)"
    var mutations: [Mutation] = []
    func add(_ value: String, where condition: String) {
      mutations.append(
        Mutation(
          column: "\(table).\(column)",
          sql:
            "UPDATE \(table) AS t SET \(column) = \(value) WHERE rowid = (\(condition)) AND \(column) IS NOT \(value)"))
    }
    for end in ["min", "max"] {
      let place = "SELECT \(end)(rowid) FROM \(table) WHERE \(column) IS NOT NULL"
      for value in near + [other, "NULL"] { add(value, where: place) }
    }
    // What no count can have come to may stop a process, and not only a law.
    let extremes = type == "INTEGER" ? ["9223372036854775807", "-9223372036854775808"] : []
    for value in extremes { add(value, where: "SELECT max(rowid) FROM \(table) WHERE \(column) IS NOT NULL") }
    for value in [fresh, other] { add(value, where: "SELECT min(rowid) FROM \(table) WHERE \(column) IS NULL") }
    return mutations
  }

  /// Whether a value was changed; what the database itself refuses to hold is not.
  private static func apply(_ mutation: Mutation, to path: String) throws -> Bool {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = OFF") }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.write { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      do {
        try db.execute(sql: mutation.sql)
      } catch let error as DatabaseError where [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH].contains(error.resultCode) {
        return false
      }
      return db.changesCount == 1
    }
  }

  private static func isFound(_ path: String) throws -> Bool {
    let ledger = try SQLiteLedger.open(path: path, writing: false)
    do {
      return try !ledger.verify(deep: false).ok
    } catch LedgerError.corrupt {
      return true
    }
  }

  /// Something in every column of every table.
  private static func tellLongStory(in folder: TemporaryFolder) throws -> String {
    let path = try DoctoredLedgerTests.tellStory(in: folder)
    let ledger = try SQLiteLedger.open(path: path, writing: true)
    let text = Array("other rules\n".utf8)
    var intake = TestIntake(ledger: ledger)
    intake.book = TestTown.book(text, visits: TestTown.inspections)
    var rules = TestTown.rulesRecord
    (rules.digest, rules.text, rules.loadedAt, rules.duties) = (intake.book.digest, text, noon(9000), 2)
    rules.definitions = ["日检", "周走"].map { .init(source: EventIdentity.rounds, name: $0, text: "每日 \($0)") }
    try ledger.adopt(rules)
    try intake.take(TestFile(.report("r3", matter: "unheard of")), TestFile(.step("s3", .resolve, on: "r4")))
    try intake.take(TestFile(.report("r4")), at: noon(9001))
    var late = TestFile(.step("s4", .void, on: "r3"), .step("s5", .accept, on: "r9"), outcome: .reading(offset: 40))
    late.trace.producer = Array("desk".utf8)
    late.trace.born = 7
    let row = try intake.take(late)
    let broken = try intake.take(TestFile(.unreadable("["), outcome: .quarantined(code: "syntax", name: "y.json")))
    try ledger.renameQuarantined(file: broken[0], to: "y.json.1")
    var second = late
    (second.records, second.outcome, second.continues) = ([.report("r5")], .taken, row[0])
    try intake.take(second)
    try intake.take(TestFile(.report("r6"), outcome: .reading(offset: 9)))
    var unread = ReceivedBatch(at: noon(9002), rules: intake.book.digest)
    unread.files = [
      ReceivedFile(
        trace: TestFile(.report("r7")).trace, sha256: nil, outcome: .quarantined(code: "symlink", name: "z"),
        continues: nil)
    ]
    unread.replayed = 1
    _ = try ledger.receive(unread)
    let owed = try ledger.owed(after: 0, limit: 100, bytes: 1 << 20).map(\.row)
    try ledger.advance(publishing: Array(owed.prefix(3)), delivered: [owed[0], owed[2]], at: noon(9003))
    let full = #""risk":"red","grid":"heshuikou-01","points":["气瓶","配电箱"],"by":"李","note":"复查""#
    try intake.take(
      TestFile(.rating("g1", "甲店", more: #""risk":"none""#), .rating("g2", "甲店", more: full)), at: noon(9003))
    try intake.take(TestFile(.rating("g3", "乙厂", more: #""risk":"blue""#)), at: noon(9004))
    try intake.takeOwn(["heshuikou-01", "heshuikou-02"], at: noon(9003))
    try intake.take(
      TestFile(.report("v1", subject: "甲店"), .report("v2", subject: "甲店"), .report("v3", subject: "乙厂")), at: noon(9004)
    )
    try intake.take(TestFile(.step("s6", .resolve, on: "v1")), at: noon(9005))
    try intake.take(TestFile(.report("v4", onSite: true, subject: "乙厂")), at: noon(9006))
    try intake.take(TestFile(.report("v5", source: "rounds", onSite: true, subject: "乙厂")), at: noon(100_000))
    try ledger.record(Incident(at: noon(100_000), code: "rules", text: "unusable"))
    let report = try ledger.verify(deep: true)
    for law in report.laws { #expect(law.ok, "\(law.law): \(law.words.en)") }
    // All of it is in the one file now.
    try ledger.close()
    return path
  }
}

@Suite struct RowRangesTests {
  @Test func rowsAreToldInFewWordsAndReadAgain() {
    for (rows, text) in [([1], "1"), ([3, 1, 2], "1-3"), ([1, 2, 5, 7, 8], "1-2,5,7-8")] as [([Int64], String)] {
      #expect(RowRanges(rows).text == text)
      #expect(RowRanges(text: text)?.ranges.flatMap { Array($0) } == rows.sorted())
    }
    for text in ["", "-", "0", "2-1", "1-", "1,", "1-2-3", "x", "-1"] {
      #expect(RowRanges(text: text) == nil, "\(text)")
    }
  }
}
