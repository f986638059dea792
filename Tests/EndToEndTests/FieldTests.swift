import Testing

/// The rules for each field of an event: a record that breaks one is rejected alone.
@Suite(.crew) struct FieldTests {
  /// A record, and what it is about.
  struct Sample: Sendable {
    let name: String
    let text: String

    init(_ name: String, _ changes: [String: JSON]) {
      self.name = name
      text = report("x-\(name)").with(changes).rendered
    }

    init(_ name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  @Test func whatBreaksAFieldRuleIsRejectedAlone() throws {
    try expect(Self.bad, state: "rejected")
  }

  @Test func whatIsNotStrictJSONIsRejectedAlone() throws {
    try expect(Self.malformed, state: "rejected")
  }

  @Test func whatKeepsEveryFieldRuleIsAccepted() throws {
    try expect(Self.good, state: "accepted")
  }

  @Test func whatIsRejectedInALineIsRejectedInAnArrayToo() throws {
    let town = try Town()
    let samples = Self.bad
    let texts = [report("first").rendered] + samples.map(\.text) + [report("last").rendered]
    try town.drop("a.json", text: "[\(texts.joined(separator: ",\n"))]")
    try town.pass(at: Moment.monday10)
    let records = try town.status()["records"]
    #expect(records["accepted"] == 2)
    #expect(records["rejected"].int == samples.count)
    try town.verify()
  }

  /// Drops them as lines among good ones and looks at each one's state.
  private func expect(_ samples: [Sample], state: String) throws {
    let town = try Town()
    let lines = [report("first").rendered] + samples.map(\.text) + [report("last").rendered]
    try town.drop("a.ndjson", text: lines.joined(separator: "\n"))
    try town.pass(at: Moment.monday10)
    let records = try town.export()
    #expect(records.count == lines.count)
    for (index, sample) in samples.enumerated() {
      let record = try #require(records.first { $0["line"].int == index + 2 }, "no record of \(sample.name)")
      #expect(record["state"].text == state, "\(sample.name): \(record.rendered)")
      if state == "rejected" { #expect(record["reason"] != .null, "\(sample.name)") }
    }
    for line in [1, lines.count] {
      #expect(records.first { $0["line"].int == line }?["state"] == "accepted")
    }
    try town.expectBalance()
    try town.verify()
  }

  private static let bad: [Sample] =
    [
      Sample("no id", text: report("a").without("id").rendered), Sample("null id", ["id": .null]),
      Sample("empty id", ["id": ""]), Sample("number as id", ["id": 7]), Sample("list as id", ["id": ["a"]]),
      Sample("id of 257 bytes", ["id": .text(String(repeating: "x", count: 257))]),
      Sample("id of 258 bytes in 86 letters", ["id": .text(String(repeating: "网", count: 86))]),
      Sample("NUL in id", text: #"{"id":"a\u0000b","source":"test","matter":"UM-001","grid":"heshuikou-03"}"#),
      Sample("line end in id", ["id": "a\nb"]),
      Sample("no source", text: report("a").without("source").rendered), Sample("empty source", ["source": ""]),
      Sample("number as source", ["source": 1]),
      Sample("source of 257 bytes", ["source": .text(String(repeating: "x", count: 257))]),
      Sample("unknown type", ["type": "frobnicate"]), Sample("type in capitals", ["type": "REPORT"]),
      Sample("number as type", ["type": 1]), Sample("empty type", ["type": ""]),
      Sample("number as time", ["time": 1_772_416_800]), Sample("no zone", ["time": "2026-03-02T10:00:00"]),
      Sample("date alone", ["time": "2026-03-02"]), Sample("impossible day", ["time": "2026-02-30T10:00:00Z"]),
      Sample("hour 25", ["time": "2026-03-02T25:00:00Z"]), Sample("hour 24", ["time": "2026-03-02T24:00:00Z"]),
      Sample("minute 60", ["time": "2026-03-02T10:60:00Z"]),
      Sample("zone 99:99", ["time": "2026-03-02T10:00:00+99:99"]),
      Sample("empty time", ["time": ""]), Sample("words as time", ["time": "yesterday"]),
      Sample("before 2000", ["time": "1999-12-31T23:59:59Z"]),
      Sample("more than a day ahead", ["time": "2026-03-03T10:00:01+08:00"]),
      Sample("number as matter", ["matter": 1]), Sample("number as grid", ["grid": 17]),
      Sample("list as community", ["community": ["heshuikou"]]), Sample("number as summary", ["summary": 1]),
      Sample("object as place", ["place": ["x": 1]]), Sample("bool as subject", ["subject": true]),
      Sample("list as reporter", ["reporter": ["a"]]), Sample("unknown risk", ["risk": "purple"]),
      Sample("risk in capitals", ["risk": "RED"]), Sample("number as risk", ["risk": 1]),
      Sample("text as resolved", ["resolved": "yes"]), Sample("bool as resolved", ["resolved": true]),
      Sample("number as by in resolved", ["resolved": ["by": 1, "at": "2026-03-02T10:00:00+08:00", "note": "x"]]),
      Sample("bad time in resolved", ["resolved": ["by": "a", "at": "noon", "note": "x"]]),
      Sample("number as item", ["type": "resolve", "item": 7]), Sample("step without item", ["type": "resolve"]),
      Sample("text as report", ["type": "resolve", "report": "test/first"]),
      Sample("report without id", ["type": "resolve", "report": ["source": "test"]]),
      Sample("report with a number", ["type": "resolve", "report": ["source": "test", "id": 1]]),
      Sample("number as by", ["type": "note", "report": ["source": "test", "id": "first"], "by": 1]),
      Sample("number as note", ["type": "note", "report": ["source": "test", "id": "first"], "note": 1]),
      Sample("scalar", text: "7"), Sample("null", text: "null"), Sample("text", text: #""report""#),
      Sample("deep", text: "{\"id\":\"k13\",\"source\":\"test\",\"x\":\(nest(64))}"),
    ]

  /// Not even JSON of the strict kind.
  private static let malformed: [Sample] =
    [
      Sample("double key", text: #"{"id":"k1","id":"k2","source":"test","matter":"UM-001","grid":"heshuikou-03"}"#),
      Sample("double key in escapes", text: #"{"id":"k1","source":"test","\u0069d":"k2","grid":"heshuikou-03"}"#),
      Sample("double key below", text: #"{"id":"k3","source":"test","x":{"a":1,"a":2}}"#),
      Sample("lone surrogate", text: #"{"id":"k4","source":"test","summary":"\ud800"}"#),
      Sample("trailing comma", text: #"{"id":"k5","source":"test",}"#),
      Sample("NaN", text: #"{"id":"k6","source":"test","x":NaN}"#),
      Sample("single quotes", text: "{'id':'k7','source':'test'}"),
      Sample("comment", text: #"{"id":"k8","source":"test"} // x"#),
      Sample("two objects", text: #"{"id":"k9","source":"test"}{"id":"k10","source":"test"}"#),
      Sample("leading zero", text: #"{"id":"k11","source":"test","x":01}"#),
      Sample("not JSON", text: "id=7;source=test"),
      Sample("raw tab in text", text: "{\"id\":\"k12\",\"source\":\"test\",\"summary\":\"a\tb\"}"),
      Sample("very deep", text: "{\"id\":\"k14\",\"source\":\"test\",\"x\":\(nest(20_000))}"),
    ]

  private static let good: [Sample] =
    [
      Sample("plain", [:]), Sample("type report", ["type": "report"]), Sample("null type", ["type": .null]),
      Sample(
        "null everywhere",
        [
          "time": .null, "matter": .null, "community": .null, "grid": .null, "summary": .null, "place": .null,
          "subject": .null, "reporter": .null, "risk": .null, "resolved": .null,
        ]),
      Sample("only id and source", text: #"{"id":"g1","source":"test"}"#),
      Sample("id of 256 bytes", ["id": .text(String(repeating: "x", count: 256))]),
      Sample("source of 256 bytes", ["source": .text(String(repeating: "x", count: 256))]),
      Sample("id with spaces and quotes", ["id": " a \"b\" ' ; -- ../ "]), Sample("id as digits", ["id": "007"]),
      Sample("composed", ["id": "caf\u{e9}"]), Sample("decomposed", ["id": "cafe\u{301}"]),
      Sample("time now", ["time": "2026-03-02T10:00:00+08:00"]),
      Sample("time in UTC", ["time": "2026-03-02T02:00:00Z"]),
      Sample("time with fractions", ["time": "2026-03-02T02:00:00.123456789Z"]),
      Sample("a day ahead", ["time": "2026-03-03T09:59:59+08:00"]),
      Sample("year 2000", ["time": "2000-01-01T00:00:00Z"]),
      Sample("western zone", ["time": "2026-03-01T12:00:00-11:30"]), Sample("red", ["risk": "red"]),
      Sample("orange", ["risk": "orange"]), Sample("yellow", ["risk": "yellow"]), Sample("blue", ["risk": "blue"]),
      Sample("unknown fields", ["x": ["y": [1, 2.5, .null, true]], "__proto__": 1, "constructor": ["a": "b"]]),
      Sample("control characters in text", ["summary": "a\u{0}b\u{1b}[31mred\u{7}"]),
      Sample("long text", ["summary": .text(String(repeating: "长", count: 10_000))]),
      Sample("space around", text: " \t" + report("g2").rendered + "  "),
      Sample("escapes", text: #"{"id":"g3","source":"test","summary":"\ud83d\ude00\/\u00e9","matter":"\u0055M-001"}"#),
      Sample("numbers", text: #"{"id":"g4","source":"test","a":-1,"b":1e2,"c":0.5,"e":1E+2}"#),
      Sample("line separators in text", ["summary": "a\u{2028}b\u{85}c"]),
      Sample("deep enough", text: "{\"id\":\"g5\",\"source\":\"test\",\"x\":\(nest(63))}"),
      Sample("resolved", ["resolved": ["by": "小李", "at": "2026-03-02T09:00:00+08:00", "note": "ok"]]),
    ]

  private static func nest(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
}
