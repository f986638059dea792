import Testing

/// Steps: what each state takes, and what it answers to the others.
@Suite(.crew) struct StepTests {
  @Test func acceptIsToldByTheHistoryAlone() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("accept", on: "a", id: "s", ["by": "老张"]))
    try town.pass(at: Moment.monday11)
    let item = try town.show(of: "a")
    #expect(item["state"] == "open" && item["rung"] == 0 && item["deadline"] == "2026-03-02T04:00:00Z")
    #expect(item["history"].array.last?["step"] == "accept")
    #expect(item["history"].array.last?["by"] == "老张")
    #expect(try town.papers().count == 1)
  }

  @Test func resolveClosesAndStopsTheClock() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("resolve", on: "a", id: "s", ["note": "已清理"]))
    try town.pass(at: Moment.monday11)
    let item = try town.show(of: "a")
    #expect(item["state"] == "closed" && item["next_due"] == .null)
    try town.pass(at: Moment.friday10)
    #expect(try town.papers().count == 1)
    #expect(try town.status()["items"]["closed"] == 1)
    #expect(try town.status()["items"]["on_site"] == 0)
    try town.verify()
  }

  @Test func resolvingAfterAnEscalationKeepsTheHistory() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: Moment.monday12AndASecond)
    try town.drop("s.json", step("resolve", on: "a", id: "s"))
    try town.pass(at: "2026-03-02T15:00:00+08:00")
    try town.pass(at: Moment.friday10)
    #expect(try town.papers().count == 2)
    #expect(try town.show(of: "a")["history"].array.map { $0["rung"] } == [0, 1, 1])
    #expect(try town.status()["escalations"] == 1)
  }

  @Test func reopenStartsAtThePostWithANewClock() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: Moment.monday12AndASecond)
    try town.drop("s.json", step("resolve", on: "a", id: "s1"))
    try town.pass(at: "2026-03-02T15:00:00+08:00")
    try town.drop("s.json", step("reopen", on: "a", id: "s2", ["note": "又摆出来了"]))
    try town.pass(at: "2026-03-03T10:00:00+08:00")
    let item = try town.show(of: "a")
    #expect(item["state"] == "open" && item["rung"] == 0)
    #expect(item["holder"] == "heshuikou/heshuikou-03/patrol")
    #expect(item["deadline"] == "2026-03-03T04:00:00Z")
    #expect(try town.papers(at: "heshuikou/heshuikou-03/patrol").count == 2)
    #expect(Set(try town.papers().map(\.name)).count == 3)
    try town.pass(at: Moment.tuesday12)
    #expect(try town.papers(at: "heshuikou/group/city-appearance").count == 1)
    try town.pass(at: Moment.tuesday12AndASecond)
    #expect(try town.papers(at: "heshuikou/group/city-appearance").count == 2)
    try town.verify()
  }

  @Test func voidEndsWithoutWork() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("void", on: "a", id: "s", ["note": "重复登记"]))
    try town.pass(at: Moment.monday11)
    #expect(try town.show(of: "a")["state"] == "void")
    try town.pass(at: Moment.friday10)
    #expect(try town.papers().count == 1)
    #expect(try town.status()["items"]["void"] == 1)
    try town.verify()
  }

  @Test func anItemInTriageMayBeResolvedOrVoided() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a", matter: nil), report("b", matter: nil))
    try town.pass(at: Moment.monday10)
    try town.drop("s.ndjson", step("resolve", on: "a", id: "s1"), step("void", on: "b", id: "s2", ["note": "误报"]))
    try town.pass(at: Moment.monday11)
    let items = try town.status()["items"]
    #expect(items["closed"] == 1 && items["void"] == 1 && items["triage"] == 0)
  }

  /// What brings an item into a state, and what is then refused.
  static let refusals: [(before: [JSON], step: JSON)] = [
    ([], step("reopen", on: "a", id: "x", ["note": "n"])),
    ([step("resolve", on: "a", id: "s")], step("accept", on: "a", id: "x")),
    ([step("void", on: "a", id: "s", ["note": "n"])], step("reopen", on: "a", id: "x", ["note": "n"])),
  ]

  @Test(arguments: refusals.indices)
  func anIllegalStepIsRejectedAndChangesNothing(_ index: Int) throws {
    let (before, refused) = Self.refusals[index]
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    for (index, step) in before.enumerated() {
      try town.drop("b\(index).json", step)
      try town.pass(at: Moment.monday11)
    }
    let shown = try town.show(of: "a", at: Moment.monday11)
    try town.drop("x.ndjson", refused, step("note", on: "a", id: "n", ["note": "still here"]))
    try town.pass(at: Moment.monday11)
    let record = try town.record(of: "x")
    #expect(record["state"] == "rejected")
    #expect(record["reason"].rendered.contains("illegal-step"), "\(record.rendered)")
    #expect(try town.record(of: "n")["state"] == "accepted")
    let after = try town.show(of: "a", at: Moment.monday11)
    #expect(after.without("history") == shown.without("history"))
    #expect(after["history"].array.count == shown["history"].array.count + 1)
    #expect(try town.papers().count == 1)
    try town.verify()
  }

  @Test func someStepsNeedANote() throws {
    let (town, kind) = (try Town(), "reopen")
    try town.drop("a.ndjson", report("a"), step("resolve", on: "a", id: "r"))
    try town.pass(at: Moment.monday10)
    if kind == "reopen" {
      try town.drop("r.json", step("resolve", on: "a", id: "r"))
      try town.pass(at: Moment.monday11)
    }
    let shown = try town.show(of: "a", at: Moment.monday11)
    try town.drop("x.ndjson", step(kind, on: "a", id: "x"), step(kind, on: "a", id: "y", ["note": .null]))
    try town.pass(at: Moment.monday11)
    #expect(try town.record(of: "x")["state"] == "rejected")
    #expect(try town.record(of: "y")["state"] == "rejected")
    #expect(try town.show(of: "a", at: Moment.monday11) == shown)
    try town.drop("z.json", step(kind, on: "a", id: "z", ["note": "because"]))
    try town.pass(at: Moment.monday11)
    #expect(try town.record(of: "z")["state"] == "accepted")
  }

  @Test func stepsOfOneFileAreTakenInOrder() throws {
    let town = try Town()
    try town.drop(
      "a.ndjson", report("a"), step("accept", on: "a", id: "s1"), step("note", on: "a", id: "s2", ["note": "x"]),
      step("resolve", on: "a", id: "s3"), step("accept", on: "a", id: "s4"),
      step("reopen", on: "a", id: "s5", ["note": "y"]), step("resolve", on: "a", id: "s6"))
    try town.pass(at: Moment.monday10)
    let states = try town.export().map { $0["state"] }
    #expect(states == ["accepted", "accepted", "accepted", "accepted", "rejected", "accepted", "accepted"])
    let item = try town.show(of: "a")
    #expect(item["state"] == "closed")
    #expect(item["history"].array.dropFirst().map { $0["step"] } == ["accept", "note", "resolve", "reopen", "resolve"])
    try town.verify()
  }
}
