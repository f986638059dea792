import Foundation
import Testing

/// What the integrity station is shown of a post's work: counted by facts, raised once, and told by `report integrity`.
@Suite(.crew) struct IntegrityTests {
  static func rules(_ signals: String..., lifecycle: [String] = []) -> Rules {
    Rules().with {
      $0.lifecycle = lifecycle
      $0.sections = [
        "integrity:\n  matter: CA-001\n  limit: 3wd\n  signals:\n"
          + signals.map { "    - {\($0)}" }.joined(separator: "\n")
      ]
    }
  }

  private static let quick = "name: 秒结, kind: quick, within: 60s, times: 3, per: week"
  private static let patrol = "heshuikou/heshuikou-03/patrol"
  private static let station = "heshuikou/heshuikou-03/station"

  private func row(_ town: Town, _ signal: String, at moment: String = Moment.friday10) throws -> JSON {
    let rows = try town.json("report", "integrity", "--at", moment)["rows"].array
    return try #require(rows.first { $0["signal"].text == signal }, "\(rows.map(\.rendered))")
  }

  @Test func whatIsResolvedTooSoonIsCountedAndRaisedOnce() throws {
    let town = try Town()
    try town.write(Self.rules(Self.quick))
    for id in ["a", "b", "c", "d", "e"] { try town.drop("\(id).json", report(id)) }
    try town.drop("f.json", report("f", matter: "UM-002"))
    try town.pass(at: Moment.monday10)
    let resolve = { (id: String) in step("resolve", on: id, id: "s-\(id)") }
    try town.drop("s.ndjson", resolve("a"), resolve("b"), resolve("f"))
    try town.pass(at: "2026-03-02T10:00:30+08:00")
    let early = try town.json("report", "integrity", "--at", Moment.friday10)["rows"].array
    #expect(early.map { $0["count"].int } == [1, 2], "posts in the order of their names")
    // The last second that is too soon, and the first that is not.
    try town.drop("t.json", resolve("c"))
    try town.pass(at: "2026-03-02T10:01:00+08:00")
    try town.drop("u.json", resolve("d"))
    try town.pass(at: "2026-03-02T10:01:01+08:00")
    let rows = try town.json("report", "integrity", "--at", Moment.friday10)["rows"].array
    #expect(rows.count == 2)
    let patrol = try #require(rows.first { $0["post"].text == Self.patrol })
    #expect(patrol["kind"] == "quick" && patrol["period"] == "2026-W10" && patrol["count"].int == 3)
    #expect(patrol["reached"] == true && patrol["talk"] == .null)
    let item = try town.show(try #require(patrol["item"].text))
    #expect(item["holder"].text == Self.station && item["source"] == "integrity" && item["state"] == "open")
    #expect(item["id"].text == "秒结/2026-W10/heshuikou-03/patrol" && item["matter"] == "CA-001")
    #expect(item["deadline"].text == "2026-03-05T02:01:00Z")
    let paper = try #require(try town.papers(at: Self.station).first)
    let signal = paper.content["event"]["signal"]
    #expect(signal["count"].int == 3 && signal["kind"] == "quick" && signal["post"].text == Self.patrol)
    #expect(try signal["items"].array.map(\.text) == ["a", "b", "c"].map { try town.item(of: $0) })
    // Its one rung is the first office, at the deadline; what it does itself counts nothing.
    try town.pass(at: "2026-03-05T10:01:01+08:00")
    #expect(try town.show(try #require(patrol["item"].text))["holder"].text == "subdistrict/command-centre")
    // Another week begins at nothing, and no period has two.
    try town.drop("v.ndjson", report("v"), report("w"), report("x"), report("y"))
    try town.pass(at: "2026-03-09T10:00:00+08:00")
    try town.drop("z.ndjson", resolve("v"), resolve("w"), resolve("x"), resolve("y"))
    try town.pass(at: "2026-03-09T10:00:01+08:00")
    let later = try town.json("report", "integrity", "--at", "2026-03-09T10:00:01+08:00")["rows"].array
    #expect(later.filter { $0["post"].text == Self.patrol }.map { $0["count"].int } == [3, 4])
    #expect(try town.papers(at: Self.station).count == 2)
    #expect(try town.items("--source", "integrity").count == 2)
    try town.verify()
  }

  @Test func bouncesReopeningsHandsAndRemindersAreCounted() throws {
    let town = try Town()
    try town.write(
      Self.rules(
        "name: 推诿, kind: bounced, times: 2, per: month, talk: true", "name: 假办结, kind: reopened, times: 3, per: month",
        "name: 自办自核, kind: same_hand, times: 1, per: month", "name: 久不签收, kind: silent, times: 1, per: week",
        lifecycle: ["accept_within: 30m", "check: group", "bounces: 0", "visit: {test: 2wd}", "visit_by: info"]))
    try town.drop("a.ndjson", report("a", matter: "CA-002"), report("b", matter: "CA-002"))
    try town.pass(at: Moment.monday10)
    try town.drop(
      "s.ndjson", step("return", on: "a", id: "1", ["note": "n", "to": "heshuikou/heshuikou-03/info"]),
      step("return", on: "a", id: "2", ["note": "n", "to": "heshuikou/heshuikou-03/info"]),
      step("resolve", on: "b", id: "3"), step("check", on: "b", id: "4", ["outcome": "fail", "by": "小李"]),
      step("resolve", on: "b", id: "5", ["by": "老王"]), step("check", on: "b", id: "6", ["outcome": "pass"]),
      step("visit", on: "b", id: "7", ["outcome": "fail"]), step("resolve", on: "b", id: "8", ["by": .null]),
      step("check", on: "b", id: "9", ["outcome": "pass", "by": .null]),
      step("reopen", on: "b", id: "10", ["note": "n"]))
    try town.pass(at: "2026-03-02T10:10:00+08:00")
    let post = "heshuikou/heshuikou-03/livelihood"
    for (signal, count, reached) in [("推诿", 2, true), ("假办结", 3, true), ("自办自核", 1, true)] {
      let row = try row(town, signal)
      #expect(row["count"].int == count && row["reached"].rendered == "\(reached)", "\(row.rendered)")
      #expect(row["post"].text == post)
    }
    try town.pass(at: "2026-03-02T11:00:01+08:00")
    #expect(try row(town, "久不签收")["count"].int == 2)
    // A talk ends it, and only with a note.
    let talk = try row(town, "推诿")
    #expect(talk["talk"] == false)
    let item = try #require(talk["item"].text)
    try town.drop("t.ndjson", step("resolve", item: item, id: "t1"), step("void", item: item, id: "t2", ["note": "n"]))
    try town.pass(at: "2026-03-02T12:00:00+08:00")
    #expect(try town.show(item)["state"] == "open")
    try town.drop("u.json", step("resolve", item: item, id: "t3", ["note": "谈过了"]))
    try town.pass(at: "2026-03-02T12:10:00+08:00")
    #expect(try row(town, "推诿")["talk"]["note"] == "谈过了" && row(town, "推诿")["talk"]["by"] == "小李")
    #expect(try row(town, "自办自核")["talk"] == .null)
    try town.gridpost("report", "integrity", "--at", Moment.friday10).exits(0).says("推诿")
    try town.verify()
  }

  @Test func eachDeadlineThatPassesIsLateOnceAlsoAboveTheFirstRung() throws {
    let town = try Town()
    try town.write(
      Self.rules(
        "name: 超时, kind: late, times: 100, per: month", lifecycle: ["bounces: 1", "accept_within: none"]))
    // Its deadline is at 12:00; an early climb moves the next rung a working day on.
    try town.drop("a.ndjson", report("a"), report("b"))
    try town.pass(at: Moment.monday10)
    try town.drop("s.json", step("return", on: "a", id: "1", ["note": "n", "to": "heshuikou/heshuikou-03/info"]))
    try town.pass(at: "2026-03-02T10:10:00+08:00")
    try town.pass(at: Moment.monday12AndASecond)
    #expect(try row(town, "超时")["count"].int == 2)
    try town.pass(at: Moment.tuesday12AndASecond)
    #expect(try row(town, "超时")["count"].int == 2)
    try town.drop("t.json", step("resolve", on: "a", id: "2"))
    try town.pass(at: "2026-03-03T13:00:00+08:00")
    try town.drop("u.json", step("reopen", on: "a", id: "3", ["note": "n"]))
    try town.pass(at: "2026-03-31T23:00:00+08:00")
    // Its new deadline lies in the next month's first morning, whenever that is noticed.
    try town.pass(at: "2026-04-20T10:00:00+08:00")
    let rows = try town.json("report", "integrity", "--at", "2026-04-20T10:00:00+08:00")["rows"].array
    #expect(rows.map { $0["period"].text } == ["2026-03", "2026-04"] && rows.map { $0["count"].int } == [2, 1])
    try town.verify()
  }

  @Test func aShareOnTheSpotIsLookedAtOnEachReceipt() throws {
    let town = try Town()
    try town.write(Self.rules("name: 全在现场, kind: on_site, share: 75%, of: 4, per: month"))
    let spot: [String: JSON] = ["resolved": ["by": "小李"]]
    try town.drop("a.ndjson", report("a", spot), report("b", spot), report("c", spot))
    try town.pass(at: Moment.monday10)
    #expect(try row(town, "全在现场")["reached"] == false)
    try town.drop("d.json", report("d"))
    try town.pass(at: Moment.monday11)
    let row = try row(town, "全在现场")
    #expect(row["count"].int == 3 && row["reached"] == true)
    try town.verify()
  }

  @Test func aChangedDefinitionBeginsAnewAndAPeriodHasOneReportForEver() throws {
    let town = try Town()
    let bounced = { (times: Int) in
      Self.rules("name: 推诿, kind: bounced, times: \(times), per: month", lifecycle: ["bounces: 0"])
    }
    try town.drop("a.json", report("a", matter: "CA-002"))
    try town.pass(at: Moment.monday10)
    let bounce = { (id: String) in step("return", on: "a", id: id, ["note": "n", "to": "heshuikou/heshuikou-03/info"]) }
    try town.drop("1.json", bounce("1"))
    try town.pass(at: "2026-03-02T10:01:00+08:00")
    // Nothing before the definition counts.
    try town.write(bounced(2))
    try town.pass(at: "2026-03-02T10:02:00+08:00")
    try town.drop("2.json", bounce("2"))
    try town.pass(at: "2026-03-02T10:03:00+08:00")
    #expect(try row(town, "推诿")["count"].int == 1)
    try town.write(bounced(1))
    try town.pass(at: "2026-03-02T10:04:00+08:00")
    #expect(try town.json("report", "integrity", "--at", Moment.friday10)["rows"].array.isEmpty)
    try town.drop("3.json", bounce("3"))
    try town.pass(at: "2026-03-02T10:05:00+08:00")
    let item = try row(town, "推诿")["item"]
    #expect(try row(town, "推诿")["count"].int == 1 && item != .null)
    try town.write(bounced(2))
    try town.pass(at: "2026-03-02T10:06:00+08:00")
    try town.drop("4.ndjson", bounce("4"), bounce("5"), bounce("6"))
    try town.pass(at: "2026-03-02T10:07:00+08:00")
    #expect(try row(town, "推诿")["count"].int == 3 && row(town, "推诿")["item"] == item)
    #expect(try town.items("--source", "integrity").count == 1)
    try town.verify()
  }

  @Test func aValueChangedInAnyColumnOfACountIsFound() throws {
    let town = try Town()
    try town.write(Self.rules(Self.quick))
    try town.drop("r.ndjson", report("a"), report("b"), report("c"))
    try town.pass(at: Moment.monday10)
    try town.drop(
      "s.ndjson", step("resolve", on: "a", id: "1"), step("resolve", on: "b", id: "2"),
      step("resolve", on: "c", id: "3"))
    try town.pass(at: "2026-03-02T10:00:30+08:00")
    try town.verify()
    let columns = [
      "signal": ["name", "period", "community", "grid", "post", "kind", "items"],
      "own": ["source", "name", "period", "place"],
    ]
    let texts = columns.flatMap { table, names in names.map { (table, $0, "\($0) || 'x'") } }
    let numbers = [
      ("signal", "count", "count + 1"), ("signal", "base", "1"), ("signal", "item", "NULL"), ("signal", "item", "1"),
    ]
    for (table, column, value) in texts + numbers {
      let before = try town.sqlite("SELECT quote(\(column)) FROM \(table)").split(separator: "\n").joined()
      try town.sqlite("UPDATE \(table) SET \(column) = \(value)")
      try town.gridpost("verify").exits(1)
      try town.sqlite("UPDATE \(table) SET \(column) = \(before)")
    }
    try town.verify()
    try town.sqlite("DELETE FROM signal")
    try town.gridpost("verify").exits(1)
  }
}
