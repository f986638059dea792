import Foundation
import Testing

/// What people have of a release before: it is read as it is, migrated once by who writes, and proves at every stop.
@Suite(.crew) struct OldLedgerTests {
  static let schemas = [1, 2]
  private static let newest = 4
  private static let later = "2026-11-28T12:30:00Z"

  @Test(arguments: schemas) func itIsReadAsItIs(_ schema: Int) throws {
    let town = try Town(stored: schema)
    let before = town.contents(of: town.state + "/ledger.sqlite")
    let log = town.contents(of: town.state + "/ledger.sqlite-wal")
    #expect(try town.export().count == 63)
    let items = try town.items()
    #expect(items.count == 21)
    for item in items { _ = try town.show(try #require(item["item"].text)) }
    try town.gridpost("why", items[0]["item"].text ?? "").exits(0)
    #expect(try town.status()["records"]["held"] == 2)
    try town.verify()
    try town.gridpost("backup", town.folder + "/copy.sqlite").exits(0)
    #expect(town.contents(of: town.state + "/ledger.sqlite") == before)
    #expect(town.contents(of: town.state + "/ledger.sqlite-wal") == log)
  }

  @Test(arguments: schemas) func aPassMigratesItAndEveryAnswerStays(_ schema: Int) throws {
    let town = try Town(stored: schema)
    let (records, papers) = (try town.export(), try town.papers().count)
    let histories = try town.histories()
    try town.gridpost("pass", "--at", Self.later).exits(0).says("migrated from schema \(schema) to")
    try town.verify()
    #expect(
      try Array(town.export().map { $0.without("notices") }.prefix(records.count))
        == records.map { $0.without("notices") })
    for (item, history) in try town.histories() {
      if let old = histories[item] { #expect(Array(history.prefix(old.count)) == old, "\(item)") }
    }
    // What was owed, announced and claimed comes now, and nothing twice: four reports wait for theirs.
    #expect(try town.papers().count == papers + 4)
    #expect(try town.status()["notices"]["pending"] == 0)
    // A second time there is nothing to do.
    #expect(try !town.gridpost("pass", "--at", Self.later).exits(0).said.contains("migrated"))
    #expect(try town.papers().count == papers + 4)
    try town.verify()
  }

  @Test(arguments: schemas) func aCopyOfItIsRestored(_ schema: Int) throws {
    let town = try Town(stored: schema)
    let copy = town.folder + "/copy.sqlite"
    try town.gridpost("backup", copy).exits(0)
    let records = try town.export()
    try town.pass(at: Self.later)
    try town.gridpost("restore", copy).exits(0)
    try town.verify()
    #expect(try town.export().map { $0["seq"] } == records.map { $0["seq"] })
    let papers = try town.papers().count
    try town.pass(at: Self.later)
    try town.verify()
    #expect(try town.papers().count == papers)
  }

  /// Whichever write it dies in, the ledger is the old one or the new one, and the next pass goes on.
  @Test(.enabled(if: Tools.strace && Tools.sqlite, "strace or sqlite3 is not here"))
  func killedInTheMiddleItIsWhole() throws {
    var schema = 1
    for number in 1..<200 where schema == 1 {
      let town = try Town(stored: 1)
      town.wrapper = Strace.command("pwrite64", "signal=KILL:when=\(number)")
      #expect(try town.gridpost("pass", "--at", Self.later).code != 0, "it wrote no more than \(number) times")
      town.wrapper = []
      try town.gridpost("verify").exits(0, "killed in write \(number)")
      schema = try #require(Int(town.sqlite("PRAGMA user_version").trimmingCharacters(in: .whitespacesAndNewlines)))
      // It had met nothing but the migration so far.
      guard number == 1 || schema == Self.newest else { continue }
      try town.pass(at: Self.later)
      try town.verify()
    }
    #expect(schema == Self.newest)
  }
}

extension Town {
  /// A town whose state and rules are a stored ledger's.
  convenience init(stored schema: Int) throws {
    try self.init(nil)
    let tests = (0..<2).reduce(URL(fileURLWithPath: #filePath)) { path, _ in path.deletingLastPathComponent() }
    let stored = tests.appendingPathComponent("Fixtures/ledgers/\(schema)").path
    try FileManager.default.removeItem(atPath: state)
    try FileManager.default.copyItem(atPath: stored + "/state", toPath: state)
    try FileManager.default.copyItem(atPath: stored + "/rules.yaml", toPath: rulesFile)
  }

  /// Every item's history, by its id.
  fileprivate func histories() throws -> [String: [JSON]] {
    var histories: [String: [JSON]] = [:]
    for item in try items() {
      if let id = item["item"].text { histories[id] = try show(id)["history"].array }
    }
    return histories
  }
}
