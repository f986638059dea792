import Glibc
import Testing

/// `act` and `drain`: steps from the command line, and waiting for quiet.
@Suite(.crew) struct ActTests {
  @Test func aTakenStepIs0() throws {
    let town = try Town()
    try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let item = try town.item(of: "a")
    try town.act("accept", item, by: "老张").exits(0)
    try town.act("resolve", item, by: "老张", note: "已清理").exits(0)
    let shown = try town.show(item)
    #expect(shown["state"] == "closed")
    #expect(shown["history"].array.last?["by"] == "老张")
    #expect(shown["history"].array.last?["note"] == "已清理")
    #expect(town.waiting().isEmpty)
    try town.verify()
  }

  @Test func aRefusedStepIs65WithTheReason() throws {
    let town = try Town()
    try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let item = try town.item(of: "a")
    try town.act("resolve", item).exits(0)
    try town.act("resolve", item).exits(65).says("illegal-step", "reopen")
    try town.act("reopen", item).exits(65)
    try town.act("reopen", item, note: "又来了").exits(0)
    #expect(try town.show(item)["state"] == "open")
    #expect(town.waiting().isEmpty)
    try town.expectBalance()
    try town.verify()
  }

  @Test func aRefusalIsToldInTheCallersLanguage() throws {
    let town = try Town()
    try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let item = try town.item(of: "a")
    func chinese(_ arguments: String...) throws -> Outcome {
      try town.gridpost(
        ["act"] + arguments + [item, "--by", "小王", "--wait", "20"], environment: ["LANG": "zh_CN.UTF-8"]
      ).exits(65)
    }
    try chinese("suspend").says("illegal-step", "“挂账(suspend)”必须写明“note”", "签收(accept)")
    try chinese("void").says("illegal-step", "“作废(void)”必须写明“note”")
    let voided = try town.act("void", item).exits(65)
    #expect(!voided.said.contains("void, ") && voided.said.contains("other steps legal now: accept"), "\(voided.said)")
    try town.act("resolve", item).exits(0)
    try chinese("resolve").says(
      "illegal-step", "办结的事项不能“处置完成(resolve)”", "当前可用步骤：核查(check)、回访(visit)、重开(reopen)、备注(note)")
    // The ledger keeps no sentence: whoever asks later is answered in his language, too.
    let english = try town.gridpost(["export"], environment: ["LANG": "en_US.UTF-8"]).exits(0)
    #expect(
      english.out.contains("an item that is closed does not take “resolve”; legal now: check, visit, reopen, note"))
    let read = try town.gridpost(["export"], environment: ["LANG": "zh_CN.UTF-8"]).exits(0)
    #expect(read.out.contains("办结的事项不能“处置完成(resolve)”；当前可用步骤：核查(check)、回访(visit)、重开(reopen)、备注(note)"))
    town.endAll()
    try town.verify()
  }

  /// An argument that is no text would be stored as another one.
  @Test func anArgumentThatIsNoTextIs64() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    town.wrapper = ["sh", "-c", #"exec "$0" "$@" "$(printf 'x\377')""#]
    try town.gridpost("act", "resolve", item, "--wait", "0", "--by").exits(64).says("argument 7", "UTF-8")
    town.wrapper = []
    #expect(town.waiting().isEmpty)
  }

  @Test func severalItemsMayBeNamed() throws {
    let town = try Town()
    try town.run()
    try town.drop("a.ndjson", report("a"), report("b"), report("c"))
    try town.settle()
    let items = try town.items().compactMap { $0["item"].text }
    try town.gridpost(["act", "resolve"] + items + ["--by", "小王", "--wait", "20"]).exits(0)
    #expect(try town.status()["items"]["closed"] == 3)
  }

  @Test func triageIsAssignedByHand() throws {
    let town = try Town()
    try town.run()
    try town.drop("a.json", report("a", matter: "占了路", grid: nil))
    try town.settle()
    let item = try town.item(of: "a")
    try town.gridpost("act", "assign", item, "--matter", "UM-001", "--grid", "jiangwei-01", "--by", "调度").exits(0)
    try town.settle()
    try town.expectNotice(at: "jiangwei/jiangwei-01/patrol", item: item)
    try town.gridpost("act", "assign", item, "--matter", "UM-001", "--by", "调度").exits(65).says("illegal-step")
  }

  @Test func withoutAnAnswerItIs75AndTheStepStays() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let item = try town.item(of: "a")
    #expect(try daemon.stop() == 0)
    try town.act("resolve", item, note: "x", wait: "1").exits(75)
    #expect(town.waiting().count == 1)
    try town.gridpost("pass").exits(0)
    #expect(try town.show(item)["state"] == "closed")
  }

  @Test func drainIs0OnceAllIsQuietAnd75OnTimeOut() throws {
    let town = try Town { $0.intake = ["patience: 60s"] }
    try town.run()
    try town.gridpost("drain", "--timeout", "20").exits(0)
    try town.drop("a.json", report("a"))
    try town.gridpost("drain", "--timeout", "20").exits(0)
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    try town.drop("torn.json", text: "{")
    let start = ContinuousClock.now
    try town.gridpost("drain", "--timeout", "2").exits(75)
    #expect(ContinuousClock.now - start >= .seconds(1.9))
    #expect(ContinuousClock.now - start < .seconds(12))
  }

  @Test func drainWaitsForAFolderThatIsNotThereYet() throws {
    let town = try Town()
    let later = town.folder + "/later"
    try town.gridpost("drain", "--timeout", "0.2", "--state", later).exits(66).says(later)
    #expect(access(later, F_OK) != 0)
    let waiting = try town.start(["drain", "--timeout", "20", "--state", later])
    usleep(200_000)
    #expect(waiting.ended == nil)
    #expect(mkdir(later, 0o755) == 0)
    #expect(waiting.end(within: 15) != nil)
    waiting.outcome.exits(0)
  }

  @Test func drainWaitsForRungsThatAreDue() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a", matter: "UM-003"))
    try town.until("taken") { try town.status()["records"]["accepted"] == 1 }
    try town.until("late or raised") {
      try town.status()["items"]["overdue"] == 1 || town.status()["escalations"] == 1
    }
    try town.gridpost("drain", "--timeout", "20").exits(0)
    try town.expectNotice(at: "heshuikou/group/city-appearance", of: "a", rung: 1)
    #expect(try daemon.stop() == 0)
  }

  @Test func drainWithoutADaemonIs75WhileAFileWaits() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    try town.drop("a.json", report("a"))
    try town.gridpost("drain", "--timeout", "1").exits(75)
    try town.pass(at: Moment.monday10)
  }

  @Test func manyActsAtOnceAreAllAnswered() throws {
    let town = try Town()
    try town.run()
    try town.drop("a.json", .array((0..<8).map { report("e-\($0)") }))
    try town.settle()
    let items = try town.items().compactMap { $0["item"].text }
    let children = try items.map { try town.start(["act", "resolve", $0, "--by", "小王", "--wait", "30"]) }
    for child in children {
      #expect(child.end(within: 60) != nil)
      child.outcome.exits(0)
    }
    #expect(try town.status()["items"]["closed"] == 8)
    try town.verify()
  }
}
