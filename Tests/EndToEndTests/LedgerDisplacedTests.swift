import Foundation
import Glibc
import Testing

/// A daemon whose ledger is taken from under it stops, and what was ours stays ours.
@Suite(.crew) struct LedgerDisplacedTests {
  enum Deed: String, CaseIterable {
    case movedAway, movedWithItsLog, replacedByACopy, logRemoved, logReplaced, indexRemoved

    /// The file whose absence is told.
    var file: String {
      switch self {
      case .movedAway, .movedWithItsLog, .replacedByACopy: "ledger.sqlite"
      case .logRemoved, .logReplaced: "ledger.sqlite-wal"
      case .indexRemoved: "ledger.sqlite-shm"
      }
    }
  }

  @Test(arguments: Deed.allCases)
  func aDaemonStopsBeforeItWritesIntoAFileNobodyWillFind(_ deed: Deed) throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.ndjson", report("a"), report("b"))
    try town.settle()
    let marker = town.contents(of: town.state + "/ledger.marker")
    try commit(deed, in: town)
    try town.drop("c.json", report("c"))
    #expect(try daemon.exit(within: 6) == 74, "\(deed): \(daemon.said)")
    #expect(daemon.said.contains(town.state + "/" + deed.file), "\(daemon.said)")
    #expect(try whatWaits(in: town) == ["c.json"], "\(deed)")
    #expect(
      town.contents(of: town.state + "/ledger.marker") == marker, "a marker was written for a ledger that is gone")
    try undo(deed, in: town)
    try town.run()
    try town.settle()
    #expect(try town.status()["records"]["accepted"] == 3, "\(deed)")
    #expect(try town.papers().count == 3)
    try town.gridpost("verify", "--deep").exits(0, "\(deed)")
  }

  @Test func aStopDoesNotVouchForALedgerThatIsGone() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let marker = town.contents(of: town.state + "/ledger.marker")
    try move("ledger.sqlite", in: town)
    #expect(try daemon.stop(within: 6) == 74)
    #expect(town.contents(of: town.state + "/ledger.marker") == marker)
    #expect(access(town.state + "/ledger.sqlite", F_OK) != 0, "the ledger was made anew")
    for command in ["run", "pass", "status"] {
      try town.gridpost(command).exits(74, command).says(town.state + "/ledger.sqlite")
    }
  }

  private func commit(_ deed: Deed, in town: Town) throws {
    switch deed {
    case .movedAway: try move("ledger.sqlite", in: town)
    case .movedWithItsLog: for name in ["", "-wal", "-shm"] { try move("ledger.sqlite" + name, in: town) }
    case .replacedByACopy: try replaceByACopy("ledger.sqlite", in: town)
    case .logRemoved: unlink(town.state + "/ledger.sqlite-wal")
    case .logReplaced: try replaceByACopy("ledger.sqlite-wal", in: town)
    case .indexRemoved: unlink(town.state + "/ledger.sqlite-shm")
    }
  }

  private func undo(_ deed: Deed, in town: Town) throws {
    for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
      let moved = "\(town.folder)/\(name)"
      guard access(moved, F_OK) == 0, deed != .logReplaced else { continue }
      #expect(rename(moved, "\(town.state)/\(name)") == 0)
    }
  }

  private func move(_ name: String, in town: Town) throws {
    guard rename("\(town.state)/\(name)", "\(town.folder)/\(name)") == 0 else {
      throw HarnessFailure("cannot move \(name)")
    }
  }

  private func replaceByACopy(_ name: String, in town: Town) throws {
    let bytes = try #require(town.contents(of: "\(town.state)/\(name)"))
    let copy = "\(town.state)/.copy"
    try town.write(bytes: bytes, to: Array(copy.utf8))
    try move(name, in: town)
    guard rename(copy, "\(town.state)/\(name)") == 0 else { throw HarnessFailure("cannot replace \(name)") }
  }

  /// Names of what a producer dropped and nobody has taken yet, claimed or not.
  private func whatWaits(in town: Town) throws -> [String] {
    let paths = FileManager.default.enumerator(atPath: town.inbox)?.compactMap { $0 as? String } ?? []
    return paths.map { ($0 as NSString).lastPathComponent }.filter { $0.hasSuffix(".json") }
  }
}
