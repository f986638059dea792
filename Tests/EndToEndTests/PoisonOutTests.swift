import Testing

/// Nothing that lies in the ledger by legal ways, nor what somebody wrote into it, stops what goes out to others.
@Suite(.crew) struct PoisonOutTests {
  @Test func placesThatNoRulesKnowAnyMoreStillGetTheirNotices() throws {
    let long = String(repeating: "x", count: 61)
    let town = try Town { rules in
      rules.communities += [
        Rules.Community(id: long, name: String(repeating: "名", count: 85), grids: 1),
        Rules.Community(id: "Heshuikou", name: "另一个", grids: 1),
      ]
      rules.posts += ["\(long)_p: 岗", "groups: 几乎叫 group 的岗"]
      rules.groups[0] = "\(long)_g: 组"
      rules.duties[0].matters += [
        Rules.Matter("\(long)_m", "{name: 甲, post: \(long)_p, group: \(long)_g}"),
        Rules.Matter("0", "{name: 乙, post: groups}"),
      ]
    }
    let longest = String(repeating: "i", count: 256)
    try town.drop(
      "a.ndjson", report(longest, matter: "\(long)_m", grid: "\(long)-01"),
      report("b", matter: "0", grid: "Heshuikou-01"), report("c"), report("d", matter: "UM-002", grid: "jiangwei-01"))
    try town.pass(at: Moment.monday10)
    try town.expectNotice(at: "\(long)/\(long)-01/\(long)_p", of: longest)
    try town.expectNotice(at: "Heshuikou/Heshuikou-01/groups", of: "b")
    // The new rules know neither those places and posts nor those matters.
    try town.write(
      Rules().with {
        $0.communities.removeLast()
        $0.groups[0] = "party-affairs: 党建综合组"
      })
    try town.pass(at: Moment.monday12AndASecond)
    try town.expectNotice(at: "\(long)/group/\(long)_g", of: longest, rung: 1)
    try town.expectNotice(at: "Heshuikou/group/city-appearance", of: "b", rung: 1)
    try town.verify()
    guard Tools.sqlite else { return print("skipped: sqlite3 is not here") }
    // The text of the rules that decided most of them is no rules any more, and one address leads nowhere.
    try town.drop("late.json", report("late"))
    try town.pass(at: "2026-03-02T14:00:00+08:00")
    try town.sqlite(
      "UPDATE rules SET text = x'ff' WHERE row = 1; "
        + "UPDATE item SET community = '..' WHERE position = (SELECT seq FROM record WHERE id = 'late')")
    try town.pass(at: Moment.friday10)
    #expect(try town.papers(at: "subdistrict/command-centre").count == 5)
    let daemon = try town.run()
    try town.drop("e.json", report("e"))
    try town.until("the others go on") { try town.papers(at: "heshuikou/heshuikou-03/patrol").count == 3 }
    #expect(try town.status()["degraded"].array.map { $0["code"] } == ["outbox"])
    #expect(try daemon.stop() == 0)
    try town.gridpost("verify").exits(1)
  }
}
