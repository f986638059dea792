import Formats
import GridCore
import Testing
import Words

/// 2026-02-14T00:00:00Z.
let receipt = Timestamp(seconds: 1_771_027_200)

func readEvent(_ text: String, limits: IntakeLimits = IntakeLimits()) -> Result<Event, Rejection> {
  EventReader(limits: limits).read(Array(text.utf8)[...], received: receipt)
}

func refusal(_ text: String, limits: IntakeLimits = IntakeLimits()) -> Rejection? {
  if case .failure(let rejection) = readEvent(text, limits: limits) { rejection } else { nil }
}

@Suite struct EventReaderTests {
  private func report(_ fields: String) -> String { #"{"id":"1","source":"s","# + fields + "}" }

  private func report(of text: String) throws -> Report {
    guard case .report(let report) = try readEvent(text).get().body else {
      throw InputFault(Refusal(.notAReport), offset: 0, at: .start, endsEarly: false)
    }
    return report
  }

  private func step(of text: String) throws -> StepRequest {
    guard case .step(let step) = try readEvent(text).get().body else {
      throw InputFault(Refusal(.notAReport), offset: 0, at: .start, endsEarly: false)
    }
    return step
  }

  @Test func aReportIsReadWithAllItsFields() throws {
    let text = """
      {"id":"E-1","source":"app","type":"report","time":"2026-02-13T16:00:00+08:00","matter":"占道经营","community":"c",
      "grid":"c-03","summary":"x\\u0000","place":null,"risk":"red","resolved":{"by":"张","at":"2026-02-13T16:10:00+08:00",
      "note":"ok","more":1},"until":5,"extra":{"a":[1e400]},"__proto__":{}}
      """
    let event = try readEvent(text).get()
    #expect(event.identity == EventIdentity(source: "app", id: "E-1"))
    #expect(event.key == event.identity.key)
    #expect(event.type == "report")
    #expect(event.time?.seconds == 1_770_969_600)
    let resolution = OnSiteResolution(by: "张", at: Timestamp(seconds: 1_770_970_200), note: "ok")
    #expect(
      try report(of: text)
        == Report(matter: "占道经营", community: "c", grid: "c-03", risk: .red, resolved: resolution))
  }

  @Test func aStepIsReadWithAllItsFields() throws {
    let text = """
      {"id":"1","source":"s","type":"return","item":"0123456789abcdef","by":"b","note":"n","to":"triage",
      "until":"2027-01-01T00:00:00Z","by_limit":"3wd","outcome":"pass","ground":"owner","grid":"g","matter":"m","risk":7}
      """
    let step = try step(of: text)
    #expect(step.kind == .return)
    #expect(step.item == "0123456789abcdef")
    #expect(step.by == "b" && step.note == "n" && step.to == "triage" && step.outcome == "pass")
    #expect(step.until?.seconds == 1_798_761_600)
    #expect(step.byLimit?.text == "3wd")
    #expect(step.ground == "owner" && step.grid == "g" && step.matter == "m")
  }

  @Test func aStepReadsItsWordsAsTheyStand() throws {
    let head = #"{"id":"1","source":"s","type":"visit","item":"x","#
    let visit = try step(of: head + #""outcome":"perhaps","satisfaction":7}"#)
    #expect(visit.outcome == "perhaps" && visit.satisfaction == 7 && !visit.isList && visit.items == ["x"])
    #expect(try step(of: #"{"id":"1","source":"s","type":"return","item":"x","ground":"?"}"#).ground == "?")
  }

  @Test func aStepMaySayHowFarItWasSeen() throws {
    func text(_ seen: String) -> String {
      #"{"id":"1","source":"s","type":"note","item":"x","note":"n","seen":"# + seen + "}"
    }
    #expect(try step(of: text("12")).seen == 12)
    #expect(try step(of: text("null")).seen == nil)
    #expect(refusal(text("\"12\""))?.code == .wrongType && refusal(text("1.5"))?.code == .badValue)
    // Before it meant anything it was one field more.
    let earlier = EventReader(limits: IntakeLimits(), as: .eighth).read(
      Array(text("\"12\"").utf8)[...], received: receipt)
    guard case .step(let step) = try earlier.get().body else { return #expect(Bool(false)) }
    #expect(step.seen == nil)
  }

  @Test func aStepMayNameAListOfItems() throws {
    func text(_ items: [String]) -> String {
      #"{"id":"1","source":"s","type":"note","items":["# + items.map { "\"\($0)\"" }.joined(separator: ",") + "]}"
    }
    let step = try step(of: text(["b", "a", "b", "中"]))
    #expect(step.isList && step.items == ["b", "a", "中"])
    let all = (1...200).map { "i\($0)" }
    #expect(try self.step(of: text(all + all)).items == all)
    let tooMany = try #require(refusal(text(all + ["one more"])))
    #expect(tooMany.code == .badValue && tooMany.column == 46)
    #expect(tooMany.message.en == "“items” names 201 items, more than 200")
    let envelope = #"{"specversion":"1.0","id":"1","source":"s","type":"gridpost.approve","data":{"items":["x"]}}"#
    #expect(try self.step(of: envelope).kind == .approve)
    #expect(try self.step(of: envelope).items == ["x"])
  }

  @Test func whatAnEarlierReleaseReadIsReadAgainAsItDid() throws {
    func read(_ fields: String) -> Result<Event, Rejection> {
      EventReader(limits: IntakeLimits(), as: .third).read(
        Array((#"{"id":"1","source":"s","# + fields + "}").utf8)[...], received: receipt)
    }
    for (fields, code) in [
      (#""type":"approve","item":"x""#, RejectionCode.unknownType), (#""type":"note","items":["a"]"#, .missingItem),
      (#""type":"check","item":"x","outcome":"unreached""#, .badValue),
      (#""type":"assign","item":"x","ground":"mine""#, .badValue),
    ] {
      guard case .failure(let rejection) = read(fields) else {
        Issue.record("\(fields) is taken")
        continue
      }
      #expect(rejection.code == code)
      #expect(!rejection.refusal.parameters.contains("appeal"))
    }
    for fields in [
      #""type":"visit","item":"x","satisfaction":"good""#, #""type":"note","item":"x","items":7"#,
      #""matter":"UM-001","place":"p","subject":" s ","items":{}"#,
    ] {
      let old = try read(fields).get()
      #expect(old.identity == EventIdentity(source: "s", id: "1"))
    }
  }

  @Test func aReportTellsWhomItConcernsAndWhere() throws {
    let report = try report(of: #"{"id":"1","source":"s","subject":" 便民店 ","place":"路口"}"#)
    #expect(report.subject == " 便民店 " && report.place == "路口")
  }

  @Test func aStepFindsItsItemByTheReport() throws {
    let item = EventIdentity(source: "a", id: "b").key.itemID
    let head = #"{"id":"1","source":"s","type":"note","#
    #expect(try step(of: head + #""report":{"source":"a","id":"b"}}"#).item == item)
    #expect(try step(of: head + #""item":"\#(item)","report":{"source":"a","id":"b"}}"#).item == item)
    #expect(try step(of: head + #""item":"any thing"}"#).item == "any thing")
  }

  @Test(arguments: [
    (#"{"source":"s"}"#, "missing-id", 1), (#"{"id":"1"}"#, "missing-source", 1), ("{}", "missing-source", 1),
    (#"{"id":null,"source":"s"}"#, "missing-id", 1), (#"{"id":"","source":"s"}"#, "missing-id", 1),
    (#"{"id":1,"source":"s"}"#, "wrong-type", 7), (#"{"id":"1","source":["s"]}"#, "wrong-type", 20),
    (#"{"id":"a\u0000","source":"s"}"#, "control-character", 7),
    (#"{"id":"a","source":"\u007f"}"#, "control-character", 20),
    (#"{"id":"a","source":"\u0085"}"#, "control-character", 20), ("[]", "not-an-event", 1),
    ("\"x\"", "not-an-event", 1),
    ("null", "not-an-event", 1), (#"{"id":"1","id":"1"}"#, "dup-key", 11), (#"{"id":"\ud800"}"#, "lone-surrogate", 8),
    ("{\"id\":}", "syntax", 7), ("{} {}", "syntax", 4),
  ]) func aRecordWithoutItsIdentityIsRejected(text: String, code: String, column: Int) throws {
    let rejection = try #require(refusal(text))
    #expect(rejection.code.rawValue == code)
    #expect(rejection.line == 1)
    #expect(rejection.column == column)
    #expect(!rejection.message.en.isEmpty && !rejection.message.zh.isEmpty)
  }

  // Columns count from the first field after id and source, at column 24.
  @Test(arguments: [
    (#""type":"reports""#, "unknown-type", 31), (#""type":"gridpost.report""#, "unknown-type", 31),
    (#""type":7"#, "wrong-type", 31),
    (#""type":"note\u001b""#, "control-character", 31), (#""type":"Report""#, "unknown-type", 31),
    (#""risk":"purple""#, "unknown-risk", 31), (#""risk":1"#, "wrong-type", 31), (#""matter":7"#, "wrong-type", 33),
    (#""summary":{}"#, "wrong-type", 34), (#""grid":17"#, "wrong-type", 31), (#""community":[]"#, "wrong-type", 36),
    (#""reporter":true"#, "wrong-type", 35), (#""place":0"#, "wrong-type", 32), (#""subject":1"#, "wrong-type", 34),
    (#""time":{}"#, "wrong-type", 31), (#""time":"2026-02-30T00:00:00Z""#, "bad-time", 31),
    (#""time":"2026-02-13""#, "bad-time", 31),
    (#""time":"1999-12-31T23:59:59Z""#, "time-out-of-range", 31),
    (#""time":"2026-02-15T00:00:01Z""#, "time-out-of-range", 31),
    (#""resolved":true"#, "wrong-type", 35), (#""resolved":{"by":1}"#, "wrong-type", 41),
    (#""resolved":{"note":[]}"#, "wrong-type", 43),
    (#""resolved":{"at":"x"}"#, "bad-time", 41),
    (#""resolved":{"at":"2027-01-01T00:00:00Z"}"#, "time-out-of-range", 41),
    (#""type":"note""#, "missing-item", 1), (#""type":"note","item":"""#, "missing-item", 1),
    (#""type":"note","item":7"#, "wrong-type", 45),
    (#""type":"note","item":"\n""#, "control-character", 45), (#""type":"note","report":{}"#, "missing-item", 47),
    (#""type":"note","report":"x""#, "wrong-type", 47),
    (#""type":"note","report":{"source":"a","id":1}"#, "wrong-type", 66),
    (#""type":"note","item":"x","report":{"source":"a","id":"b"}"#, "bad-value", 58),
    (#""type":"extend","item":"x","by_limit":"1 day""#, "bad-limit", 62),
    (#""type":"extend","item":"x","by_limit":2"#, "wrong-type", 62),
    (#""type":"check","item":"x","outcome":7"#, "wrong-type", 60),
    (#""type":"return","item":"x","ground":[]"#, "wrong-type", 60),
    (#""type":"note","items":7"#, "wrong-type", 46), (#""type":"note","items":[]"#, "missing-item", 46),
    (#""type":"note","items":["a",1]"#, "wrong-type", 46), (#""type":"note","items":[""]"#, "missing-item", 46),
    (#""type":"note","items":["a\n"]"#, "control-character", 46),
    (#""type":"note","item":"a","items":["a"]"#, "bad-value", 57),
    (#""type":"note","report":{"source":"a","id":"b"},"items":["a"]"#, "bad-value", 79),
    (#""type":"visit","item":"x","satisfaction":"5""#, "wrong-type", 65),
    (#""type":"visit","item":"x","satisfaction":3.5"#, "bad-value", 65),
    (#""type":"visit","item":"x","satisfaction":99999999999999999999"#, "bad-value", 65),
    (#""type":"suspend","item":"x","until":"tomorrow""#, "bad-time", 60),
    (#""type":"suspend","item":"x","until":"1999-01-01T00:00:00Z""#, "time-out-of-range", 60),
    (#""type":"note","item":"x","by":1"#, "wrong-type", 54), (#""type":"note","item":"x","note":1"#, "wrong-type", 56),
    (#""type":"transfer","item":"x","to":{}"#, "wrong-type", 58),
  ]) func aFieldThatIsWrongIsToldWithItsPlace(fields: String, code: String, column: Int) throws {
    let rejection = try #require(refusal(report(fields)))
    #expect(rejection.code.rawValue == code)
    #expect(rejection.column == column)
    #expect(rejection.identity == EventIdentity(source: "s", id: "1"))
  }

  @Test(arguments: [
    #""type":null"#, #""time":"2026-02-15T00:00:00.9Z""#, #""time":"2000-01-01T00:00:00Z""#, #""resolved":{}"#,
    #""outcome":7,"until":{},"item":1,"by_limit":"x","ground":0,"report":1"#, #""matter":"""#,
    #""type":"note","item":"x","ground":7,"satisfaction":"good""#, #""items":7,"satisfaction":[]"#,
    #""type":"check","item":"x","outcome":"so-so""#, #""type":"return","item":"x","ground":"x""#,
    #""type":"visit","item":"x","satisfaction":-9"#, #""type":"approve","item":"x""#, #""type":"refuse","item":"x""#,
    #""type":"appeal","item":"x","items":null"#,
    #""summary":"\u0000\u001b[31m\u202e""#, #""time":null,"risk":null,"resolved":null"#,
  ]) func whatTheContractAllowsIsTaken(fields: String) throws {
    _ = try readEvent(report(fields)).get()
  }

  @Test func namesAreBoundedInBytes() throws {
    func text(_ id: String) -> String { #"{"id":"\#(id)","source":"s"}"# }
    #expect(refusal(text(String(repeating: "a", count: 256))) == nil)
    #expect(refusal(text(String(repeating: "a", count: 257)))?.code.rawValue == "too-long")
    #expect(refusal(text(String(repeating: "中", count: 85) + "a")) == nil)
    #expect(refusal(text(String(repeating: "中", count: 86)))?.code.rawValue == "too-long")
  }

  @Test func eventsAreBoundedInBytesAndDepth() throws {
    var limits = IntakeLimits()
    limits.maxEvent = 26
    #expect(refusal(#"{"id":"1","source":"sss" }"#, limits: limits) == nil)
    #expect(refusal(#"{"id":"1","source":"ssss" }"#, limits: limits)?.code.rawValue == "too-large")
    func nested(_ depth: Int) -> String {
      report("\"x\":" + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1))
    }
    #expect(refusal(nested(64)) == nil)
    #expect(refusal(nested(65))?.code.rawValue == "too-deep")
  }

  @Test func aRejectionTellsThePlaceInTheFileAndTheSender() throws {
    let bytes = Array("{}\n\n  {\"id\":\"中\",\"source\":\"s\",\n\"type\":\"note\",\"item\":\"x\",\"by\":1}".utf8)
    let start = 6
    let read = EventReader(limits: IntakeLimits())
      .read(bytes[start...], at: TextPosition(line: 3, column: 3), received: receipt)
    guard case .failure(let rejection) = read else { throw CancellationError() }
    #expect(rejection.line == 4)
    #expect(rejection.column == 31)
    #expect(rejection.source == "s" && rejection.id == "中" && rejection.type == "note")
  }

  @Test func aDoubledKeyLeavesTheRestOfTheIdentity() throws {
    #expect(refusal(#"{"id":"1","source":"s","x":1,"x":2}"#)?.identity == EventIdentity(source: "s", id: "1"))
    let doubled = try #require(refusal(#"{"id":"1","source":"s","id":"2"}"#))
    #expect(doubled.id == nil && doubled.source == "s")
  }

  @Test(
    arguments: [
      (#"{"id":"1","source":"s","x":"\ud800"}"#, "s", "1"), (#"{"id":"\ud800","source":"s"}"#, "s", nil),
      (#"{"source":"s","id\ud800":"1"}"#, "s", nil), (#"{"source":"s"}"#, "s", nil), (#"{"id":"1"}"#, nil, "1"),
      (#"{"id":"1","source":7}"#, nil, "1"),
      (#"{"id":"1","source":"s","x":1,"x":"\ud800"}"#, "s", "1"), (#"{"id":"1","source":"s",}"#, nil, nil),
      (#"{"id":"1","source":"s"}{}"#, nil, nil), (#"{"\u0069d":"1","id":"2","source":"s"}"#, "s", nil),
      (#"{"id":"","source":"a\nb","x":1,"x":2}"#, nil, nil), (#"[{"id":"1","source":"s"}]"#, nil, nil),
      (
        #"{"id":"1","source":"s","x":"# + String(repeating: "[", count: 300) + String(repeating: "]", count: 300) + "}",
        "s", "1"
      ),
    ] as [(String, String?, String?)])
  func aSoundTextTellsItsSenderWhateverIsWrongWithIt(text: String, source: String?, id: String?) throws {
    let rejection = try #require(refusal(text))
    #expect(rejection.source == source && rejection.id == id, "\(rejection)")
    var limits = IntakeLimits()
    limits.maxEvent = 1
    let long = try #require(refusal(text, limits: limits))
    #expect(long.code.rawValue == "too-large" && long.source == source && long.id == id, "\(long)")
  }

  @Test func identitiesAreComparedAsBytes() throws {
    let composed = try readEvent("{\"id\":\"\u{e9}\",\"source\":\"s\"}").get()
    let decomposed = try readEvent("{\"id\":\"e\u{301}\",\"source\":\"s\"}").get()
    #expect(composed.key != decomposed.key)
    #expect(composed.identity != decomposed.identity)
    #expect(composed.content != decomposed.content)
    #expect(EventIdentity(source: "ab", id: "c").key != EventIdentity(source: "a", id: "bc").key)
  }

  @Test func theKeyIsTheHeadOfTheDigestOfTheIdentity() {
    let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 3] + Array("app".utf8) + Array("E-1".utf8)
    #expect(EventIdentity(source: "app", id: "E-1").key == EventKey(sha256(of: bytes)))
    #expect(
      sha256(of: Array("abc".utf8)[...]).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
