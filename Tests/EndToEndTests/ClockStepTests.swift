import Glibc
import Testing

/// Somebody sets the machine's clock while the daemon runs: nothing fires for it, nothing is delayed, nothing is condemned.
@Suite(.crew, .enabled(if: Tools.compiler != nil, "no C compiler is here")) struct ClockStepTests {
  @Test(arguments: [86_400, -61]) func aStepNeitherFiresNorDelays(_ step: Int) throws {
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

  @Test func aFileBeingWrittenIsNotCondemnedByAStep() throws {
    let town = try Town { $0.intake = ["patience: 4s"] }
    let clock = try #require(try StepClock(in: town))
    try town.run(environment: clock.environment)
    let text = Array(report("slow").rendered.utf8)
    let path = Array((town.inbox + "/slow.json").utf8)
    try town.write(bytes: Array(text.prefix(20)), to: path)
    usleep(300_000)
    try clock.set(ahead: 86_400)
    usleep(2_000_000)
    #expect(town.quarantined().isEmpty)
    try town.write(bytes: text, to: path)
    try town.until("taken", within: 10) { try town.status()["records"]["accepted"] == 1 }
    #expect(town.quarantined().isEmpty)
    // And one that is never finished does not wait for ever.
    try town.drop("torn.json", text: "{")
    try town.until("set aside", within: 20) { town.quarantined() == ["torn.json"] }
  }

  @Test func aStepOfAMinuteIsNobodysBusiness() throws {
    let town = try Town {
      $0.duties[0].matters[2].body = "{name: 夜间噪音, deadline: 2s}"
      $0.ladder = ["{to: group}"]
    }
    let clock = try #require(try StepClock(in: town))
    try town.run(environment: clock.environment)
    for (index, step) in [59, -59].enumerated() {
      try town.drop("\(index).json", report("e-\(index)", matter: "UM-003"))
      try town.until("taken") { try town.status()["records"]["accepted"].int == index + 1 }
      let start = ContinuousClock.now
      try clock.set(ahead: step)
      try town.until("raised", within: 10) {
        try town.papers(at: "heshuikou/group/city-appearance").count == index + 1
      }
      #expect(ContinuousClock.now - start > .seconds(1), "\(step)")
      #expect(try town.status()["degraded"] == [], "\(step)")
    }
    #expect(try town.status()["escalations"] == 2)
  }

  @Test func aSleepOfTheMachineCountsForDeadlinesAndForNoPatience() throws {
    let town = try Town { $0.intake = ["patience: 20s"] }
    let clock = try #require(try StepClock(in: town))
    try clock.set(ahead: 0)
    let daemon = try town.run(environment: clock.environment)
    try town.drop("a.ndjson", report("late"), report("done"), report("later", matter: "CA-001"))
    try town.until("taken") { try town.status()["records"]["accepted"] == 3 }
    try town.act("resolve", town.item(of: "done")).exits(0)
    let half = Array(report("half").rendered.utf8)
    try town.write(bytes: Array(half.prefix(20)), to: Array((town.inbox + "/half.json").utf8))
    usleep(1_000_000)
    // The limit of "late" is two hours; who slept wrote nothing meanwhile either.
    try clock.set(ahead: 0, asleep: 7_300)
    try town.until("raised", within: 5) { try !town.papers(at: "heshuikou/group/city-appearance").isEmpty }
    usleep(1_500_000)
    #expect(town.quarantined().isEmpty)
    try town.write(bytes: half, to: Array((town.inbox + "/half.json").utf8))
    try town.until("the half is whole", within: 10) { try town.status()["records"]["accepted"] == 5 }
    #expect(town.quarantined().isEmpty)
    #expect(try town.status()["degraded"] == [])
    #expect(try town.status()["escalations"] == 1)
    #expect(try town.show(of: "late")["history"].array.map { $0["rung"] } == [0, 1])
    #expect(try town.show(of: "done")["state"] == "closed")
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  @Test func aNewStartGoesByTheWallClockAndRepeatsNothing() throws {
    let town = try Town { $0.ladder = ["{to: group}"] }
    let clock = try #require(try StepClock(in: town))
    try clock.set(ahead: 0)
    var daemon = try town.run(environment: clock.environment)
    try town.drop("a.json", report("a"))
    try town.until("taken") { try town.status()["records"]["accepted"] == 1 }
    try clock.set(ahead: 86_400)
    try town.until("it is shown", within: 5) { try town.status()["degraded"].rendered.contains("clock") }
    #expect(try town.status()["escalations"] == 0)
    // Ahead, back, and beyond all that a clock of nanoseconds holds: a start that is told so takes the wall clock as it is.
    for step in [86_400, -86_400, 0, 300_000_000_000] {
      try clock.set(ahead: step)
      #expect(try daemon.stop() == 0, "\(step)")
      daemon = try town.run(trustingTheClock: true, environment: clock.environment)
      try town.until("raised", within: 5) { try town.papers(at: "heshuikou/group/city-appearance").count == 1 }
      #expect(try town.status()["degraded"] == [], "\(step)")
      #expect(try town.status()["escalations"] == 1, "\(step)")
    }
    #expect(try town.show(of: "a")["history"].array.map { $0["rung"] } == [0, 1])
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  @Test func theZoneOfTheMachineChangesNoAnswer() throws {
    let town = try Town()
    var answers: Set<String> = []
    for (index, zone) in [
      nil, "", "UTC", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
      "CET-1CEST,M3.5.0,M10.5.0/3",
      ":/nowhere", "<+2359>-23:59",
    ].enumerated() {
      func answer(_ arguments: String...) throws -> String {
        try town.gridpost(arguments, environment: ["TZ": zone]).exits(0).out
      }
      let id = "zone-\(index)"
      try town.drop("\(id).json", report(id, matter: "UM-002"))
      // The last hours of the week in which clocks are put forward in Europe.
      _ = try answer("pass", "--at", "2026-03-27T17:00:00+08:00")
      let item = try town.item(of: id)
      // All but the item's own number and the numbers in its history.
      let shown = try answer("show", item).split(separator: "\n").filter { line in
        ["received", "deadline", "next rung", "holder"].contains { line.hasPrefix($0) }
      }
      answers.insert(
        try answer("due", "2026-03-06T17:30:00+08:00", "3wd", "--explain") + shown.joined(separator: "\n")
          + (town.show(item)["deadline"].text ?? ""))
    }
    #expect(answers.count == 1, "\(answers)")
    #expect(answers.first?.contains("2026-03-30T12:00:00+08:00") == true, "\(answers)")
  }
}
