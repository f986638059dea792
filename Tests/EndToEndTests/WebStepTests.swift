import Dispatch
import Foundation
import Synchronization
import Testing

/// Steps over the API of a running server: taken by the daemon, refused by it, and told live.
@Suite(.crew) struct WebStepTests {
  private func town() throws -> (Town, Browser, item: String) {
    let town = try Town()
    try town.run()
    let item = try town.newItem("a")
    return (town, try Browser(try town.serve("--open")), item)
  }

  @Test func aStepIsTakenThroughTheInboxOrRefusedWithWhatIsLegal() throws {
    let (town, browser, item) = try town()
    let path = "/api/v1/items/\(item)/steps"
    let taken = try browser.post(path, #"{"type":"accept"}"#)
    #expect(taken.status == 200 && taken.json["item"].text == item && taken.json["state"] == "open")
    let refused = try browser.post(path, #"{"type":"assign","matter":"UM-002"}"#)
    #expect(refused.status == 409 && refused.json["type"] == "/problems/illegal-step")
    #expect(refused.json["legal"].array.contains("resolve"))
    #expect(refused.headers["content-type"] == "application/problem+json")
    #expect(try browser.post(path, #"{"type":"extend","by_limit":"9x"}"#).status == 422)
    #expect(try browser.post("/api/v1/items/0000000000000000/steps", #"{"type":"note"}"#).status == 404)
    #expect(try browser.post(path, "{").status == 400)
    #expect(try browser.post(path, #"{"type":"dance"}"#).status == 422)
    let stale = try browser.post(path, #"{"type":"note","note":"x"}"#, ["If-Match": "\"1\""])
    #expect(stale.status == 412 && stale.json["faults"].array.last?["code"] == "accept")
    let many = try browser.post("/api/v1/steps", #"{"type":"resolve","items":["\#(item)"]}"#)
    #expect(many.status == 200)
    #expect(try town.items().first?["state"] != "open")
    try town.verify()
  }

  @Test func ofTwoWhoHaveSeenTheSameOnlyOneTakesHisStep() throws {
    let (town, browser, item) = try town()
    let seen = try #require(try town.show(item)["history"].array.last?["seq"].int)
    // Two servers know nothing of each other; the daemon decides.
    let ports = [browser.port, try Browser(try town.serve("--open")).port]
    let statuses = Mutex<[Int]>([])
    let group = DispatchGroup()
    for number in 0..<6 {
      group.enter()
      Thread.detachNewThread {
        let body = "{\"type\":\"note\",\"note\":\"\(number)\"}"
        let answer = try? Browser(port: ports[number % 2]).post(
          "/api/v1/items/\(item)/steps", body, ["If-Match": "\"\(seen)\""])
        statuses.withLock { $0.append(answer?.status ?? 0) }
        group.leave()
      }
    }
    #expect(group.wait(timeout: .now() + 30) == .success)
    #expect(statuses.withLock { $0.sorted() } == [200, 412, 412, 412, 412, 412])
    let late = try Browser(port: ports[1]).post(
      "/api/v1/items/\(item)/steps", #"{"type":"note","note":"late","seen":\#(seen)}"#)
    #expect(late.status == 412 && late.json["type"] == "/problems/changed-meanwhile")
    #expect(late.json["faults"].array.map { $0["code"] } == ["note"])
    #expect(try browser.post("/api/v1/items/\(item)/steps", #"{"type":"note","note":"free"}"#).status == 200)
    let odd = try browser.post("/api/v1/items/\(item)/steps", #"{"type":"note","note":"x","seen":"1"}"#)
    #expect(odd.status == 422)
    try town.verify()
  }

  @Test func whatWasSeenIsSaidInEveryWayThatANumberIs() throws {
    let (town, browser, item) = try town()
    func note(_ seen: String = "", _ field: String? = nil) throws -> Int {
      let body = "{\"type\":\"note\",\"note\":\"x\"\(seen.isEmpty ? "" : ",\"seen\":\(seen)")}"
      return try browser.post("/api/v1/items/\(item)/steps", body, field.map { ["If-Match": $0] } ?? [:]).status
    }
    func last() throws -> Int { try #require(try town.show(item)["history"].array.last?["seq"].int) }
    #expect(try note("\(last()).0") == 200)
    #expect(try note("\(last())e0") == 200)
    #expect(try note("", "*") == 200)
    #expect(try note("", "\"1\", \"\(last())\"") == 200)
    #expect(try note("", "\(last())") == 200)
    for seen in ["1.5", "1e30", "true"] { #expect(try note(seen) == 422, "\(seen)") }
    for field in ["x", "\"1\", x", "-1", ""] { #expect(try note("", field) == 400, "\(field)") }
    // Nobody has seen what is not there yet; and what is weak is the same as nothing (RFC 9110 §13.1.1).
    #expect(try note("\(last() + 1000)") == 412)
    #expect(try note("", "\"\(last() + 1000)\"") == 412)
    #expect(try note("", "W/\"\(last())\"") == 412)
    #expect(try town.show(item)["history"].array.count == 6)
    try town.verify()
  }

  @Test func eachOfAListIsDecidedAlone() throws {
    let (town, browser, item) = try town()
    func note(_ items: [String]) throws -> WebReply {
      let list = items.map { "\"\($0)\"" }.joined(separator: ",")
      return try browser.post("/api/v1/steps", "{\"type\":\"note\",\"note\":\"x\",\"items\":[\(list)]}")
    }
    let some = try note(["zzzz", String(item.prefix(6)), "zzzz", item])
    #expect(some.status == 200)
    #expect(
      some.json["items"].array.map { [$0["item"].text, $0["state"].text, $0["reason"].text] } == [
        ["zzzz", "rejected", "unknown-item"], [item, "accepted", nil],
      ])
    #expect(some.json["items"].array.first?["message"].text?.contains("zzzz") == true)
    // Where none took it each says why, and what it could do instead; there is no such thing as what all of them could.
    try town.drop("b.json", report("b"))
    try town.until("there are two", within: 20) { (try? town.items().count) == 2 }
    let both = try town.items().compactMap { $0["item"].text }
    let list = both.map { "\"\($0)\"" }.joined(separator: ",")
    let refused = try browser.post("/api/v1/steps", "{\"type\":\"reopen\",\"note\":\"x\",\"items\":[\(list)]}")
    #expect(refused.status == 409 && refused.json["type"] == "/problems/illegal-step")
    #expect(refused.json["legal"] == .null)
    let told = refused.json["faults"].array.compactMap { $0["message"].text }
    #expect(told.count == 2 && zip(told, both).allSatisfy { $0.contains($1) && $0.contains("resolve") }, "\(told)")
    let none = try note(["zzzz", "yyyy"])
    #expect(none.status == 404 && none.json["type"] == "/problems/unknown-item")
    #expect(try town.show(item)["history"].array.count == 2)
    try town.verify()
  }

  @Test func anotherHostsPageTakesNoStep() throws {
    let (town, browser, item) = try town()
    let path = "/api/v1/items/\(item)/steps"
    #expect(try browser.post(path, #"{"type":"accept"}"#, ["Origin": "http://evil.example"]).status == 403)
    #expect(try browser.post(path, #"{"type":"accept"}"#, ["Origin": "null"]).status == 403)
    #expect(try browser.post(path, #"{"type":"accept"}"#, ["Sec-Fetch-Site": "cross-site"]).status == 403)
    #expect(try browser.submit("/items/\(item)/steps", [("step", "accept")]).status == 403)
    #expect(try town.items().first?["accepted"] == .null)
  }

  @Test func whoeverMayOnlyLookTakesNoStep() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let item = try #require(try town.items().first?["item"].text)
    let browser = try Browser(try town.serve())
    let refused = try browser.post("/api/v1/items/\(item)/steps", #"{"type":"note","note":"x"}"#)
    #expect(refused.status == 403 && refused.json["type"] == "/problems/not-yours")
    try town.pass(at: Moment.monday11)
    #expect(try town.status()["records"]["received"] == 1)
  }

  @Test func theStreamTellsEachChangeAndGoesOnWithoutAGap() throws {
    let (town, browser, item) = try town()
    func heard(_ path: String, _ headers: [String: String] = [:]) throws -> [JSON] {
      // The server keeps the line open; what it says within two seconds counts.
      let lines = ["GET \(path) HTTP/1.1", "Host: localhost"] + headers.map { "\($0.key): \($0.value)" }
      let said = try browser.raw(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8), within: 2)
      return try String(decoding: said, as: UTF8.self).components(separatedBy: "\n")
        .filter { $0.hasPrefix("data: {\"seq\"") }.map { try JSON(parsing: String($0.dropFirst(6))) }
    }
    try browser.post("/api/v1/items/\(item)/steps", #"{"type":"accept"}"#)
    let all = try heard("/api/v1/stream?after=0")
    #expect(all.map { $0["step"].text } == ["report", "accept"])
    let first = try #require(all.first)
    #expect(first["item"].text == item && first["state"] == "open" && first["overdue"] == false)
    let rest = try heard("/api/v1/stream", ["Last-Event-ID": "\(first["seq"].int ?? 0)"])
    #expect(rest.map { $0["step"].text } == ["accept"])
    #expect(try heard("/api/v1/stream?after=0&state=closed").isEmpty)
    #expect(try heard("/api/v1/stream?after=0", ["Last-Event-ID": ""]).count == 2)
    let figures = try browser.get("/metrics").body
    #expect(figures.contains(#"{route="/api/v1/stream",method="GET",code="200"} 4"#))
    try town.verify()
  }
}
