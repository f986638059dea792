import Glibc
import Testing

/// Somebody sets the machine's clock while the daemon runs: nothing fires for it, nothing is delayed, nothing is condemned.
@Suite(.crew, .enabled(if: Tools.compiler != nil, "no C compiler is here")) struct ClockStepTests {
  @Test(arguments: [86_400, -86_400, 3_600, -90]) func aStepNeitherFiresNorDelays(_ step: Int) throws {
    let town = try Town {
      $0.duties[0].matters[2].body = "{name: 夜间噪音, deadline: 6s}"
      $0.ladder = ["{to: group}"]
    }
    let clock = try #require(try StepClock(in: town))
    let daemon = try town.run(environment: clock.environment)
    try town.drop("a.ndjson", report("soon", matter: "UM-003"), report("later"))
    try town.until("taken") { try town.status()["records"]["accepted"] == 2 }
    let start = ContinuousClock.now
    try clock.set(ahead: step)
    try town.until("it is shown", within: 5) { try town.status()["degraded"].rendered.contains("clock") }
    let isEarly = try !town.papers(at: "heshuikou/group/city-appearance").isEmpty && .now - start < .seconds(4)
    #expect(!isEarly)
    try town.until("the one that is due is raised", within: 10) {
      try !town.papers(at: "heshuikou/group/city-appearance").isEmpty
    }
    #expect(ContinuousClock.now - start >= .seconds(4))
    // What comes after the step counts from the same clock as what came before it.
    try town.drop("b.json", report("after", matter: "UM-003"))
    try clock.set(ahead: 0)
    try town.until("well again", within: 10) { try town.status()["degraded"] == [] }
    try town.until("raised too", within: 15) { try town.papers(at: "heshuikou/group/city-appearance").count == 2 }
    #expect(try town.status()["escalations"] == 2)
    let history = try town.show(of: "after")["history"].array
    #expect(history.map { $0["rung"] } == [0, 1])
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  @Test(arguments: [86_400, -86_400]) func aFileBeingWrittenIsNotCondemnedByAStep(_ step: Int) throws {
    let town = try Town { $0.intake = ["patience: 4s"] }
    let clock = try #require(try StepClock(in: town))
    try town.run(environment: clock.environment)
    let text = Array(report("slow").rendered.utf8)
    let path = Array((town.inbox + "/slow.json").utf8)
    try town.write(bytes: Array(text.prefix(20)), to: path)
    usleep(300_000)
    try clock.set(ahead: step)
    usleep(2_000_000)
    #expect(town.quarantined().isEmpty)
    try town.write(bytes: text, to: path)
    try town.until("taken", within: 10) { try town.status()["records"]["accepted"] == 1 }
    #expect(town.quarantined().isEmpty)
    // And one that is never finished does not wait for ever.
    try town.drop("torn.json", text: "{")
    try town.until("set aside", within: 20) { town.quarantined() == ["torn.json"] }
  }
}
