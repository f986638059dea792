import Glibc
import Testing

/// What people do at the board comes from a folder of its own, and is decided again in their name.
@Suite(.crew) struct BoardStepTests {
  private static let patrol = "heshuikou/heshuikou-03/patrol"

  private func boarded(_ event: JSON, as who: String) -> JSON { event.with(["source": "board", "as": .text(who)]) }

  @Test func theBoardSpeaksFromItsOwnFolderOnly() throws {
    let town = try Town()
    for folder in ["board", "hotline"] { #expect(mkdir(town.inbox + "/" + folder, 0o700) == 0) }
    try town.drop("board/a.json", report("a", source: "board"))
    try town.drop("b.json", report("b", source: "board"))
    try town.drop("hotline/c.json", report("c", source: "board"))
    try town.drop("board/d.json", report("d", source: "hotline"))
    try town.pass(at: Moment.monday10)
    #expect(try town.record(of: "a")["state"] == "accepted")
    #expect(try town.record(of: "b")["reason"] == "reserved-source")
    #expect(try town.record(of: "c")["reason"] == "wrong-source")
    #expect(try town.record(of: "d")["reason"] == "wrong-source")
    try town.verify()
    try town.gridpost("verify", "--deep").exits(0)
  }

  @Test func aFolderThatOthersMayWriteIsNotTheBoards() throws {
    let town = try Town()
    #expect(mkdir(town.inbox + "/board", 0o700) == 0 && chmod(town.inbox + "/board", 0o770) == 0)
    try town.drop("board/a.json", report("a", source: "board"))
    _ = try town.gridpost("pass", "--at", Moment.monday10)
    #expect(try town.export().isEmpty)
    #expect(chmod(town.inbox + "/board", 0o700) == 0)
    try town.pass(at: Moment.monday10)
    #expect(try town.record(of: "a")["state"] == "accepted")
  }

  @Test func aStepIsDecidedAgainInItsTakersName() throws {
    let town = try Town()
    #expect(mkdir(town.inbox + "/board", 0o700) == 0)
    try town.drop("a.json", report("a"))
    try town.drop("b.json", report("b", matter: "什么事"))
    try town.pass(at: Moment.monday10)
    let steps = [
      boarded(step("accept", on: "a", id: "other"), as: "heshuikou/heshuikou-04/patrol"),
      boarded(step("note", on: "a", id: "note", ["note": "看过"]), as: "heshuikou/heshuikou-04/patrol"),
      boarded(step("accept", on: "a", id: "own"), as: Self.patrol),
      boarded(step("void", on: "b", id: "triage", ["note": "不受理"]), as: "heshuikou"),
      boarded(step("void", on: "b", id: "town", ["note": "不受理"]), as: "*"),
      boarded(step("transfer", on: "a", id: "on", ["to": "subdistrict/command-centre"]), as: "heshuikou"),
      boarded(step("void", on: "a", id: "gone", ["note": "不办"]), as: Self.patrol),
      boarded(step("void", on: "never", id: "held", ["note": "不办"]), as: Self.patrol),
      boarded(step("accept", on: "a", id: "odd"), as: "").with(["as": 5]),
    ]
    for (index, event) in steps.enumerated() {
      try town.drop("board/\(index).json", event)
      try town.pass(at: "2026-03-02T10:0\(index + 1):00+08:00")
    }
    let wanted: [(String, JSON)] = [
      ("other", "not-yours"), ("note", .null), ("own", .null), ("triage", "not-yours"), ("town", .null), ("on", .null),
      ("gone", "not-yours"), ("held", .null), ("odd", "wrong-type"),
    ]
    for (id, reason) in wanted { #expect(try town.record(of: id)["reason"] == reason, "\(id)") }
    #expect(try town.record(of: "held")["state"] == "held")
    // A step that waits is decided when its item comes, in the same name.
    try town.drop("n.json", report("never", grid: "heshuikou-04"))
    try town.pass(at: Moment.monday11)
    #expect(try town.record(of: "held")["reason"] == "not-yours")
    try town.verify()
    try town.gridpost("verify", "--deep").exits(0)
    try town.gridpost("show", "--record", town.record(of: "other")["seq"].rendered).exits(0).says(
      "accept", Self.patrol.replacing("-03", with: "-04"))
  }

  @Test func aStepIsTakenOnWhatItsTakerSawOrNotAtAll() throws {
    let town = try Town()
    try town.drop("r.ndjson", report("a"), report("b"))
    try town.pass(at: Moment.monday10)
    func line(_ id: String) throws -> JSON { try #require(town.show(of: id)["history"].array.last?["seq"]) }
    func note(_ id: String, on report: String, _ seen: JSON) -> JSON {
      step("note", on: report, id: id, ["note": "看过", "seen": seen])
    }
    let seen = try line("a")
    // Of two in one file, and of two in two, the first.
    try town.drop("1.ndjson", note("first", on: "a", seen), note("second", on: "a", seen))
    try town.drop("2.json", note("third", on: "a", seen))
    try town.pass(at: "2026-03-02T10:01:00+08:00")
    try town.drop("3.json", note("fourth", on: "a", seen))
    try town.drop("4.json", step("note", on: "a", id: "blind", ["note": "不问"]))
    try town.pass(at: "2026-03-02T10:02:00+08:00")
    let both = JSON.array([.text(try town.item(of: "a")), .text(try town.item(of: "b"))])
    let list = step("note", item: "", id: "list", ["item": .null, "items": both, "note": "都看过", "seen": try line("b")])
    try town.drop(
      "5.ndjson", note("fifth", on: "a", try line("a")), note("text", on: "a", "7"), note("half", on: "a", 1.5))
    try town.pass(at: "2026-03-02T10:03:00+08:00")
    try town.drop("6.ndjson", list, note("held", on: "never", try line("a")))
    try town.pass(at: "2026-03-02T10:04:00+08:00")
    try town.drop("7.json", report("never"))
    try town.pass(at: Moment.monday11)
    let wanted: [(String, JSON)] = [
      ("first", .null), ("second", "changed-meanwhile"), ("third", "changed-meanwhile"),
      ("fourth", "changed-meanwhile"), ("blind", .null), ("fifth", .null), ("text", "wrong-type"),
      ("half", "bad-value"), ("list", .null), ("held", "changed-meanwhile"),
    ]
    for (id, reason) in wanted { #expect(try town.record(of: id)["reason"] == reason, "\(id)") }
    #expect(try town.record(of: "list")["items"].array.map { $0["reason"] } == ["changed-meanwhile", .null])
    try town.gridpost("show", "--record", town.record(of: "fourth")["seq"].rendered).exits(0).says(
      "note", seen.rendered)
    try town.verify()
  }

  @Test func ofAListEachItemIsDecidedInTheTakersName() throws {
    let town = try Town()
    #expect(mkdir(town.inbox + "/board", 0o700) == 0)
    try town.drop("r.ndjson", report("a"), report("b", grid: "heshuikou-04"))
    try town.pass(at: Moment.monday10)
    let items = JSON.array([.text(try town.item(of: "a")), .text(try town.item(of: "b"))])
    let list: (String, String) -> JSON = { id, who in
      boarded(step("accept", item: "", id: id), as: who).with(["item": .null, "items": items])
    }
    try town.drop("board/1.json", list("none", "heshuikou/heshuikou-05/patrol"))
    try town.pass(at: Moment.monday11)
    try town.drop("board/2.json", list("one", Self.patrol))
    try town.pass(at: Moment.monday12)
    #expect(try town.record(of: "none")["reason"] == "not-yours")
    let one = try town.record(of: "one")
    #expect(one["state"] == "accepted")
    #expect(one["items"].array.map { $0["reason"] } == [.null, "not-yours"])
    try town.gridpost("verify", "--deep").exits(0)
  }

  @Test func whatWasAskedIsAnsweredInTheNameOfWhomItWasLaidBefore() throws {
    let town = try Town { $0.lifecycle = ["approve: above"] }
    #expect(mkdir(town.inbox + "/board", 0o700) == 0)
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let group = "heshuikou/group/city-appearance"
    let steps = [
      boarded(step("extend", on: "a", id: "ask", ["by_limit": "1wd"]), as: Self.patrol),
      boarded(step("approve", on: "a", id: "self"), as: Self.patrol),
      boarded(step("approve", on: "a", id: "asked"), as: group),
    ]
    for (index, event) in steps.enumerated() {
      try town.drop("board/\(index).json", event)
      try town.pass(at: "2026-03-02T10:0\(index + 1):00+08:00")
    }
    #expect(try town.record(of: "ask")["state"] == "accepted")
    #expect(try town.record(of: "self")["reason"] == "not-yours")
    #expect(try town.record(of: "asked")["state"] == "accepted")
    try town.verify()
    try town.gridpost("verify", "--deep").exits(0)
  }
}
