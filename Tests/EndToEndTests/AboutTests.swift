import Foundation
import Glibc
import Testing

/// What `about` states is so.
@Suite(.crew) struct AboutTests {
  @Test func everyLimitIsListedAndSaidInWords() throws {
    let town = try Town()
    let limits = try town.json("about")["limits"]
    #expect(
      limits.keys == [
        "max_file", "max_event", "max_depth", "max_id", "max_source", "max_producer", "settle_milliseconds",
        "patience_seconds", "step_wait_seconds", "max_time_ahead_seconds", "clock_step_seconds", "max_batch_files",
        "max_reason_faults", "max_quarantine_name", "min_open_files", "max_rules_file", "max_rules_values",
        "max_rules_depth", "max_rules_faults", "max_rules_name", "max_rules_id", "max_communities", "max_grids",
        "max_grids_numbered", "max_matters", "max_overrides", "max_rounds",
        "max_signals", "max_cause_name", "max_round_summary", "max_examples", "max_listed_days", "max_utc_offset_hours",
        "max_limit_days",
      ])
    #expect(limits["max_event"].int == 1 << 20 && limits["max_file"].int == 64 << 20 && limits["max_id"] == 256)
    let said = try town.gridpost("about").exits(0).out
    for key in limits.keys { #expect(said.contains(key)) }
  }

  @Test func theLimitsAreThoseOfTheRulesFileWhereThereIsOne() throws {
    let town = try Town {
      $0.intake = ["settle: 1500ms", "patience: 2500ms", "step_wait: 2h", "max_event: 2MiB", "max_depth: 32"]
    }
    let answer = try town.json("about")
    let digest = try town.json("check")["digest"]
    #expect(answer["rules"] == digest)
    let limits = answer["limits"]
    #expect(limits["settle_milliseconds"] == 1500 && limits["step_wait_seconds"] == 7200)
    #expect(limits["patience_seconds"].rendered == "2.5")
    #expect(limits["max_event"].int == 2 << 20 && limits["max_depth"] == 32 && limits["max_file"].int == 64 << 20)
    try town.gridpost("about").exits(0).says("limits as \(town.rulesFile) sets them", "2.5")

    try town.write(rulesText: Rules().with { $0.duties[0].post = "nobody" }.text)
    for rules in [town.rulesFile, town.folder + "/none.yaml", town.folder] {
      let usual = try town.json("about", "--rules", rules)
      #expect(usual["rules"] == .null && usual["limits"]["max_depth"] == 64, "\(rules)")
      try town.gridpost("about", "--rules", rules).exits(0).says("by default", rules)
    }
  }

  @Test func theLimitsOfEventsHold() throws {
    let limits = try Town().json("about")["limits"]
    func limit(_ name: String) throws -> Int { try #require(limits[name].int) }
    func nested(_ id: String, _ depth: Int) -> JSON {
      report(id, ["x": (0..<depth).reduce(JSON.int(1)) { inner, _ in .array([inner]) }])
    }
    func text(_ count: Int) -> String { String(repeating: "x", count: count) }
    let (id, source, depth) = (try limit("max_id"), try limit("max_source"), try limit("max_depth"))
    let town = try Town()
    try town.drop(
      "a.ndjson", report(text(id)), report(text(id + 1)), report("source", source: text(source)),
      report("long source", source: text(source + 1)), nested("deep", depth - 1), nested("deeper", depth),
      report("a day ahead", ["time": "2026-03-03T10:00:00+08:00"]),
      report("later", ["time": "2026-03-03T10:00:01+08:00"]))
    #expect(try limit("max_time_ahead_seconds") == 86_400)
    let producer = text(try limit("max_producer"))
    #expect(mkdir("\(town.inbox)/\(producer)", 0o755) == 0)
    #expect(mkdir("\(town.inbox)/\(producer)x", 0o755) != 0 && errno == ENAMETOOLONG)
    try town.drop("\(producer)/p.json", report("produced", source: producer))
    try town.pass(at: Moment.monday10)
    #expect(
      Set(try town.items().compactMap { $0["id"].text }) == [text(id), "source", "deep", "a day ahead", "produced"])
    try town.verify()
  }

  @Test func theLimitsOfRulesHold() throws {
    let limits = try Town().json("about")["limits"]
    let name = try #require(limits["max_rules_name"].int)
    let days = try #require(limits["max_limit_days"].int)
    let depth = try #require(limits["max_rules_depth"].int)
    let values = try #require(limits["max_rules_values"].int)
    #expect(limits["max_rules_file"].int == 1 << 20)
    func fits(_ change: (inout Rules) -> Void) throws -> Bool { try Town(change).gridpost("check").code == 0 }
    for extra in [0, 1] {
      #expect(try fits { $0.duties[0].name = String(repeating: "x", count: name + extra) } == (extra == 0))
      #expect(
        try fits { $0.duties[0].matters[0].body = "{name: a, deadline: \((days + extra) * 24)h}" } == (extra == 0))
      let nest = String(repeating: "[", count: depth + extra) + String(repeating: "]", count: depth + extra)
      let outcome = try Town().gridpost("check", "-", stdin: nest)
      #expect(outcome.said.contains("too-deep") == (extra == 1))
    }
    let told = try #require(limits["max_rules_faults"].int)
    let wrong = Rules().with { rules in
      rules.duties[0].matters = (0..<told + 20).map { Rules.Matter("X-\($0)", "{name: m\($0), post: nobody}") }
    }
    let faults = try Town(wrong).gridpost("check", "--json").exits(65).json()["faults"].array
    #expect(faults.count == told + 1 && faults.last?["code"] == "more-faults")
    // Two to a line of the matters: the number itself is looked for on both sides of the bound.
    let many = "[" + String(repeating: "a,", count: values + 1) + "a]"
    try Town().gridpost("check", "-", stdin: many).exits(65).says("too-many-nodes")
  }

  /// What the rules may set is said in both languages, and so it is.
  @Test func theBoundsOfIntakeAreThoseTheRulesMaySet() throws {
    let town = try Town()
    var said: [String] = []
    for language in ["C.UTF-8", "zh_CN.UTF-8"] {
      town.language = language
      said.append(try town.gridpost("about").exits(0).out)
    }
    town.language = "C.UTF-8"
    for (key, most, beyond, words) in [
      ("max_file", "512MiB", "536870913", "512 MiB"), ("max_event", "64MiB", "67108865", "64 MiB"),
      ("max_depth", "256", "257", "256"), ("settle", "10m", "600001ms", "10m"),
      ("patience", "1h", "3600001ms", "1h"), ("step_wait", "8760h", "31536001s", "8760h"),
      ("max_file", "256", "255", "256"), ("max_event", "256", "255", "256"),
    ] {
      let file = key == "max_event" ? ["max_file: 512MiB"] : []
      func check(_ value: String) throws -> Outcome {
        try town.gridpost("check", "-", stdin: Rules().with { $0.intake = file + ["\(key): \(value)"] }.text)
      }
      try check(most).exits(0, key)
      try check(beyond).exits(65, key).says("out-of-range")
      for text in said {
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) } ?? ""
        #expect(line.contains(words), "\(key): \(line)")
      }
    }
  }

  @Test func theNumbersOfARulesFileHold() throws {
    let town = try Town()
    let limits = try town.json("about")["limits"]
    func tooMany(_ key: String, _ change: (inout Rules, Int) -> Void) throws {
      let most = try #require(limits[key].int)
      for count in [most, most + 1] {
        let text = Rules().with { change(&$0, count) }.text
        let told = try town.gridpost("check", "-", "--json", stdin: text).json()["faults"].array.map { $0["code"].text }
        let isTold = told.contains("too-many") || told.contains("bad-id") || told.contains("out-of-range")
        #expect(isTold == (count > most), "\(key) \(count): \(Set(told))")
      }
    }
    try tooMany("max_rules_id") { $0.duties[0].matters[0].code = String(repeating: "x", count: $1) }
    try tooMany("max_communities") { rules, count in
      rules.communities += (2..<count).map { Rules.Community(id: "c\($0)", name: "c\($0)", grids: 1) }
    }
    try tooMany("max_grids_numbered") { $0.communities[0].grids = $1 }
    try tooMany("max_grids") { rules, count in
      rules.communities = (0..<20).map { Rules.Community(id: "c\($0)", name: "c\($0)", grids: count / 20) }
      rules.communities[0].grids += count % 20
    }
    try tooMany("max_matters") { rules, count in
      rules.duties[0].matters = (2..<count).map { Rules.Matter("M-\($0)", "m\($0)") }
    }
    try tooMany("max_overrides") { rules, count in
      rules.overrides = (0..<count).map { "{when: {source: s\($0)}, post: info}" }
    }
    try tooMany("max_examples") { rules, count in
      rules.examples = Array(
        repeating: "{matter: UM-001, grid: heshuikou-03, expect: heshuikou/heshuikou-03/patrol}", count: count)
    }
  }

  @Test func theNumbersOfRoundsAndSignalsHold() throws {
    let town = try Town()
    let limits = try town.json("about")["limits"]
    func bound(_ key: String, _ code: String, _ section: (Int) -> String) throws {
      let most = try #require(limits[key].int)
      for count in [most, most + 1] {
        let text = Rules().text.replacing("end: rules", with: section(count) + "\nend: rules")
        let told = try town.gridpost("check", "-", "--json", stdin: text).json()["faults"].array.map { $0["code"].text }
        #expect(told.contains(code) == (count > most), "\(key) \(count): \(Set(told))")
      }
    }
    let round = { (name: String, summary: String) in
      "{name: \(name), every: year, for: grid, to: branch, limit: 1wd, summary: \(summary)}"
    }
    try bound("max_rounds", "too-many") { count in
      "rounds: [" + (0..<count).map { round("r\($0)", "x") }.joined(separator: ", ") + "]"
    }
    try bound("max_cause_name", "bad-name") { "rounds: [" + round(String(repeating: "x", count: $0), "x") + "]" }
    try bound("max_round_summary", "bad-name") { "rounds: [" + round("x", String(repeating: "x", count: $0)) + "]" }
    try bound("max_signals", "too-many") { count in
      let signals = (0..<count).map { "{name: s\($0), kind: late, times: 1, per: week}" }.joined(separator: ", ")
      return "integrity: {matter: UM-001, limit: 1wd, signals: [\(signals)]}"
    }
  }

  @Test func whatGoesToQuarantineIsToldWithinTheStatedBounds() throws {
    let town = try Town()
    let limits = try town.json("about")["limits"]
    let told = try #require(limits["max_reason_faults"].int)
    let longest = try #require(limits["max_quarantine_name"].int)
    let name = String(repeating: "x", count: 240) + ".ndjson"
    try town.drop(name, text: String(repeating: "{}\n", count: told + 5))
    try town.pass(at: Moment.monday10)
    let kept = try #require(town.quarantined().first)
    #expect(kept.utf8.count == longest)
    let reason = try JSON(parsing: Child.text("\(town.quarantine)/\(kept).reason.json"))
    #expect(reason["records"].array.count == told && reason["rejected"].int == told + 5)
  }

  @Test func theStatedChoicesAreSo() throws {
    let town = try Town()
    func cloud(_ more: [String: JSON]) -> JSON {
      JSON.object([
        "specversion": "1.0", "id": "cloud", "source": "test", "type": "gridpost.report",
        "data": ["matter": "UM-001", "grid": "heshuikou-03"],
      ]).with(more)
    }
    try town.drop(
      "a.ndjson", report("leap", ["time": "2016-12-31T23:59:60Z"]), report("small", ["time": "2026-03-02t01:00:00z"]),
      report("space", ["time": "2026-03-02 01:00:00Z"]), cloud(["UPPER": 1, "averyveryverylongattributename": 2]),
      cloud(["traceparent": "other"]), report("again", ["risk": "purple"]), report("again"))
    try town.drop("bom.json", bytes: [0xef, 0xbb, 0xbf] + Array(report("bom").rendered.utf8))
    try town.drop("Case.json", report("case 1"))
    try town.drop("case.JSON", report("case 2"))
    try town.drop("caf\u{e9}.json", report("composed"))
    try town.drop("cafe\u{301}.json", report("decomposed"))
    for name in ["x.txt", "x.json.gz", "x.tmp", ".x.json", "x.json~", "x.swp", "x.part"] {
      try town.drop(name, report(name))
    }
    let first = try town.gridpost("pass", "--at", Moment.monday10).exits(0)
    for name in ["x.txt", "x.json.gz"] { #expect(first.err.contains("\(name) ends in none"), "\(name)") }
    for name in ["x.tmp", ".x.json", "x.json~", "x.swp", "x.part"] { #expect(!first.err.contains(name), "\(name)") }
    #expect(
      Set(try town.items().compactMap { $0["id"].text })
        == ["small", "cloud", "again", "bom", "case 1", "case 2", "composed", "decomposed"])
    #expect(try town.status()["records"]["duplicate"] == 1)
    try town.drop("step.json", step("resolve", on: "small", id: "s"))
    try town.drop("new.json", report("small, new"))
    try town.pass(at: Moment.monday11)
    #expect(try town.show(of: "small")["state"] == "closed")
    #expect(try town.show(of: "small, new")["state"] == "open")
    try town.write(
      Rules().with {
        $0.posts.removeFirst()
        $0.duties[0].matters[1].body = "流动摊贩"
        $0.overrides = []
      })
    chmod(town.rulesFile, 0o666)
    try town.pass(at: Moment.monday12AndASecond)
    try town.expectNotice(at: "heshuikou/group/city-appearance", of: "again", rung: 1)
    try town.verify()
  }
}
