import Formats
import GridCore
import LedgerStories
import Testing
import Web

@testable import Doors

@Suite struct Open311Tests {
  private static let catalog = Open311Catalog(Door.book, at: Door.now)

  private static func form(
    _ more: [(String, String)] = [], key: String = "k", idempotencyKey: String? = nil, _ outlines: Outlines? = nil
  ) throws(Open311Fault) -> Open311Form {
    let fields = [("service_code", "UM-001"), ("address_string", "某路 1 号")].filter { field in
      !more.contains { $0.0 == field.0 }
    }
    return try Open311Form(
      Query(fields + more), key: key, idempotencyKey: idempotencyKey, catalog, outlines)
  }

  private static func text(_ form: Open311Form) -> String {
    String(decoding: form.report(form.identity(number: 1, source: "s")), as: UTF8.self)
  }

  private static func status(_ more: [(String, String)]) -> Int? {
    do throws(Open311Fault) {
      _ = try form(more)
      return nil
    } catch { return error.status }
  }

  // MARK: Posting

  @Test func aRequestIsAReportThatTheDaemonReads() throws {
    let form = try Self.form([
      ("description", "路灯不亮"), ("first_name", "三"), ("last_name", "张"), ("phone", "138"), ("email", "a@b"),
      ("attribute[grid]", "heshuikou-01"), ("attribute[risk]", "red"), ("attribute[colour]", "green"),
      ("media_url", "http://x/y"), ("item", "boo"), ("api_key", "secret"),
    ])
    let text = Self.text(form)
    let event = try EventReader(limits: IntakeLimits()).read(Array(text.utf8)[...], received: Door.now).get()
    guard case .report(let report) = event.body else {
      Issue.record("no report: \(text)")
      return
    }
    #expect(report.matter == "UM-001" && report.grid == "heshuikou-01" && report.risk == .red)
    #expect(report.place == "某路 1 号" && text.contains(#""summary":"路灯不亮""#))
    #expect(text.contains(#""reporter":"三, 张, 138, a@b""#) && text.contains(#""attribute[colour]":"green""#))
    #expect(text.contains(#""media_url":"http://x/y""#) && text.contains(#""open311_item":"boo""#))
    #expect(!text.contains("secret") && !text.contains("first_name"))
  }

  @Test func whatIsMissingOrCannotBeIsRefusedWithItsCode() {
    #expect(Self.status([("service_code", "")]) == 400)
    #expect(Self.status([("service_code", "XX-1")]) == 404)
    #expect(Self.status([("address_string", "")]) == 400)
    #expect(Self.status([("lat", "22.7")]) == 400)
    #expect(Self.status([("lat", "91"), ("long", "0")]) == 400)
    #expect(Self.status([("lat", "nan"), ("long", "0")]) == 400)
    #expect(Self.status([("attribute[risk]", "pink")]) == 400)
    #expect(Self.status([("description", String(repeating: "长", count: 4_001))]) == 400)
    #expect(Self.status([("description", String(repeating: "长", count: 4_000))]) == nil)
    #expect(Self.status([("address_string", ""), ("lat", "22.7"), ("long", "113.9")]) == nil)
  }

  @Test func theSameFieldsOfTheSameKeyAreTheSameRequest() throws {
    let first = try Self.form([("description", "a")]).identity(number: 1, source: "s")
    #expect(try Self.form([("description", "a")]).identity(number: 1, source: "s") == first)
    #expect(try Self.form([("description", "b")]).identity(number: 1, source: "s") != first)
    #expect(try Self.form([("description", "a")], key: "other").identity(number: 1, source: "s") != first)
    #expect(try Self.form([("description", "a")]).identity(number: 2, source: "s") != first)
    let named = try Self.form([("description", "a")], idempotencyKey: "1").identity(number: 1, source: "s")
    #expect(try Self.form([("description", "b")], idempotencyKey: "1").identity(number: 1, source: "s") == named)
    #expect(named != first)
  }

  // MARK: Where

  @Test func aPlaceIsInTheOneGridWhoseOutlineHoldsIt() throws {
    let outlines = try Outlines(
      Array(
        """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"grid":"heshuikou-01"},"geometry":{"type":"Polygon","coordinates":[
         [[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[6,4],[6,6],[4,6],[4,4]]]}},
        {"type":"Feature","properties":{"grid":"heshuikou-02"},"geometry":{"type":"MultiPolygon","coordinates":[
         [[[8,0],[20,0],[20,10],[8,10],[8,0]]],[[[4,4],[6,4],[6,6],[4,6],[4,4]]]]}}]}
        """.utf8))
    #expect(outlines.grid(lat: 1, long: 1) == "heshuikou-01")
    #expect(outlines.grid(lat: 5, long: 5) == "heshuikou-02")
    #expect(outlines.grid(lat: 5, long: 9) == nil)
    #expect(outlines.grid(lat: 50, long: 9) == nil)
    #expect(outlines.grid(lat: 5, long: 15) == "heshuikou-02")
    let place = [("lat", "1"), ("long", "1")]
    #expect(Self.text(try Self.form(place, outlines)).contains(#""grid":"heshuikou-01""#))
    let named = Self.text(try Self.form(place + [("attribute[grid]", "jiangwei-01")], outlines))
    #expect(named.contains("jiangwei-01") && !named.contains("heshuikou-01"))
    #expect(!Self.text(try Self.form([("lat", "5"), ("long", "9")], outlines)).contains("\"grid\""))
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"type":"FeatureCollection"}"#, #"{"type":"FeatureCollection","features":[{}]}"#,
    #"{"type":"FeatureCollection","features":[{"properties":{"grid":"a"},"geometry":{"type":"Point","coordinates":[1,2]}}]}"#,
    #"{"type":"FeatureCollection","features":[{"properties":{"grid":"a"},"geometry":{"type":"Polygon","coordinates":[[[1,2]]]}}]}"#,
    #"{"type":"FeatureCollection","features":[{"properties":{"grid":"a"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[200,1],[2,2],[1,2]]]}}]}"#,
  ]) func whatIsNoOutlineIsRefused(_ text: String) {
    #expect(throws: Outlines.Trouble.self) { try Outlines(Array(text.utf8)) }
  }

  // MARK: Answers

  @Test func whatHasAMeaningInXMLIsEscapedAndOtherLettersAreNotThere() {
    let document = Open311Document.error(400, "<a> & \"b\" \u{1} \u{FFFE}")
    #expect(
      String(decoding: document.bytes(.xml), as: UTF8.self)
        == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<errors><error><code>400</code><description>"
        + "400: &lt;a&gt; &amp; &quot;b&quot; \u{FFFD} \u{FFFD}</description></error></errors>\n")
  }

  @Test func errorsAreAnArrayInJSON() {
    #expect(
      String(decoding: Open311Document.error(404, "x").bytes(.json), as: UTF8.self)
        == "[{\"code\":404,\"description\":\"404: x\"}]\n")
  }

  @Test func servicesAreMattersInGroupsOfDuties() {
    let text = String(decoding: Self.catalog.services.bytes(.json), as: UTF8.self)
    #expect(text.contains(#""service_code":"UM-001","service_name":"占道经营""#))
    #expect(text.contains(#""type":"realtime""#) && text.contains(#""group":"城管""#))
    let xml = String(decoding: Self.catalog.services.bytes(.xml), as: UTF8.self)
    #expect(xml.contains("<services><service><service_code>UM-001</service_code>"))
  }
}
