import Formats
import GridCore
import Testing
import Web

@testable import Doors

@Suite struct CloudEventDoorTests {
  private static let head = [
    ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "s"), ("ce-type", "gridpost.report"),
  ]
  private static let structured = #"{"specversion":"1.0","id":"1","source":"s","type":"gridpost.report","data":{}}"#

  private static func replacing(_ name: String, _ value: String?) -> [(String, String)] {
    head.filter { $0.0 != name } + (value.map { [(name, $0)] } ?? [])
  }

  // MARK: Binary

  @Test func anEnvelopeInTheHeadBecomesOneInTheFile() throws {
    let delivery = try Door.read(
      "{\"matter\":\"UM-001\",\n\"grid\":\"heshuikou-01\"}", "application/json", Self.head, collecting: true)
    #expect(delivery.events == 1 && delivery.ending == ".json" && delivery.linesBefore == 1)
    #expect(
      delivery.text == #"{"specversion":"1.0","id":"1","source":"s","type":"gridpost.report","#
        + "\"datacontenttype\":\"application/json\",\"data\":\n{\"matter\":\"UM-001\",\n\"grid\":\"heshuikou-01\"}}")
    #expect(delivery.records.first?.id == "1")
  }

  @Test func aPlaceInTheBodyIsTheBodys() {
    let problem = Door.problem("{\n \"risk\": \"pink\"}", "application/json", Self.head)
    #expect(problem?.faults.first?.line == 2 && problem?.faults.first?.column == 10)
  }

  @Test func aFaultOfTheHeadHasNoPlace() {
    let problem = Door.problem("{}", "application/json", Self.replacing("ce-type", "report"))
    #expect(problem?.faults.map(\.code) == ["unknown-type"] && problem?.line == nil)
  }

  @Test(arguments: [
    ("%E6%97%A5", "日"), ("a%20b", "a b"), ("\"a b\"", "a b"), ("\"a\\\"b\"", "a\"b"), ("100%25", "100%"),
    ("%2525", "%25"), ("100%", "100%"), ("a+b", "a+b"), ("日", "日"), ("%e6%97%a5", "日"),
  ]) func valuesOfTheHeadAreDecodedOnce(_ value: String, _ wanted: String) throws {
    let delivery = try Door.read(
      "{}", "application/json", Self.replacing("ce-id", value), collecting: true)
    #expect(delivery.records.first?.id == wanted)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    let problem = Door.problem("{}", "application/json", Self.replacing("ce-id", "%FF"))
    #expect(problem?.faults.map(\.code) == ["encoding"])
  }

  @Test func anEnvelopeWithoutItsVersionOrTwiceIsRefused() {
    #expect(
      Door.problem("{}", "application/json", Self.replacing("ce-specversion", nil))?.faults.map(\.code)
        == ["cloudevent"])
    #expect(
      Door.problem("{}", "application/json", Self.replacing("ce-specversion", "0.3"))?.faults.map(\.code)
        == ["cloudevent"])
    #expect(Door.problem("{}", "application/json", Self.head + [("ce-id", "2")])?.faults.map(\.code) == ["dup-key"])
  }

  @Test(arguments: [#"{}},"id":"9","x":{"#, "{} {}", "{", "nonsense"])
  func noBodyBreaksOutOfItsEnvelope(_ body: String) {
    #expect(Door.problem(body, "application/json", Self.head)?.code == .refused)
  }

  @Test func dataMustBeAnObjectOfJSON() throws {
    #expect(Door.problem("[1]", "application/json", Self.head)?.faults.map(\.code) == ["cloudevent"])
    #expect(Door.problem("x", "text/plain", Self.head)?.code == .unsupportedType)
    #expect(try Door.read("", nil, Self.head).events == 1)
    #expect(try Door.read("{}", "application/vnd.town+json", Self.head).events == 1)
  }

  // MARK: Structured and batched

  @Test func anEventWithItsEnvelopeIsLaidDownAsItCame() throws {
    let delivery = try Door.read(Self.structured, "application/cloudevents+json; charset=utf-8", from: "s")
    #expect(delivery.events == 1 && delivery.text == nil && delivery.folder == "s")
  }

  @Test func aBatchOfNoneIsNothing() throws {
    let delivery = try Door.read(" [ ]\n", "application/cloudevents-batch+json")
    #expect(delivery.isEmpty && delivery.events == 0)
  }

  @Test func whatIsNoCloudEventIsRefusedAloneAndByTheDaemonToo() throws {
    let delivery = try Door.read(
      "[\(Self.structured),\n{\"id\":\"2\",\n\"source\":\"s\"}]", "application/cloudevents-batch+json",
      collecting: true)
    #expect(delivery.events == 1 && delivery.faults.map(\.code) == ["cloudevent"])
    #expect(delivery.records.map(\.id) == ["1", "2"])
    let text = try #require(delivery.text)
    #expect(text == "[\(Self.structured),\n0         \n             ]")
    let again = try Door.read(text, "application/json")
    #expect(again.events == 1 && again.faults.map(\.code) == ["not-an-event"] && again.faults.first?.line == 2)
  }

  @Test func oneIsNoBatchAndABatchIsNotOne() {
    #expect(Door.problem("[\(Self.structured)]", "application/cloudevents+json")?.faults.map(\.code) == ["cloudevent"])
    #expect(Door.problem(Self.structured, "application/cloudevents-batch+json")?.faults.map(\.code) == ["cloudevent"])
    #expect(
      Door.problem(#"{"id":"1","source":"s"}"#, "application/cloudevents+json")?.faults.map(\.code) == ["cloudevent"])
    #expect(Door.problem("", "application/cloudevents+json")?.code == .refused)
  }
}
