import Foundation
import Glibc
import Testing

/// `run`: starting, stopping, and what keeps it from starting.
@Suite(.crew) struct RunTests {
  @Test func readyNamesTheProcessAndAnEpochThatGrows() throws {
    let town = try Town()
    let first = try town.run()
    #expect(first.ready.keys == ["pid", "epoch"])
    #expect(first.ready["pid"].int == Int(first.child.pid))
    let epoch = try #require(first.ready["epoch"].int)
    #expect(try first.stop() == 0)
    #expect(Child.text(first.child.output).split(separator: "\n").count == 1)
    let second = try town.run()
    #expect(try #require(second.ready["epoch"].int) > epoch)
    second.kill()
    let third = try town.run()
    #expect(try #require(third.ready["epoch"].int) > epoch + 1)
    #expect(try third.stop() == 0)
  }

  @Test func runMakesItsFolders() throws {
    let town = try Town()
    try FileManager.default.removeItem(atPath: town.state)
    let daemon = try town.run()
    let made = Set(town.names(in: town.state).map { String(decoding: $0, as: UTF8.self) })
    #expect(made.isSuperset(of: ["inbox", "outbox", "quarantine", "ledger.sqlite", "rules.lastgood.yaml", "lock"]))
    #expect(try daemon.stop() == 0)
  }

  @Test func anEventDroppedBesideTheDaemonIsDelivered() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    #expect(town.waiting().isEmpty)
    try town.verify()
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  @Test func itNeedsNoTerminalNoHomeAndNoTemporaryFolder() throws {
    let town = try Town()
    let daemon = try town.run(environment: ["HOME": nil, "PATH": nil, "LANG": nil, "TZ": nil, "TMPDIR": "/nonexistent"])
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(try daemon.stop() == 0)
  }

  @Test(arguments: [nil, "post: [\n"] as [String?])
  func withoutUsableRulesItExits78AndLeavesTheInbox(_ text: String?) throws {
    let town = try Town(nil)
    if let text { try town.write(rulesText: text) }
    try town.drop("a.json", report("a"))
    let daemon = try town.launch()
    #expect(try daemon.exit() == 78, "\(daemon.said)")
    #expect(daemon.said.contains("no last good copy"))
    #expect(town.waiting() == ["a.json"])
    try town.gridpost("pass", "--at", Moment.monday10).exits(78)
    #expect(town.waiting() == ["a.json"])
    try town.write(Rules())
    try town.pass(at: Moment.monday10)
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
  }

  @Test func aFaultOfTheWorldBeforeTheRulesIsNoFaultOfTheRules() throws {
    let town = try Town()
    // With one more open file at a time, each opening on the way is the one that fails.
    var code: Int32 = 74
    for files in 5...100 where code == 74 {
      town.wrapper = ["sh", "-c", "ulimit -n \(files); exec \"$0\" \"$@\""]
      code = try town.gridpost("pass", "--at", Moment.monday10).code
      #expect([0, 74].contains(code), "\(files) files")
    }
    #expect(code == 0)
    town.wrapper = []
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
  }

  @Test(
    .enabled(if: Tools.strace, "strace is not here"),
    arguments: [("EIO", Int32(74)), ("EMFILE", 74), ("ENFILE", 74), ("EACCES", 78), ("ENOENT", 78)])
  func onlyTheFileItselfIsToBlameForExit78(_ error: String, _ code: Int32) throws {
    let town = try Town()
    town.wrapper = Strace.command("openat", "error=\(error)") + ["-P", town.rulesFile]
    #expect(try town.launch().exit() == code)
    town.wrapper = []
    #expect(try town.run().stop() == 0)
    town.wrapper = Strace.command("openat", "error=\(error)") + ["-P", town.rulesFile]
    let daemon = try town.run()
    town.wrapper = []
    try town.until("the fault is shown") { try town.status()["degraded"].array.map { $0["code"] } == ["rules"] }
    #expect(try daemon.stop() == 0)
  }

  @Test func theLastGoodCopyIsUsedLoudly() throws {
    let town = try Town()
    #expect(try town.run().stop() == 0)
    let digest = try town.json("check")["digest"]
    try town.write(rulesText: Rules().with { $0.duties[0].post = "patroll" }.text)
    let daemon = try town.run()
    try town.until("degraded") { try !town.status()["degraded"].array.isEmpty }
    let status = try town.status()
    #expect(status["rules"]["ok"] == false)
    #expect(status["rules"]["digest"] == digest)
    #expect(daemon.said.contains("patroll"))
    try town.drop("a.json", report("a"))
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    try FileManager.default.removeItem(atPath: town.rulesFile)
    #expect(try daemon.stop() == 0)
    let again = try town.run()
    #expect(try town.status()["rules"]["ok"] == false)
    #expect(try again.stop() == 0)
  }

  @Test func aSecondDaemonAndAPassBesideADaemonExit75() throws {
    let town = try Town()
    let daemon = try town.run()
    let second = try town.launch()
    #expect(try second.exit(within: 10) == 75)
    try town.gridpost("pass").exits(75)
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(try daemon.stop() == 0)
    try town.gridpost("pass").exits(0)
  }

  @Test func nobodyWhoReadsItsLogHoldsItUp() throws {
    let town = try Town()
    let fifo = town.folder + "/log"
    #expect(mkfifo(fifo, 0o600) == 0)
    let reader = open(fifo, O_RDWR | O_CLOEXEC)
    defer { close(reader) }
    town.wrapper = ["sh", "-c", "exec \"$@\" 2>\(fifo)", "sh"]
    let daemon = try town.run()
    town.wrapper = []
    // Far more lines than a pipe holds.
    for index in 0..<1_500 { try town.drop("bad-\(index).json", text: "{\"id\":\"\(index)\"}") }
    try town.drop("z.json", report("good"))
    try town.until("the good one is out", within: 30) { try town.papers().count == 1 }
    #expect(try town.status()["degraded"] == [])
    #expect(try daemon.stop(within: 10) == 0)
    try town.verify()
  }

  @Test func ofManyThatStartAtOnceOneRunsAndTheOthersAreToldToTryLater() throws {
    let town = try Town()
    let daemons = try (0..<5).map { _ in try town.launch() }
    try town.until("one runs, the others ended", within: 20) { daemons.count { $0.child.ended != nil } == 4 }
    for daemon in daemons where daemon.child.ended != nil {
      #expect(daemon.child.outcome.code == 75, "\(daemon.said)")
    }
    let winner = try #require(daemons.first { $0.child.ended == nil })
    try winner.waitUntilReady(within: 10)
    #expect(try winner.stop() == 0)
    #expect(!town.names(in: town.inbox + "/.claimed").contains(Array(".probe".utf8)))
    #expect(!town.names(in: town.quarantine).contains(Array(".probe".utf8)))
  }

  @Test func ofManyStartedAtOnceOneRuns() throws {
    let town = try Town()
    let daemons = try (0..<5).map { _ in try town.launch() }
    try town.until("all but one are gone", within: 40) { daemons.filter { $0.child.ended == nil }.count == 1 }
    for daemon in daemons where daemon.child.ended != nil {
      #expect(daemon.child.outcome.code == 75, "\(daemon.said)")
    }
    let winner = try #require(daemons.first { $0.child.ended == nil })
    try winner.waitUntilReady()
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(try town.papers().count == 1)
    #expect(try winner.stop() == 0)
  }

  @Test func aLockTakenAwayStopsTheDaemonBeforeItWritesAgain() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(unlink(town.state + "/lock") == 0)
    try town.drop("b.json", report("b"))
    #expect(try daemon.exit() == 75, "\(daemon.said)")
    try town.run()
    try town.settle()
    #expect(try town.status()["records"]["accepted"] == 2)
    try town.verify()
  }

  @Test func aLockReplacedStopsTheDaemon() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.write(bytes: [], to: Array((town.state + "/lock.new").utf8))
    #expect(rename(town.state + "/lock.new", town.state + "/lock") == 0)
    try town.drop("a.json", report("a"))
    #expect(try daemon.exit() == 75, "\(daemon.said)")
    try town.pass(at: Moment.monday10)
    try town.verify()
  }

  @Test func statusWithoutADaemonSaysSo() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let codes = try town.status()["degraded"].array
    #expect(codes.contains { $0["code"] == "not-running" })
    for fault in codes { #expect(fault.keys == ["code", "since", "text"]) }
    let daemon = try town.run()
    #expect(try town.status()["degraded"] == [])
    daemon.kill()
    #expect(try town.status()["degraded"].array.contains { $0["code"] == "not-running" })
  }

  @Test func interruptStopsItLikeTerminate() throws {
    let town = try Town()
    let daemon = try town.run()
    daemon.signal(SIGINT)
    #expect(try daemon.exit() == 0)
  }

  @Test func aProcessFrozenForLongLosesNothing() throws {
    let town = try Town()
    let daemon = try town.run()
    daemon.signal(SIGSTOP)
    try town.drop("a.json", report("a"))
    try town.gridpost("drain", "--timeout", "1").exits(75)
    daemon.signal(SIGCONT)
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
  }
}
