import Foundation
import Testing

/// What `check` tells of rules that can be used and are hardly meant.
@Suite(.crew) struct CheckWarningTests {
  private static let used = Rules().with {
    $0.knownUntil = "2026-12-31"
    $0.groups = ["livelihood: 民生诉求组", "city-appearance: 市容环境组"]
  }

  private func warnings(_ rules: Rules, at: String = Moment.monday10) throws -> [String: Int] {
    let town = try Town(rules)
    let answer = try town.gridpost("check", "--json", "--at", at).exits(0).json()
    #expect(answer["ok"] == true)
    let faults = answer["faults"].array
    #expect(faults.allSatisfy { $0["severity"] == "warning" && $0["suggestion"].text?.isEmpty == false })
    return Dictionary(faults.compactMap { fault in fault["code"].text.map { ($0, fault["line"].int ?? 0) } }) { $1 }
  }

  @Test func rulesThatAreMeantAsTheyAreHaveNoWarning() throws {
    let town = try Town(Self.used)
    let answer = try town.gridpost("check", "--json", "--strict", "--at", Moment.monday10).exits(0).json()
    #expect(answer["ok"] == true && answer["faults"] == [])
  }

  @Test func eachWarningStandsAtItsLine() throws {
    let rules = Self.used.with {
      $0.posts.append("porter: 门岗")
      $0.groups.append("idle: 闲置组")
      $0.lifecycle = ["accept_within: {default: none, urgent: 2wh}"]
      $0.duties[1].matters[0].body = "{name: 高龄津贴, keywords: [津贴, 流动摊贩]}"
      $0.duties[1].matters[1].body = "{name: 低保核查, until: \"2026-03-20\"}"
      $0.overrides = [
        "{when: {duty: urban-management, risk: red}, post: info}",
        "{when: {community: heshuikou, matter: UM-003}, post: livelihood}",
      ]
    }
    let line = { (part: String) in try #require(rules.line(of: part)) }
    #expect(
      try warnings(rules) == [
        "unreached-post": line("porter"), "idle-group": line("idle"), "accept-late": line("UM-002"),
        "keyword-clash": line("CA-001"), "until-near": line("CA-002"), "hidden": line("post: livelihood}"),
      ])
    // A post that makes the calls has its work.
    let calling = rules.with { $0.lifecycle += ["visit: {hotline: 2wd}", "visit_by: porter"] }
    #expect(try warnings(calling)["unreached-post"] == nil)
  }

  @Test func theExampleOfAHiddenOverrideIsOneThatRouteTakesElsewhere() throws {
    let town = try Town(
      Self.used.with {
        // Listed no more on the day of the check.
        $0.duties[0].matters[2].body = "{name: 夜间噪音, deadline: 1s, until: \"2026-01-20\"}"
        $0.overrides = [
          "{when: {duty: urban-management, risk: red, hours: \"08:00-12:00\"}, post: info}",
          "{when: {community: heshuikou, matter: UM-003, hours: \"10:30-23:00\"}, post: livelihood}",
        ]
      })
    let answer = try town.gridpost("check", "--json", "--at", "2026-05-06T10:00:00+08:00").exits(0).json()
    let example = try #require(answer["coverage"]["hidden"].array.first)["example"]
    #expect(example["at"] == "2026-01-20T02:30:00Z")
    let route = try town.json(
      "route", "--matter", "UM-003", "--grid", example["grid"].text ?? "", "--risk", example["risk"].text ?? "", "--at",
      example["at"].text ?? "")
    #expect(route["to"].text?.hasSuffix("/info") == true, "\(route.rendered)")
  }

  @Test func theCalendarIsToldOfBeforeItEnds() throws {
    let rules = Self.used.with { $0.duties[1].deadline = "20wd" }
    let line = try #require(rules.line(of: "known_until"))
    #expect(try warnings(rules, at: "2026-11-01T10:00:00+08:00") == [:])
    #expect(try warnings(rules, at: "2026-11-03T10:00:00+08:00") == ["calendar-horizon": line])
    #expect(try warnings(rules, at: "2027-03-01T10:00:00+08:00") == ["calendar-horizon": line])
    let long = rules.with { $0.duties[1].deadline = "100wd" }
    #expect(try warnings(long, at: "2026-11-01T10:00:00+08:00") == ["calendar-horizon": line])
  }

  @Test func whatComesOfTheDayFailsAStrictCheckOnlyWhereTheDayIsNamed() throws {
    let day = Date().addingTimeInterval(10 * 86_400)
    let soon = day.ISO8601Format().prefix(10)
    let town = try Town(
      Self.used.with { $0.duties[0].matters[0].body = "{name: 占道经营, until: \"\(soon)\"}" })
    let now = Date().ISO8601Format()
    let plain = try town.gridpost("check", "--json", "--strict").exits(0).json()
    #expect(plain["faults"].array.contains { $0["code"] == "until-near" })
    let named = try town.gridpost("check", "--json", "--strict", "--at", now).exits(65).json()
    #expect(named["ok"] == false && named["faults"].array.allSatisfy { $0["severity"] == "warning" })
    try town.gridpost("check", "--at", now).exits(0).says("warning[until-near]")
    try town.write(Self.used.with { $0.groups.append("idle: 闲置组") })
    try town.gridpost("check", "--strict").exits(65).says("idle-group")
    try town.gridpost("check", "--at", "tomorrow").exits(64)
  }

  @Test func theyAreWrittenInChineseToo() throws {
    let town = try Town(Rules())
    town.language = "zh_CN.UTF-8"
    try town.gridpost("check", "--strict", "--at", Moment.monday10).exits(65)
      .says("警告[idle-group]", "没有任何上报归功能组", "可用，但有警告")
  }
}
