import Foundation
import Testing

/// Questions over HTTP are answered as the commands answer them.
@Suite(.crew) struct WebListTests {
  private func town() throws -> (Town, Browser) {
    let town = try Town()
    try town.run()
    for number in 1...5 { try town.drop("\(number).json", report("r\(number)")) }
    try town.until("they are items", within: 20) { (try? town.items().count) == 5 }
    return (town, try Browser(try town.serve()))
  }

  @Test func aListIsReadPageByPageNewestFirst() throws {
    let (town, browser) = try town()
    defer { withExtendedLifetime(town) {} }
    for sort in ["", "&sort=-received", "&sort=-deadline", "&sort=grid"] {
      var (path, ids): (String?, [String]) = ("/api/v1/items?limit=2\(sort)", [])
      while let next = path {
        let page = try browser.get(next)
        #expect(page.status == 200 && page.json.array.count <= 2)
        ids += page.json.array.compactMap { $0["item"].text }
        path = page.headers["link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
      }
      #expect(ids.count == 5 && Set(ids).count == 5)
    }
    let all = try browser.get("/api/v1/items").json.array.compactMap { $0["received_at"].text }
    #expect(all == all.sorted(by: >))
  }

  @Test func codesOfDigitsAloneAreWordsOfAnOrderToo() throws {
    let codes = ["1001", "1002", "1003"]
    let rules = Rules().with { rules in
      for (index, code) in codes.enumerated() { rules.duties[0].matters[index].code = "\"\(code)\"" }
    }
    let town = try Town(rules)
    try town.drop("a.ndjson", text: (0..<9).map { report("r\($0)", matter: codes[$0 % 3]).rendered + "\n" }.joined())
    try town.pass(at: Moment.monday10)
    let browser = try Browser(try town.serve())
    for sort in ["matter", "-matter"] {
      var (path, found): (String?, [String]) = ("/api/v1/items?limit=2&sort=\(sort)", [])
      while let next = path, found.count < 20 {
        let page = try browser.get(next)
        found += page.json.array.compactMap { $0["matter"].text }
        path = page.headers["link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
      }
      let sorted = codes.flatMap { [$0, $0, $0] }
      #expect(found == (sort == "matter" ? sorted : sorted.reversed()), "\(sort)")
    }
    // A place of one order is none of another.
    for query in ["after=3.1001", "sort=matter&after=3", "sort=deadline&after=3.x", "after=x"] {
      #expect(try browser.get("/api/v1/items?\(query)").status == 400, "\(query)")
    }
  }

  /// Answers that many ask for in one second are made once, but not of what changes without a write into the ledger.
  @Test func statusTellsOfTheInboxAtOnce() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let browser = try Browser(try town.serve())
    for number in 0..<6 {
      #expect(try browser.get("/api/v1/status").json["files"]["waiting"].int == number)
      try town.drop("\(number).json", report("r\(number)"))
    }
  }

  @Test func answersAreTheCommands() throws {
    let (town, browser) = try town()
    let item = try #require(try town.items().first?["item"].text)
    let at = "2026-11-29T12:00:00Z"
    for (path, command) in [
      ("items/\(item)?at=\(at)", ["show", item, "--at", at]), ("items/\(item)/why", ["why", item]),
      ("subjects?at=\(at)", ["subjects", "--at", at]), ("visits?at=\(at)", ["visits", "--at", at]),
      ("rounds?at=\(at)", ["rounds", "--at", at]),
      ("reports/summary?by=grid&at=\(at)", ["report", "--by", "grid", "--at", at]),
      ("reports/time?at=\(at)", ["report", "time", "--at", at]),
      ("reports/load?at=\(at)", ["report", "load", "--at", at]),
      ("rules", ["rules"]),
    ] {
      let reply = try browser.get("/api/v1/" + path, ["Accept-Language": "en"])
      let told = try town.gridpost(command + ["--json"])
      #expect(reply.status == 200 && reply.body == told.out, "\(path)")
    }
  }

  /// The rules page is a list for people: no key of the file stands in it, and no share loses its places.
  @Test func theRulesAreToldInWords() throws {
    let town = try Town {
      $0.sections = [
        """
        rounds:
          - {name: 走访, every: week, day: wed, at: "09:30", for: grid, to: branch, limit: 2wd}
        integrity:
          matter: CA-001
          limit: 3wd
          signals:
            - {name: 秒结, kind: quick, within: 60s, times: 3, per: week}
            - {name: 自办自核, kind: same_hand, times: 1, per: month}
            - {name: 全在现场, kind: on_site, share: 99.95%, of: 200, per: month}
        """
      ]
    }
    try town.pass(at: Moment.monday10)
    let browser = try Browser(try town.serve())
    let page = try browser.get("/rules", ["Accept-Language": "zh"]).body
    for words in ["每周，周三，09:30", "秒结 ≤ 60 秒", "占 99.95%（至少 200 件）", "改派的派单路线", "不限"] {
      #expect(page.contains(words), "\(words)")
    }
    for key in ["same_hand", "moved_percent", "on_site<"] { #expect(!page.contains(key), "\(key)") }
  }

  @Test func aSlipIsTold() throws {
    let (town, browser) = try town()
    defer { withExtendedLifetime(town) {} }
    for query in ["gird=x", "limit=0", "limit=501", "state=opne", "at=now", "grid=heshuikou-1", "sort=x", "after=x"] {
      let reply = try browser.get("/api/v1/items?" + query)
      #expect(reply.status == 400 && reply.headers["content-type"] == "application/problem+json", "\(query)")
    }
    #expect(try browser.get("/api/v1/items/zzzz").status == 404)
    #expect(try browser.get("/api/v1/reports/other").status == 404)
  }
}
