import Foundation
import Testing

/// Open311, the figures for Prometheus, and the description of it all, over HTTP.
@Suite(.crew) struct WebOpen311Tests {
  private let root = "/open311/v2/"
  private let fields = [
    ("service_code", "UM-001"), ("attribute[grid]", "heshuikou-01"), ("description", "路灯 <b>"),
    ("first_name", "三"), ("phone", "13800000000"), ("address_string", "某路 1 号"),
  ]

  @Test func whatIsPostedBecomesAnItemOnceADayAndIsShownWithoutItsReporter() throws {
    let town = try Town()
    try town.run()
    let browser = try Browser(try town.serve("--open"))
    try town.until("rules are in force", within: 20) { (try? browser.get(root + "services.json").status) == 200 }
    let posted = try browser.submit(root + "requests.json", fields)
    let id = try #require(posted.json.array.first?["service_request_id"].text)
    #expect(posted.status == 201 && posted.json.array.first?["token"].text == nil)
    let again = try browser.submit(root + "requests.json", fields)
    #expect(again.status == 201 && again.json.array.first?["service_request_id"].text == id)
    let list = try browser.get(root + "requests.json")
    #expect(list.json.array.count == 1 && list.json.array[0]["status"] == "open")
    #expect(list.json.array[0]["description"] == "路灯 <b>" && !list.body.contains("138"))
    let xml = try browser.get(root + "requests/\(id).xml")
    #expect(xml.headers["content-type"]?.hasPrefix("text/xml") == true && xml.body.contains("路灯 &lt;b&gt;"))
    #expect(try browser.get(root + "tokens/\(id).json").json.array.first?["service_request_id"].text == id)
    #expect(try browser.get(root + "requests/0000000000000000.json").json.array.first?["code"] == 404)
    #expect(try browser.get(root + "services/XX.xml").status == 404)
    #expect(try browser.submit(root + "requests.json", [("description", "x")]).status == 400)
    try town.verify()
  }

  @Test func withoutADaemonATokenLeadsToItLater() throws {
    let town = try Town()
    let daemon = try town.run()
    daemon.kill()
    let browser = try Browser(try town.serve("--open"))
    let posted = try browser.submit(root + "requests.json", fields)
    let token = try #require(posted.json.array.first?["token"].text)
    #expect(posted.status == 201 && posted.json.array.first?["service_request_id"].text == nil)
    #expect(try browser.get(root + "tokens/\(token).json").status == 404)
    try town.run()
    try town.until("it is an item", within: 20) { (try? browser.get(root + "tokens/\(token).json").status) == 200 }
  }

  @Test func figuresAndTheDescriptionAreToldInTheFormThatIsWanted() throws {
    let town = try Town()
    try town.run()
    let browser = try Browser(try town.serve())
    let plain = try browser.get("/metrics")
    #expect(plain.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
    #expect(plain.body.contains("gridpost_records_total{outcome=\"accepted\"} 0\n"))
    let open = try browser.get("/metrics", ["Accept": "application/openmetrics-text"])
    #expect(open.body.hasSuffix("# EOF\n") && open.body.contains("gridpost_http_requests_total{route=\"/metrics\""))
    let document = try browser.get("/api/v1/openapi.json")
    #expect(document.json["openapi"] == "3.1.0" && document.json["paths"]["/api/v1/items"]["get"] != .null)
  }
}
