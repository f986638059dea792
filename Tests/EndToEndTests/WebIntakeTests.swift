import Foundation
import Glibc
import Testing

/// Events over HTTP: what is laid into the inbox, what is refused, and what is told of each.
@Suite(.crew) struct WebIntakeTests {
  private static let json = ["Content-Type": "application/json"]

  private func event(_ id: String, _ more: String = "") -> String {
    #"{"id":"\#(id)","source":"hotline","matter":"UM-001","grid":"heshuikou-01"\#(more)}"#
  }

  @Test func whatWasAcceptedIsInTheLedgerInItsOrder() throws {
    let town = try Town()
    try town.run()
    let browser = try Browser(try town.serve("--open"))
    let body = [event("a"), event("b", #","risk":"pink""#), event("a")].joined(separator: "\n")
    let reply = try browser.post("/api/v1/events?wait=20", body, ["Content-Type": "application/x-ndjson"])
    #expect(reply.status == 200 && reply.json["events"] == 2)
    #expect(reply.json["faults"].array.map { $0["code"].text } == ["unknown-risk"])
    let outcomes = reply.json["outcomes"].array
    #expect(outcomes.map { $0["state"].text } == ["accepted", "rejected", "duplicate"])
    #expect(outcomes[1]["line"] == 2 && outcomes[1]["reason"] == "unknown-risk")
    let item = try #require(outcomes[0]["item"].text)
    #expect(outcomes[2]["item"].text == item, "of a duplicate the item is known")
    let again = try browser.post("/api/v1/events?wait=20", event("a"), Self.json)
    #expect(again.json["outcomes"].array.map { [$0["state"].text, $0["item"].text] } == [["duplicate", item]])
    #expect(try browser.get("/api/v1/items/\(item)").json["source"] == "hotline")
    #expect(try browser.get("/api/v1/events?source=hotline&id=a").json["item"].text == item)
    let refused = try browser.get("/api/v1/events?source=hotline&id=b")
    #expect(refused.status == 200 && refused.json["state"] == "rejected" && refused.json["line"] == 2)
    #expect(try browser.get("/api/v1/events?source=hotline&id=z").status == 404)
    try town.verify()
  }

  @Test func whatIsRefusedLeavesNoTrace() throws {
    let town = try Town()
    try town.run()
    let browser = try Browser(try town.serve("--open"))
    let bad = try browser.post("/api/v1/events", "{", Self.json)
    #expect(bad.status == 422 && bad.json["line"] == 1 && bad.json["faults"].array.count == 1)
    #expect(try browser.post("/api/v1/events", "x", ["Content-Type": "text/plain"]).status == 415)
    #expect(
      try browser.post("/api/v1/events", event("a"), Self.json.merging(["Content-Encoding": "gzip"]) { $1 }).status
        == 415)
    #expect(try browser.post("/api/v1/events?wait=31", event("a"), Self.json).status == 400)
    #expect(try browser.post("/api/v1/events?weit=1", event("a"), Self.json).status == 400)
    let none = try browser.post("/api/v1/events", "[]", ["Content-Type": "application/cloudevents-batch+json"])
    #expect(none.status == 202 && none.json["events"] == 0)
    #expect(try browser.get("/api/v1/status").json["records"]["received"] == 0)
  }

  @Test func whoMayOnlyLookFilesNothing() throws {
    let town = try Town()
    try town.run()
    let browser = try Browser(try town.serve())
    #expect(try browser.post("/api/v1/events", event("a"), Self.json).status == 403)
    #expect(
      try browser.ask("POST", "/api/v1/rules/plan", ["Content-Type": "application/yaml"], Array("x".utf8)).status
        == 403)
  }

  /// What is answered first to the head of a long body, of which nothing is sent.
  private func answer(_ browser: Browser, _ path: String, _ type: String, waits: Bool = false) throws -> String {
    var lines = ["POST \(path) HTTP/1.1", "Host: localhost", "Content-Type: \(type)", "Content-Length: 100000"]
    if waits { lines.append("Expect: 100-continue") }
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    let line = try browser.connection(within: 20)
    defer { close(line) }
    #expect(send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    var room = [UInt8](repeating: 0, count: 4096)
    let count = recv(line, &room, room.count, 0)
    return String(decoding: room.prefix(max(0, count)), as: UTF8.self).lowercased()
  }

  /// Nobody sends a long body to be told what its head has said already; who asked whether to send it is told that he need not.
  @Test func whatTheHeadSaysIsAnsweredBeforeTheBodyComes() throws {
    let town = try Town()
    try town.gridpost("pass").exits(0)
    let (events, json) = ("/api/v1/events", "application/json")
    let browser = try Browser(try town.serve("--open"))
    let plain = try answer(browser, events, "text/plain")
    #expect(plain.hasPrefix("http/1.1 415"), "\(plain)")
    let late = try answer(browser, events + "?wait=31", json)
    #expect(late.hasPrefix("http/1.1 400"), "\(late)")
    let goOn = try answer(browser, events, json, waits: true)
    #expect(goOn.hasPrefix("http/1.1 100"), "\(goOn)")
    try town.drop("waits.json", report("a"))
    let crowded = try Browser(try town.serve("--open", "--most-waiting", "1"))
    let full = try Browser(try town.serve("--open", "--keep-free", "1000000GiB"))
    for (browser, type, status) in [(browser, "text/plain", 415), (crowded, json, 429), (full, json, 503)] {
      let refused = try answer(browser, events, type, waits: true)
      #expect(refused.hasPrefix("http/1.1 \(status)") && refused.contains("connection: close"), "\(refused)")
    }
  }

  @Test func tooMuchThatWaitsIsTold() throws {
    let town = try Town()
    let daemon = try town.run()
    daemon.kill()
    let browser = try Browser(try town.serve("--open", "--most-waiting", "2"))
    for number in 1...2 {
      #expect(try browser.post("/api/v1/events", event("\(number)"), Self.json).status == 202)
    }
    let reply = try browser.post("/api/v1/events", event("3"), Self.json)
    #expect(reply.status == 429 && reply.headers["retry-after"] != nil)
    let full = try Browser(try town.serve("--open", "--keep-free", "1000000GiB"))
    #expect(try full.post("/api/v1/events", event("4"), Self.json).status == 503)
    // Open311 says it in its own form, and as well when to come again.
    for (browser, status) in [(browser, 429), (full, 503)] {
      let form = [("service_code", "UM-001"), ("description", "x"), ("address_string", "y")]
      let reply = try browser.submit("/open311/v2/requests.json", form)
      #expect(reply.status == status && reply.json.array.first?["code"].int == status)
      #expect(reply.headers["retry-after"] != nil)
    }
  }
}
