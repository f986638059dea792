import Glibc
import Testing

/// A start whose clock lies before the last moment its ledger knows: a dead battery, or a clock that was right only now.
@Suite(.crew, .enabled(if: Tools.compiler != nil, "no C compiler is here")) struct ClockBehindTests {
  /// Twenty-six years.
  private static let longAgo = -26 * 365 * 86_400

  @Test func nothingIsTakenAndNothingPressedUntilTheClockIsRight() throws {
    let town = try Town { $0.ladder = ["{to: group}"] }
    let clock = try #require(try StepClock(in: town))
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try clock.set(ahead: Self.longAgo)
    let daemon = try town.run(environment: clock.environment)
    let fault = try #require(try town.status()["degraded"].array.first { $0["code"] == "clock" })
    #expect(fault["text"].text?.contains("--trust-clock") == true)
    try town.drop("b.json", report("b"))
    usleep(1_500_000)
    #expect(town.waiting() == ["b.json"])
    let status = try town.status()
    #expect(status["records"]["received"] == 1 && status["escalations"] == 0)
    // What time it is is told by nobody's wall clock: neither by the daemon's nor by this command's.
    #expect(status["now"].text.map { $0 > "2020" } == true)

    try clock.set(ahead: 0)
    try town.until("the clock is right", within: 10) { try town.status()["degraded"] == [] }
    try town.until("taken and pressed", within: 10) {
      let status = try town.status()
      return status["records"]["accepted"] == 2 && status["escalations"] == 1
    }
    #expect(town.waiting().isEmpty)
    // Its clock is the one that was set right: it goes on by that and not by the one of its start.
    #expect(try town.show(of: "b")["received_at"].text.map { $0 > "2020" } == true)
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  @Test func whatAKilledRunHadClaimedWaitsTooAndIsTakenThen() throws {
    let town = try Town()
    let clock = try #require(try StepClock(in: town))
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    // As a kill between the claim and the commit leaves it.
    let claimed = town.inbox + "/.claimed/0-0123456789abcdef/root"
    #expect(mkdir(town.inbox + "/.claimed/0-0123456789abcdef", 0o755) == 0 && mkdir(claimed, 0o755) == 0)
    try town.write(bytes: Array(report("b").rendered.utf8), to: Array((claimed + "/b.json").utf8))
    try clock.set(ahead: Self.longAgo)
    try town.run(environment: clock.environment)
    #expect(try town.status()["records"]["received"] == 1)
    try clock.set(ahead: 0)
    try town.until("taken", within: 10) { try town.status()["records"]["accepted"] == 2 }
    try town.settle()
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "b")
  }

  @Test func aStopWhileItWaitsLeavesAllAsItWas() throws {
    let town = try Town()
    let clock = try #require(try StepClock(in: town))
    #expect(try town.run().stop() == 0)
    try clock.set(ahead: -3_600)
    let daemon = try town.run(environment: clock.environment)
    try town.drop("a.json", report("a"))
    try town.gridpost("drain", "--timeout", "0.5").exits(75)
    #expect(try daemon.stop() == 0)
    #expect(town.waiting() == ["a.json"])
    try town.run()
    try town.settle()
    #expect(try town.status()["records"]["accepted"] == 1)
  }

  @Test func whoeverTrustsTheClockIsBelievedFromThenOn() throws {
    let town = try Town()
    let clock = try #require(try StepClock(in: town))
    #expect(try town.run().stop() == 0)
    try clock.set(ahead: -86_400)
    let daemon = try town.run(trustingTheClock: true, environment: clock.environment)
    #expect(try town.status()["degraded"] == [])
    try town.drop("a.json", report("a"))
    try town.settle()
    daemon.kill()
    // What restarts it knows nothing of that word.
    let again = try town.run(environment: clock.environment)
    #expect(try town.status()["degraded"] == [])
    #expect(try again.stop() == 0)
    try town.verify()
  }

  @Test(arguments: [(-59, true), (-120, false)]) func aMinuteIsNobodysBusiness(_ step: Int, _ isTaken: Bool) throws {
    let town = try Town()
    let clock = try #require(try StepClock(in: town))
    #expect(try town.run().stop() == 0)
    try clock.set(ahead: step)
    try town.run(environment: clock.environment)
    #expect(try town.status()["degraded"].array.contains { $0["code"] == "clock" } == !isTaken)
  }

  @Test func aPassWantsToBeToldWhatTimeItIs() throws {
    let town = try Town()
    let clock = try #require(try StepClock(in: town))
    try town.pass(at: Moment.monday10)
    try clock.set(ahead: Self.longAgo)
    try town.drop("a.json", report("a"))
    try town.gridpost("pass", environment: clock.environment).exits(75).says("--at", "2026-03-02T02:00:00Z")
    #expect(town.waiting() == ["a.json"])
    // Whoever says so may go back as far as he likes.
    try town.gridpost("pass", "--at", "2026-03-01T10:00:00+08:00", environment: clock.environment).exits(0)
    #expect(town.waiting().isEmpty)
  }

  @Test(arguments: [86_400, -86_400]) func commandsCountByTheDaemonsNow(_ step: Int) throws {
    let town = try Town { $0.ladder = ["{to: group}"] }
    let clock = try #require(try StepClock(in: town))
    try clock.set(ahead: 0)
    let daemon = try town.run(environment: clock.environment)
    try town.drop("a.ndjson", report("a"), report("b", matter: "UM-003"))
    try town.until("one is late") { try town.status()["items"]["overdue"] == 1 }
    try clock.set(ahead: step)
    func ask(_ command: String...) throws -> JSON {
      try JSON(parsing: town.gridpost(command + ["--json"], environment: clock.environment).exits(0).out)
    }
    let before = try town.status()
    let status = try ask("status")
    // Beside the daemon a command whose own clock was set says the same as one whose was not.
    #expect(status["items"] == before["items"] && status["items"]["overdue"] == 1)
    let (now, shown) = (status["now"].text ?? "", before["now"].text ?? "-")
    #expect(now.prefix(10) == shown.prefix(10) || now > shown)
    #expect(try ask("list", "--overdue").array.count == 1)
    try town.gridpost("act", "resolve", town.item(of: "a"), environment: clock.environment).exits(0)
    #expect(try daemon.stop() == 0)
    // Without one the wall clock is all there is.
    #expect(try ask("status", "--at", "2999-01-01T00:00:00Z")["items"]["overdue"] == 1)
    let alone = try #require(try ask("status")["now"].text)
    #expect((alone > before["now"].text ?? "") == (step > 0))
  }
}
