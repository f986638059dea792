import Foundation
import Testing

/// One visit for all inspections of a subject: sheets, visits and what is printed of them.
@Suite(.crew) struct SheetTests {
  private static let patrol = "heshuikou/heshuikou-03/patrol"
  private static let visits = "visits: {inspections: [urban-management], together: 3wd, cap: {red: 2}}\n"

  private static func rules(_ more: String = "") -> Rules {
    Rules().with {
      $0.duties[0].matters.append(Rules.Matter("UM-004", "{name: 招牌检查, deadline: 9wd}"))
      $0.ending = more + visits + "end: rules\n"
    }
  }

  private func inspection(
    _ id: String, _ subject: String, matter: String = "UM-001", _ more: [String: JSON] = [:]
  ) -> JSON {
    report(id, matter: matter, ["subject": .text(subject)]).with(more)
  }

  private func sheets(_ town: Town, _ more: String..., at time: String = Moment.monday11) throws -> [JSON] {
    try town.gridpost(["visits", "--json", "--at", time] + more).exits(0).json().array
  }

  @Test func whatIsDueAboutTheSameTimeAtOneSubjectIsOneVisit() throws {
    let town = try Town(Self.rules())
    try town.drop("a.json", inspection("a", "甲厂", ["place": "横坪路 1 号"]))
    try town.pass(at: Moment.monday10)
    try town.drop(
      "b.ndjson", inspection("b", " 甲厂 ", matter: "占道经营"), inspection("far", "甲厂", matter: "UM-004"),
      inspection("other", "乙店"), report("nobody"), report("none", matter: "CA-001", ["subject": "甲厂"]))
    try town.pass(at: Moment.monday11)
    let all = try sheets(town)
    let (a, b) = (try town.item(of: "a"), try town.item(of: "b"))
    #expect(all.count == 3)
    #expect(all[0]["sheet"].text == a + "s1")
    #expect(all[0]["items"].array.map(\.text) == [a, b])
    #expect(all[0]["subject"] == "甲厂" && all[0]["place"] == "横坪路 1 号" && all[0]["risk"] == .null)
    #expect(all[0]["post"] == "patrol" && all[0]["grid"] == "heshuikou-03" && all[0]["community"] == "heshuikou")
    #expect(all[0]["due"] == "2026-03-02T04:00:00Z")
    #expect(all[0]["visits"] == 0 && all[0]["cap"] == .null && all[0]["over"] == false)
    #expect(all[1]["subject"] == "乙店")
    #expect(all[2]["items"].array.map(\.text) == [try town.item(of: "far")])
    let papers = try town.papers(at: Self.patrol)
    let sheet = { (item: String) in papers.first { $0.content["item"].text == item }?.content["sheet"] }
    #expect(sheet(a) == ["sheet": .text(a + "s1"), "items": [.text(a)]])
    #expect(sheet(b) == ["sheet": .text(a + "s1"), "items": [.text(a), .text(b)]])
    #expect(papers.first { $0.content["event"]["id"] == "nobody" }?.content["sheet"] == .null)
    try town.verify()
    #expect(try sheets(town, "--grid", "heshuikou-01").isEmpty)
    #expect(try sheets(town, "--grid", "heshuikou-03", "--post", "patrol", "--community", "heshuikou").count == 3)
    try town.gridpost("visits", "--post", "patrl").exits(64)
  }

  @Test func anItemLeavesItsSheetAndComesBack() throws {
    let town = try Town(Self.rules())
    try town.drop("a.ndjson", inspection("a", "甲厂"), inspection("b", "甲厂"))
    try town.pass(at: Moment.monday10)
    let (a, b) = (try town.item(of: "a"), try town.item(of: "b"))
    let take = { (kind: String, on: String, time: String, more: [String: JSON]) in
      try town.drop("s.json", step(kind, on: on, id: "\(kind) \(time)", more))
      try town.pass(at: "2026-03-02T\(time)+08:00")
      #expect(try town.record(of: "\(kind) \(time)")["state"] == "accepted")
      return try sheets(town).map { $0["items"].array.map(\.text) }
    }
    #expect(try take("suspend", "a", "10:10:00", ["until": "2026-03-03T10:00:00+08:00", "note": "停业"]) == [[b]])
    #expect(try take("transfer", "b", "10:20:00", ["to": "heshuikou/group/city-appearance"]) == [])
    #expect(try take("resume", "a", "10:30:00", [:]) == [[a]])
    #expect(try sheets(town)[0]["sheet"].text == a + "s1")
    #expect(try take("resolve", "a", "10:40:00", [:]) == [])
    #expect(try take("reopen", "a", "10:50:00", ["note": "又来了"]) == [[a]])
    #expect(try sheets(town)[0]["sheet"].text != a + "s1")
    // Both climb when their time is over.
    try town.pass(at: Moment.tuesday12)
    #expect(try sheets(town).isEmpty)
    try town.verify()
  }

  @Test func aSheetIsResolvedAtOnce() throws {
    let town = try Town(Self.rules())
    try town.run()
    try town.drop("a.ndjson", inspection("a", "甲厂"), inspection("b", "甲厂"), inspection("c", "乙店"))
    try town.settle()
    let sheet = try #require(try sheets(town).first { $0["subject"] == "甲厂" }?["sheet"].text)
    try town.gridpost("act", "resolve", "--sheet", sheet, "--wait", "20").exits(0)
    #expect(try town.items("--state", "closed").count == 2)
    let record = try #require(try town.export().first { $0["type"] == "resolve" })
    #expect(record["items"].array.count == 2)
    try town.gridpost("act", "resolve", "--sheet", sheet).exits(66)
    try town.gridpost("act", "resolve", "--sheet", "nonsense").exits(66)
    try town.gridpost("act", "void", "--sheet", sheet, "--note", "x").exits(64)
    town.endAll()
    try town.verify()
  }

  @Test func whoHasHadItsVisitsIsSpared() throws {
    let round = "rounds:\n  - {name: 月查, every: month, for: subject, matter: UM-001, limit: 2wd}\n"
    let town = try Town(Self.rules(round))
    try town.pass(at: "2026-01-15T10:00:00+08:00")
    try town.drop(
      "g.json",
      ["id": "g", "source": "desk", "type": "rate", "subject": "甲厂", "risk": "red", "grid": "heshuikou-03"])
    try town.pass(at: "2026-01-16T10:00:00+08:00")
    for month in ["02", "03", "04", "05"] {
      try town.pass(at: "2026-\(month)-15T10:00:00+08:00")
      guard let item = try town.items("--source", "rounds", "--state", "open").first?["item"].text else { continue }
      #expect(try sheets(town, at: "2026-\(month)-15T10:00:00+08:00").map { $0["items"].array.map(\.text) } == [[item]])
      try town.drop("r.json", step("resolve", item: item, id: "r\(month)"))
      try town.pass(at: "2026-\(month)-15T11:00:00+08:00")
    }
    #expect(try town.items("--source", "rounds").count == 2)
    #expect(try town.export().filter { $0["type"] == "spared" }.map { $0["place"] } == ["甲厂", "甲厂"])
    #expect(try town.sqlite("SELECT count(*), sum(own) FROM visit") == "2|2\n")
    // What others report is never spared, and is a visit of no round.
    try town.drop("o.ndjson", inspection("o", "甲厂", ["resolved": ["by": "王"]]), inspection("p", "甲厂"))
    try town.pass(at: "2026-05-20T11:00:00+08:00")
    let shown = try sheets(town, at: "2026-05-20T11:00:00+08:00")
    #expect(shown.count == 1 && shown[0]["visits"] == 2 && shown[0]["cap"] == 2 && shown[0]["over"] == false)
    #expect(shown[0]["risk"] == "red")
    #expect(try town.sqlite("SELECT count(*), sum(own) FROM visit") == "3|2\n")
    #expect(try sheets(town, at: "2027-01-02T11:00:00+08:00")[0]["visits"] == 0)
    // The next year begins anew.
    try town.pass(at: "2027-01-15T10:00:00+08:00")
    #expect(try town.items("--source", "rounds").count == 3)
    try town.verify()
    try town.sqlite("UPDATE visit SET own = 0 WHERE own = 1")
    try town.gridpost("verify").exits(1)
  }

  @Test func whatIsPrintedHoldsNothingOfOthersButText() throws {
    let town = try Town(Self.rules())
    let hostile = "<script>alert('x')</script>&\"\u{202E}厂"
    try town.drop(
      "a.ndjson", inspection("a", hostile, ["place": "<img src=x onerror=y>"]),
      ["id": "g", "source": "desk", "type": "rate", "subject": .text(hostile), "risk": "red", "points": ["<b>气瓶</b>"]])
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    let english = try town.gridpost("visits", "--html", "--at", Moment.monday11).exits(0).out
    town.language = "zh_CN.UTF-8"
    let chinese = try town.gridpost("visits", "--html", "--at", Moment.monday11).exits(0).out
    for page in [english, chinese] {
      #expect(
        !page.contains("<script") && !page.contains("<img") && !page.contains("<b>") && !page.contains("\u{202E}"))
      #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"))
      #expect(page.contains("&lt;b&gt;气瓶&lt;/b&gt;") && page.contains(item))
      #expect(page.contains("default-src 'none'"))
      #expect(page.components(separatedBy: "<section>").count == 2)
    }
    #expect(english.contains("no administrative inspection") && english.contains("Certificate number"))
    for words in ["巡查走访单", "不属于行政检查", "执法证号", "占道经营", "城管", "红"] { #expect(chinese.contains(words)) }
    #expect(try town.gridpost("visits", "--at", Moment.monday11).exits(0).out.contains("\u{202E}") == false)
  }
}
