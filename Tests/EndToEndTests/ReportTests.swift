import Testing

/// `report`: figures, the items behind them, returns and time.
@Suite(.crew) struct ReportTests {
  /// Two on Monday (one resolved in time, one overdue), one put right on the spot on Tuesday, one in triage.
  private func town() throws -> Town {
    let town = try Town()
    try town.drop("a.ndjson", report("a"), report("b", grid: "jiangwei-01", source: "=cmd|'/C calc'!A0"))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("resolve", on: "a", id: "s"))
    try town.pass(at: Moment.monday11)
    try town.drop(
      "c.ndjson", report("c", matter: "UM-002", ["resolved": ["by": "小王"]]), report("d", matter: "停电", grid: nil))
    try town.pass(at: "2026-03-03T00:00:00+08:00")
    return town
  }

  private static let at = ["--at", Moment.friday10]

  @Test func figuresInJSON() throws {
    let town = try town()
    let all = try town.gridpost(["report", "--json"] + Self.at).exits(0).json()
    #expect(all.keys == ["from", "to", "at", "by", "rows", "total"])
    #expect(all["from"] == .null && all["by"] == .null && all["rows"].array.isEmpty)
    #expect(all["at"] == "2026-03-06T02:00:00Z")
    let total = all["total"]
    let wanted: [String: JSON] = [
      "received": 4, "on_site": 1, "triage": 1, "open": 1, "suspended": 0, "resolved": 0, "closed": 1, "void": 0,
      "on_time": 1, "late": 0, "overdue": 1, "escalated": 1, "on_site_rate": "25.00", "void_rate": "0.00",
      "on_time_rate": "50.00", "closing_rate": "33.33", "rework_rate": "0.00", "score": "50.00", "handling_p50": 3600,
      "handling_p90": 3600,
    ]
    for (column, figure) in wanted { #expect(total[column] == figure, "\(column): \(total[column].rendered)") }
    let grids = try town.gridpost(["report", "--by", "community", "--json"] + Self.at).exits(0).json()
    #expect(grids["rows"].array.map { $0["key"] } == ["heshuikou", "jiangwei", .null])
    #expect(grids["rows"].array.map { $0["name"] } == ["合水口社区", "将围社区", .null])
    #expect(grids["total"] == total)
    // Nothing there was ever judged: without a rework rate there is no score.
    #expect(grids["rows"][1]["on_time_rate"] == "0.00" && grids["rows"][1]["rework_rate"] == .null)
    #expect(grids["rows"][1]["score"] == .null && grids["rows"][1]["handling_p50"] == .null)
  }

  @Test func daysAreTheTownsAndToIsNotAmongThem() throws {
    let town = try town()
    let monday = try town.json("report", "--from", "2026-03-02", "--to", "2026-03-03", "--by", "day")
    #expect(monday["rows"].array.map { $0["key"] } == ["2026-03-02"])
    #expect(monday["total"]["received"] == 2 && monday["to"] == "2026-03-03")
    let tuesday = try town.json("report", "--from", "2026-03-03", "--by", "month")
    #expect(tuesday["rows"].array.map { $0["key"] } == ["2026-03"])
    #expect(tuesday["total"]["received"] == 2)
    let none = try town.gridpost("report", "--from", "2026-03-02", "--to", "2026-03-02", "--json").exits(0)
    #expect(try none.says("no day lies").json()["total"]["received"] == 0)
  }

  @Test func csvIsForSpreadsheetsAndHarmless() throws {
    let town = try town()
    let csv = try town.gridpost(["report", "--by", "source", "--csv"] + Self.at).exits(0).out
    let lines = csv.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(csv.unicodeScalars.first == "\u{FEFF}" && lines.count == 4 && lines[3].isEmpty)
    #expect(lines[0].dropFirst().hasPrefix("key,name,received,on_site,triage,open,suspended,resolved,closed,void,"))
    #expect(lines[1].hasPrefix("'=cmd|'/C calc'!A0,,1,0,0,1,"))
    #expect(lines[2].hasPrefix("test,,3,1,1,0,"))
    let items = try town.gridpost("report", "--rows", "--column", "open", "--csv").exits(0).out
    #expect(items.contains("item,source,id,matter,grid,state,holder,received_at,deadline\r\n"))
    #expect(items.contains(",'=cmd|'/C calc'!A0,b,UM-001,jiangwei-01,open,"))
  }

  @Test func peopleReadATableInTheirLanguage() throws {
    let town = try town()
    town.language = "zh_CN.UTF-8"
    let table = try town.gridpost(["report", "--by", "grid"] + Self.at).exits(0).out
    let lines = table.split(separator: "\n")
    #expect(lines.count == 5 && lines[0].hasPrefix("小分格"))
    for word in ["收到", "按时办结率%", "综合得分", "办理时长", "1 小时", "合计", "（无）", "将围社区 01 分格"] {
      #expect(table.contains(word), "\(word)\n\(table)")
    }
    #expect(!table.contains("挂账") && !table.contains("heshuikou-03"))
    let all = try town.gridpost(["report"] + Self.at).exits(0).says("收到", "挂账", "33.33").out
    #expect(all.split(separator: "\n").count == 30)
    let markdown = try town.gridpost(["report", "--by", "duty", "--markdown"] + Self.at).exits(0).out
    #expect(markdown.hasPrefix("| 职责 | 收到 |") && markdown.contains("\n| 城管 | 3 |"))
    town.language = "C.UTF-8"
    try town.gridpost(["report", "--by", "grid"] + Self.at).exits(0).says("heshuikou-03", "on time %", "all")
  }

  @Test func theItemsBehindAFigureAreListed() throws {
    let town = try town()
    func ids(_ arguments: String...) throws -> [String?] {
      try town.gridpost(["report", "--rows", "--json"] + Self.at + arguments).exits(0).json().array.map {
        $0["id"].text
      }
    }
    #expect(try ids("--column", "received") == ["a", "b", "c", "d"])
    #expect(try ids("--column", "overdue", "--by", "community", "--key", "jiangwei") == ["b"])
    #expect(try ids("--column", "received", "--by", "community", "--key", "") == ["d"])
    #expect(try ids("--column", "on_site", "--by", "matter", "--key", "流动摊贩") == ["c"])
    #expect(
      try ids("--column", "received", "--by", "day", "--key", "2026-03-02", "--from", "2026-03-02") == ["a", "b"])
    #expect(try ids("--column", "received", "--by", "grid", "--key", "heshuikou-01") == [])
    let table = try town.gridpost("report", "--rows", "--column", "closed").exits(0).says("1 item", "closed")
    #expect(table.out.contains(try town.item(of: "a")))
  }

  @Test func returnsAndTimeAreTold() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a"), report("b"))
    try town.pass(at: Moment.monday10)
    try town.drop(
      "s.ndjson", step("return", on: "a", id: "s1", ["matter": "UM-002", "note": "不归我管"]),
      step("return", on: "b", id: "s2", ["to": "heshuikou/heshuikou-03/info", "note": "不归我管"]))
    try town.pass(at: Moment.monday11)
    let returns = try town.json("report", "returns")
    #expect(returns.keys == ["from", "to", "at", "rows"])
    let post = "heshuikou/heshuikou-03/"
    // The other matter has four working hours from 10:00, that is until 16:00; the first had two running ones.
    #expect(
      returns["rows"].array == [
        [
          "from": .text(post + "patrol"), "to": .text(post + "info"), "matter": "UM-002", "returns": 1, "moved": 1,
          "amended": 0, "bounced": 0, "limit_gained": 14_400,
        ],
        [
          "from": .text(post + "patrol"), "to": .text(post + "patrol"), "matter": "UM-001", "returns": 1, "moved": 0,
          "amended": 0, "bounced": 1, "limit_gained": 0,
        ],
      ])
    let time = try town.gridpost("report", "time", "--json", "--at", Moment.monday12).exits(0).json()["rows"].array
    #expect(
      time == [
        ["holder": .text(post + "info"), "why": "waiting", "seconds": 3600],
        ["holder": .text(post + "patrol"), "why": "waiting", "seconds": 10_800],
      ])
    try town.gridpost("report", "time", "--csv").exits(0).says("holder,why,seconds\r\n")
    town.language = "zh_CN.UTF-8"
    try town.gridpost("report", "returns").exits(0).says("退自", "合水口社区 03 分格 综合巡查纠治岗", "4 小时")
    try town.gridpost("report", "time", "--at", Moment.monday12).exits(0).says("待签收", "3 小时")
  }

  @Test func whatIsMistypedIsToldWithWhatWasMeant() throws {
    let town = try town()
    for (arguments, said) in [
      (["--by", "comunity"], "did you mean “community”?"), (["--from", "2026-02-29"], "“2026-02-29” is no day"),
      (["--to", "03/02/2026"], "year-month-day"), (["retruns"], "did you mean “returns”?"),
      (["--rows", "--column", "overdu"], "did you mean “overdue”?"), (["--rows"], "--rows wants --column"),
      (["--column", "late"], "go with --rows"), (["--rows", "--column", "late", "--key", "x"], "--key wants --by"),
      (["--rows", "--column", "late", "--by", "grid", "--key", "heshuikou-3"], "did you mean “heshuikou-03”?"),
      (["--rows", "--column", "late", "--by", "month", "--key", "March"], "wanted one like 2026-03"),
      (["time", "--by", "grid"], "“report time” has no --by"), (["--csv", "--markdown"], "at the most"),
      (["--from", "2026-03-03", "--to", "2026-03-02"], "is later than"),
    ] {
      let outcome = try town.gridpost(["report"] + arguments).exits(64, "\(arguments)").says(said)
      #expect(outcome.out.isEmpty, "\(arguments)")
    }
    town.language = "zh_CN.UTF-8"
    try town.gridpost("report", "--by", "comunity").exits(64).says("“comunity”不在可选值内", "是不是“community”？")
    try town.gridpost("report", "--from", "明天").exits(64).says("“明天”不是日期")
    try town.gridpost("report", "--rows").exits(64).says("--rows 须给出 --column")
  }

  @Test func withoutItemsThereAreNoRatesAndWithoutAStateNoAnswer() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let total = try town.json("report")["total"]
    #expect(total["received"] == 0 && total["score"] == .null && total["void_rate"] == .null)
    #expect(total["handling_p90"] == .null)
    try town.gridpost("report", "--state", town.folder + "/nowhere").exits(66).says("no such state folder")
  }
}
