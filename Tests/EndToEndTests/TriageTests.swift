import Testing

/// What the list does not hold goes to triage, and what is put right on the spot to the books.
@Suite(.crew) struct TriageTests {
  @Test(
    arguments: [
      ("unlisted matter", ["matter": "无人机扰民"]), ("no grid", ["grid": .null]), ("path as grid", ["grid": "../../etc"]),
    ] as [(String, [String: JSON])])
  func whatIsNotListedGoesToTriage(_ name: String, changes: [String: JSON]) throws {
    let town = try Town()
    try town.drop("a.json", report("a").with(changes))
    try town.pass(at: Moment.monday10)
    let notice = try town.expectNotice(at: "triage", of: "a")
    #expect(notice["to"] == ["triage": true])
    let item = try town.show(of: "a")
    #expect(item["holder"] == "triage" && item["state"] == "open" && item["deadline"] == .null)
    let items = try town.status()["items"]
    #expect(items["triage"] == 1 && items["open"] == 1 && items["overdue"] == 0)
    try town.pass(at: "2026-09-01T10:00:00+08:00")
    #expect(try town.papers().count == 1)
    #expect(try town.status(at: "2026-09-01T10:00:00+08:00")["items"]["overdue"] == 0)
    try town.verify()
  }

  @Test func aGridIsEnoughAndItsOwnCommunityMayBeNamed() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a"), report("b").with(["community": "heshuikou"]), report("c", matter: "占道经营"))
    try town.pass(at: Moment.monday10)
    #expect(try town.papers(at: "heshuikou/heshuikou-03/patrol").count == 3)
    #expect(try town.show(of: "c")["matter"] == "UM-001")
  }

  @Test func assignAsksTheRulesOfTodayWhatTheReportSays() throws {
    let town = try Town()
    try town.drop(
      "a.ndjson", report("a", matter: "UM-009"), report("b", grid: "heshuikou-04"),
      report("c", matter: "UM-009", grid: "heshuikou-04"))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("assign", on: "a", id: "s0"))
    try town.pass(at: Moment.monday10)
    #expect(try town.record(of: "s0")["state"] == "rejected")
    // The matter is listed and the grid is set up meanwhile.
    try town.write(
      Rules().with {
        $0.duties[0].matters.append(.init("UM-009", "新事项"))
        $0.communities[0].grids = 4
      })
    try town.drop(
      "t.ndjson", step("assign", on: "a", id: "s1"), step("assign", on: "b", id: "s2"),
      step("assign", on: "c", id: "s3", ["grid": "jiangwei-01"]))
    try town.pass(at: Moment.monday11)
    #expect(try town.show(of: "a")["holder"] == "heshuikou/heshuikou-03/patrol")
    #expect(try town.show(of: "b")["holder"] == "heshuikou/heshuikou-04/patrol")
    #expect(try town.show(of: "c")["holder"] == "jiangwei/jiangwei-01/patrol")
    try town.verify()
  }

  @Test func assignTakesAnItemOutOfTriageByTheRules() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a", matter: "占了路"), report("b", grid: nil), report("c", matter: nil, grid: nil))
    try town.pass(at: Moment.monday10)
    let items = try ["a", "b", "c"].map { try town.item(of: $0) }
    try town.drop(
      "s.ndjson", step("assign", item: items[0], id: "s1", ["matter": "UM-001"]),
      step("assign", item: items[1], id: "s2", ["grid": "jiangwei-01"]),
      step("assign", item: items[2], id: "s3", ["matter": "高龄津贴", "grid": "jiangwei-02"]))
    try town.pass(at: Moment.monday11)
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", item: items[0])
    try town.expectNotice(at: "jiangwei/jiangwei-01/patrol", item: items[1])
    let found = try town.expectNotice(at: "jiangwei/jiangwei-02/livelihood", item: items[2])
    #expect(found["matter"] == "CA-001" && found["deadline"] != .null)
    for item in items {
      let shown = try town.show(item)
      #expect(shown["state"] == "open" && shown["deadline"] != .null && shown["rung"] == 0)
      #expect(shown["history"].array.last?["step"] == "assign")
    }
    #expect(try town.status()["items"]["triage"] == 0)
    try town.pass(at: "2026-03-02T13:00:01+08:00")
    try town.expectNotice(at: "heshuikou/group/city-appearance", item: items[0], rung: 1)
    try town.verify()
  }

  @Test func whyTellsHowToGiveAnItemInTriageToAPost() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a", matter: nil), report("b"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    let why = try town.gridpost("why", item).exits(0)
    #expect(why.err.contains("gridpost act assign \(item)") && !why.out.contains("assign"))
    #expect(try town.gridpost("why", town.item(of: "b")).exits(0).err.isEmpty)
  }

  @Test func assignWithFactsThatLeadNowhereIsRejected() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a", matter: "占了路", grid: nil), report("b"))
    try town.pass(at: Moment.monday10)
    try town.drop(
      "s.ndjson", step("assign", on: "a", id: "s1", ["matter": "UM-001"]),
      step("assign", on: "a", id: "s2", ["matter": "又是别的", "grid": "heshuikou-01"]),
      step("assign", on: "b", id: "s3", ["matter": "CA-001", "grid": "jiangwei-02"]), step("note", on: "b", id: "s4"))
    try town.pass(at: Moment.monday11)
    for id in ["s1", "s2", "s3"] { #expect(try town.record(of: id)["state"] == "rejected", "\(id)") }
    #expect(try town.record(of: "s3")["reason"].rendered.contains("illegal-step"))
    #expect(try town.show(of: "a")["holder"] == "triage")
    #expect(try town.show(of: "b")["holder"] == "heshuikou/heshuikou-03/patrol")
    #expect(try town.papers().count == 2)
  }

  @Test func whatWasPutRightOnTheSpotIsClosedWithoutNoticeOrClock() throws {
    let town = try Town()
    let resolved: JSON = ["by": "巡查员", "at": "2026-03-02T09:50:00+08:00", "note": "当场挪开"]
    try town.drop(
      "a.ndjson", report("a").with(["resolved": resolved]),
      report("b", matter: "无人机扰民", grid: nil).with(["resolved": resolved]))
    try town.pass(at: Moment.monday10)
    #expect(try town.papers().isEmpty)
    let status = try town.status()
    #expect(status["items"]["closed"] == 2 && status["items"]["on_site"] == 2 && status["items"]["triage"] == 0)
    #expect(status["notices"]["owed"] == 0)
    #expect(status["next_due"] == .null)
    let shown = try town.show(of: "a")
    #expect(shown["state"] == "closed" && shown["next_due"] == .null)
    try town.pass(at: Moment.friday10)
    #expect(try town.papers().isEmpty)
    try town.verify()
  }

  @Test func aClosureOnTheSpotMayBeReopened() throws {
    let town = try Town()
    let resolved: JSON = ["by": "巡查员", "at": "2026-03-02T09:50:00+08:00", "note": "当场挪开"]
    try town.drop("a.json", report("a").with(["resolved": resolved]))
    try town.pass(at: "2026-03-02T09:55:00+08:00")
    try town.drop("s.json", step("reopen", on: "a", id: "s", ["note": "又摆出来了"]))
    try town.pass(at: Moment.monday10)
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    let item = try town.show(of: "a")
    #expect(item["state"] == "open" && item["deadline"] == "2026-03-02T04:00:00Z")
    let items = try town.status()["items"]
    #expect(items["on_site"] == 0 && items["closed"] == 0 && items["open"] == 1)
    try town.verify()
  }
}
