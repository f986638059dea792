import Foundation
import Testing

/// What the daemon itself brings forth, and the addressees of every grid beside its posts, on their ways through the town.
@Suite(.crew) struct OwnReportTests {
  private static let station = "heshuikou/heshuikou-03/station"
  private static let branch = "heshuikou/heshuikou-03/branch"
  private static let daily = "  - {name: 日检, every: day, for: grid, to: branch, limit: 30wd}"

  private func town(_ sections: String..., at moment: String, _ change: (inout Rules) -> Void = { _ in }) throws -> Town
  {
    var rules = Rules().with { $0.sections = sections }
    change(&rules)
    let town = try Town(rules)
    try town.pass(at: moment)
    return town
  }

  @Test func anItemGoesToABranchOrAStationAndAStationReturnsNothing() throws {
    let town = try town(at: Moment.monday10)
    try town.drop(
      "a.ndjson", report("a"), step("transfer", on: "a", id: "s1", ["to": .text(Self.branch)]),
      step("return", on: "a", id: "s2", ["note": "不归我管", "to": "triage"]),
      step("transfer", on: "a", id: "s3", ["to": .text(Self.station)]),
      step("return", on: "a", id: "s4", ["note": "不归我管", "grid": "heshuikou-01"]),
      step("transfer", on: "a", id: "s5", ["to": "heshuikou/heshuikou-09/branch"]))
    try town.pass(at: Moment.monday10)
    #expect(try town.show(of: "a")["holder"].text == Self.station)
    #expect(try town.record(of: "s2")["state"] == "accepted", "a branch returns like a post")
    #expect(try town.record(of: "s4")["reason"] == "illegal-step" && town.record(of: "s5")["reason"] == "bad-value")
    #expect(try town.papers(at: Self.branch).compactMap { $0.content["kind"].text }.sorted() == ["task", "told"])
    #expect(try town.papers(at: Self.station).map { $0.content["kind"] } == ["task"])
    town.language = "zh_CN.UTF-8"
    try town.gridpost("list").exits(0).says("廉情监督站")
    try town.verify()
  }

  @Test func drainWaitsForARoundThatIsDue() throws {
    let town = try town("rounds:", Self.daily, at: "2026-03-01T12:00:00+08:00")
    try town.gridpost("drain", "--timeout", "0").exits(75).says("a round due")
    try town.gridpost("pass").exits(0)
    try town.gridpost("drain", "--timeout", "1").exits(0)
    #expect(try town.status()["rounds"]["next"] != .null)
  }

  @Test func aRoundWhoseMatterIsGoneIsMissedAndShown() throws {
    let old = "  - {name: 旧查, every: day, for: grid, to: branch, matter: CA-009, limit: 1wd}"
    let town = try town("rounds:", old, at: "2026-03-01T12:00:00+08:00") {
      $0.duties[1].matters.append(.init("CA-009", #"{name: 旧事项, until: "2026-02-01"}"#))
    }
    try town.pass(at: "2026-03-02T12:00:00+08:00")
    let lines = try town.export().filter { $0["round"] == "旧查" }
    #expect(lines.count == 1 && lines[0]["type"] == "missed" && lines[0]["places"] == 5)
    #expect(try town.items("--source", "rounds").isEmpty)
    let daemon = try town.run()
    let isShown = { try town.status()["degraded"].array.contains { $0["code"] == "round" } }
    try town.until("it is shown", isShown)
    try town.write(Rules())
    try town.until("it is shown no more") { try !isShown() }
    try daemon.stop()
    try town.verify()
  }

  /// After an older copy was put back the same is raised under the same ids, and no paper is doubled.
  @Test func whatIsRaisedAgainAfterARestoreIsTheSame() throws {
    let town = try town("rounds:", Self.daily, at: "2026-03-01T12:00:00+08:00")
    try town.gridpost("backup", "copy").exits(0)
    try town.pass(at: "2026-03-02T09:00:00+08:00")
    let raised = try town.export().map { [$0["id"], $0["item"]] }
    let papers = try town.papers()
    #expect(raised.count == 5 && papers.count == 5)
    try town.gridpost("restore", "copy").exits(0)
    #expect(try town.export().isEmpty)
    try town.pass(at: "2026-03-02T10:00:00+08:00")
    #expect(try town.export().map { [$0["id"], $0["item"]] } == raised)
    let again = try town.papers()
    #expect(again.count == 5 && Set(again.map(\.name)) == Set(papers.map(\.name)))
    try town.verify()
  }

  @Test func aRungWhoseAddresseeHasTheItemAlreadyIsPassedOver() throws {
    let talk = "  - {name: 月议, every: month, day: 25, for: community, to: group, matter: CA-001, limit: 1h}"
    let town = try town("rounds:", talk, at: "2026-02-20T12:00:00+08:00")
    try town.pass(at: "2026-02-25T09:00:00+08:00")
    let id = try #require(try town.items().first?["item"].text)
    try town.pass(at: "2026-02-25T10:00:01+08:00")
    let passed = try town.show(id)
    #expect(passed["rung"] == 1 && passed["holder"] == "heshuikou/group/livelihood")
    let line = try #require(passed["history"].array.last)
    #expect(line["step"] == "escalate" && line["to"] == .null && line["due"] == "2026-02-25T02:00:00Z")
    #expect(try town.papers(at: "heshuikou/group/livelihood").count == 1 && town.status()["escalations"] == 0)
    try town.pass(at: "2026-02-26T10:00:01+08:00")
    #expect(try town.show(id)["holder"] == "subdistrict/command-centre")
    try town.verify()
  }

  @Test func leadsOfTheStationsAreLeftOutUnlessAskedFor() throws {
    let signal = """
      integrity:
        matter: CA-001
        limit: 3wd
        to: subdistrict/command-centre
        signals: [{name: 秒结, kind: quick, within: 60s, times: 1, per: week}]
      """
    let town = try town(signal, at: Moment.monday10)
    try town.drop("a.ndjson", report("a"), step("resolve", on: "a", id: "s"))
    try town.pass(at: Moment.monday11)
    #expect(try town.items().map { $0["id"] } == ["a"])
    let lead: [JSON] = [.text("\(Self.station)")]
    #expect(try town.items("--source", "integrity").map { $0["holder"] } == lead)
    #expect(try town.items("--own").count == 2)
    #expect(try town.json("report")["total"]["received"] == 1 && town.json("report", "--own")["total"]["received"] == 2)
    let load = try town.json("report", "load", "--at", Moment.monday11)
    #expect(load["rows"].array.reduce(0) { $0 + ($1["received_30d"].int ?? 0) } == 1)
    #expect(try town.status()["signals"] == 1)
    try town.verify()
  }
}
