import Foundation
import Testing

/// `plan`: every effect of a change before it happens.
@Suite(.crew) struct PlanTests {
  /// The rules of a town whose guard is the usual one.
  private static let plain = Rules().with { $0.guarding = [] }
  private static let patrolToInfo = Self.plain.with { $0.duties[0].post = "info" }

  /// Writes a rules file beside the town's own.
  private func save(_ rules: Rules, as name: String = "new.yaml", in town: Town) throws {
    try town.write(bytes: Array(rules.text.utf8), to: Array("\(town.folder)/\(name)".utf8))
  }

  @Test func theAnswerHasAllItsParts() throws {
    let town = try Town(Self.plain)
    try save(Self.patrolToInfo, in: town)
    let plan = try town.json("plan", "new.yaml")
    #expect(
      plan.keys == [
        "from", "to", "cells", "moves", "limits", "groups", "ladder", "calendar", "matters", "grids", "posts", "other",
        "items", "load", "guard",
      ])
    #expect(plan["from"] == (try town.json("check"))["digest"])
    #expect(plan["to"] == (try town.json("check", "new.yaml"))["digest"])
    // UM-002 names a post of its own.
    #expect(plan["cells"]["total"] == 25 && plan["cells"]["moved"] == 10 && plan["cells"]["gone"] == 0)
    let line = plan["moves"][0]
    #expect(line.keys == ["duty", "matters", "communities", "grids", "when", "from", "to", "cells"])
    #expect(line["matters"].array == ["UM-001", "UM-003"] && line["from"] == "patrol" && line["to"] == "info")
    #expect(line["communities"] == .null && line["grids"] == .null && line["when"] == .null && line["cells"] == 10)
    #expect(plan["posts"]["emptied"].array == ["patrol"])
    #expect(plan["guard"]["held"] == true && plan["guard"]["why"].array.count == 2)
    #expect(plan["items"].keys == ["open", "moved", "sooner", "later", "late_at_once", "orphaned", "listed"])
    #expect(plan["load"].array.isEmpty)
  }

  @Test func itWritesNothingAndMakesNoFolder() throws {
    let town = try Town(Self.plain)
    try FileManager.default.removeItem(atPath: town.state)
    try save(Self.patrolToInfo, in: town)
    try town.gridpost("plan", "new.yaml").exits(0)
    #expect(!FileManager.default.fileExists(atPath: town.state))
  }

  @Test func exitCodesAreForScripts() throws {
    let town = try Town(Self.plain)
    try town.gridpost("plan").exits(0).says("nothing changes")
    try town.gridpost("plan", "--exit-code").exits(0)
    try save(Self.plain.with { $0.duties[1].deadline = "2wd" }, in: town)
    try town.gridpost("plan", "new.yaml").exits(0)
    try town.gridpost("plan", "new.yaml", "--exit-code").exits(1)
    try save(Self.patrolToInfo, in: town)
    try town.gridpost("plan", "new.yaml", "--exit-code", "--json").exits(2)
    try town.gridpost("plan", "-", "--exit-code", stdin: Self.plain.text).exits(0)
    try town.gridpost("plan", "-", "--against", "-").exits(64)
    try town.gridpost("plan", "nowhere.yaml").exits(66).says("nowhere.yaml")
    try town.gridpost("plan", "new.yaml", "--against", "nowhere.yaml").exits(66)
  }

  @Test func faultsAreToldAsCheckTellsThem() throws {
    let town = try Town(Self.plain)
    try save(Self.plain.with { $0.duties[0].post = "patroll" }, in: town)
    try town.gridpost("plan", "new.yaml").exits(65).says("new.yaml:", "unknown-post", "patrol")
    let answer = try town.gridpost("plan", "new.yaml", "--json").exits(65).json()
    #expect(answer.keys == ["ok", "digest", "faults", "coverage"] && answer["ok"] == false)
    try town.gridpost("plan", "rules.yaml", "--against", "new.yaml", "--json").exits(65)
    let moved = Self.plain.text.replacing("\"+08:00\"", with: "\"+09:00\"")
    let offset = try town.gridpost("plan", "-", "--json", stdin: moved).exits(65).json()
    #expect(offset["faults"].array.map { $0["code"] } == ["offset-changed"])
  }

  @Test func itIsComparedWithTheRulesInForceAndNotWithTheFile() throws {
    let town = try Town(Self.plain)
    try town.pass(at: Moment.monday10)
    try town.write(Self.patrolToInfo)
    // What was saved since is not in force yet.
    let plan = try town.json("plan")
    #expect(plan["cells"]["moved"] == 10)
    #expect((try town.json("plan", "--against", "rules.yaml"))["cells"]["moved"] == 0)
  }

  @Test func whatIsOpenAndWhatCameInIsCounted() throws {
    let town = try Town(Self.plain)
    try town.drop(
      "a.ndjson", report("a"), report("b", matter: "UM-002"), report("c", matter: "停电"),
      report("d", ["resolved": ["by": "小王"]]), report("e", matter: "占道经营", grid: "jiangwei-01"))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("suspend", on: "e", id: "s", ["until": .text(Moment.friday10), "note": "waits"]))
    try town.pass(at: Moment.monday11)
    let new = Self.plain.with {
      $0.duties[0].matters[0].body = "{name: 占道, post: info, deadline: 30m}"
      $0.duties[0].matters[1].code = "UM-009"
      $0.duties[1].matters.append(.init("CA-003", "停电"))
    }
    try save(new, in: town)
    let plan = try town.json("plan", "new.yaml", "--at", Moment.monday11)
    let items = plan["items"]
    #expect(items["open"] == 4)
    #expect(items["moved"].array.map { $0["to"] } == ["heshuikou/heshuikou-03/info", "jiangwei/jiangwei-01/info"])
    #expect(
      items["moved"].array.map { $0["from"] } == ["heshuikou/heshuikou-03/patrol", "jiangwei/jiangwei-01/patrol"])
    #expect(items["moved"][0]["rung"] == 0)
    #expect(items["sooner"] == 2 && items["later"] == 0 && items["late_at_once"] == 2)
    #expect(items["orphaned"] == 1 && items["listed"] == 1)
    #expect(plan["matters"]["gone"].array == [["code": "UM-002", "open": 1]])
    #expect(plan["matters"]["renamed"].array == [["code": "UM-001", "from": "占道经营", "to": "占道", "reports": 1]])
    let load: [JSON] = [
      ["post": "info", "before": 1, "after": 2], ["post": "patrol", "before": 3, "after": 0],
      ["post": "livelihood", "before": 0, "after": 1], ["post": .null, "before": 1, "after": 2],
    ]
    #expect(plan["load"].array == load)
    // Thirty days of 24 hours, and not a second more.
    #expect(try town.json("plan", "new.yaml", "--at", "2026-04-01T10:00:00+08:00")["load"].array.count == 4)
    #expect(try town.json("plan", "new.yaml", "--at", "2026-04-01T10:00:01+08:00")["load"].array.isEmpty)
  }

  @Test func aColleaguesNoteInBothLanguages() throws {
    let town = try Town(Self.plain)
    try town.drop("a.ndjson", report("a"), report("b", matter: "UM-002"))
    try town.pass(at: Moment.monday10)
    let new = Self.plain.with {
      $0.duties[0].post = "info"
      $0.overrides = ["{when: {matter: UM-001, community: jiangwei, risk: red}, post: livelihood, deadline: 1h}"]
    }
    try save(new, in: town)
    let digest = try #require((try town.json("check", "new.yaml"))["digest"].text?.prefix(12))
    let english = try town.gridpost("plan", "new.yaml", "--at", Moment.monday11).exits(0)
    #expect(english.out == Self.english.replacing("DIGEST", with: digest))
    #expect(english.err.isEmpty)
    town.language = "zh_CN.UTF-8"
    let chinese = try town.gridpost("plan", "new.yaml", "--at", Moment.monday11).exits(0)
    #expect(chinese.out == Self.chinese.replacing("DIGEST", with: digest))
  }

  private static let english = """
    Of 25 routes 10 go to another post, 10 change in all (moved 40.00%, changed 40.00%).

    Other posts
      1 matter of 城管 (占道经营) in 合水口: 综合巡查纠治岗 → 基础网格信息岗           3 routes
      1 matter of 城管 (占道经营) in 将围, no risk: 综合巡查纠治岗 → 基础网格信息岗    2 routes
      1 matter of 城管 (夜间噪音) in all communities: 综合巡查纠治岗 → 基础网格信息岗  5 routes
      1 matter of 城管 (占道经营) in 将围, red risk: 综合巡查纠治岗 → 民生诉求服务岗   2 routes

    Other limits
      1 matter of 城管 (占道经营) in 将围, red risk: 2h → 1h  2 routes

    Left without any work: 综合巡查纠治岗.

    Of 2 open items 1 would have gone elsewhere (deadlines that run stay as they are; “gridpost redispatch” moves them); by the new limits 0 would be due \
    sooner, 0 later, 0 over at once.
      综合巡查纠治岗 → 基础网格信息岗  1 item

    The 2 reports of the last 30 days, as they were given out and by the new rules
      基础网格信息岗  1  →  2  +1  0.20 → 0.40 a post
      综合巡查纠治岗  1  →  0  -1  0.20 → 0.00 a post

    The guard would hold it:
      40.00% of the routes go to another post or are gone; the guard lets 30% pass
      1 post is left without any work (综合巡查纠治岗); the guard lets 0 pass
      Saved, it waits until somebody types  gridpost apply DIGEST

    """

  private static let chinese = """
    共 25 条派单路线：10 条改派，连同时限、功能组共 10 条有变（改派占 40.00%，有变占 40.00%）。

    改派
      城管 1 个事项（占道经营），合水口：综合巡查纠治岗 → 基础网格信息岗          3 条
      城管 1 个事项（占道经营），将围，无风险：综合巡查纠治岗 → 基础网格信息岗    2 条
      城管 1 个事项（夜间噪音），各社区：综合巡查纠治岗 → 基础网格信息岗          5 条
      城管 1 个事项（占道经营），将围，红色风险：综合巡查纠治岗 → 民生诉求服务岗  2 条

    时限
      城管 1 个事项（占道经营），将围，红色风险：2h → 1h  2 条

    一件事也分不到的岗位：综合巡查纠治岗。

    在办 2 件中，1 件按新规则应派给别的岗位（已在走的时限不变；用 “gridpost redispatch” 改派）；按新时限，0 件提前，0 件推后，0 件立即超时。
      综合巡查纠治岗 → 基础网格信息岗  1 件

    近 30 天的 2 件上报：当时派给谁，按新规则派给谁
      基础网格信息岗  1  →  2  +1  每岗 0.20 → 0.40
      综合巡查纠治岗  1  →  0  -1  每岗 0.20 → 0.00

    超过改动上限，存盘后会先扣住：
      改派或取消的派单路线占 40.00%，上限 30%
      1 个岗位一件事也分不到（综合巡查纠治岗），上限 0 个
      存盘后要有人执行  gridpost apply DIGEST  才生效

    """
}
