import Foundation
import Testing

/// The register of subjects: who is in it, of which colour, since when; and what reports have of it.
@Suite(.crew) struct RegisterTests {
  private static let later = "2026-03-02T15:00:00+08:00"

  private func rate(_ id: String, _ subject: String, _ risk: String, _ more: [String: JSON] = [:]) -> JSON {
    JSON.object([
      "id": .text(id), "source": "desk", "type": "rate", "subject": .text(subject), "risk": .text(risk),
    ]).with(more)
  }

  @Test func ratingsMakeTheRegisterInTheirOrder() throws {
    let town = try Town()
    try town.drop(
      "a.ndjson",
      rate("1", " 甲厂\u{3000}", "red", ["grid": "heshuikou-01", "points": ["气瓶", "配电箱"], "by": "李", "note": "初评"]),
      rate("2", "乙店", "none"), rate("3", "丙楼", "blue", ["grid": "jiangwei-02", "points": ["通道"]]))
    try town.pass(at: Moment.monday10)
    // The same colour again keeps its day, and what is not said stays; a list that is said replaces the one before.
    try town.drop("b.json", rate("4", "甲厂", "red", ["by": "王", "points": []]))
    try town.drop("c.json", rate("5", "乙店", "orange"))
    try town.pass(at: Self.later)
    let rows = try town.json("subjects", "--at", Self.later).array
    #expect(rows.map { $0["subject"] } == ["甲厂", "乙店", "丙楼"])
    #expect(rows.map { $0["risk"] } == ["red", "orange", "blue"])
    #expect(rows[0]["since"] == "2026-03-02T02:00:00Z" && rows[0]["grid"] == "heshuikou-01" && rows[0]["by"] == "王")
    #expect(rows[0]["points"] == 0 && rows[2]["points"] == 1)
    #expect(rows[1]["since"] == "2026-03-02T07:00:00Z" && rows[1]["grid"] == .null && rows[1]["by"] == .null)
    #expect(try town.json("subjects", "--community", "jiangwei").array.map { $0["subject"] } == ["丙楼"])
    #expect(try town.json("subjects", "--risk", "none").array.isEmpty)
    let counts = try town.json("subjects", "--count")
    #expect(counts["total"] == ["red": 1, "orange": 1, "yellow": 0, "blue": 1, "none": 0, "points": 1])
    #expect(counts["grids"]["heshuikou-01"]["red"] == 1 && counts["grids"]["heshuikou-02"]["red"] == 0)
    #expect(counts["communities"]["jiangwei"]["points"] == 1 && counts["nowhere"]["orange"] == 1)
    let shown = try town.json("show", "--subject", "甲厂")
    #expect(shown["points"].array.isEmpty && shown["history"].array.map { $0["by"] } == ["李", "王"])
    #expect(shown["history"].array.map { $0["note"] } == ["初评", .null])
    try town.gridpost("show", "--subject", "丁").exits(66)
    #expect(try town.status()["subjects"] == 3)
    let record = try town.record(of: "1")
    #expect(record["state"] == "accepted" && record["item"] == .null && record["type"] == "rate")
    try town.verify()
  }

  @Test(
    arguments: [
      (["grid": "heshuikou-1"], "unknown-grid"), (["risk": "purple"], "unknown-risk"), (["risk": .null], "bad-value"),
      (["subject": "\u{3000} "], "bad-value"), (["points": .array(Array(repeating: "点", count: 51))], "bad-value"),
      (["points": [1]], "wrong-type"), (["subject": .text(String(repeating: "长", count: 86))], "too-long"),
      (["source": "rounds"], "reserved-source"), (["source": "integrity", "type": "nonsense"], "reserved-source"),
    ] as [([String: JSON], String)])
  func aBadRatingIsRefused(_ change: [String: JSON], _ reason: String) throws {
    let town = try Town()
    try town.drop("a.ndjson", rate("bad", "甲厂", "red").with(change), rate("good", "乙店", "red"))
    try town.pass(at: Moment.monday10)
    let refused = try town.export().filter { $0["state"] == "rejected" }
    #expect(refused.count == 1 && refused[0]["reason"].text == reason, "\(refused)")
    #expect(try town.json("subjects").array.map { $0["subject"] } == ["乙店"])
    try town.verify()
  }

  /// A report that says no colour has the register's, where it is about the subject's grid.
  @Test func aReportHasTheColourOfItsSubject() throws {
    let town = try Town()
    let red = #"{name: 红色先看, when: {risk: red, duty: urban-management}, post: livelihood}"#
    try town.write(Rules().with { $0.overrides = [red] })
    try town.drop(
      "a.ndjson", rate("1", "甲厂", "red", ["grid": "heshuikou-03"]), rate("2", "乙店", "red"), rate("3", "丙楼", "none"),
      report("a", ["subject": "甲厂 "]), report("b", grid: "heshuikou-01", ["subject": "甲厂"]),
      report("c", ["subject": "乙店"]), report("d", ["subject": "丙楼"]),
      report("e", ["subject": "甲厂", "risk": "blue"]), report("f", ["subject": "无名"]))
    try town.pass(at: Moment.monday10)
    let told: [(String, JSON, JSON)] = [
      ("a", "red", "register"), ("b", .null, .null), ("c", "red", "register"), ("d", .null, .null),
      ("e", "blue", "report"), ("f", .null, .null),
    ]
    for (id, risk, from) in told {
      let item = try town.show(of: id)
      #expect(item["risk"] == risk && item["risk_from"] == from, "\(id): \(item["risk"].rendered)")
      #expect(item["post"] == (risk == "red" ? "livelihood" : "patrol"), "\(id)")
    }
    // Neither changes later.
    try town.drop("b.json", rate("4", "甲厂", "blue"))
    try town.pass(at: Self.later)
    #expect(try town.show(of: "a")["risk"] == "red")
    let routed = try town.json("route", "--matter", "UM-001", "--grid", "heshuikou-03", "--subject", "乙店")
    #expect(routed["to"] == "heshuikou/heshuikou-03/livelihood")
    try town.verify()
  }
}
