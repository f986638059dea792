import Testing

/// A step that comes before its report is held for a while.
@Suite(.crew) struct HeldTests {
  @Test func aHeldStepJoinsItsReport() throws {
    let town = try Town()
    try town.drop("s.json", step("resolve", on: "a", id: "s", ["note": "先到"]))
    try town.pass(at: Moment.monday10)
    var status = try town.expectBalance()
    #expect(status["records"]["held"] == 1 && status["records"]["accepted"] == 0)
    #expect(try town.record(of: "s")["state"] == "held")
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday11)
    status = try town.expectBalance()
    #expect(status["records"]["held"] == 0 && status["records"]["accepted"] == 2)
    #expect(try town.record(of: "s")["state"] == "accepted")
    let item = try town.show(of: "a")
    #expect(item["state"] == "closed")
    #expect(item["history"].array.last?["note"] == "先到")
    try town.verify()
  }

  @Test func aHeldStepExpiresAfterStepWait() throws {
    let town = try Town()
    try town.drop("s.json", step("resolve", on: "a", id: "s"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: "2026-03-03T09:59:00+08:00")
    #expect(try town.status()["records"]["held"] == 1)
    try town.pass(at: "2026-03-03T10:00:02+08:00")
    let status = try town.expectBalance()
    #expect(status["records"]["held"] == 0 && status["records"]["rejected"] == 1)
    let record = try town.record(of: "s")
    #expect(record["state"] == "rejected" && record["reason"].rendered.contains("unknown-item"))
    try town.drop("a.json", report("a"))
    try town.pass(at: "2026-03-03T11:00:00+08:00")
    #expect(try town.show(of: "a")["state"] == "open")
    try town.verify()
  }

  @Test(arguments: zip(["same file", "two files"], [false, true]))
  func aReportThatComesTwiceTakesItsHeldStepOnce(_ where: String, isConflict: Bool) throws {
    let town = try Town()
    try town.drop("s.json", step("note", on: "a", id: "s", ["note": "先到"]))
    try town.pass(at: Moment.monday10)
    let (first, second) = (report("a"), isConflict ? report("a").with(["summary": "另一份"]) : report("a"))
    if `where` == "same file" {
      try town.drop("a.ndjson", first, second)
    } else {
      try town.drop("a.json", first)
      try town.drop("b.json", second)
    }
    try town.drop("z.json", report("z"))
    try town.pass(at: Moment.monday11)
    let records = try town.expectBalance()["records"]
    #expect(records["accepted"] == 3 && records["held"] == 0)
    #expect(records[isConflict ? "rejected" : "duplicate"] == 1)
    #expect(try town.show(of: "a")["history"].array.map { $0["step"] } == ["report", "note"])
    try town.verify()
  }

  @Test func stepWaitIsSetByTheRules() throws {
    let town = try Town { $0.intake = ["step_wait: 1h"] }
    try town.drop("s.json", step("resolve", item: "0123456789abcdef", id: "s"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: "2026-03-02T10:59:00+08:00")
    #expect(try town.status()["records"]["held"] == 1)
    try town.pass(at: "2026-03-02T11:00:02+08:00")
    #expect(try town.record(of: "s")["reason"].rendered.contains("unknown-item"))
  }

  @Test func besideADaemonAHeldStepExpiresByItself() throws {
    let town = try Town { $0.intake = ["step_wait: 1s"] }
    try town.run()
    try town.drop("s.json", step("resolve", on: "a", id: "s"))
    try town.until("rejected", within: 45) { try town.status()["records"]["rejected"] == 1 }
    try town.expectBalance()
  }

  @Test func anItemIsNamedByItsIdOrByItsReport() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a"), report("b", source: "other"))
    try town.pass(at: Moment.monday10)
    try town.drop(
      "s.ndjson", step("resolve", item: try town.item(of: "a"), id: "s1"),
      step("resolve", on: "b", source: "other", id: "s2"))
    try town.pass(at: Moment.monday11)
    #expect(try town.status()["items"]["closed"] == 2)
    #expect(try town.record(of: "s1")["item"].text == (try town.item(of: "a")))
    #expect(try town.record(of: "s2")["item"].text == (try town.item(of: "b", source: "other")))
  }
}
