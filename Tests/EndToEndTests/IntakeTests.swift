import Glibc
import Testing

/// Files and envelopes: arrays, lines, CloudEvents, limits, and files that hold nothing usable.
@Suite(.crew) struct IntakeTests {
  @Test func anArrayIsABatch() throws {
    let town = try Town()
    try town.drop("a.json", .array([report("a"), report("b"), report("c", matter: "CA-001")]))
    try town.pass(at: Moment.monday10)
    #expect(try town.items().compactMap { $0["id"].text } == ["a", "b", "c"])
    #expect(try town.papers().count == 3)
    let status = try town.expectBalance()
    #expect(status["files"]["taken"] == 1)
  }

  @Test func aBadLineAmongGoodOnesIsRejectedWithItsLine() throws {
    let town = try Town()
    var lines = (1...300).map { report("e-\($0)").rendered }
    let fault = #"{"id":"e-123","source":"test","matter":"#
    lines[122] = fault + "UM-001}"
    lines[200] = ""
    try town.drop("a.ndjson", text: lines.joined(separator: "\n"))
    try town.pass(at: Moment.monday10)
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 298)
    #expect(status["records"]["rejected"] == 1)
    let rejected = try town.export().filter { $0["state"] == "rejected" }
    #expect(rejected.count == 1)
    #expect(rejected.first?["line"] == 123)
    #expect(rejected.first?.rendered.contains("123:\(fault.count + 1)") == true, "\(rejected)")
    #expect(town.quarantined().isEmpty)
    #expect(try town.papers().count == 298)
    try town.verify()
  }

  @Test func lineEndsAreLFAndCRLFAndTheLastMayLackIts() throws {
    let town = try Town()
    try town.drop(
      "a.ndjson", text: report("a").rendered + "\r\n" + report("b").rendered + "\n\n\r\n" + report("c").rendered)
    try town.drop("b.ndjson", text: "\u{feff}" + report("d").rendered + "\n")
    try town.drop("c.json", text: "\u{feff}\r\n " + report("e").rendered + "\r\n\r\n")
    try town.pass(at: Moment.monday10)
    #expect(Set(try town.items().compactMap { $0["id"].text }) == ["a", "b", "c", "d", "e"])
  }

  @Test func aTornLastLineIsRejectedAlone() throws {
    let town = try Town()
    try town.drop("a.ndjson", text: report("a").rendered + "\n" + report("b").rendered + "\n" + #"{"id":"c","sour"#)
    try town.pass(at: Moment.monday10)
    #expect(try town.export().map { $0["state"] } == ["accepted", "accepted", "rejected"])
    #expect(town.quarantined().isEmpty)
    try town.verify()
  }

  @Test func lineNumbersCountBlankLines() throws {
    let town = try Town()
    try town.drop("a.ndjson", text: "\n\n" + report("a").rendered + "\n\n{\n" + report("b").rendered + "\n")
    try town.pass(at: Moment.monday10)
    #expect(try town.export().map { $0["line"] } == [3, 5, 6])
  }

  @Test func anObjectWithASpecversionIsACloudEvent() throws {
    let town = try Town()
    func cloud(_ id: String, _ changes: [String: JSON] = [:]) -> JSON {
      let plain: JSON = [
        "specversion": "1.0", "id": .text(id), "source": "//phone/app", "type": "gridpost.report",
        "time": "2026-03-02T09:58:12+08:00", "datacontenttype": "application/json", "extension": "kept",
        "data": ["matter": "UM-001", "grid": "heshuikou-03", "summary": "x"],
      ]
      return plain.with(changes)
    }
    try town.drop(
      "a.ndjson", cloud("a"), cloud("old", ["specversion": "0.3"]), cloud("new", ["specversion": "2.0"]),
      cloud("number", ["specversion": 1]), cloud("bare type", ["type": "report"]),
      cloud("foreign type", ["type": "com.example.report"]), cloud("no type").without("type"),
      cloud("text as data", ["data": "x"]), cloud("no zone", ["time": "2026-03-02T09:58:12"]),
      cloud(
        "step",
        [
          "type": "gridpost.resolve", "data": ["report": ["source": "//phone/app", "id": "a"], "by": "小李"],
        ]))
    try town.drop("b.json", cloud("b"))
    try town.drop("c.json", .array([cloud("c"), report("plain")]))
    try town.pass(at: Moment.monday10)
    let accepted = try town.export().filter { $0["state"] == "accepted" }.compactMap { $0["id"].text }
    #expect(Set(accepted) == ["a", "step", "b", "c", "plain"])
    #expect(accepted.count == 5)
    let closed = try town.items("--state", "closed")
    #expect(closed.map { $0["id"] } == ["a"])
    #expect(closed.map { $0["source"] } == ["//phone/app"])
    try town.verify()
  }

  @Test(arguments: [
    ("empty", ""), ("truncated array", "[{\"id\":\"a\",\"source\":\"t\"}"),
    ("no record acceptable", "[{\"id\":\"a\"},{\"source\":\"t\"}]"),
  ])
  func aFileWithoutOneAcceptableRecordGoesToQuarantine(_ name: String, text: String) throws {
    let town = try Town()
    try town.drop("bad.json", text: text)
    try town.drop("good.json", report("good"))
    try town.pass(at: Moment.monday10)
    #expect(town.quarantined() == ["bad.json"])
    #expect(Child.text(town.quarantine + "/bad.json") == text)
    let reason = try JSON(parsing: Child.text(town.quarantine + "/bad.json.reason.json"))
    #expect(!reason.keys.isEmpty)
    let status = try town.expectBalance()
    #expect(status["files"]["quarantined"] == 1)
    #expect(status["records"]["accepted"] == 1)
    #expect(town.waiting().isEmpty)
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "good")
    try town.verify()
  }

  @Test(
    arguments: [
      ("invalid byte", [0x7b, 0x22, 0x69, 0x64, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]),
      ("UTF-16", [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
    ] as [(String, [UInt8])])
  func bytesThatAreNoUTF8AreKeptAsTheyAre(_ name: String, bytes: [UInt8]) throws {
    let town = try Town()
    try town.drop("bad.json", bytes: bytes)
    try town.drop("bad.ndjson", bytes: Array(report("a").rendered.utf8) + [0x0a] + bytes + [0x0a])
    try town.pass(at: Moment.monday10)
    #expect(town.quarantined() == ["bad.json"])
    #expect(town.contents(of: town.quarantine + "/bad.json") == bytes)
    #expect(try town.status()["records"]["accepted"] == 1)
    try town.verify()
  }

  @Test func theLimitsHoldToTheByte() throws {
    let town = try Town()
    func sized(_ id: String, _ size: Int) -> String {
      let frame = report(id).with(["summary": ""]).rendered
      return report(id).with(["summary": .text(String(repeating: "x", count: size - frame.utf8.count))]).rendered
    }
    let mebibyte = 1 << 20
    #expect(sized("x", mebibyte).utf8.count == mebibyte)
    try town.drop(
      "lines.ndjson", text: [sized("line", mebibyte), sized("longer", mebibyte + 1)].joined(separator: "\n"))
    try town.drop("object.json", text: sized("object", mebibyte))
    try town.drop("bigger.json", text: sized("bigger", mebibyte + 1))
    try town.drop("array.json", text: "[\(sized("element", mebibyte)),\n\(sized("larger", mebibyte + 1))]")
    try town.pass(at: Moment.monday10)
    #expect(Set(try town.items().compactMap { $0["id"].text }) == ["line", "object", "element"])
    #expect(town.quarantined() == ["bigger.json"])
    try town.verify()
  }

  @Test func theLimitsAreSetByTheRules() throws {
    let town = try Town { $0.intake = ["max_file: 4096", "max_event: 1024", "max_depth: 3"] }
    func padded(_ text: String, to size: Int) -> String { text + String(repeating: " ", count: size - text.utf8.count) }
    try town.drop("exact.json", text: padded(report("exact").rendered, to: 4_096))
    try town.drop("larger.json", text: padded(report("larger").rendered, to: 4_097))
    let long = report("long", ["summary": .text(String(repeating: "x", count: 1_024))])
    try town.drop("events.ndjson", report("short"), long, report("flat", ["x": [[1]]]), report("deep", ["x": [[[1]]]]))
    try town.pass(at: Moment.monday10)
    #expect(Set(try town.items().compactMap { $0["id"].text }) == ["exact", "short", "flat"])
    #expect(town.quarantined() == ["larger.json"])
    try town.verify()
  }

  @Test func aGiganticFileIsPutAsideUnread() throws {
    let town = try Town()
    let file = open(town.inbox + "/huge.json", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    #expect(file >= 0)
    #expect(ftruncate(file, 10 << 30) == 0)
    close(file)
    try town.drop("good.json", report("good"))
    let start = ContinuousClock.now
    try town.pass(at: Moment.monday10)
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(town.quarantined() == ["huge.json"])
    #expect(try town.items().map { $0["id"] } == ["good"])
  }

  @Test func onePoisonousFileDoesNotStopTheOthers() throws {
    let town = try Town()
    for index in 0..<40 {
      try town.drop("good-\(index).json", report("good-\(index)"))
      try town.drop("bad-\(index).json", text: "{\"id\": \(String(repeating: "[", count: index * 100))")
    }
    try town.pass(at: Moment.monday10)
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 40)
    #expect(status["files"]["quarantined"] == 40)
    #expect(town.quarantined().count == 40)
    try town.verify()
  }

  @Test func theReasonFileTellsTheFirstFaultsOfAnyNumber() throws {
    let (town, lines) = (try Town(), 2_049)
    try town.drop("bad.ndjson", text: String(repeating: "{\"id\":\"x\"}\n", count: lines))
    try town.pass(at: Moment.monday10)
    let reason = try JSON(parsing: Child.text(town.quarantine + "/bad.ndjson.reason.json"))
    #expect(reason["code"] == "no-acceptable-record" && reason["line"] == .null)
    #expect(reason["rejected"].int == lines)
    #expect(reason["records"].array.map { $0["line"].int } == Array(1...min(lines, 20)))
    #expect(try town.status()["records"]["rejected"].int == lines)
    try town.verify()
  }
}
