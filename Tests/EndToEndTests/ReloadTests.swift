import Foundation
import Glibc
import Testing

/// New rules while the daemon runs.
@Suite(.crew) struct ReloadTests {
  private static let slack = 5.0

  @Test func reassigningADutyIsOneLine() throws {
    let rules = Rules()
    let town = try Town(rules)
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let received = try #require(try town.show(of: "a")["received_at"].text)
    let before = try town.show(of: "a", at: received)
    try town.write(rulesText: rules.text.replacingOccurrences(of: "post: patrol\n", with: "post: info\n"))
    daemon.signal(SIGHUP)
    let digest = try town.json("check")["digest"]
    try town.until("the new rules are in force", within: 10) { try town.status()["rules"]["digest"] == digest }
    try town.drop("b.json", report("b"))
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/info", of: "b")
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    #expect(try town.show(of: "a", at: received) == before)
    #expect(try town.show(of: "b")["assigned_by"]["rules"] == digest)
    try town.verify()
  }

  @Test func aChangedLimitLeavesRunningDeadlinesAlone() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.write(
      Rules().with {
        $0.duties[0].deadline = "15m"
        $0.duties[0].group = "work-safety"
      })
    try town.drop("b.json", report("b"))
    try town.pass(at: "2026-03-02T10:30:00+08:00")
    #expect(try town.show(of: "a")["deadline"] == "2026-03-02T04:00:00Z")
    #expect(try town.show(of: "b")["deadline"] == "2026-03-02T02:45:00Z")
    #expect(try town.papers().count == 2)
    try town.pass(at: Moment.monday12AndASecond)
    try town.expectNotice(at: "heshuikou/group/work-safety", of: "b", rung: 1)
    #expect(try town.papers().count == 4)
  }

  @Test func aSaveIsNoticedWithoutASignal() throws {
    let town = try Town()
    try town.run()
    try town.write(Rules().with { $0.duties[0].post = "info" })
    let digest = try town.json("check")["digest"]
    try town.until("the new rules are in force", within: 10 + Self.slack) {
      try town.status()["rules"]["digest"] == digest
    }
  }

  @Test(arguments: ["typo", "missing"])
  func aBrokenSaveKeepsTheLastGoodRulesAndShows(_ kind: String) throws {
    let rules = Rules()
    let town = try Town(rules)
    let daemon = try town.run()
    let digest = try town.status()["rules"]["digest"]
    if kind == "typo" {
      try town.write(rules.with { $0.duties[0].post = "patroll" })
    } else {
      unlink(town.rulesFile)
    }
    daemon.signal(SIGHUP)
    try town.until("degraded", within: 5 + Self.slack) {
      let status = try town.status()
      return status["rules"]["ok"] == false && !status["degraded"].array.isEmpty
    }
    #expect(try town.status()["rules"]["digest"] == digest)
    try town.drop("a.json", report("a"))
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    try town.write(rules)
    try town.until("well again", within: 10 + Self.slack) {
      let status = try town.status()
      return status["rules"]["ok"] == true && status["degraded"] == []
    }
    try town.verify()
  }

  @Test func aSaveThatIsTooLargeIsAnOrdinaryFault() throws {
    let town = try Town()
    let daemon = try town.run()
    let digest = try town.status()["rules"]["digest"]
    try town.write(rulesText: Rules.padded(to: 1 << 20 + 1))
    func isTold() throws -> Bool {
      let status = try town.status()
      let fault = status["degraded"].array.first { $0["code"] == "rules" }
      return status["rules"]["ok"] == false && status["rules"]["digest"] == digest
        && fault?["text"].text?.contains("rules.yaml:1:1: the file has more than 1 MiB") == true
    }
    try town.until("the fault is told", within: 10 + Self.slack, isTold)
    #expect(try daemon.stop() == 0)
    #expect(try town.status()["rules"]["ok"] == false)
    try town.run()
    try town.until("the fault is told at the start", within: 5 + Self.slack, isTold)
    try town.drop("a.json", report("a"))
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    try town.write(rulesText: Rules.padded(to: 1 << 20))
    try town.until("well again", within: 10 + Self.slack) { try town.status()["degraded"] == [] }
  }

  @Test func manySavesInASecondEndInTheLast() throws {
    let town = try Town()
    try town.run()
    for index in 0..<100 {
      try town.write(Rules().with { $0.duties[0].post = index % 2 == 0 ? "info" : "patrol" })
      if index % 10 == 0 { try town.drop("e-\(index).json", report("e-\(index)")) }
      usleep(10_000)
    }
    try town.write(Rules().with { $0.duties[0].post = "livelihood" })
    let digest = try town.json("check")["digest"]
    try town.until("the last save is in force", within: 10 + Self.slack) {
      try town.status()["rules"]["digest"] == digest
    }
    try town.drop("last.json", report("last"))
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/livelihood", of: "last")
    #expect(try town.papers().count == 11)
    #expect(try town.status()["degraded"] == [])
    try town.verify()
  }

  @Test func aGridThatGoesKeepsItsItems() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.write(Rules().with { $0.communities[0].grids = 2 })
    try town.drop("b.json", report("b"))
    try town.pass(at: Moment.monday12AndASecond)
    try town.expectNotice(at: "triage", of: "b")
    #expect(try town.show(of: "a")["rung"] == 1)
    try town.expectNotice(at: "heshuikou/group/city-appearance", of: "a", rung: 1)
    try town.verify()
  }

  @Test func editingInPlaceAndSwappingALinkAreSavesToo() throws {
    let town = try Town()
    try town.run()
    let info = Rules().with { $0.duties[0].post = "info" }
    try town.write(bytes: Array(info.text.utf8), to: Array(town.rulesFile.utf8))
    var digest = try town.json("check")["digest"]
    try town.until("the edit is in force", within: 10 + Self.slack) { try town.status()["rules"]["digest"] == digest }
    let other = town.folder + "/other.yaml"
    try town.write(bytes: Array(Rules().with { $0.duties[0].post = "livelihood" }.text.utf8), to: Array(other.utf8))
    unlink(town.rulesFile)
    #expect(symlink("other.yaml", town.rulesFile) == 0)
    digest = try town.json("check")["digest"]
    try town.until("the link is in force", within: 10 + Self.slack) { try town.status()["rules"]["digest"] == digest }
  }
}
