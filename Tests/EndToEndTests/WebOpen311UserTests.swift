import Foundation
import Glibc
import Testing

/// Open311 where there are users, where grids have outlines, and where a request is none.
@Suite(.crew) struct WebOpen311UserTests {
  private let root = "/open311/v2/"
  private let fields = [
    ("service_code", "UM-001"), ("attribute[grid]", "heshuikou-01"), ("description", "路灯"), ("phone", "13800000000"),
  ]

  private func bearer(_ token: String) -> [String: String] { ["Authorization": "Bearer \(token)"] }

  @Test func strangersSeeWhatIsOfferedAndNoRequest() throws {
    let scene = try UserScene(isRunning: true)
    let browser = scene.browser
    let item = try scene.town.newItem("a")
    for path in ["discovery.json", "discovery.xml", "services.json", "services/UM-001.xml", "tokens/\(item).json"] {
      #expect(try browser.get(root + path).status == 200, "\(path)")
    }
    for path in ["requests.json", "requests/\(item).json"] {
      for headers in [[:], bearer(scene.blind), bearer("gp_" + String(repeating: "A", count: 43))] {
        let refused = try browser.get(root + path, headers)
        #expect(refused.status == 403 && refused.json.array.first?["code"] == 403, "\(path) \(headers)")
      }
      #expect(try browser.get(root + path, bearer(scene.look)).json.array.count == 1, "\(path)")
      #expect(try browser.get("\(root)\(path)?api_key=\(scene.look)").json.array.count == 1, "\(path)")
      #expect(try browser.get("\(root)\(path)?api_key=\(scene.blind)").status == 403, "\(path)")
    }
  }

  @Test func whoPostsHasATokenWithASource() throws {
    let scene = try UserScene(isRunning: true, "--public-requests")
    let browser = scene.browser
    for headers in [[:], bearer(scene.look)] {
      let refused = try browser.submit(root + "requests.json", fields, headers)
      #expect(refused.status == 403 && refused.json.array.first?["code"] == 403)
    }
    #expect(try browser.submit(root + "requests.json", fields + [("api_key", "gp_x")]).status == 403)
    let posted = try browser.submit(root + "requests.json", fields, bearer(scene.blind))
    let id = try #require(posted.json.array.first?["service_request_id"].text)
    #expect(posted.status == 201)
    let again = try browser.submit(root + "requests.json", fields + [("api_key", scene.blind)])
    #expect(again.status == 201 && again.json.array.first?["service_request_id"].text == id)
    #expect(try scene.town.show(id)["source"] == "hotline")
    // --public-requests: everybody is shown them, without their reporter.
    let list = try browser.get(root + "requests.json")
    #expect(list.status == 200 && list.json.array.count == 1 && !list.body.contains("138"))
    try scene.town.verify()
  }

  @Test func aPlaceFindsItsGridByTheOutlines() throws {
    let town = try Town()
    func square(_ grid: String, _ west: Double, _ east: Double) -> String {
      let ring = [[west, 22.0], [east, 22.0], [east, 22.1], [west, 22.1], [west, 22.0]]
      return
        #"{"type":"Feature","properties":{"grid":"\#(grid)"},"geometry":{"type":"Polygon","coordinates":[\#(ring)]}}"#
    }
    let squares = [square("heshuikou-01", 113.0, 113.2), square("heshuikou-02", 113.1, 113.3)].joined(separator: ",")
    try town.write(
      bytes: Array(#"{"type":"FeatureCollection","features":[\#(squares)]}"#.utf8),
      to: Array("\(town.folder)/grids.geojson".utf8))
    try town.run()
    let browser = try Browser(try town.serve("--open", "--outlines", "\(town.folder)/grids.geojson"))
    let code = ("service_code", "UM-001")
    func grid(_ fields: [(String, String)]) throws -> JSON {
      let posted = try browser.submit(root + "requests.json", [code] + fields)
      let id = try #require(posted.json.array.first?["service_request_id"].text, "\(posted.body)")
      let item = try town.show(id)
      #expect((item["holder"] == "triage") == (item["grid"] == .null))
      return item["grid"]
    }
    #expect(try grid([("lat", "22.05"), ("long", "113.05")]) == "heshuikou-01")
    #expect(try grid([("lat", "22.05"), ("long", "113.25")]) == "heshuikou-02")
    #expect(try grid([("lat", "22.05"), ("long", "113.15")]) == .null)
    #expect(try grid([("lat", "23"), ("long", "113.05")]) == .null)
    #expect(try grid([("lat", "22.05"), ("long", "113.05"), ("attribute[grid]", "jiangwei-01")]) == "jiangwei-01")
    for wrong in [[("lat", "22.05")], [("lat", "91"), ("long", "113")], [("lat", "x"), ("long", "113")]] {
      #expect(try browser.submit(root + "requests.json", [code] + wrong).status == 400, "\(wrong)")
    }
    try town.verify()
    try town.write(bytes: Array("{}".utf8), to: Array("\(town.folder)/none.geojson".utf8))
    let refused = try town.gridpost("serve", "--listen", "127.0.0.1:0", "--outlines", "\(town.folder)/none.geojson")
    #expect(refused.code != 0)
  }

  @Test func whatIsRefusedIsToldAsOpen311HasIt() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let browser = try Browser(try town.serve("--open"))
    for (path, accept, isJSON) in [
      ("services.yaml", "*/*", false), ("services.yaml", "application/json", true), ("services", "", false),
      ("nothing.json", "", true), ("nothing.xml", "application/json", false), ("services/UM-001", "", false),
      ("requests/x/y.json", "", true), ("", "text/html", false),
    ] {
      let answer = try browser.get(root + path, accept.isEmpty ? [:] : ["Accept": accept])
      #expect(answer.status == 404, "\(path)")
      if isJSON {
        #expect(answer.headers["content-type"] == "application/json", "\(path)")
        #expect(answer.json.array.first?["code"] == 404, "\(path)")
      } else {
        #expect(answer.headers["content-type"] == "text/xml; charset=utf-8", "\(path)")
        #expect(answer.body.contains("<errors><error><code>404</code><description>404: "), "\(path)")
      }
    }
    let method = try browser.ask("DELETE", root + "requests.json")
    #expect(
      method.status == 405 && method.json.array.first?["code"] == 405 && method.headers["allow"] == "GET, HEAD, POST")
    let text = try browser.post(root + "requests.json", "x", ["Content-Type": "text/plain"])
    #expect(text.status == 415 && text.json.array.first?["code"] == 415)
    let form = ["Content-Type": "application/x-www-form-urlencoded"]
    let sound = "service_code=UM-001&address_string=a"
    for field in ["description=%FF", "first_name=%E5%90", "attribute[x]=%C0%80", "%FF=x", "phone=%ED%A0%80"] {
      let answer = try browser.post(root + "requests.json", "\(sound)&\(field)", form)
      #expect(answer.status == 400 && answer.json.array.first?["code"] == 400, "\(field)")
      let xml = try browser.post(root + "requests.xml", "\(sound)&\(field)", form)
      #expect(xml.status == 400 && xml.body.contains("<code>400</code>"), "\(field)")
    }
    #expect(try browser.get(root + "requests.json?service_code=%FF").status == 400)
    #expect(try browser.get(root + "requests.json?status=odd").json.array.first?["code"] == 400)
    let foreign = try browser.post(
      root + "requests.json", sound, form.merging(["Origin": "http://evil.example"]) { $1 })
    #expect(foreign.status == 403 && foreign.json.array.first?["code"] == 403)
    #expect(town.waiting().isEmpty)
  }
}
