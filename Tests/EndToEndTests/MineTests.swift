import Foundation
import Testing

/// `mine`: rules proposed by what people move again and again.
@Suite(.crew) struct MineTests {
  private static let plain = Rules().with { rules in
    rules.overrides = [
      "{name: night, when: {matter: CA-001, hours: \"22:00-06:00\"}, post: patrol}",
      "{name: stall, when: {matter: UM-001, grid: heshuikou-03}, post: patrol, deadline: 30m}",
    ]
  }

  /// Reports of which most are transferred to another post of their grid.
  private func town(_ rules: Rules = plain) throws -> Town {
    let town = try Town(rules)
    try town.drop("a.ndjson", text: (1...6).map { report("a\($0)").rendered + "\n" }.joined())
    try town.drop("b.ndjson", report("b1", grid: "jiangwei-01"), report("b2", grid: "jiangwei-01"))
    try town.pass(at: Moment.monday10)
    for number in 1...5 {
      try town.drop(
        "t\(number).json",
        step("transfer", on: "a\(number)", id: "t\(number)", ["to": "heshuikou/heshuikou-03/info", "note": "theirs"]))
    }
    try town.pass(at: Moment.monday11)
    return town
  }

  @Test func whatIsMovedAgainAndAgainIsProposedAndPasses() throws {
    let town = try town()
    let answer = try town.json("mine", "--at", Moment.tuesday12)
    #expect(answer.array.count == 1)
    let proposal = answer[0]
    #expect(proposal.keys == ["count", "share", "from", "to", "when", "yaml", "replaces", "plan"])
    #expect(proposal["count"] == 5 && proposal["share"] == 0.8333)
    #expect(proposal["from"] == "patrol" && proposal["to"] == "info")
    // Those of the other community were left where they are.
    #expect(proposal["when"] == ["matter": "UM-001", "community": "heshuikou"])
    let line = try #require(Self.plain.line(of: "name: stall"))
    #expect(proposal["replaces"].array == [.int(line)])
    // Pasted as the first, and what it hides taken out: well, and moves as many routes as was said.
    var lines = Self.plain.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.remove(at: line - 1)
    let head = try #require(lines.firstIndex(of: "overrides:"))
    lines.insert("  " + (proposal["yaml"].text ?? ""), at: head + 1)
    let pasted = lines.joined(separator: "\n")
    #expect(try town.gridpost("check", "-", "--json", stdin: pasted).exits(0).json()["ok"] == true)
    let plan = try town.gridpost("plan", "-", "--json", stdin: pasted).exits(0).json()
    #expect(plan["cells"]["moved"] == proposal["plan"]["moved"] && plan["cells"]["moved"] == 3)
    // Once it is in force there is nothing to propose.
    try town.write(rulesText: pasted)
    try town.pass(at: Moment.monday12)
    #expect(try town.json("mine", "--at", Moment.tuesday12).array.isEmpty)
  }

  @Test func theLastMoveCountsAndOnlyWithinTheGrid() throws {
    let town = try town()
    // One is taken back, and one goes on to the group.
    try town.drop(
      "u.ndjson",
      step("transfer", on: "a1", id: "u1", ["to": "heshuikou/heshuikou-03/patrol", "note": "ours"]),
      step("transfer", on: "a2", id: "u2", ["to": "heshuikou/group/city-appearance", "note": "no"]))
    try town.pass(at: Moment.monday12)
    #expect(try town.json("mine", "--at", Moment.tuesday12).array.isEmpty)
    // A return moves too: to the post that the rules name on the corrected facts.
    for number in [1, 2, 6] {
      try town.drop(
        "v\(number).json",
        step("return", on: "a\(number)", id: "v\(number)", ["matter": "UM-002", "ground": "duty", "note": "stalls"]))
    }
    try town.pass(at: "2026-03-02T12:30:00+08:00")
    let answer = try town.json("mine", "--at", Moment.tuesday12)
    #expect(answer[0]["count"] == 6 && answer[0]["to"] == "info")
    // Received before they are looked at, or later.
    #expect(try town.json("mine", "--since", "2026-03-03", "--at", Moment.tuesday12).array.isEmpty)
    #expect(try town.json("mine", "--at", "2026-06-02T10:00:00+08:00").array.isEmpty)
  }

  @Test func whatTheExamplesSpeakAgainstIsNotProposed() throws {
    let town = try town(
      Self.plain.with {
        $0.examples = ["{matter: UM-001, grid: heshuikou-03, expect: heshuikou/heshuikou-03/patrol}"]
      })
    #expect(try town.json("mine", "--at", Moment.tuesday12).array.isEmpty)
    #expect(try town.gridpost("mine", "--at", Moment.tuesday12).exits(0).out.contains("would not pass"))
  }

  @Test func wordsThatAreAssignedToOneMatterAreProposedAsKeywords() throws {
    let town = try Town()
    try town.drop("a.ndjson", text: (1...6).map { report("a\($0)", matter: "摆地摊").rendered + "\n" }.joined())
    try town.pass(at: Moment.monday10)
    for number in 1...6 {
      let matter: JSON = number == 6 ? "UM-003" : "UM-002"
      try town.drop("s\(number).json", step("assign", on: "a\(number)", id: "s\(number)", ["matter": matter]))
    }
    try town.pass(at: Moment.monday11)
    let answer = try town.json("mine", "--at", Moment.tuesday12)
    #expect(
      answer.array == [["count": 5, "share": 0.8333, "text": "摆地摊", "matter": "UM-002", "keyword": "摆地摊"]])
  }

  @Test func aColleaguesNoteInBothLanguages() throws {
    let town = try town()
    let english = try town.gridpost("mine", "--at", Moment.tuesday12).exits(0)
    for words in [
      "5 of 6 (83.33%)", "UM-001 占道经营", "- {when: {matter: UM-001, community: heshuikou}, post: info", "line ",
    ] {
      #expect(english.out.contains(words), "\(words)")
    }
    town.language = "zh_CN.UTF-8"
    let chinese = try town.gridpost("mine", "--at", Moment.tuesday12).exits(0)
    for words in ["6 件中有 5 件", "合水口", "综合巡查纠治岗 → 基础网格信息岗", "同时删去"] {
      #expect(chinese.out.contains(words), "\(words)")
    }
    let quiet = try Town()
    try quiet.gridpost("mine").exits(66)
    try quiet.pass(at: Moment.monday10)
    #expect(try quiet.gridpost("mine").exits(0).out.contains("nothing often enough"))
    try quiet.gridpost("mine", "--since", "yesterday").exits(64)
  }
}
