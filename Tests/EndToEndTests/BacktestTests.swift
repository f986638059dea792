import Foundation
import Testing

/// `backtest`: what other rules would have made of the reports of the past.
@Suite(.crew) struct BacktestTests {
  private static let later = Rules().with { $0.duties[0].matters[0].body = "{name: 占道经营, post: info, deadline: 30m}" }

  /// Writes a rules file beside the town's own.
  private func save(_ rules: Rules, as name: String = "new.yaml", in town: Town) throws {
    try town.write(bytes: Array(rules.text.utf8), to: Array("\(town.folder)/\(name)".utf8))
  }

  /// A town in which five reports came in, of which one was resolved and one is void.
  private func town() throws -> Town {
    let town = try Town()
    try town.drop(
      "a.ndjson", report("a"), report("b", matter: "占道经营", grid: "jiangwei-01"), report("c", matter: "停电"),
      report("d", ["resolved": ["by": "小王"]]), report("e", matter: "CA-001"))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("resolve", on: "a", id: "s1"))
    try town.pass(at: Moment.monday11)
    return town
  }

  @Test func theAnswerHasAllItsParts() throws {
    let town = try town()
    try save(Self.later, in: town)
    let answer = try town.json("backtest", "new.yaml", "--at", Moment.tuesday12)
    #expect(
      answer.keys == [
        "from", "to", "since", "until", "events", "moved", "newly_unlisted", "newly_listed", "sooner", "later", "late",
        "load", "moves", "seconds",
      ])
    let digest = try town.json("check", "new.yaml")["digest"]
    #expect(answer["from"] == .null && answer["to"] == digest)
    #expect(answer["since"] == "2026-03-02T02:00:00Z" && answer["until"] == "2026-03-03T04:00:00Z")
    #expect(answer["events"] == 5 && answer["moved"] == 3)
    #expect(answer["newly_unlisted"] == 0 && answer["newly_listed"] == 0)
    // What was put right on the spot had no clock.
    #expect(answer["sooner"] == 2 && answer["later"] == 0)
    // Resolved after an hour: within two, and not within half of one. The other one stands open.
    #expect(answer["late"] == ["before": 2, "after": 3])
    #expect(answer["moves"].array == [["matter": "UM-001", "from": "patrol", "to": "info", "events": 3]])
    let load: [JSON] = [
      ["post": "info", "community": "heshuikou", "before": 0, "after": 2],
      ["post": "info", "community": "jiangwei", "before": 0, "after": 1],
      ["post": "info", "community": .null, "before": 0, "after": 3],
      ["post": "patrol", "community": "heshuikou", "before": 2, "after": 0],
      ["post": "patrol", "community": "jiangwei", "before": 1, "after": 0],
      ["post": "patrol", "community": .null, "before": 3, "after": 0],
      ["post": "livelihood", "community": "heshuikou", "before": 1, "after": 1],
      ["post": "livelihood", "community": .null, "before": 1, "after": 1],
      ["post": .null, "community": .null, "before": 1, "after": 1],
    ]
    #expect(answer["load"].array == load)
  }

  @Test func theOldSideIsWhatWasDecidedOrAnotherFile() throws {
    let town = try town()
    try save(Self.later, in: town)
    try town.write(Self.later)
    try town.pass(at: Moment.monday12)
    // The rules in force are the new ones by now; what was decided was decided under the old.
    #expect(try town.json("backtest", "new.yaml", "--at", Moment.monday12)["moved"] == 3)
    let against = try town.json("backtest", "new.yaml", "--against", "rules.yaml", "--at", Moment.monday12)
    #expect(against["moved"] == 0 && against["from"] == against["to"])
    try save(Rules().with { $0.duties[1].matters.append(.init("CA-003", "停电")) }, as: "third.yaml", in: town)
    let listed = try town.json("backtest", "third.yaml", "--against", "new.yaml", "--at", Moment.monday12)
    #expect(listed["newly_listed"] == 1 && listed["moved"] == 3)
    #expect(listed["moves"][1] == ["matter": "CA-003", "from": .null, "to": "livelihood", "events": 1])
    let unlisted = try town.json("backtest", "new.yaml", "--against", "third.yaml", "--at", Moment.monday12)
    #expect(unlisted["newly_unlisted"] == 1)
    #expect(unlisted["moves"][1] == ["matter": "CA-003", "from": "livelihood", "to": .null, "events": 1])
  }

  @Test func boundsAreMomentsOrDaysOfTheTown() throws {
    let town = try town()
    try town.drop("f.json", report("f"))
    try town.pass(at: "2026-03-03T00:00:00+08:00")
    let events = { (bounds: [String]) in
      try town.gridpost(["backtest", "rules.yaml", "--json", "--at", Moment.tuesday12] + bounds).exits(0).json()[
        "events"]
    }
    #expect(try events([]) == 6)
    #expect(try events(["--since", "2026-03-03"]) == 1)
    #expect(try events(["--until", "2026-03-03"]) == 5)
    #expect(try events(["--since", "2026-03-02", "--until", "2026-03-04"]) == 6)
    #expect(try events(["--since", Moment.monday10, "--until", "2026-03-02T10:00:01+08:00"]) == 5)
    #expect(try events(["--since", "2026-03-02T10:00:01+08:00"]) == 1)
    #expect(try events(["--since", "2026-03-04"]) == 0)
    let none = try town.gridpost("backtest", "rules.yaml", "--since", "2026-03-04").exits(0)
    #expect(none.out.contains("nothing to replay"))
    try town.gridpost("backtest", "rules.yaml", "--since", "2026-03-04", "--until", "2026-03-03").exits(64)
    try town.gridpost("backtest", "rules.yaml", "--since", "2026-02-30").exits(64).says("2026-02-30", "or a day")
    try town.gridpost("backtest", "rules.yaml", "--until", "2026-03-02T10:00:00").exits(64).says("no zone")
  }

  @Test func wrongInputsAreToldInBothLanguages() throws {
    let town = try Town()
    for language in ["C.UTF-8", "zh_CN.UTF-8"] {
      town.language = language
      try town.gridpost("backtest").exits(64)
      try town.gridpost("backtest", "nowhere.yaml").exits(66).says("nowhere.yaml")
      // No ledger yet.
      try town.gridpost("backtest", "rules.yaml").exits(66)
    }
    try town.pass(at: Moment.monday10)
    try save(Self.later.with { $0.duties[0].post = "patroll" }, in: town)
    try town.gridpost("backtest", "new.yaml").exits(65).says("new.yaml:", "unknown-post")
    let answer = try town.gridpost("backtest", "new.yaml", "--json").exits(65).json()
    #expect(answer["ok"] == false)
    try town.gridpost("backtest", "rules.yaml", "--against", "nowhere.yaml").exits(66)
    try town.gridpost("backtest", "rules.yaml", "--against", "new.yaml").exits(65)
    try town.gridpost("backtest", "-", "--against", "-").exits(64)
    for name in ["page.pdf", "page", ".html", "there/.md"] {
      try town.gridpost("backtest", "rules.yaml", "--report", name).exits(64).says(".html")
    }
    let moved = Rules().text.replacing("\"+08:00\"", with: "\"+09:00\"")
    try town.gridpost("backtest", "-", stdin: moved).exits(65).says("offset-changed")
  }

  @Test func aPageIsWholeOrNotThere() throws {
    let town = try town()
    try save(Self.later.with { $0.posts[0] = "info: \"<b>基础</b> & '网格'\"" }, in: town)
    town.language = "zh_CN.UTF-8"
    try town.gridpost("backtest", "new.yaml", "--report", "报告.html").exits(0).says("报告.html")
    let page = String(decoding: try #require(town.contents(of: town.folder + "/报告.html")), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n") && page.contains("lang=\"zh-CN\""))
    #expect(
      page.contains("<svg ") && page.contains("各岗位件数") && !page.contains("<script")
        && !page.contains("http:"))
    #expect(page.contains("&lt;b&gt;基础&lt;/b&gt; &amp; &#39;网格&#39;") && !page.contains("<b>"))
    town.language = "C.UTF-8"
    try town.gridpost("backtest", "new.yaml", "--report", "page.md", "--json").exits(0)
    let paper = String(decoding: try #require(town.contents(of: town.folder + "/page.md")), as: UTF8.self)
    #expect(paper.hasPrefix("# ") && paper.contains("| --: |") && paper.contains("\\<b\\>"))
    // Where it cannot be written, what was there stays, and nothing beside it.
    try town.gridpost("backtest", "new.yaml", "--report", "nowhere/page.md").exits(74)
    try FileManager.default.createDirectory(atPath: town.folder + "/taken.md", withIntermediateDirectories: false)
    try town.gridpost("backtest", "new.yaml", "--report", "taken.md").exits(74)
    #expect(town.names(in: town.folder).allSatisfy { !String(decoding: $0, as: UTF8.self).hasSuffix(".tmp") })
  }

  @Test func aColleaguesNoteInBothLanguages() throws {
    let town = try town()
    try save(Self.later, in: town)
    let english = try town.gridpost("backtest", "new.yaml", "--at", Moment.tuesday12).exits(0)
    for words in ["5 reports", "3 (60.00%) would have gone to another post", "UM-001 占道经营", "+3"] {
      #expect(english.out.contains(words), "\(words)")
    }
    town.language = "zh_CN.UTF-8"
    let chinese = try town.gridpost("backtest", "new.yaml", "--at", Moment.tuesday12).exits(0)
    for words in ["5 件上报", "3 件（60.00%）会派给别的岗位", "占道经营（UM-001）", "综合巡查纠治岗"] {
      #expect(chinese.out.contains(words), "\(words)")
    }
    // No terminal, no bar.
    #expect(!chinese.err.contains("█"))
  }

  /// What a backtest says would have happened is what happens in a town that runs under the new rules.
  @Test(arguments: 1...4) func itSaysWhatReallyRunningDoes(_ seed: UInt64) throws {
    var lot = Lot(state: seed)
    let rules = [Self.randomRules(&lot), Self.randomRules(&lot)]
    let towns = try rules.map { try Town($0) }
    for (number, moment) in [Moment.monday10, "2026-03-02T23:30:00+08:00", "2026-03-03T05:59:59+08:00"].enumerated() {
      let lines = (0..<60).map { Self.randomReport("\(number)-\($0)", &lot) }
      for town in towns {
        try town.drop("\(number).ndjson", text: lines.map { $0.rendered + "\n" }.joined())
        try town.pass(at: moment)
      }
    }
    try save(rules[1], in: towns[0])
    let answer = try towns[0].json("backtest", "new.yaml", "--at", Moment.tuesday12)
    let lives = try towns.map { town in
      Dictionary(uniqueKeysWithValues: try town.items("--at", Moment.tuesday12).map { ($0["item"], $0) })
    }
    #expect(answer["events"] == 180 && lives[0].count == 180)
    let post = { (item: JSON) in item["post"] }
    let pairs = lives[0].map { ($0.value, lives[1][$0.key] ?? .null) }
    let counted = { (holds: (JSON, JSON) -> Bool) in JSON.int(pairs.filter { holds($0.0, $0.1) }.count) }
    #expect(answer["moved"] == counted { post($0) != .null && post($1) != .null && post($0) != post($1) })
    #expect(answer["newly_unlisted"] == counted { post($0) != .null && post($1) == .null })
    #expect(answer["newly_listed"] == counted { post($0) == .null && post($1) != .null })
    let due = { (item: JSON) in item["deadline"].text }
    let both = { (one: JSON, other: JSON) in due(one) != nil && due(other) != nil }
    #expect(answer["sooner"] == counted { both($0, $1) && due($1) ?? "" < due($0) ?? "" })
    #expect(answer["later"] == counted { both($0, $1) && due($1) ?? "" > due($0) ?? "" })
    #expect(answer["late"]["before"] == counted { one, _ in one["overdue"] == true })
    #expect(answer["late"]["after"] == counted { _, other in other["overdue"] == true })
    for (side, lives) in zip(["before", "after"], lives) {
      for row in answer["load"].array where row["community"] == .null {
        let count = lives.values.filter { post($0) == row["post"] }.count
        #expect(row[side] == .int(count), "\(row)")
      }
    }
  }

  private struct Lot: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// Rules with other posts, limits and overrides.
  private static func randomRules(_ lot: inout Lot) -> Rules {
    let posts = ["info", "patrol", "livelihood"]
    let limits = ["2h", "4wh", "1wd", "30m", "3wd"]
    return Rules().with { rules in
      for duty in rules.duties.indices {
        rules.duties[duty].post = posts.randomElement(using: &lot) ?? ""
        rules.duties[duty].deadline = limits.randomElement(using: &lot) ?? ""
      }
      if Bool.random(using: &lot) { rules.duties[1].matters.removeLast() }
      let whens = [
        "risk: red", "source: hotline", "hours: \"22:00-06:00\", community: jiangwei",
        "grid: heshuikou-03, matter: UM-001",
        "duty: civil-affairs, risk: blue",
      ]
      rules.overrides = whens.shuffled(using: &lot).prefix(3).map {
        "{when: {\($0)}, post: \(posts.randomElement(using: &lot) ?? ""), deadline: \(limits.randomElement(using: &lot) ?? "")}"
      }
    }
  }

  private static func randomReport(_ id: String, _ lot: inout Lot) -> JSON {
    let matters = ["UM-001", "UM-002", "UM-003", "CA-001", "CA-002", "低保核查", "占道经营", "停电"]
    let grids = ["heshuikou-01", "heshuikou-03", "jiangwei-01", "jiangwei-02", "nowhere"]
    var more: [String: JSON] = [:]
    if let risk = ["red", "blue", "yellow", nil].randomElement(using: &lot) ?? nil { more["risk"] = .text(risk) }
    if Int.random(in: 0..<6, using: &lot) == 0 { more["community"] = "jiangwei" }
    return report(
      id, matter: matters.randomElement(using: &lot), grid: grids.randomElement(using: &lot),
      source: ["hotline", "patrol-app"].randomElement(using: &lot) ?? "", more)
  }
}
