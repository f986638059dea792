import Foundation
import Glibc
import Testing

/// `gridpost reload`: whoever asks for new rules is told what became of them.
@Suite(.crew) struct ReloadCommandTests {
  @Test func anAnswerMeansThatTheRulesAreInForce() throws {
    let town = try Town()
    try town.run()
    for post in ["info", "livelihood", "patrol"] {
      try town.write(Rules().with { $0.duties[0].post = post })
      let start = ContinuousClock.now
      try town.gridpost("reload").exits(0).says("in force", town.rulesFile)
      #expect(ContinuousClock.now - start < .seconds(5))
      #expect(try town.status()["rules"]["digest"] == town.json("check")["digest"])
    }
    // Asked again, nothing is to be done, and that is well.
    try town.gridpost("reload").exits(0)
    town.language = "zh_CN.UTF-8"
    try town.gridpost("reload").exits(0).says("已生效")
    try town.drop("a.json", report("a"))
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
  }

  @Test func refusedRulesFailItWithTheirFaultsInTheLanguageOfWhoAsks() throws {
    let town = try Town()
    try town.run()
    let digest = try town.status()["rules"]["digest"]
    let broken = Rules().with { $0.duties[0].post = "patroll" }
    try town.write(broken)
    let said = try town.gridpost("reload").exits(65).says("rules.yaml:", "unknown-post", "patroll", "stay in force")
    #expect(said.err.contains("did you mean"))
    #expect(said.out.isEmpty)
    town.language = "zh_CN.UTF-8"
    try town.gridpost("reload").exits(65).says("unknown-post", "继续有效")
    town.language = "C.UTF-8"
    let status = try town.status()
    #expect(status["rules"]["digest"] == digest && status["rules"]["ok"] == false)
    // The same fault again is the same answer, and the cure is another.
    try town.write(broken)
    try town.gridpost("reload").exits(65)
    try town.write(Rules())
    try town.gridpost("reload").exits(0)
    #expect(try town.status()["rules"]["ok"] == true)
  }

  @Test(arguments: ["missing", "folder", "empty", "large"])
  func whatIsNoRulesFileIsRefused(_ kind: String) throws {
    let town = try Town()
    try town.run()
    switch kind {
    case "empty": try town.write(rulesText: "")
    case "large": try town.write(rulesText: Rules.padded(to: 1 << 20 + 1))
    default: unlink(town.rulesFile)
    }
    if kind == "folder" { mkdir(town.rulesFile, 0o755) }
    let said = try town.gridpost("reload").exits(65).err
    #expect(said.split(separator: "\n").count >= 2, "\(said)")
    #expect(try town.status()["rules"]["ok"] == false)
  }

  @Test func withoutADaemonThereIsNobodyToAsk() throws {
    let town = try Town()
    try town.gridpost("reload").exits(75).says("no daemon")
    try town.pass(at: Moment.monday10)
    try town.gridpost("reload", "--wait", "0").exits(75)
    let daemon = try town.run()
    try town.gridpost("reload").exits(0)
    daemon.kill()
    try town.gridpost("reload").exits(75).says("no daemon")
    try town.gridpost("reload", "--state", town.folder + "/nowhere").exits(75)
    for wait in ["-1", "86401", "x"] { try town.gridpost("reload", "--wait=\(wait)").exits(64) }
  }

  @Test func aDaemonThatDoesNotAnswerIsNotWaitedForTooLong() throws {
    let town = try Town()
    let daemon = try town.run()
    daemon.signal(SIGSTOP)
    try town.write(Rules().with { $0.duties[0].post = "info" })
    let start = ContinuousClock.now
    try town.gridpost("reload", "--wait", "1").exits(75).says("no answer")
    #expect(ContinuousClock.now - start < .seconds(10))
    daemon.signal(SIGCONT)
    // An answer to an earlier question is none to this one.
    try town.write(Rules().with { $0.duties[0].post = "livelihood" })
    try town.gridpost("reload").exits(0)
    #expect(try town.status()["rules"]["digest"] == town.json("check")["digest"])
  }

  @Test func aPassIsNoDaemonAndIsNotEndedByTheQuestion() throws {
    let town = try Town()
    for index in 0..<3_000 { try town.drop("e-\(index).json", report("e-\(index)")) }
    let pass = try town.start(["pass", "--at", Moment.monday10])
    try town.until("it holds the state") {
      try pass.ended != nil || !town.status()["degraded"].rendered.contains("not-running")
    }
    kill(pass.pid, SIGSTOP)
    try town.gridpost("reload", "--wait", "0.5").exits(75)
    kill(pass.pid, SIGCONT)
    #expect(pass.end(within: 60) != nil)
    #expect(pass.outcome.code == 0)
    #expect(try town.status()["records"]["accepted"] == 3_000)
  }

  @Test(.enabled(if: Tools.isRoot && Tools.setpriv, "needs root, to become somebody else"))
  func whoeverMayNotSignalTheDaemonWaitsForItsOwnLook() throws {
    let town = try Town()
    chmod(town.folder, 0o755)
    try town.run()
    try town.write(Rules().with { $0.duties[0].post = "info" })
    chmod(town.rulesFile, 0o644)
    town.wrapper = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    try town.gridpost("reload").exits(0)
    town.wrapper = []
    #expect(try town.status()["rules"]["digest"] == town.json("check")["digest"])
  }

  @Test func theDaemonsOwnFileIsTheOneThatCounts() throws {
    let town = try Town()
    try town.run()
    let other = town.folder + "/other.yaml"
    try town.write(bytes: Array("version: 1\n".utf8), to: Array(other.utf8))
    try town.gridpost("reload", "--rules", other).exits(0).says(town.rulesFile)
  }
}
