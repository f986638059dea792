import Formats
import GridCore
import Testing
import Words

@Suite struct CanonicalContentTests {
  private let base = #"{"id":"1","source":"s","matter":"m","x":{"a":1,"b":[true,"é"]}}"#

  private func content(_ text: String) throws -> Digest { try readEvent(text).get().content }

  @Test(arguments: [
    "{ \"matter\" : \"m\",\n\"source\":\"s\", \"x\":{\"b\":[ true,\"\\u00e9\"],\"a\":1},\"id\":\"1\" }",
    #"{"id":"1","source":"s","type":"report","matter":"m","x":{"a":1,"b":[true,"é"]}}"#,
    #"{"id":"1","source":"s","type":null,"time":null,"y":null,"matter":"m","x":{"a":1,"b":[true,"é"]}}"#,
    #"{"specversion":"1.0","id":"1","source":"s","type":"gridpost.report","data":{"matter":"m","x":{"a":1,"b":[true,"é"]}}}"#,
    #"{"specversion":"1.0","id":"1","source":"s","type":"gridpost.report","extra":9,"data":{"id":"9","specversion":"2.0","x":{"b":[true,"é"],"a":1},"matter":"m"}}"#,
  ]) func theSameContentHasOneDigest(text: String) throws {
    #expect(try content(text) == content(base))
  }

  @Test(arguments: [
    #"{"id":"1","source":"s","matter":"n","x":{"a":1,"b":[true,"é"]}}"#,
    #"{"id":"1","source":"s","matter":"m","x":{"a":1.0,"b":[true,"é"]}}"#,
    #"{"id":"1","source":"s","matter":"m","x":{"a":"1","b":[true,"é"]}}"#,
    #"{"id":"1","source":"s","matter":"m","x":{"a":1,"b":["é",true]}}"#,
    #"{"id":"1","source":"s","matter":"m","x":{"a":1,"b":[true,"e\#u{301}"]}}"#,
    #"{"id":"1","source":"s","matter":"m","x":{"a":1,"b":[true,"é"],"c":null}}"#,
    #"{"id":"1","source":"s","matter":"m","x":{"a":1,"b":[true,"é"]},"y":0}"#,
    #"{"id":"1","source":"s","matter":"m","time":"2026-02-13T08:00:00Z","x":{"a":1,"b":[true,"é"]}}"#,
  ]) func otherContentHasAnotherDigest(text: String) throws {
    #expect(try content(text) != content(base))
  }

  @Test func keysWithACommonHeadSortByAllTheirBytes() throws {
    let forth = #"{"id":"1","source":"s","abcdefgh":1,"abcdefghi":2,"abcdefgha":3,"":4,"\u0000":5,"abcdefg\u00ff":6}"#
    let back = #"{"abcdefg\u00ff":6,"\u0000":5,"":4,"abcdefgha":3,"abcdefghi":2,"abcdefgh":1,"source":"s","id":"1"}"#
    #expect(try content(forth) == content(back))
  }

  @Test func theDigestIsTheOneItWasInEarlierReleases() throws {
    let text =
      #"{"id":"1","source":"s","type":"visit","item":"x","items":null,"outcome":"pass","satisfaction":5,"y":[1]}"#
    #expect(try content(text).hex == "99a2ac905951df38336ccdab51e6b8f9bf2ef5302b9f26a6a67f59305cb64710")
  }

  @Test func timeCountsAsItIsWritten() throws {
    let utc = #"{"id":"1","source":"s","time":"2026-02-13T08:00:00Z"}"#
    let local = #"{"id":"1","source":"s","time":"2026-02-13T16:00:00+08:00"}"#
    #expect(try content(utc) != content(local))
  }
}

@Suite struct CloudEventTests {
  private func event(_ rest: String, type: String = "gridpost.report") -> String {
    #"{"specversion":"1.0","id":"1","source":"s","type":"\#(type)","# + rest + "}"
  }

  @Test(arguments: [
    #""data":{"matter":"m"}"#, #""data":{"matter":"m","id":7,"time":7}"#, #""data_base64":"eyJtYXR0ZXIiOiJtIn0=""#,
    #""datacontenttype":"application/json","data":{"matter":"m"}"#,
    #""datacontenttype":"Application/JSON; charset=utf-8","data":{"matter":"m"}"#,
    #""datacontenttype":"application/vnd.gridpost+json","data":{"matter":"m"},"data_base64":null"#,
    #""UPPER":1,"averyveryverylongattributename":2,"data":{"matter":"m"}"#,
  ]) func theFieldsAreThoseOfTheData(rest: String) throws {
    guard case .report(let report) = try readEvent(event(rest)).get().body else { throw CancellationError() }
    #expect(report.matter == "m")
  }

  @Test func aStepInAnEnvelopeIsAStep() throws {
    let read = try readEvent(event(#""time":"2026-02-13T08:00:00Z","data":{"item":"x"}"#, type: "gridpost.accept"))
      .get()
    #expect(read.type == "accept")
    #expect(read.time?.seconds == 1_770_969_600)
    #expect(try readEvent(event(#""data":null"#)).get().type == "report")
  }

  @Test(arguments: [
    (#"{"specversion":1.0,"id":"1","source":"s","type":"gridpost.report"}"#, "cloudevent", 16),
    (#"{"specversion":"0.3","id":"1","source":"s","type":"gridpost.report"}"#, "cloudevent", 16),
    (#"{"specversion":"1.0","id":"1","source":"s"}"#, "cloudevent", 16),
    (#"{"specversion":"1.0","id":"1","source":"s","type":"report"}"#, "unknown-type", 51),
    (#"{"specversion":"1.0","id":"1","source":"s","type":"gridpost.x"}"#, "unknown-type", 51),
    (#"{"specversion":"1.0","id":"1","source":"s","type":7}"#, "wrong-type", 51),
    (#"{"specversion":"1.0","source":"s","type":"gridpost.report"}"#, "missing-id", 1),
    (#"{"specversion":"1.0","id":"1","type":"gridpost.report","data":{"source":"s"}}"#, "missing-source", 1),
  ]) func anEnvelopeThatIsWrongIsRejected(text: String, code: String, column: Int) throws {
    let rejection = try #require(refusal(text))
    #expect(rejection.code.rawValue == code)
    #expect(rejection.column == column)
  }

  // The first member after the type begins at column 70.
  @Test(arguments: [
    (#""data":[]"#, "cloudevent", 76), (#""data":"x""#, "cloudevent", 76),
    (#""data":{},"data_base64":"e30=""#, "cloudevent", 93),
    (#""data_base64":7"#, "cloudevent", 83), (#""data_base64":"e30""#, "cloudevent", 83),
    (#""data_base64":"e31=""#, "cloudevent", 83),
    (#""data_base64":"e3 0=""#, "cloudevent", 83), (#""data_base64":"MQ==""#, "cloudevent", 83),
    (#""data_base64":"====""#, "cloudevent", 83),
    (#""data_base64":"eyJhIjox""#, "syntax", 83), (#""data_base64":"e-30""#, "cloudevent", 83),
    (#""data_base64":"""#, "syntax", 83),
    (#""data_base64":"eyJtYXR0ZXIiOjF9""#, "wrong-type", 83), (#""datacontenttype":"text/plain""#, "cloudevent", 87),
    (#""datacontenttype":"+json""#, "cloudevent", 87), (#""datacontenttype":1"#, "cloudevent", 87),
    (#""data":{"matter":1}"#, "wrong-type", 86), (#""data":{"a":1,"a":2}"#, "dup-key", 83),
  ]) func dataThatIsWrongIsRejected(rest: String, code: String, column: Int) throws {
    let rejection = try #require(refusal(event(rest)))
    #expect(rejection.code.rawValue == code)
    #expect(rejection.column == column)
    #expect(!rejection.endsEarly)
  }

  @Test func theFlatEventHasNoEnvelope() {
    func flat(_ text: String) -> String { String(decoding: flatEvent(Array(text.utf8)), as: UTF8.self) }
    let plain = " {\"id\" : \"1\",\n\"source\":\"s\", \"n\":1.50E+2} "
    #expect(flat(plain) == plain)
    #expect(
      flat(
        event(
          #""ext":1,"time":"2026-02-13T08:00:00Z","data":{"n":1.50E+2,"id":"x","specversion":"9","a":["é\n",-0,null]}"#)
      )
        == #"{"id":"1","source":"s","type":"report","time":"2026-02-13T08:00:00Z","n":1.50E+2,"a":["é\n",-0,null],"ext":1}"#
    )
    #expect(
      flat(#"{"\u0073pecversion":"1.0","id":"1","source":"s","type":"gridpost.note","data_base64":"eyJpdGVtIjoieCJ9"}"#)
        == #"{"id":"1","source":"s","type":"note","item":"x"}"#)
    #expect(flat(#"{"specversion":null,"\u0069d":"1"}"#) == #"{"specversion":null,"\u0069d":"1"}"#)
    for text in ["{}", "[]", "{\"a\":1,}", "{\"a\":1} x", "", "{\"a\"}"] {
      #expect(flat(text) == (text == "{}" ? "{}" : "null"))
    }
  }
}
