import Foundation
import Testing

/// What lies in the outbox, and where.
@Suite(.crew) struct NoticeTests {
  private static let keys: Set<String> = [
    "notice", "item", "seq", "kind", "rung", "to", "duty", "duty_name", "matter", "matter_name", "state", "received_at",
    "deadline",
    "deadline_local", "provisional", "assigned_by", "reason", "previous", "event",
  ]

  @Test func aPostGetsTheWholePaper() throws {
    let rules = Rules()
    let town = try Town(rules)
    let event = report("a").with([
      "time": "2026-03-02T09:58:12+08:00", "place": "振明路 3 号", "subject": "好味餐馆", "reporter": "热心市民",
      "risk": "yellow", "camera": ["id": 7, "tags": ["a", .null]], "summary": "<script>alert(1)</script>\u{202e}",
    ])
    try town.drop("a.json", event)
    try town.pass(at: Moment.monday10)
    let paper = try #require(try town.papers().first)
    let notice = paper.content
    #expect(paper.address == "heshuikou/heshuikou-03/patrol")
    #expect(paper.name == "\(notice["notice"].text ?? "").json")
    #expect(notice.keys == Self.keys)
    #expect(notice["notice"].text?.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } == true)
    #expect(notice["item"].text?.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } == true)
    #expect(notice["item"].text == (try town.item(of: "a")))
    #expect(notice["rung"] == 0)
    #expect(notice["to"] == ["community": "heshuikou", "grid": "heshuikou-03", "post": "patrol"])
    #expect(notice["duty"] == "urban-management" && notice["duty_name"] == "城管")
    #expect(notice["matter"] == "UM-001" && notice["matter_name"] == "占道经营")
    #expect(notice["state"] == "open")
    #expect(notice["received_at"] == "2026-03-02T02:00:00Z")
    #expect(notice["deadline"] == "2026-03-02T04:00:00Z")
    #expect(notice["deadline_local"].text?.hasPrefix("2026-03-02") == true)
    #expect(notice["deadline_local"].text?.contains("12:00") == true)
    #expect(notice["provisional"] == false)
    #expect(notice["assigned_by"].keys == ["rules", "line", "why"])
    #expect(notice["assigned_by"]["line"].int == rules.line(of: "UM-001"))
    #expect(notice["previous"].isArray)
    for field in ["id", "source", "matter", "grid", "place", "subject", "reporter", "risk", "camera", "summary"] {
      #expect(notice["event"][field] == event[field], "\(field)")
    }
  }

  @Test func everyAddresseeHasItsFolder() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a"), report("b", matter: "停电", grid: "jiangwei-02"))
    try town.pass(at: Moment.monday10)
    let triage = try town.expectNotice(at: "triage", of: "b")
    #expect(triage.keys == Self.keys.union(["suggest"]))
    #expect(triage["to"] == ["triage": true])
    #expect(triage["deadline"] == .null && triage["deadline_local"] == .null)
    #expect(triage["duty"] == .null && triage["matter"] == .null)
    try town.pass(at: Moment.monday12AndASecond)
    let group = try town.expectNotice(at: "heshuikou/group/city-appearance", of: "a", rung: 1)
    #expect(group.keys == Self.keys)
    #expect(group["to"] == ["community": "heshuikou", "group": "city-appearance"])
    #expect(group["deadline"] == "2026-03-03T04:00:00Z")
    #expect(group["previous"].isArray)
    try town.pass(at: Moment.friday10)
    let office = try town.expectNotice(at: "subdistrict/command-centre", of: "a", rung: 2)
    #expect(office.keys == Self.keys)
    #expect(office["to"] == ["office": "command-centre"])
    #expect(office["deadline"] == .null && office["deadline_local"] == .null)
    #expect(try town.papers().count == 4)
    #expect(Set(try town.papers().map(\.name)).count == 4)
    for paper in try town.papers() where paper.content["item"] == group["item"] {
      #expect(paper.content["received_at"] == "2026-03-02T02:00:00Z")
      #expect(paper.content["event"]["id"] == "a")
    }
  }

  @Test func aRungCaughtUpLateStillTellsTheMomentOfTheNext() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: Moment.friday10)
    let group = try town.expectNotice(at: "heshuikou/group/city-appearance", of: "a", rung: 1)
    #expect(group["deadline"] == "2026-03-03T04:00:00Z")
    #expect(try town.expectNotice(at: "subdistrict/command-centre", of: "a", rung: 2)["deadline"] == .null)
  }

  @Test func aNameWithBothPostAndGroupKeepsThemApart() throws {
    let town = try Town { $0.duties[1].deadline = "1h" }
    try town.drop("a.json", report("a", matter: "CA-001", grid: "jiangwei-02"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: Moment.monday12)
    try town.expectNotice(at: "jiangwei/jiangwei-02/livelihood", of: "a")
    try town.expectNotice(at: "jiangwei/group/livelihood", of: "a", rung: 1)
  }

  @Test func theEnvelopeLeavesNoTrace() throws {
    let town = try Town()
    let data = report("ignored").without("id").without("source").with(["camera": 7])
    try town.drop("plain.json", data.with(["id": "plain", "source": "test"]))
    try town.drop(
      "cloud.json",
      [
        "specversion": "1.0", "id": "cloud", "source": "test", "type": "gridpost.report",
        "time": "2026-03-02T09:58:12+08:00", "datacontenttype": "application/json", "data": data,
      ])
    try town.pass(at: Moment.monday10)
    let cloud = try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "cloud")["event"]
    let plain = try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "plain")["event"]
    for field in ["matter", "grid", "summary", "camera", "source"] { #expect(cloud[field] == plain[field], "\(field)") }
    #expect(cloud["id"] == "cloud")
    #expect(cloud["data"] == .null)
  }

  @Test func theEnvelopeWinsOverMembersOfTheDataWithItsNames() throws {
    let town = try Town()
    let data = report("inner", source: "inner", ["specversion": "9", "type": "resolve", "time": "noon", "camera": 7])
    let cloud: JSON = [
      "specversion": "1.0", "id": "cloud", "source": "test", "type": "gridpost.report",
      "time": "2026-03-02T09:58:12+08:00", "camera": 8, "summary": "outer", "UPPERCASE-AND-LONGER-THAN-20": 9,
    ]
    try town.drop("a.json", cloud.with(["data": data]))
    let bare = data.without("id").without("source").without("specversion").without("type").without("time")
    try town.drop("same.json", cloud.with(["data": bare, "camera": 6]))
    try town.pass(at: Moment.monday10)
    #expect(try town.status()["records"]["duplicate"] == 1)
    let notice = try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "cloud")
    let event = notice["event"]
    #expect(event["id"] == "cloud" && event["source"] == "test" && event["type"] == "report")
    #expect(event["time"] == "2026-03-02T09:58:12+08:00")
    #expect(event["camera"] == 7 && event["summary"] == "something is wrong")
    #expect(event["UPPERCASE-AND-LONGER-THAN-20"] == 9)
    #expect(event["specversion"] == .null && event["data"] == .null)
    let folder = "\(town.outbox)/heshuikou/heshuikou-03/patrol"
    let text = Child.text("\(folder)/\(try #require(notice["notice"].text)).json")
    let inside = try #require(text.range(of: "\"event\":")).upperBound
    for key in ["id", "source", "type", "time", "camera", "summary", "matter"] {
      #expect(text[inside...].components(separatedBy: "\"\(key)\":").count == 2, "\(key)")
    }
    #expect(!text.contains("specversion"))
  }

  @Test func aProvisionalDeadlineIsMarked() throws {
    let town = try Town { $0.knownUntil = "2026-12-31" }
    try town.drop("a.json", report("a", matter: "CA-002"))
    try town.pass(at: "2026-12-30T15:00:00+08:00")
    #expect(try town.expectNotice(at: "heshuikou/heshuikou-03/livelihood", of: "a")["provisional"] == true)
    #expect(try town.show(of: "a")["provisional"] == true)
  }
}
