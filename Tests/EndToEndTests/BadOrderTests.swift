import Foundation
import Glibc
import Testing

/// Classes 12, 25 and 67–80 of guarantees §3: what is bad only beside what came before it.
@Suite(.crew) struct BadOrderTests {
  @Test func class12ATextCutAnywhereIsWaitedForAndThenSetAside() throws {
    let town = try Town { $0.intake = ["patience: 4s"] }
    try town.run()
    let text = Array(report("cut").rendered.utf8)
    let cuts = Array(stride(from: 1, to: text.count, by: 7))
    for cut in cuts { try town.drop("cut-\(cut).json", bytes: Array(text.prefix(cut))) }
    try town.drop("good.json", report("good"))
    usleep(1_500_000)
    #expect(town.quarantined().isEmpty)
    // One of them is finished in time, in place.
    try town.write(bytes: text, to: Array("\(town.inbox)/cut-\(cuts[3]).json".utf8))
    try town.until("all are decided", within: 20) { try town.status()["files"]["waiting"] == 0 }
    #expect(try Set(town.items().compactMap { $0["id"].text }) == ["cut", "good"])
    #expect(Set(town.quarantined()) == Set(cuts.filter { $0 != cuts[3] }.map { "cut-\($0).json" }))
    for cut in cuts where cut != cuts[3] {
      #expect(town.contents(of: "\(town.quarantine)/cut-\(cut).json") == Array(text.prefix(cut)))
    }
    try town.verify()
  }

  @Test func class25OneBadLineAmongAThousand() throws {
    let town = try Town()
    var lines = (1...1_000).map { report("e-\($0)", matter: "CA-002").rendered }
    lines[776] = #"{"id":"e-777","source":"test","grid":heshuikou}"#
    try town.drop("a.ndjson", text: lines.joined(separator: "\n"))
    try town.pass(at: Moment.monday10)
    let records = try town.status()["records"]
    #expect(records["accepted"] == 999 && records["rejected"] == 1)
    let bad = try town.export().filter { $0["state"] == "rejected" }
    #expect(bad.count == 1 && bad[0]["line"] == 777)
    try town.verify()
  }

  @Test func classes67To73DuplicatesAndConflicts() throws {
    let town = try Town()
    let first = report("a")
    try town.drop("first.json", first)
    try town.drop("twice.ndjson", report("b"), report("b"), report("b", ["summary": "other"]))
    try town.pass(at: Moment.monday10)
    try town.drop("67.json", first)
    try town.drop(
      "68.json",
      text: "{ \"source\" : \"test\",\n\"summary\":\"something is wrong\",\"matter\":\"UM-001\","
        + "\"id\":\"\\u0061\", \"grid\":\"heshuikou-03\" }")
    try town.drop("69.json", report("a", ["summary": "other"]))
    try town.drop("first.json", report("71"))
    try town.drop("73.json", report("a", source: "somebody else"))
    try town.pass(at: Moment.monday11)
    func states(_ id: String, _ source: String = "test") throws -> [String?] {
      try town.export().filter { $0["id"].text == id && $0["source"].text == source }.map { $0["state"].text }
    }
    #expect(try states("a").sorted { $0 ?? "" < $1 ?? "" } == ["accepted", "duplicate", "duplicate", "rejected"])
    #expect(try states("b") == ["accepted", "duplicate", "rejected"])
    #expect(try states("71") == ["accepted"] && states("a", "somebody else") == ["accepted"])
    #expect(town.quarantined() == ["69.json"])
    let reason = try JSON(parsing: Child.text("\(town.quarantine)/69.json.reason.json"))
    #expect(reason["code"] == "conflict", "\(reason.rendered)")
    #expect(
      try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "b")["event"]["summary"] == "something is wrong")
    try town.verify()
  }

  @Test func classes74To80StepsTriageAndStrangers() throws {
    let town = try Town()
    #expect(mkdir("\(town.inbox)/police", 0o755) == 0)
    try town.drop("74.json", step("resolve", on: "late", id: "before its report"))
    try town.drop("75.json", step("resolve", on: "never", id: "of nothing"))
    try town.drop(
      "79.ndjson", report("unknown matter", matter: "XX-1"), report("no matter", matter: nil),
      report("unknown grid", grid: "nowhere-01"), report("no grid", grid: nil),
      report("on the spot", matter: nil, ["resolved": ["by": "小李", "at": "2026-03-02T09:00:00+08:00", "note": "x"]]))
    try town.drop("police/80.json", report("a stranger"))
    try town.drop("police/own.json", report("his own", source: "police"))
    try town.pass(at: Moment.monday10)
    #expect(try town.record(of: "before its report")["state"] == "held")
    for id in ["unknown matter", "no matter", "unknown grid", "no grid"] { try town.expectNotice(at: "triage", of: id) }
    #expect(try town.show(of: "on the spot")["state"] == "closed")
    #expect(town.quarantined() == ["80.json"])
    #expect(try town.show(of: "his own", source: "police")["state"] == "open")

    try town.drop("late.json", report("late"))
    try town.pass(at: Moment.monday11)
    #expect(try town.show(of: "late")["state"] == "closed")
    #expect(try town.record(of: "before its report")["state"] == "accepted")
    try town.drop("76.json", step("resolve", on: "late", id: "once more"))
    try town.drop("78.json", report("late"))
    try town.drop("78-new.json", report("late, again"))
    // A day after its receipt nobody waits for the report any more.
    try town.pass(at: Moment.tuesday12)
    #expect(try town.record(of: "once more")["reason"].text?.hasPrefix("illegal-step") == true)
    #expect(try town.record(of: "of nothing")["reason"].text?.hasPrefix("unknown-item") == true)
    #expect(try town.show(of: "late")["state"] == "closed" && town.show(of: "late, again")["state"] == "open")
    #expect(try town.expectBalance()["records"]["duplicate"] == 1)
    try town.verify()
  }
}

extension Town {
  fileprivate func show(of id: String, source: String) throws -> JSON {
    try show(item(of: id, source: source))
  }
}
