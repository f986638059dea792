import Testing

/// What people are told of cases, in the words they use, and how they take steps on several.
@Suite(.crew) struct LifeAnswerTests {
  private func town() throws -> Town {
    let town = try Town()
    town.language = "zh_CN.UTF-8"
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    return town
  }

  @Test func chineseReadersSeeNamesAndWhatIsLeft() throws {
    let town = try town()
    let item = try town.item(of: "a")
    for command in [["list"], ["show", item], ["why", item]] {
      let said = try town.gridpost(command).exits(0).says("合水口社区 03 分格 综合巡查纠治岗", "占道经营").out
      #expect(!said.contains("heshuikou"), "\(command): \(said)")
      try town.gridpost(command + ["--ids"]).exits(0).says("heshuikou/heshuikou-03/patrol", "UM-001 占道经营")
    }
    let list = try town.gridpost("list", "--at", "2026-03-02T10:40:00+08:00").exits(0).says("在办", "剩 1 小时 20 分")
    #expect(!list.out.contains("UM-001") && !list.out.contains("open"))
    try town.gridpost("list", "--at", "2026-03-02T15:00:00+08:00").exits(0).says("超时 3 小时")
    try town.gridpost("show", item, "--at", "2026-03-02T15:00:00+08:00").exits(0).says("超时 3 小时")
    town.language = "C.UTF-8"
    try town.gridpost("list", "--at", "2026-03-02T10:40:00+08:00").exits(0).says(
      "heshuikou/heshuikou-03/patrol", "UM-001 占道经营", "1 h 20 min left")
  }

  @Test func theBarShowsWhereTheTimeWent() throws {
    let town = try town()
    let item = try town.item(of: "a")
    try town.drop("s.json", step("accept", on: "a", id: "s"))
    try town.pass(at: "2026-03-02T10:30:00+08:00")
    try town.pass(at: "2026-03-02T12:30:00+08:00")
    let said = try town.gridpost("show", item, "--at", "2026-03-02T13:00:00+08:00").exits(0).out
    let lines = said.split(separator: "\n").map(String.init)
    let bar = try #require(lines.first { $0.hasPrefix("|") })
    #expect(bar.count == 72 && bar.hasPrefix("|...") && bar.contains("|###"), "\(bar)")
    // Half an hour waiting, one and a half in hand, one waiting again.
    #expect(bar.split(separator: "|").map(\.count) == [11, 34, 23], "\(bar)")
    #expect(lines.contains { $0.hasPrefix("#") && $0.contains("在办") && $0.contains("1 小时 30 分") }, "\(said)")
    #expect(lines.contains { $0.hasPrefix(".") && $0.contains("待签收") && $0.contains("合水口社区 市容环境组") }, "\(said)")
    // The rung was due at noon and raised by the pass at half past.
    #expect(said.contains("2026-03-02T12:00:00+08:00  2026-03-02T12:30:00+08:00  升级上报"), "\(said)")
    for line in lines { #expect(!line.hasSuffix(" "), "\(line)|") }
  }

  @Test func whatIsInTriageIsToldWithWhatItMayBe() throws {
    let town = try town()
    try town.drop("b.json", report("b", matter: "路边有摆摊", ["summary": "很多流动摊贩", "subject": "老李烧烤"]))
    try town.pass(at: Moment.monday10)
    let shown = try town.show(of: "b")
    let suggestion: JSON = [["matter": "UM-002", "name": "流动摊贩", "keyword": "流动摊"]]
    #expect(shown["suggest"] == suggestion)
    let paper = try #require(try town.papers(at: "triage").first)
    #expect(paper.content["suggest"] == suggestion)
    #expect(try town.items().map { $0["suggest"].array.count } == [0, 1])
    try town.gridpost("show", town.item(of: "b")).exits(0).says("待分拨", "流动摊贩（“流动摊”）")
  }

  @Test func theSameTroubleIsLinked() throws {
    let town = try town()
    for id in ["b", "c"] { try town.drop("\(id).json", report(id, ["subject": " 福来餐馆"])) }
    try town.pass(at: Moment.monday10)
    let (first, second) = (try town.item(of: "b"), try town.item(of: "c"))
    let links = try town.items().map { $0["links"] }
    #expect(links.map { $0.array.count }.sorted() == [0, 0, 1])
    let newer = links[1].array.isEmpty ? second : first
    let older = newer == first ? second : first
    let again: JSON = [["item": .text(older), "kind": "repeat"]]
    #expect(try town.show(newer)["links"] == again)
    try town.gridpost("show", newer).exits(0).says("重复上报  \(older)")
    try town.drop("s.ndjson", step("resolve", item: older, id: "s1"), step("resolve", item: newer, id: "s2"))
    try town.pass(at: Moment.monday11)
    try town.drop("d.json", report("d", ["subject": "福来餐馆"]))
    try town.pass(at: Moment.tuesday12)
    let recurrence: JSON = [["item": .text(newer), "kind": "recurrence"]]
    #expect(try town.show(of: "d")["links"] == recurrence)
    try town.verify()
  }

  @Test func whatIsAssignedIsLinkedThoughItStoodUnderItsTroubleInTriage() throws {
    let town = try town()
    try town.drop("b.json", report("b", ["subject": "福来餐馆"]))
    try town.pass(at: Moment.monday10)
    // Its matter and its subject are known, its grid is not: nobody's job yet, and the latest of its own trouble.
    try town.drop("c.json", report("c", grid: nil, ["subject": "福来餐馆"]))
    try town.pass(at: Moment.monday11)
    #expect(try town.show(of: "c")["links"] == [])
    try town.drop("s.json", step("assign", on: "c", id: "s", ["grid": "heshuikou-03"]))
    try town.pass(at: Moment.tuesday12)
    let again: JSON = [["item": .text(try town.item(of: "b")), "kind": "repeat"]]
    #expect(try town.show(of: "c")["links"] == again)
    try town.verify()
  }

  @Test func oneStepOnSeveralItemsIsOneEvent() throws {
    let town = try town()
    try town.drop("b.ndjson", report("b"), report("c"), step("resolve", on: "b", id: "s"))
    try town.run()
    try town.settle()
    let items = try ["a", "b", "c"].map { try town.item(of: $0) }
    let told = try town.gridpost(["act", "resolve"] + items + ["--by", "小王", "--wait", "20"]).exits(65)
    told.says("\(items[0]): 处置完成，已受理", "\(items[1]): illegal-step", "\(items[2]): 处置完成，已受理")
    let events = try town.export().filter { $0["source"] == "gridpost-act" }
    try #require(events.count == 1)
    #expect(events[0]["item"] == .null && events[0]["state"] == "accepted")
    let verdicts = events[0]["items"].array.map { item in
      ["item", "state", "reason"].map { item[$0].text ?? "-" }.joined(separator: " ")
    }
    let wanted = ["\(items[0]) accepted -", "\(items[1]) rejected illegal-step", "\(items[2]) accepted -"]
    #expect(verdicts == wanted)
    try town.gridpost(["act", "resolve"] + items + ["--wait", "20"]).exits(65).says("\(items[2]): illegal-step")
    try town.gridpost(["act", "reopen"] + items + ["--note", "又来了", "--wait", "20"]).exits(0)
    #expect(try town.status()["items"]["open"] == 3)
    town.endAll()
    try town.verify()
  }

  @Test func everyFieldOfAStepHasItsOption() throws {
    let town = try Town { $0.lifecycle = ["visit: {test: 2wd}", "visit_by: info", "approve: above"] }
    try town.drop("a.json", report("a"))
    try town.run()
    try town.settle()
    let item = try town.item(of: "a")
    func act(_ step: String, _ options: String...) throws {
      try town.gridpost(["act", step, item, "--by", "小王", "--wait", "20"] + options).exits(0)
    }
    try act("return", "--note", "不归我管", "--ground", "owner", "--grid", "heshuikou-03")
    try act("extend", "--by-limit", "30m")
    try act("approve")
    try act("extend", "--by-limit", "30m")
    try act("refuse", "--note", "够了")
    try act("transfer", "--to", "heshuikou/heshuikou-01/patrol")
    try act("resolve")
    try act("visit", "--outcome", "unreached")
    try act("visit", "--outcome", "pass", "--satisfaction", "4")
    let last = try #require(try town.show(item)["history"].array.last)
    #expect(last["outcome"] == "pass" && last["satisfaction"] == 4)
    try town.gridpost("act", "visit", item, "--outcome", "pass", "--satisfaction", "6").exits(64).says("1 2 3 4 5")
    try town.gridpost("act", "return", item, "--ground", "onwer").exits(64).says("did you mean “owner”?")
    try town.gridpost("act", "签收", item).exits(64).says("did you mean “accept”?")
    try town.gridpost("act", "apeal", item).exits(64).says("did you mean “appeal”?")
    town.endAll()
    try town.verify()
  }

  @Test func aboutListsTheStepsOfEachState() throws {
    let town = try Town()
    let cells = try town.json("about", "--steps").array
    #expect(cells.count == 112)
    for cell in cells { #expect(cell.keys == ["state", "step", "legal", "why"]) }
    let triage = cells.filter { $0["state"] == "triage" && $0["legal"] == true }.compactMap { $0["step"].text }
    #expect(triage == ["assign", "resolve", "void", "note"])
    try town.gridpost("about", "--steps").exits(0).says("assign", "appeal", "resolved", "a note is given")
    town.language = "zh_CN.UTF-8"
    try town.gridpost("about", "--steps").exits(0).says("申诉 appeal", "待核查", "写明说明")
  }
}
