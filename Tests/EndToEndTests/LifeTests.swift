import Testing

/// The life of a case, as the real binary takes and tells it.
@Suite(.crew) struct LifeTests {
  private static let patrol = "heshuikou/heshuikou-03/patrol"
  private static let information = "heshuikou/heshuikou-03/info"
  private static let group = "heshuikou/group/city-appearance"
  private static let office = "subdistrict/command-centre"

  private func town(_ lifecycle: String...) throws -> Town {
    let town = try Town { $0.lifecycle = lifecycle }
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    return town
  }

  /// Drops a step on `a` and lets it be taken at this time of the Monday.
  private func take(
    _ type: String, at time: String, _ more: [String: JSON] = [:], in town: Town,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let id = "\(type) \(time)"
    try town.drop("s.json", step(type, on: "a", id: id, more))
    try town.pass(at: "2026-03-02T\(time)+08:00", sourceLocation: sourceLocation)
    let record = try town.record(of: id)
    #expect(record["state"] == "accepted", "\(record.rendered)", sourceLocation: sourceLocation)
  }

  private func kinds(at address: String, in town: Town) throws -> [String] {
    try town.papers(at: address).sorted { $0.name < $1.name }.compactMap { $0.content["kind"].text }
  }

  private func ids(_ items: [JSON]) -> [String] { items.compactMap { $0["id"].text } }

  @Test func whoAcceptsHasItInHand() throws {
    let town = try town()
    try take("accept", at: "10:30:00", ["by": "老张"], in: town)
    let shown = try town.json("show", town.item(of: "a"), "--at", Moment.monday11)
    #expect(shown["accepted"] == ["at": "2026-03-02T02:30:00Z", "by": "老张"])
    #expect(shown["spells"].array.map { $0["why"] } == ["waiting", "working"])
    #expect(shown["spells"].array.map { $0["seconds"] } == [1800, 1800])
    #expect(shown["spells"].array.allSatisfy { $0["holder"].text == Self.patrol })
    #expect(try town.items()[0]["spells"] == .null)
    try town.drop("t.json", step("accept", on: "a", id: "again"))
    try town.pass(at: Moment.monday11)
    #expect(try town.record(of: "again")["reason"] == "illegal-step")
    try town.verify()
  }

  @Test func whatIsReturnedBouncesIsAmendedOrMoves() throws {
    let town = try town()
    try take("return", at: "10:10:00", ["note": "不归我管", "ground": "owner", "grid": "heshuikou-03"], in: town)
    let bounced = try town.show(of: "a")
    #expect(bounced["counts"]["returns"] == 1 && bounced["counts"]["bounces"] == 1)
    #expect(bounced["holder"].text == Self.patrol)
    #expect(bounced["history"].array.map { $0["step"] } == ["report", "return", "bounce"])
    #expect(bounced["history"][1]["ground"] == "owner")
    #expect(try kinds(at: Self.patrol, in: town) == ["task", "told"])
    try take("return", at: "10:20:00", ["note": "是噪音", "matter": "夜间噪音"], in: town)
    let amended = try town.show(of: "a")
    #expect(amended["matter"] == "UM-003" && amended["deadline"] == "2026-03-02T04:00:00Z")
    #expect(amended["holder"].text == Self.patrol && amended["counts"]["bounces"] == 1)
    try take("return", at: "10:30:00", ["note": "是摊贩", "matter": "UM-002", "ground": "duty"], in: town)
    let moved = try town.show(of: "a")
    #expect(moved["holder"].text == Self.information && moved["post"] == "info" && moved["rung"] == 0)
    // Four working hours from the receipt at ten.
    #expect(moved["deadline"] == "2026-03-02T08:00:00Z")
    #expect(try kinds(at: Self.information, in: town) == ["task"])
    #expect(try kinds(at: Self.patrol, in: town) == ["task", "told", "told", "told"])
    #expect(moved["counts"]["returns"] == 3)
    #expect(try town.gridpost("why", town.item(of: "a")).exits(0).out.contains(Self.information))
    try town.drop("x.json", step("return", on: "a", id: "x", ["note": "n", "matter": "流动摊"]))
    try town.pass(at: Moment.monday11)
    #expect(try town.record(of: "x")["reason"] == "bad-value")
    try town.verify()
  }

  @Test func aSuspensionStopsTheClockAndEndsByItself() throws {
    let town = try town()
    try take(
      "suspend", at: "10:30:00", ["note": "等材料", "until": "2026-03-03T10:30:00+08:00"], in: town)
    let stands = try town.items("--at", "2026-03-03T10:00:00+08:00")[0]
    #expect(stands["state"] == "suspended" && stands["overdue"] == false && stands["late"] == false)
    #expect(stands["accepted"]["by"] == "小李" && stands["counts"]["suspensions"] == 1)
    town.language = "zh_CN.UTF-8"
    try town.gridpost("list").exits(0).says("挂账", "剩 1 小时 30 分")
    try town.pass(at: "2026-03-03T11:00:00+08:00")
    let shown = try town.json("show", town.item(of: "a"), "--at", "2026-03-03T11:00:00+08:00")
    #expect(shown["state"] == "open" && shown["deadline"] == "2026-03-03T04:00:00Z")
    let last = try #require(shown["history"].array.last)
    #expect(last["step"] == "resume" && last["by"] == .null)
    #expect(last["due"] == "2026-03-03T02:30:00Z" && last["at"] == "2026-03-03T03:00:00Z")
    #expect(shown["spells"].array.map { $0["why"] } == ["waiting", "suspended", "working"])
    #expect(shown["spells"].array.map { $0["seconds"] } == [1800, 86_400, 1800])
    #expect(try kinds(at: Self.patrol, in: town) == ["task", "told"])
    let read = try town.gridpost("show", town.item(of: "a"), "--at", "2026-03-03T11:00:00+08:00").exits(0)
    read.says("2026-03-03T10:30:00+08:00  2026-03-03T11:00:00+08:00  恢复", "记录于", "至 2026-03-03T10:30:00+08:00；等材料")
    try town.verify()
  }

  @Test func anExtensionThatNeedsAWordIsAskedForAndAnswered() throws {
    let town = try town("approve: above")
    try take("extend", at: "11:00:00", ["by_limit": "1h", "note": "人手不足"], in: town)
    let asked = try town.show(of: "a")
    let request: JSON = [
      "step": "extend", "by": "小李", "at": "2026-03-02T03:00:00Z", "note": "人手不足", "by_limit": "1h", "until": .null,
    ]
    #expect(asked["request"] == request)
    #expect(asked["deadline"] == "2026-03-02T04:00:00Z" && asked["counts"]["extensions"] == 0)
    #expect(try kinds(at: Self.group, in: town) == ["ask"])
    let item = try town.item(of: "a")
    try town.gridpost("show", item).exits(0).says("extend; 1 h; asked by 小李", "asked for; by 1 h; 人手不足")
    try take("refuse", at: "11:10:00", ["note": "不批"], in: town)
    #expect(try town.show(of: "a")["request"] == .null)
    try take("extend", at: "11:20:00", ["by_limit": "1h"], in: town)
    try take("approve", at: "11:30:00", in: town)
    let shown = try town.show(of: "a")
    #expect(shown["deadline"] == "2026-03-02T05:00:00Z" && shown["counts"]["extensions"] == 1)
    #expect(shown["history"].array.last?["by_limit"] == "1h")
    #expect(try kinds(at: Self.patrol, in: town) == ["task", "told", "told"])
    try town.verify()
  }

  @Test func whatIsResolvedIsCheckedAndVisited() throws {
    let town = try town("check: group", "visit: {test: 2wd}", "visit_by: info")
    try take("resolve", at: "11:00:00", in: town)
    #expect(try town.status()["items"]["resolved"] == 1)
    #expect(try town.show(of: "a")["holder"].text == Self.group)
    #expect(try ids(town.items("--owed")) == ["a"])
    #expect(try ids(town.items("--state", "resolved")) == ["a"])
    #expect(try kinds(at: Self.group, in: town) == ["check"])
    try take("check", at: "11:30:00", ["outcome": "fail", "note": "没清干净"], in: town)
    let again = try town.show(of: "a")
    #expect(again["state"] == "open" && again["holder"].text == Self.patrol && again["counts"]["checks_failed"] == 1)
    #expect(again["deadline"] == "2026-03-02T04:30:00Z")
    try take("resolve", at: "12:00:00", in: town)
    try take("check", at: "12:10:00", ["outcome": "pass"], in: town)
    #expect(try town.show(of: "a")["state"] == "closed")
    #expect(try kinds(at: Self.information, in: town) == ["visit"])
    try take("visit", at: "14:00:00", ["outcome": "unreached"], in: town)
    #expect(try ids(town.items("--owed")) == ["a"])
    try take("visit", at: "15:00:00", ["outcome": "fail", "satisfaction": 1], in: town)
    let reopened = try town.show(of: "a")
    #expect(reopened["state"] == "open" && reopened["counts"]["reopenings"] == 1)
    #expect(try town.items("--owed").isEmpty)
    try take("resolve", at: "15:30:00", in: town)
    try take("check", at: "15:40:00", ["outcome": "pass"], in: town)
    try take("visit", at: "16:00:00", ["outcome": "pass", "satisfaction": 5], in: town)
    let shown = try town.show(of: "a")
    let last = try #require(shown["history"].array.last)
    #expect(last["satisfaction"] == 5 && last["outcome"] == "pass")
    #expect(try town.items("--owed").isEmpty)
    let whys = shown["spells"].array.compactMap { $0["why"].text }
    #expect(whys == ["waiting", "checking", "waiting", "checking", "ended", "waiting", "checking"])
    let seconds = shown["spells"].array.compactMap { $0["seconds"].int }.reduce(0, +)
    // From ten to twenty to four.
    #expect(seconds == 20_400)
    try town.verify()
  }

  @Test func anAppealMakesWhatIsLateExempt() throws {
    let town = try town()
    try town.pass(at: Moment.monday12AndASecond)
    #expect(try ids(town.items("--overdue", "--late", "--at", Moment.monday12AndASecond)) == ["a"])
    try take("resolve", at: "12:30:00", in: town)
    #expect(try town.items("--overdue", "--at", Moment.friday10).isEmpty)
    #expect(try ids(town.items("--late", "--at", Moment.friday10)) == ["a"])
    let late = try town.show(of: "a")
    #expect(late["late"] == true && late["overdue"] == false && late["exempt"] == false)
    let breach: JSON = ["at": "2026-03-02T04:00:00Z", "by": .text(Self.patrol)]
    #expect(late["breach"] == breach)
    #expect(try town.items()[0]["breach"] == breach)
    try take("appeal", at: "13:00:00", ["note": "道路封闭"], in: town)
    #expect(try kinds(at: Self.office, in: town) == ["ask"])
    try take("approve", at: "13:30:00", in: town)
    let exempt = try town.show(of: "a")
    #expect(exempt["exempt"] == true && exempt["late"] == true)
    town.language = "zh_CN.UTF-8"
    try town.gridpost("list").exits(0).says("办结", "曾超时，申诉通过")
    try town.gridpost("show", town.item(of: "a")).exits(0).says(
      "自 2026-03-02T12:00:00+08:00，主要用时 合水口社区 03 分格 综合巡查纠治岗；申诉通过，不计超时")
    try town.drop("x.json", step("appeal", on: "a", id: "x", ["note": "再来"]))
    try town.pass(at: "2026-03-02T14:00:00+08:00")
    #expect(try town.record(of: "x")["reason"] == "illegal-step")
    try town.verify()
  }
}
