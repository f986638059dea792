import Foundation
import Glibc
import Testing

/// A ledger that was once made and is not what it was is never answered as if it were new.
@Suite(.crew) struct LedgerRefusalTests {
  enum Damage: String, CaseIterable {
    case missing, empty, garbage, older, cutShort, scrambled
  }

  @Test(arguments: Damage.allCases)
  func aLedgerThatIsNotWhatItWasIsRefused(_ damage: Damage) throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(try daemon.stop() == 0)
    let copy = try files(of: town)
    let second = try town.run()
    try town.drop("b.json", report("b"))
    try town.settle()
    #expect(try second.stop() == 0)
    try inflict(damage, on: town, copy: copy)
    try town.drop("c.json", report("c"))
    let before = try files(of: town)

    for command in [["run"], ["pass"], ["status"], ["status", "--json"]] {
      try town.gridpost(command).exits(74, "\(damage) \(command)").says("ledger.sqlite")
    }
    if [.missing, .older].contains(damage) {
      try town.gridpost("pass").exits(74).says("own files back", "gridpost restore COPY")
      try town.gridpost("pass", environment: ["LC_ALL": "zh_CN.UTF-8"]).exits(74).says("放回", "gridpost restore 副本")
    }
    try town.gridpost("verify").exits(1, "\(damage) verify")
    #expect(town.waiting() == ["c.json"], "the inbox was touched")
    #expect(try files(of: town)["ledger.sqlite"] == before["ledger.sqlite"], "the ledger was touched")
    #expect(town.quarantined().isEmpty)
  }

  @Test(arguments: ["folder", "pipe", "device", "loop"])
  func whatIsNoFileInTheLedgersPlaceIsRefused(_ kind: String) throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let ledger = town.state + "/ledger.sqlite"
    for name in try files(of: town).keys { unlink(town.state + "/" + name) }
    let made =
      switch kind {
      case "folder": mkdir(ledger, 0o755)
      case "pipe": mkfifo(ledger, 0o644)
      case "device": symlink("/dev/null", ledger)
      default: symlink("ledger.sqlite", ledger)
      }
    #expect(made == 0)
    for command in [["run"], ["pass"], ["status"]] {
      try town.gridpost(command, within: 20).exits(74, "\(kind) \(command)").says(ledger, "in the ledger's place")
    }
    try town.gridpost("verify", within: 20).exits(1, kind).says(ledger, "in the ledger's place")
  }

  @Test func aKilledDaemonLeavesALedgerThatIsTaken() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    daemon.kill()
    try town.gridpost("status").exits(0)
    try town.gridpost("pass").exits(0)
    #expect(try town.status()["records"]["accepted"] == 1)
    try town.verify()
  }

  /// Damage that only a later read meets is told as well as damage met at the opening.
  @Test func aPageFoundBrokenNamesTheLedgerAndWhatToDo() throws {
    let town = try Town()
    for index in 0..<30 { try town.drop("r\(index).json", report("r\(index)", ["summary": "长"])) }
    try town.pass(at: Moment.monday10)
    let ledger = town.state + "/ledger.sqlite"
    let whole = try #require(town.contents(of: ledger))
    var refused: Set<String> = []
    for page in 2..<whole.count / 4_096 {
      var bytes = whole
      bytes.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: [UInt8](repeating: 0x5a, count: 4_096))
      try town.write(bytes: bytes, to: Array(ledger.utf8))
      for command in ["list", "export"] {
        let outcome = try town.gridpost(command)
        guard outcome.code != 0 else { continue }
        outcome.exits(74, "\(command), page \(page)").says(ledger, "damaged", "put an undamaged copy")
        refused.insert(command)
      }
    }
    #expect(refused == ["list", "export"], "no page that was met")
  }

  private func files(of town: Town) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in town.names(in: town.state).map({ String(decoding: $0, as: UTF8.self) })
    where name.hasPrefix("ledger.sqlite") {
      files[name] = FileManager.default.contents(atPath: town.state + "/" + name)
    }
    return files
  }

  private func inflict(_ damage: Damage, on town: Town, copy: [String: Data]) throws {
    let ledger = town.state + "/ledger.sqlite"
    let whole = try #require(FileManager.default.contents(atPath: ledger))
    for name in try files(of: town).keys { unlink(town.state + "/" + name) }
    switch damage {
    case .missing: break
    case .empty: try town.write(bytes: [], to: Array(ledger.utf8))
    case .garbage: try town.write(bytes: Array(repeating: 0x5a, count: 100_000), to: Array(ledger.utf8))
    case .cutShort: try town.write(bytes: Array(whole.prefix(5_000)), to: Array(ledger.utf8))
    case .scrambled:
      let bytes = Array(whole.prefix(4_096)) + Array(repeating: 0x5a, count: max(whole.count - 4_096, 0))
      try town.write(bytes: bytes, to: Array(ledger.utf8))
    case .older:
      for (name, data) in copy { try town.write(bytes: Array(data), to: Array((town.state + "/" + name).utf8)) }
    }
  }
}
