import Testing

/// The JSON that reading commands print: exactly these keys.
@Suite(.crew) struct ShapeTests {
  private static let itemKeys: Set<String> = [
    "risk", "risk_from",
    "item", "source", "id", "matter", "duty", "community", "grid", "post", "group", "state", "rung", "holder",
    "received_at", "deadline", "next_due", "provisional", "assigned_by", "accepted", "overdue", "late", "exempt",
    "request", "counts", "links", "suggest", "breach",
  ]
  private static let entryKeys: Set<String> = [
    "seq", "at", "step", "by", "note", "rung", "to", "rules", "due", "from", "deadline", "by_limit", "until", "outcome",
    "satisfaction", "ground",
  ]

  @Test func statusCountsEverything() throws {
    let town = try Town()
    try town.drop(
      "a.ndjson", report("a"), report("b", matter: "停电"), report("a"), report("c").with(["risk": "purple"]),
      report("d").with(["resolved": ["by": "小李", "at": .text(Moment.monday10), "note": "done"]]),
      step("resolve", on: "later", id: "s"), report("e"))
    try town.drop("bad.json", text: "{")
    try town.pass(at: Moment.monday10)
    try town.drop("v.json", step("void", on: "e", id: "v", ["note": "test"]))
    try town.pass(at: Moment.monday11)
    let status = try town.status(at: "2026-03-02T13:00:00+08:00")
    #expect(
      status.keys == [
        "version", "now", "rules", "files", "records", "items", "notices", "escalations", "next_due", "degraded",
        "rounds", "subjects", "signals",
      ])
    #expect(status["now"] == "2026-03-02T05:00:00Z")
    let rules = status["rules"]
    #expect(
      rules.keys == ["digest", "ok", "loaded_at", "duties", "matters", "communities", "grids", "held"])
    #expect(rules["duties"] == 2 && rules["matters"] == 5 && rules["communities"] == 2 && rules["grids"] == 5)
    #expect(rules["held"] == .null)
    #expect(rules["ok"] == true)
    #expect(rules["digest"] == (try town.json("check"))["digest"])
    #expect(status["files"] == ["taken": 2, "waiting": 0, "quarantined": 1, "replayed": 0])
    let records = status["records"]
    #expect(records.keys == ["received", "accepted", "rejected", "conflict", "duplicate", "held"])
    #expect(records["accepted"] == 5)
    #expect(records["duplicate"] == 1)
    #expect(records["held"] == 1)
    #expect(
      status["items"] == [
        "open": 2, "suspended": 0, "resolved": 0, "closed": 1, "void": 1, "on_site": 1, "triage": 1, "overdue": 1,
      ])
    #expect(status["notices"] == ["owed": 3, "delivered": 3, "pending": 0])
    #expect(status["escalations"] == 0)
    #expect(status["next_due"] == "2026-03-02T04:00:00Z")
    try town.expectBalance()
    try town.verify()
  }

  @Test func showTellsAnItemAndItsHistory() throws {
    let rules = Rules()
    let town = try Town(rules)
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.pass(at: Moment.monday12AndASecond)
    try town.drop("s.json", step("resolve", on: "a", id: "s", ["note": "已清理"]))
    try town.pass(at: "2026-03-02T14:00:00+08:00")
    let shown = try town.show(of: "a")
    #expect(shown.keys == Self.itemKeys.union(["spells", "history", "event"]))
    #expect(shown["source"] == "test" && shown["id"] == "a")
    #expect(shown["matter"] == "UM-001" && shown["duty"] == "urban-management")
    #expect(shown["community"] == "heshuikou" && shown["grid"] == "heshuikou-03" && shown["post"] == "patrol")
    #expect(shown["group"].text?.contains("city-appearance") == true)
    #expect(shown["state"] == "closed")
    #expect(shown["rung"] == 1)
    #expect(shown["holder"] == "heshuikou/group/city-appearance")
    #expect(shown["received_at"] == "2026-03-02T02:00:00Z")
    #expect(shown["deadline"] == "2026-03-02T04:00:00Z")
    #expect(shown["next_due"] == .null)
    #expect(shown["provisional"] == false)
    #expect(shown["assigned_by"].keys == ["rules", "line", "why"])
    #expect(shown["assigned_by"]["line"].int == rules.line(of: "UM-001"))
    #expect(shown["event"]["summary"] == "something is wrong")
    let history = shown["history"].array
    try #require(history.count == 3)
    for entry in history { #expect(entry.keys == Self.entryKeys) }
    #expect(history.map { $0["rung"] } == [0, 1, 1])
    #expect(history.map { $0["at"] } == ["2026-03-02T02:00:00Z", "2026-03-02T04:00:01Z", "2026-03-02T06:00:00Z"])
    #expect(history[0]["to"] == "heshuikou/heshuikou-03/patrol")
    #expect(history[1]["to"] == "heshuikou/group/city-appearance")
    #expect(history[2]["step"] == "resolve")
    #expect(history[2]["by"] == "小李")
    #expect(history[2]["note"] == "已清理")
    let numbers = history.compactMap { $0["seq"].int }
    #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
  }

  @Test func anUnknownItemIs66() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    for item in ["nosuchitem", "0000000000000000", "../../etc/passwd"] {
      try town.gridpost("show", item).exits(66)
      try town.gridpost("show", item, "--json").exits(66)
      try town.gridpost("why", item).exits(66)
    }
  }

  @Test func listHasTheSameWithoutHistory() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a"), report("b", matter: "停电", grid: nil))
    try town.pass(at: Moment.monday10)
    let items = try town.items()
    try #require(items.map { $0["id"] } == ["a", "b"])
    for item in items { #expect(item.keys == Self.itemKeys) }
    let triage = items[1]
    #expect(triage["holder"] == "triage" && triage["state"] == "open")
    for absent in ["matter", "duty", "grid", "post", "group", "deadline", "next_due"] {
      #expect(triage[absent] == .null, "\(absent)")
    }
    let shown = try town.show(of: "a")
    #expect(items[0] == shown.without("history").without("event").without("spells"))
  }

  @Test func listFilters() throws {
    let town = try Town()
    try town.drop(
      "a.ndjson", report("a"), report("b", matter: "UM-002", grid: "heshuikou-01"),
      report("c", matter: "CA-001", grid: "jiangwei-02"), report("d", grid: "jiangwei-01"),
      report("e").with(["resolved": ["by": "小李", "at": .text(Moment.monday10), "note": ""]]),
      report("f", matter: "停电"))
    try town.pass(at: Moment.monday10)
    let filters: [([String], [String])] = [
      ([], ["a", "b", "c", "d", "e", "f"]), (["--state", "open"], ["a", "b", "c", "d", "f"]),
      (["--state", "closed"], ["e"]), (["--community", "jiangwei"], ["c", "d"]), (["--grid", "heshuikou-01"], ["b"]),
      (["--post", "livelihood"], ["c"]), (["--group", "livelihood"], ["c"]), (["--duty", "civil-affairs"], ["c"]),
      (["--matter", "UM-002"], ["b"]), (["--overdue", "--at", "2026-03-02T13:00:00+08:00"], ["a", "d"]),
      (["--overdue", "--at", Moment.monday12], []), (["--limit", "2"], ["a", "b"]),
      (["--state", "open", "--duty", "urban-management", "--community", "jiangwei"], ["d"]),
      (["--state", "void"], []),
    ]
    for (filter, expected) in filters {
      let found = try town.gridpost(["list", "--json"] + filter).exits(0).json()
      #expect(found.isArray)
      #expect(found.array.compactMap { $0["id"].text } == expected, "\(filter)")
    }
  }

  @Test func exportHasALineARecord() throws {
    let town = try Town()
    try town.drop(
      "a.ndjson", text: [report("a").rendered, "{broken", report("b", matter: "停电").rendered].joined(separator: "\n"))
    try town.pass(at: Moment.monday10)
    let lines = try town.export()
    try #require(lines.count == 3)
    for line in lines {
      #expect(
        // What was wrong with a rejected one may be told in words as well.
        line.without("text").keys == [
          "seq", "source", "id", "type", "sha256", "file_sha256", "line", "producer", "state", "reason", "item",
          "rules", "received_at", "notices", "column",
        ])
    }
    #expect(lines.map { $0["line"] } == [1, 2, 3] && lines.map { $0["column"] } == [.null, 2, .null])
    #expect(lines.map { $0["state"] } == ["accepted", "rejected", "accepted"])
    #expect(lines[0]["type"] == "report")
    #expect(lines[0]["reason"] == .null && lines[1]["reason"] != .null)
    #expect(lines[0]["received_at"] == "2026-03-02T02:00:00Z")
    #expect(lines[0]["sha256"].text?.count == 64)
    #expect(Set(lines.map { $0["file_sha256"] }).count == 1)
    let notice = lines[0]["notices"][0]
    #expect(notice.keys == ["notice", "to", "rung", "state"])
    #expect(notice["to"] == "heshuikou/heshuikou-03/patrol" && notice["rung"] == 0 && notice["state"] == "delivered")
    #expect(lines[0]["item"].text == (try town.item(of: "a")))
    let numbers = lines.compactMap { $0["seq"].int }
    #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
  }

  @Test func verifyNamesTheLaws() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    for answer in [try town.json("verify"), try town.json("verify", "--deep")] {
      #expect(answer.keys == ["ok", "laws", "counts"])
      #expect(answer["ok"] == true)
      #expect(!answer["laws"].array.isEmpty)
      for law in answer["laws"].array {
        #expect(law.keys == ["law", "ok", "text"])
        #expect(law["ok"] == true)
      }
    }
  }

  @Test func whyNamesTheRuleThatDecidedEvenAfterTheRulesChanged() throws {
    let rules = Rules()
    let town = try Town(rules)
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    let line = try #require(rules.line(of: "UM-001"))
    try town.gridpost("why", item).exits(0).says("\(line)", "UM-001")
    try town.write(
      rules.with {
        $0.duties.swapAt(0, 1)
        $0.duties[1].matters[0].body = "占用道路"
      })
    try town.pass(at: Moment.monday11)
    try town.gridpost("why", item).exits(0).says("\(line)", "占道经营")
  }
}
