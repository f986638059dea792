import Testing

/// `route`: where an event would go and why.
@Suite(.crew) struct RouteTests {
  private static let keys: Set<String> = [
    "to", "duty", "matter", "group", "limit", "deadline", "provisional", "assigned_by", "considered",
  ]

  @Test func flagsNameTheEvent() throws {
    let rules = Rules()
    let town = try Town(rules)
    let answer = try town.json("route", "--matter", "UM-001", "--grid", "heshuikou-03", "--at", Moment.monday10)
    #expect(answer.keys == Self.keys)
    #expect(answer["to"] == "heshuikou/heshuikou-03/patrol")
    #expect(answer["duty"] == "urban-management")
    #expect(answer["matter"] == "UM-001")
    #expect(answer["group"].text?.contains("city-appearance") == true)
    #expect(answer["limit"] == "2h")
    #expect(answer["deadline"] == "2026-03-02T04:00:00Z")
    #expect(answer["provisional"] == false)
    #expect(answer["assigned_by"].keys == ["rules", "line", "why"])
    #expect(answer["assigned_by"]["line"].int == rules.line(of: "UM-001"))
    #expect(answer["assigned_by"]["rules"] == (try town.json("check"))["digest"])
    #expect(answer["considered"].isArray)
  }

  @Test func aMatterMayBeNamed() throws {
    let answer = try Town().json("route", "--matter", "占道经营", "--grid", "heshuikou-03")
    #expect(answer["matter"] == "UM-001")
  }

  @Test func aFileOrStandardInputHoldsTheEvent() throws {
    let town = try Town()
    let text = report("a", matter: "CA-001", grid: "jiangwei-02").rendered
    let file = town.folder + "/event.json"
    try town.write(bytes: Array(text.utf8), to: Array(file.utf8))
    #expect(try town.json("route", file)["to"] == "jiangwei/jiangwei-02/livelihood")
    let piped = try town.gridpost("route", "-", "--json", stdin: text).exits(0).json()
    #expect(piped.keys == Self.keys)
    #expect(piped["to"] == "jiangwei/jiangwei-02/livelihood")
    try town.gridpost("route", file).exits(0).says("jiangwei/jiangwei-02/livelihood")
  }

  @Test func aMissingFileIs66AndBadDataIs65() throws {
    let town = try Town()
    try town.gridpost("route", "nowhere.json").exits(66)
    try town.gridpost("route", "-", stdin: "{\"id\":").exits(65)
    try town.gridpost("route", "-", stdin: "").exits(65)
    try town.gridpost("route", "-", stdin: report("a").with(["risk": "purple"]).rendered).exits(65)
  }

  @Test func whatTheListDoesNotHoldGoesToTriage() throws {
    let town = try Town()
    for arguments in [
      ["--matter", "停电", "--grid", "heshuikou-03"], ["--matter", "UM-001", "--grid", "nowhere-01"],
      ["--matter", "um-001", "--grid", "heshuikou-03"], ["--matter", "占道", "--grid", "heshuikou-03"],
    ] {
      let answer = try town.gridpost(["route", "--json"] + arguments).exits(0).json()
      #expect(answer.keys == Self.keys)
      #expect(answer["to"] == "triage", "\(arguments)")
      #expect(answer["deadline"] == .null)
    }
  }

  @Test func aMistypedWordIsToldWithTheOneThatWasMeant() throws {
    let town = try Town()
    let slips: [(words: [String], meant: String)] = [
      (["--matter", "um-001", "--grid", "heshuikou-03"], "did you mean “UM-001”?"),
      (["--matter", "UM-001", "--grid", "heshuikuo-03"], "did you mean “heshuikou-03”?"),
      (["--matter", "UM-001", "--grid", "heshuikou-03", "--community", "heshuikuo"], "did you mean “heshuikou”?"),
    ]
    for (words, meant) in slips {
      try town.gridpost(["route"] + words).exits(0).says("triage", meant)
      try town.gridpost(["route", "--json"] + words).exits(0).says(meant)
    }
    let right = try town.gridpost("route", "--json", "--matter", "UM-001", "--grid", "heshuikou-03").exits(0)
    #expect(!right.said.contains("did you mean"))
    let file = town.folder + "/event.json"
    try town.write(bytes: Array(report("a", grid: "heshuikuo-03").rendered.utf8), to: Array(file.utf8))
    try town.gridpost("route", file).exits(0).says("did you mean “heshuikou-03”?")
  }

  @Test func routingTouchesNoState() throws {
    let town = try Town()
    let nowhere = town.folder + "/none"
    try town.gridpost("route", "--matter", "UM-001", "--grid", "heshuikou-03", "--state", nowhere).exits(0)
    #expect(town.names(in: nowhere).isEmpty)
  }

  @Test func theFirstOverrideThatFitsWins() throws {
    let rules = Rules().with {
      $0.overrides = [
        "{name: night, when: {duty: urban-management, community: heshuikou, hours: \"22:00-06:00\"}, post: info}",
        "{name: red, when: {duty: urban-management, risk: red}, deadline: 15m}",
        "{name: drill, when: {matter: UM-001, source: drill}, group: work-safety}",
        "{name: site, when: {grid: jiangwei-02, duty: civil-affairs}, post: patrol, group: urban-construction}",
      ]
    }
    let town = try Town(rules)
    func route(_ arguments: String...) throws -> JSON {
      try town.gridpost(["route", "--json", "--matter", "UM-001"] + arguments).exits(0).json()
    }
    let day = Moment.monday10
    let night = try route("--grid", "heshuikou-03", "--risk", "red", "--at", "2026-03-02T23:00:00+08:00")
    #expect(night["to"] == "heshuikou/heshuikou-03/info")
    #expect(night["limit"] == "2h")
    #expect(night["assigned_by"]["line"].int == rules.line(of: "name: night"))
    let red = try route("--grid", "heshuikou-03", "--risk", "red", "--at", day)
    #expect(red["to"] == "heshuikou/heshuikou-03/patrol")
    #expect(red["limit"] == "15m")
    #expect(red["deadline"] == "2026-03-02T02:15:00Z")
    #expect(red["considered"].array.contains { $0["line"].int == rules.line(of: "name: night") })
    for considered in red["considered"].array { #expect(considered.keys == ["line", "why_not"]) }
    let drill = try route("--grid", "jiangwei-01", "--source", "drill", "--at", day)
    #expect(drill["group"].text?.contains("work-safety") == true)
    let site = try town.json("route", "--matter", "CA-001", "--grid", "jiangwei-02", "--at", day)
    #expect(site["to"] == "jiangwei/jiangwei-02/patrol")
    #expect(site["group"].text?.contains("urban-construction") == true)
  }

  @Test(arguments: [
    ("21:59:59", "patrol"), ("05:59:59", "info"),
  ])
  func overrideHoursWrapMidnightAndEndBeforeTheirEnd(_ time: String, post: String) throws {
    let rules = Rules().with { $0.overrides = ["{name: night, when: {hours: \"22:00-06:00\"}, post: info}"] }
    let answer = try Town(rules).json(
      "route", "--matter", "UM-001", "--grid", "heshuikou-03", "--at", "2026-03-02T\(time)+08:00")
    #expect(answer["to"].text == "heshuikou/heshuikou-03/\(post)")
  }
}
