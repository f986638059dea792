import Foundation
import Glibc
import Testing

/// What was decided under the old rules is moved by an order: what is listed, once, and with its deadline as it was.
@Suite(.crew) struct RedispatchTests {
  /// The first duty's matters that have no post of their own go to another post.
  private static let new = Rules().with { $0.duties[0].post = "livelihood" }

  private static let patrol = "heshuikou/heshuikou-03/patrol"
  private static let livelihood = "heshuikou/heshuikou-03/livelihood"
  private static let inforce = "2026-03-02T10:30:00+08:00"
  private static let ordered = "2026-03-02T11:00:00+08:00"

  private func order(
    _ town: Town, id: String = "o1", source: String = "ops", _ more: [String: JSON] = [:]
  ) throws -> JSON {
    var order: [String: JSON] = [
      "id": .text(id), "source": .text(source), "type": "redispatch", "by": "老王", "note": "改了岗位",
      "rules": try town.status()["rules"]["digest"],
    ]
    for (key, value) in more { order[key] = value }
    return .object(order)
  }

  /// A town with three reports under the old rules, of which one is in somebody's hands and one suspended, under the new ones.
  private func town() throws -> Town {
    let town = try Town()
    for id in ["a", "b", "c"] { try town.drop("\(id).json", report(id)) }
    try town.pass(at: Moment.monday10)
    try town.drop(
      "s.ndjson", step("accept", on: "b", id: "s1", ["by": "老张"]),
      step("suspend", on: "c", id: "s2", ["note": "等材料", "until": "2026-03-04T10:00:00+08:00"]))
    try town.pass(at: "2026-03-02T10:10:00+08:00")
    try town.write(Self.new)
    try town.pass(at: Self.inforce)
    return town
  }

  @Test func whatIsDecidedOtherwiseIsListedMovedAndFoundNoMore() throws {
    let town = try town()
    let before = try town.show(of: "b")
    let list = try town.json("redispatch")
    #expect(try list["rules"] == town.status()["rules"]["digest"])
    #expect(list["items"].array.count == 3 && list["left"] == ["transferred": 0, "orphaned": 0])
    let row = try #require(try list["items"].array.first { try $0["item"].text == town.item(of: "b") })
    #expect(row["from"].text == Self.patrol && row["to"].text == Self.livelihood)
    #expect(row["accepted"]["by"] == "老张" && row["deadline"] == before["deadline"])
    #expect(try town.json("redispatch", "--not-accepted")["items"].array.count == 1)
    // Without --yes nothing has happened.
    #expect(try town.show(of: "b")["holder"].text == Self.patrol)
    try town.drop("o.json", order(town))
    try town.pass(at: Self.ordered)
    let record = try town.record(of: "o1")
    #expect(record["state"] == "accepted" && record["item"] == .null && record["type"] == "redispatch")
    for id in ["a", "b", "c"] {
      let item = try town.show(of: id)
      #expect(item["holder"].text == Self.livelihood && item["post"] == "livelihood", "\(id)")
      let last = try #require(item["history"].array.last)
      #expect(last["step"] == "redispatch" && last["by"] == "老王" && last["note"] == "改了岗位", "\(last.rendered)")
      #expect(last["from"].text == Self.patrol && last["to"].text == Self.livelihood)
      #expect(item["assigned_by"]["rules"] == list["rules"] && item["accepted"] == .null)
      try town.expectNotice(at: Self.livelihood, of: id)
    }
    let after = try town.show(of: "b")
    for field in ["deadline", "rung", "state", "next_due"] { #expect(after[field] == before[field], "\(field)") }
    #expect(try town.show(of: "c")["state"] == "suspended")
    let told = try town.papers(at: Self.patrol).filter { $0.content["kind"] == "told" }
    #expect(told.count == 3 && told.allSatisfy { $0.content["reason"]["step"] == "redispatch" })
    #expect(try town.json("redispatch")["items"].array.isEmpty)
    try town.drop("p.json", order(town, id: "o2"))
    try town.pass(at: "2026-03-02T11:10:00+08:00")
    #expect(try town.show(of: "b")["history"] == after["history"])
    try town.verify()
  }

  @Test func whatAPersonHasTransferredOrNobodyListsIsLeftAndCounted() throws {
    let town = try Town()
    for id in ["a", "b", "c"] { try town.drop("\(id).json", report(id)) }
    try town.drop("x.json", report("x", ["matter": "没有的事"]))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("transfer", on: "b", id: "s1", ["to": "heshuikou/heshuikou-03/info"]))
    try town.pass(at: "2026-03-02T10:10:00+08:00")
    try town.write(Self.new)
    try town.pass(at: Self.inforce)
    let list = try town.json("redispatch", "--item", town.item(of: "a"), "--item", town.item(of: "b"))
    #expect(list["items"].array.count == 1 && list["left"] == ["transferred": 1, "orphaned": 0])
    #expect(try town.json("redispatch")["left"] == ["transferred": 1, "orphaned": 1])
    try town.gridpost("redispatch", "--community", "jiangwei").exits(0).says("0 items")
    try town.gridpost("redispatch", "--community", "jiangwai").exits(64).says("jiangwei")
    // Only what the order names.
    try town.drop("o.json", order(town, ["items": [.text(town.item(of: "a"))]]))
    try town.pass(at: Self.ordered)
    #expect(try town.show(of: "a")["holder"].text == Self.livelihood)
    #expect(try town.show(of: "c")["holder"].text == Self.patrol)
    try town.verify()
  }

  @Test func anOrderComesBeforeTheClocksAndARequestLapses() throws {
    let town = try Town { $0.lifecycle = ["approve: above"] }
    for id in ["a", "b"] { try town.drop("\(id).json", report(id)) }
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("extend", on: "b", id: "s1", ["by_limit": "1wd"]))
    try town.pass(at: "2026-03-02T10:10:00+08:00")
    let deadline = try town.show(of: "a")["deadline"]
    try town.write(Self.new.with { $0.lifecycle = ["approve: above"] })
    try town.pass(at: Self.inforce)
    // Received a second after both were due, and before either has climbed.
    try town.drop("o.json", order(town))
    try town.pass(at: Moment.monday12AndASecond)
    for id in ["a", "b"] {
      let steps = try town.show(of: id)["history"].array.compactMap { $0["step"].text }
      #expect(steps.suffix(2) == ["redispatch", "escalate"], "\(steps)")
    }
    let moved = try town.show(of: "b")
    #expect(moved["request"] == .null && moved["history"].array.contains { $0["step"] == "lapse" })
    #expect(moved["deadline"] == deadline)
    let why = try town.json("why", town.item(of: "a"))
    #expect(why["to"].text == Self.livelihood && why["limit"] == "2h" && why["deadline"] == deadline)
    try town.verify()
  }

  @Test func anOrderThatNamesOneItemOtherwiseThanByItsListIsRefused() throws {
    let town = try town()
    try town.drop("i.json", order(town, id: "i", ["item": .text(town.item(of: "a"))]))
    try town.drop("e.json", order(town, id: "e", ["items": []]))
    try town.pass(at: Self.ordered)
    #expect(try town.record(of: "i")["reason"] == "bad-redispatch")
    #expect(try town.record(of: "e")["state"] == "rejected")
    try town.verify()
  }

  @Test func anOrderOfAnotherListIsRefusedAndOneWithoutRulesToo() throws {
    let town = try town()
    let stale = try order(town)
    try town.drop("none.json", order(town, id: "n", ["rules": .null]))
    try town.write(Rules())
    try town.drop("stale.json", stale)
    mkdir(town.inbox + "/ops", 0o755)
    try town.drop("ops/own.json", order(town, id: "p"))
    try town.pass(at: Self.ordered)
    #expect(try town.record(of: "n")["reason"] == "bad-redispatch")
    #expect(try town.record(of: "o1")["reason"] == "stale-plan")
    #expect(try town.record(of: "p")["reason"] == "not-allowed")
    #expect(try town.show(of: "b")["holder"].text == Self.patrol)
    try town.verify()
  }

  @Test func theCommandSendsTheOrderAndTheDaemonMovesBesideItsWork() throws {
    let town = try Town()
    for index in 0..<1_200 { try town.drop("a\(index).json", report("a\(index)")) }
    let daemon = try town.run()
    try town.settle()
    try town.write(Self.new)
    try town.gridpost("reload").exits(0)
    try town.gridpost("redispatch", "--yes", "--by", "老王").exits(0).says("1200 items")
    // Whoever waits for all that is to be done waits for the order too.
    try town.settle()
    #expect(try town.json("redispatch")["items"].array.isEmpty)
    try town.gridpost("redispatch", "--yes").exits(0).says("0 items")
    #expect(try daemon.stop() == 0)
    try town.gridpost("redispatch", "--yes").exits(0)
    try town.gridpost("pass").exits(0)
    #expect(try town.papers(at: Self.livelihood).count == 1_200)
    #expect(!FileManager.default.fileExists(atPath: town.state + "/redispatch.pending"))
    try town.verify()
  }

  /// Killed when what is open is moved and what is suspended is not: rules that are saved then end the order.
  @Test(.enabled(if: Tools.strace, "strace is not here")) func otherRulesInBetweenLeaveTheRestAndSayHowMany() throws {
    for number in 0..<60 {
      let town = try town()
      try town.drop("o.json", order(town))
      town.wrapper = Strace.command("pwrite64", "signal=KILL:when=\(1 + number * 4)")
      try town.gridpost("pass", "--at", Self.ordered)
      town.wrapper = []
      let holders = try ["a", "b", "c"].map { try town.show(of: $0)["holder"].text }
      guard holders == [Self.livelihood, Self.livelihood, Self.patrol] else { continue }
      try town.write(Rules().with { $0.duties[0].post = "info" })
      try town.gridpost("pass", "--at", "2026-03-02T11:10:00+08:00").exits(0).says("ended", "1 item left")
      #expect(try town.show(of: "c")["holder"].text == Self.patrol)
      #expect(!FileManager.default.fileExists(atPath: town.state + "/redispatch.pending"))
      return try town.verify()
    }
    Issue.record("no kill came between the open items and the suspended one")
  }

  @Test func withoutADaemonTheOrderStaysInTheInbox() throws {
    let town = try Town()
    try town.drop("b.json", report("b"))
    try town.gridpost("pass").exits(0)
    try town.write(Self.new)
    try town.gridpost("pass").exits(0)
    town.language = "zh_CN.UTF-8"
    try town.gridpost("redispatch", "--yes").exits(75).says("指令留在收件目录")
    #expect(try town.show(of: "b")["holder"].text == Self.patrol)
    try town.gridpost("pass").exits(0)
    try town.gridpost("show", town.item(of: "b")).exits(0).says("按新规则改派")
    try town.verify()
  }

  /// Killed at each call by which something becomes lasting, it goes on where it was: what is open is a commit of its own, and what is
  /// suspended another.
  @Test(
    .enabled(if: Tools.strace, "strace is not here"),
    arguments: [
      ("renameat2", 1), ("fdatasync", 1), ("syncfs", 1), ("unlink", 1), ("pwrite64", 16),
    ])
  func killedAnywhereItGoesOn(_ call: (name: String, stride: Int)) throws {
    var (number, isKilled) = (0, true)
    while isKilled, number < 60 {
      let town = try town()
      try town.drop("o.json", order(town))
      town.wrapper = Strace.command(call.name, "signal=KILL:when=\(1 + number * call.stride)")
      isKilled = try town.gridpost("pass", "--at", Self.ordered).code != 0
      town.wrapper = []
      try town.pass(at: Self.ordered)
      for id in ["a", "b", "c"] {
        let steps = try town.show(of: id)["history"].array.filter { $0["step"] == "redispatch" }
        #expect(steps.count == 1, "\(call.name) \(number): \(id)")
      }
      let tasks = try town.papers(at: Self.livelihood).filter { $0.content["kind"] == "task" }
      #expect(tasks.count == 3, "\(call.name) \(number)")
      #expect(!FileManager.default.fileExists(atPath: town.state + "/redispatch.pending"))
      try town.verify()
      number += 1
    }
    // It went on until the call was met no more.
    #expect(!isKilled && number > 1, "\(call.name): \(number)")
  }
}
