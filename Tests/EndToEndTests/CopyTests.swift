import Foundation
import Glibc
import Testing

/// `backup` and `restore`: a copy beside a running daemon, put in the ledger's place, and nothing laid down twice.
@Suite(.crew) struct CopyTests {
  /// The id and the place of every notice that was ever seen in the outbox; consumers take them all.
  private func takeNotices(of town: Town) throws -> [String] {
    try town.papers().map { paper in
      let place = paper.address + "/" + paper.name
      unlink(town.outbox + "/" + place)
      return place
    }
  }

  private func ledgerFiles(of town: Town) -> [String: Data] {
    var files: [String: Data] = [:]
    for name in town.names(in: town.state).map({ String(decoding: $0, as: UTF8.self) }) where name.hasPrefix("ledger") {
      files[name] = FileManager.default.contents(atPath: town.state + "/" + name)
    }
    return files
  }

  /// A town with a copy of its ledger beside it, and a notice that was laid down since.
  private func townThatWentOnAfterItsCopy() throws -> Town {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.gridpost("backup", "copy").exits(0)
    try town.drop("b.json", report("b"))
    try town.pass(at: Moment.monday11)
    return town
  }

  @Test func anAnswerThatCannotBeWrittenIsNoSuccess() throws {
    let town = try townThatWentOnAfterItsCopy()
    town.wrapper = ["sh", "-c", "exec \"$0\" \"$@\" >/dev/full"]
    try town.gridpost("backup", "another", "--json").exits(74)
    try town.gridpost("restore", "copy", "--json").exits(74)
    town.wrapper = []
    try town.verify()
  }

  @Test func aCopyIsMadeBesideARunningDaemonAndNoHalfOne() throws {
    let town = try Town()
    try town.run()
    for index in 0..<60 { try town.drop("r\(index).json", report("r\(index)")) }
    let before = town.names(in: town.state)
    for index in 0..<5 {
      for more in 0..<20 { try town.drop("m\(index)-\(more).json", report("m\(index)-\(more)")) }
      let answer = try town.gridpost("backup", "--json", "copy\(index)").exits(0).json()
      #expect(answer["records"].int != nil && answer["epoch"] == 1)
    }
    try town.settle()
    #expect(town.names(in: town.state) == before, "backup left something in the state")
    // Each copy is a whole ledger: in a state of its own it verifies and can be read.
    for index in 0..<5 {
      let other = try Town()
      try FileManager.default.copyItem(atPath: town.folder + "/copy\(index)", toPath: other.state + "/ledger.sqlite")
      try other.gridpost("verify", "--deep").exits(0)
    }
    let copy = try #require(town.contents(of: town.folder + "/copy0"))
    try town.gridpost("backup", "copy0").exits(64).says("copy0", "exists")
    #expect(town.contents(of: town.folder + "/copy0") == copy)
    try town.gridpost("backup", "nowhere/copy").exits(74)
    #expect(town.names(in: town.folder).allSatisfy { !String(decoding: $0, as: UTF8.self).hasSuffix(".tmp") })
    try Town().gridpost("backup", "copy").exits(66)
  }

  @Test func whatIsNoCopyIsRefusedAndChangesNothing() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.gridpost("backup", "copy").exits(0)
    let copy = try #require(town.contents(of: town.folder + "/copy"))
    let before = ledgerFiles(of: town)
    try town.write(bytes: Array("nothing".utf8), to: Array((town.folder + "/garbage").utf8))
    try town.write(bytes: Array(copy.prefix(9_000)), to: Array((town.folder + "/half").utf8))
    try town.gridpost("restore", "none").exits(66)
    try town.gridpost("restore", "garbage").exits(65).says("garbage", "nothing was changed")
    for (copy, damage) in [("garbage", "数据库报告"), ("half", "台账已损坏")] {
      let outcome = try town.gridpost("restore", copy, environment: ["LC_ALL": "zh_CN.UTF-8"]).exits(65).says(damage)
      #expect(outcome.said.components(separatedBy: "未作任何更改").count == 2, "\(outcome.said)")
      #expect(!outcome.said.contains("ledger damaged"), "\(outcome.said)")
    }
    try town.gridpost("restore", "half").exits(65)
    try town.gridpost("restore", town.folder).exits(65)
    try town.gridpost("restore", town.state + "/ledger.sqlite").exits(64)
    #expect(ledgerFiles(of: town) == before)
    let daemon = try town.run()
    try town.gridpost("restore", "copy").exits(75)
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  /// Everything that was laid down after the copy was made: none of it is laid down again, though consumers took all of it.
  @Test func whatWasLaidDownSinceIsNotLaidDownAgain() throws {
    let town = try Town()
    try town.drop("1.ndjson", report("a"), report("b"), report("t", matter: nil))
    try town.pass(at: Moment.monday10)
    var laid = try takeNotices(of: town)
    try town.gridpost("backup", "copy").exits(0)
    let later = [report("c"), report("d", matter: "UM-002"), step("resolve", on: "b", id: "s1")]
    try town.drop("2.ndjson", text: later.map(\.rendered).joined(separator: "\n") + "\n")
    try town.pass(at: Moment.monday11)
    laid += try takeNotices(of: town)
    // A rung fires for a, and for c.
    try town.pass(at: "2026-03-02T13:00:01+08:00")
    laid += try takeNotices(of: town)
    #expect(laid.count == 7 && Set(laid).count == 7)

    let answer = try town.gridpost("restore", "--json", "copy").exits(0).json()
    #expect(answer["notices_carried"] == 4 && answer["all_known"] == true, "\(answer.rendered)")
    #expect(answer["before"]["records"] == 6 && answer["records"] == 3)
    let kept = try #require(answer["kept"].text)
    #expect(FileManager.default.fileExists(atPath: kept))
    try town.verify()
    // Nothing but this ledger is accepted.
    let restored = try #require(town.contents(of: town.state + "/ledger.sqlite"))
    try town.write(bytes: try #require(town.contents(of: kept)), to: Array((town.state + "/ledger.sqlite").utf8))
    try town.gridpost("status").exits(74)
    try town.write(bytes: restored, to: Array((town.state + "/ledger.sqlite").utf8))

    try town.pass(at: "2026-03-02T13:00:02+08:00")
    try town.drop("1.ndjson", report("a"), report("b"), report("t", matter: nil))
    try town.drop("2.ndjson", text: later.map(\.rendered).joined(separator: "\n") + "\n")
    try town.pass(at: "2026-03-02T13:00:03+08:00")
    try town.pass(at: "2026-03-02T16:00:04+08:00")
    let again = try takeNotices(of: town)
    #expect(Set(again).isDisjoint(with: laid), "\(again)")
    let status = try town.status()
    #expect(status["records"]["duplicate"] == 3 && status["notices"]["pending"] == 0)
    try town.verify()
    #expect(try town.gridpost("export").out.contains(#""state":"pending""#) == false)
  }

  /// Without the ledger before, what lies in the outbox counts as laid down.
  @Test(arguments: ["missing", "scrambled"]) func theOutboxTellsWhatALostLedgerCannot(_ damage: String) throws {
    let town = try townThatWentOnAfterItsCopy()
    let ledger = town.state + "/ledger.sqlite"
    if damage == "missing" {
      for name in ledgerFiles(of: town).keys where name.hasPrefix("ledger.sqlite") { unlink(town.state + "/" + name) }
    } else {
      try town.write(bytes: Array(repeating: 0x5a, count: 50_000), to: Array(ledger.utf8))
    }
    try town.gridpost("run").exits(74)
    let answer = try town.gridpost("restore", "copy", "--json").exits(0).json()
    #expect(answer["all_known"] == false && answer["notices_carried"] == 1, "\(answer.rendered)")
    try town.verify()
    let papers = try town.papers().map { $0.address + "/" + $0.name }
    try town.drop("b.json", report("b"))
    try town.pass(at: Moment.monday12)
    #expect(try town.papers().map { $0.address + "/" + $0.name }.sorted() == papers.sorted())
    try town.verify()
  }

  /// Killed at any call that changes a name: the next start goes on with one of the two, or says to restore again, which works.
  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: ["rename", "unlink", "link", "fsync"])
  func aKilledRestoreLeavesOneLedgerOrTheOther(_ call: String) throws {
    for count in 1...14 {
      let town = try townThatWentOnAfterItsCopy()
      let laid = try takeNotices(of: town)
      town.wrapper = [
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=/^\(call)", "-e",
        "inject=/^\(call):signal=KILL:when=\(count)",
      ]
      let killed = try town.gridpost("restore", "copy")
      town.wrapper = []
      let start = try town.gridpost("pass", "--at", "2026-03-02T11:00:01+08:00")
      if start.code != 0 {
        start.exits(74).says("gridpost restore")
        try town.gridpost("restore", "copy").exits(0)
      }
      try town.drop("b.json", report("b"))
      try town.pass(at: "2026-03-02T11:00:02+08:00")
      #expect(try Set(takeNotices(of: town)).isDisjoint(with: laid), "\(call) \(count)")
      #expect(try town.status()["records"]["accepted"] == 2)
      try town.verify()
      if killed.code == 0 { return }
    }
  }
}
