import Foundation
import Testing

/// `report load`: what there is for each of a town's people.
@Suite(.crew) struct LoadTests {
  /// Five grids with one, two and no people at their posts, of which one has four at its patrol.
  private static let rules = Rules().with {
    $0.posts = [
      "info: {name: 基础网格信息岗, staff: 1}",
      "patrol: {name: 综合巡查纠治岗, staff: 2, hours: [\"08:00-22:00\"]}", "livelihood: {name: 民生诉求服务岗, staff: 0}",
    ]
  }

  private func town() throws -> Town {
    let town = try Town()
    let text = Self.rules.text.replacingOccurrences(
      of: "heshuikou: {name: 合水口社区, grids: 3}",
      with:
        "heshuikou: {name: 合水口社区, grids: {heshuikou-01: 一, heshuikou-02: {name: 二, staff: {patrol: 4}}, heshuikou-03: 三}}"
    )
    try town.write(rulesText: text)
    // Old, on its last counted second, and new ones of which one is put right on the spot and one is nobody's.
    try town.drop("old.json", report("old"))
    try town.pass(at: "2026-01-31T09:59:59+08:00")
    try town.drop("last.json", report("last"))
    try town.pass(at: "2026-01-31T10:00:01+08:00")
    try town.drop(
      "new.ndjson", report("a"), report("b", grid: "jiangwei-01"), report("c", matter: "UM-002"),
      report("d", matter: "CA-001", ["resolved": ["by": "小王"]]), report("e", matter: "停电", grid: nil))
    try town.pass(at: "2026-03-02T09:00:00+08:00")
    return town
  }

  @Test func whatComesInIsHeldAgainstThePeople() throws {
    let town = try town()
    let load = try town.json("report", "load", "--at", "2026-03-02T10:00:00+08:00")
    #expect(load["by"] == "post" && load["at"] == "2026-03-02T02:00:00Z")
    let rows = load["rows"].array
    #expect(rows.map { $0["key"] } == ["patrol", "info", "livelihood"])
    #expect(rows.map { $0["staff"] } == [12, 5, 0])
    #expect(rows.map { $0["received_30d"] } == [3, 1, 1])
    #expect(rows.map { $0["per_head"] } == ["0.25", "0.20", .null])
    #expect(rows.map { $0["open"] } == [4, 1, 0] && rows.map { $0["overdue"] } == [2, 0, 0])
    // The mean of 0.25 and 0.2.
    #expect(load["median"] == "0.23" && rows.map { $0["times_median"] } == ["1.11", "0.89", .null])
    #expect(rows.allSatisfy { $0["marked"] == false })
    #expect(
      rows[0].keys == [
        "key", "name", "staff", "received_30d", "per_head", "open", "overdue", "times_median", "marked",
      ])
    try town.verify()
  }

  @Test func aRowWithAPostThatHasNobodyHasNoShareAndComesLast() throws {
    let town = try town()
    let load = try town.json("report", "load", "--by", "grid", "--at", "2026-03-02T10:00:00+08:00")
    #expect(load["median"] == .null)
    #expect(
      load["rows"].array.map { $0["key"].text ?? "" } == [
        "heshuikou-01", "heshuikou-02", "heshuikou-03", "jiangwei-01", "jiangwei-02",
      ])
    #expect(load["rows"].array.map { $0["staff"] } == [3, 5, 3, 3, 3])
    #expect(try town.json("report", "load", "--by", "community")["rows"].array.map { $0["name"] } == ["合水口社区", "将围社区"])
    town.language = "zh_CN.UTF-8"
    try town.gridpost("report", "load", "--by", "grid").exits(0).says("人数", "合水口社区 二")
    try town.gridpost("report", "load", "--csv").exits(0).says("key,name,staff,received_30d,per_head")
  }

  @Test func whatDoesNotGoWithItIsToldAndStaffIsChecked() throws {
    let town = try town()
    try town.gridpost("report", "load", "--by", "matter").exits(64).says("post, grid or community")
    try town.gridpost("report", "load", "--from", "2026-03-01").exits(64)
    try town.write(rulesText: Self.rules.text.replacingOccurrences(of: "staff: 2", with: "staff: 1000"))
    try town.gridpost("check", town.rulesFile).exits(65).says("999")
    try town.write(
      rulesText: Self.rules.text.replacingOccurrences(
        of: "grids: 3}", with: "grids: {heshuikou-01: {name: 一, staff: {patrl: 4}}}}"))
    try town.gridpost("check", town.rulesFile).exits(65).says("unknown-post", "did you mean “patrol”")
  }
}
