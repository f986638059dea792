import Formats
import GridCore
import Testing
import Web

@testable import Doors

@Suite struct EventDoorTests {
  private static let one = #"{"id":"1","source":"s","matter":"UM-001","grid":"heshuikou-01"}"#

  // MARK: JSON

  @Test func oneEventIsLaidDownAsItCame() throws {
    let delivery = try Door.read(Self.one, "application/json; charset=UTF-8")
    #expect(delivery.events == 1 && delivery.faults.isEmpty && delivery.text == nil)
    #expect(delivery.ending == ".json" && delivery.folder == nil)
  }

  @Test func aBadRecordIsToldWithItsPlaceAndTheOthersStand() throws {
    let delivery = try Door.read(
      "[\n \(Self.one),\n {\"id\":\"2\",\"source\":\"s\",\"risk\":\"pink\"}]", "application/json", collecting: true)
    #expect(delivery.events == 1)
    #expect(delivery.faults.map(\.code) == ["unknown-risk"])
    #expect(delivery.faults.first?.line == 3 && delivery.faults.first?.column == 32)
    #expect(delivery.records.map(\.id) == ["1", "2"])
    #expect(delivery.records.map(\.code) == [nil, "unknown-risk"])
  }

  @Test func nobodyWhoDoesNotWaitHasRecordsCollected() throws {
    #expect(try Door.read(Self.one, "application/json").records.isEmpty)
  }

  @Test(arguments: ["", "  \n", "[]", "7", "{", #"[{"id":"1"]"#, #"{"id":"1","source":"s"} x"#, #"{"source":"s"}"#])
  func whatHoldsNoRecordIsRefusedWithItsFault(_ body: String) {
    let problem = Door.problem(body, "application/json")
    #expect(problem?.code == .refused)
    #expect(problem?.faults.count == 1 && problem?.line == 1)
  }

  @Test func allFaultsOfARefusedBodyAreTold() {
    let problem = Door.problem("{}\n{}\n[]\n", "application/x-ndjson")
    #expect(problem?.faults.map(\.line) == [1, 2, 3])
    #expect(problem?.faults.map(\.code) == ["missing-source", "missing-source", "not-an-event"])
  }

  @Test func aLastLineThatIsCutKeepsNobodyWaiting() throws {
    let delivery = try Door.read(Self.one + "\n{\"id\":", "application/x-ndjson")
    #expect(delivery.events == 1 && delivery.faults.count == 1 && delivery.ending == ".ndjson")
    #expect(delivery.text == Self.one + "\n{\"id\":\n")
    #expect(try Door.read(Self.one + "\n" + Self.one, "application/x-ndjson").text == nil)
  }

  // MARK: Sources

  @Test func aTokenFilesForItsSourceAlone() throws {
    #expect(try Door.read(Self.one, "application/json", from: "s").folder == "s")
    #expect(Door.problem(Self.one, "application/json", from: "t")?.code == .wrongSource)
    let mixed = Self.one + "\n" + #"{"id":"1","source":"t","risk":"pink"}"# + "\n"
    #expect(Door.problem(mixed, "application/x-ndjson", from: "s")?.code == .wrongSource)
  }

  @Test func nobodyFilesForTheBoardOrForOurselves() {
    #expect(Door.problem(#"{"id":"1","source":"board"}"#, "application/json")?.code == .wrongSource)
    let own = Door.problem(#"{"id":"1","source":"rounds"}"#, "application/json")
    #expect(own?.faults.map(\.code) == ["reserved-source"])
  }

  @Test func whatASourcesFolderWouldReadInAnotherWayLiesBesideIt() throws {
    let event = #"{"id":"1","source":"lines"}"#
    #expect(try Door.read(event, "application/json", from: "lines").folder == nil)
    #expect(try Door.read(event, "application/x-ndjson", from: "lines").folder == "lines")
  }

  @Test func aSourcesOwnWordsAreTranslated() throws {
    let delivery = try Door.read(#"{"编号":"7","事项":"占道经营"}"#, "application/json", from: "wordy", collecting: true)
    #expect(delivery.events == 1 && delivery.folder == "wordy" && delivery.records.first?.id == "7")
  }

  // MARK: Types

  @Test(arguments: ["text/plain", "application/xml", "application/cloudevents+avro", "application/jsonx", "", "json"])
  func otherTypesAreRefusedByTheirType(_ type: String) {
    #expect(Door.problem(Self.one, type)?.code == .unsupportedType)
  }

  @Test func noTypeIsNone() {
    #expect(Door.problem(Self.one, nil)?.code == .unsupportedType)
    #expect(Door.problem(Self.one, "application/json; charset=gbk")?.code == .unsupportedType)
  }

  @Test(arguments: ["gzip", "identity", "br, gzip"]) func anEncodedBodyIsRefusedByItsType(_ encoding: String) {
    #expect(
      Door.problem(Self.one, "application/json", [("content-encoding", encoding)])?.code == .unsupportedType)
  }

  @Test func tooLongABodyIsTold() {
    #expect(throws: Problem.self) {
      try Door.read([UInt8](repeating: 0x20, count: Int(Door.book.intake.maxFile) + 1), "application/json")
    }
  }

  // MARK: Tables

  @Test func aTableGoesIntoTheFolderOfItsSource() throws {
    // 工单编号,事项,网格 in GB 18030, and a row.
    let head: [UInt8] = [0xB9, 0xA4, 0xB5, 0xA5, 0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xCA, 0xC2, 0xCF, 0xEE, 0x2C]
    let body = head + [0xCD, 0xF8, 0xB8, 0xF1, 0x2C, 0xC4, 0xDA, 0xC8, 0xDD]
    let rows = Array("\r\n12,UM-001,heshuikou-01,x\r\n13,UM-001\r\n".utf8)
    let delivery = try Door.read(body + rows, "text/csv; charset=gb2312", from: "hotline", collecting: true)
    #expect(delivery.folder == "hotline" && delivery.ending == ".csv" && delivery.events == 1)
    #expect(delivery.faults.map(\.code) == ["row-cells"] && delivery.faults.first?.line == 3)
    #expect(delivery.records.map(\.id).first == "12")
  }

  @Test func onlyASourceOfTablesSendsThem() {
    #expect(Door.problem("id\n1\n", "text/csv", from: "plain")?.code == .unsupportedType)
    #expect(Door.problem("id\n1\n", "text/csv", from: "lines")?.code == .unsupportedType)
    #expect(Door.problem("id\n1\n", "text/csv")?.code == .unsupportedType)
    #expect(Door.problem("id\n1\n", "text/csv; charset=utf-8", from: "hotline")?.code == .unsupportedType)
    #expect(Door.problem("id\n1\n", "text/csv", from: "hotline")?.faults.map(\.code) == ["no-column"])
  }
}
