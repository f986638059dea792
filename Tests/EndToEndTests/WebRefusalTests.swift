import Foundation
import Glibc
import Testing

/// How a request that cannot be answered is refused: by whom it is seen first, in the language and the form of whoever asked.
@Suite(.crew) struct WebRefusalTests {
  private static let problem = "application/problem+json"

  private func browser(of town: Town, _ arguments: String...) throws -> Browser {
    try town.pass(at: Moment.monday10)
    return try Browser(try town.serve(arguments))
  }

  @Test func whatIsRefusedOnTheWireIsAProblemLikeAllOthers() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let server = try town.serve()
    let browser = try Browser(server)
    let long = String(repeating: "a", count: 20_000)
    let english = "Accept-Language: en\r\n"
    for (request, status, code) in [
      ("GET / HTTP/1.1\r\n\(english)\r\n", 400, "bad-request"), ("NONSENSE\r\n\r\n", 400, "bad-request"),
      ("GET /\(long) HTTP/1.1\r\n\(english)\r\n", 414, "target-too-long"),
      ("GET / HTTP/1.1\r\n\(english)X: \(long)\r\n\r\n", 431, "head-too-large"),
      ("GET / HTTP/1.1\r\nHost: localhost\r\n\(english)X: a\r\n", 408, "timeout"),
      ("POST /login HTTP/1.1\r\nHost: localhost\r\n\(english)Content-Length: 9\r\n\r\na", 408, "timeout"),
    ] {
      let said = try browser.raw(Array(request.utf8))
      let answer = try Browser.parsed(said)
      #expect(answer.status == status && answer.headers["content-type"] == Self.problem, "\(request.prefix(60))")
      #expect(answer.json["type"].text == "/problems/\(code)" && answer.json["status"].int == status)
      #expect(answer.headers["content-length"] == String(answer.body.utf8.count))
      #expect(answer.headers["connection"] == "close" && answer.headers["x-content-type-options"] == "nosniff")
      #expect(answer.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
      // What the first line hides is answered in Chinese.
      let isEnglish = request.contains("en\r\n") && status != 414
      let title = answer.json["title"].text ?? ""
      #expect(!title.isEmpty && title.utf8.allSatisfy { $0 < 0x80 } == isEnglish, "\(title)")
    }
    let head = try browser.raw(Array("HEAD / HTTP/1.1\r\n\r\n".utf8))
    #expect(try Browser.parsed(head).status == 400 && Browser.parsed(head).body.isEmpty)
    // Whoever keeps the service hears of all of them.
    let figures = try browser.get("/metrics").body
    for line in [
      #"method="GET",code="400"} 1"#, #"method="HEAD",code="400"} 1"#, #"method="other",code="400"} 1"#,
      #"method="GET",code="414"} 1"#, #"method="GET",code="431"} 1"#, #"method="GET",code="408"} 1"#,
      #"method="POST",code="408"} 1"#,
    ] { #expect(figures.contains(#"gridpost_http_requests_total{route="","# + line), "\(line)") }
    #expect(try server.stop() == 0)
    let log = try Child.text(server.child.errors).split(separator: "\n").map { try JSON(parsing: String($0)) }
    let late = try #require(log.first { $0["status"] == 408 && $0["method"] == "POST" })
    #expect(late["peer"] == "127.0.0.1" && late["us"].int ?? 0 > 9_000_000 && late["bytes"].int ?? 0 > 50)
    #expect(log.contains { $0["status"] == 400 && $0["method"] == .null })
  }

  @Test func oneConnectionTooManyIsToldSo() throws {
    let town = try Town()
    let server = try town.serve()
    let browser = try Browser(server)
    var lines: [Int32] = []
    defer { for line in lines { close(line) } }
    for _ in 0..<200 { lines.append(try browser.connection(within: 20)) }
    var answer = WebReply()
    try town.until("all are counted", within: 5) {
      answer = (try? Browser.parsed(try browser.raw(Array("GET /-/healthy HTTP/1.1\r\n".utf8)))) ?? answer
      return answer.status == 503
    }
    #expect(answer.json["type"] == "/problems/too-many-connections" && answer.headers["retry-after"] == "5")
    #expect(answer.headers["content-length"] == String(answer.body.utf8.count))
    try town.until("it is told", within: 10) { Child.text(server.child.errors).contains("\"status\":503") }
  }

  @Test func aValueThatCannotBeIsToldWithWhatItMayBe() throws {
    let town = try Town()
    let browser = try browser(of: town, "--open")
    for (path, name, wanted) in [
      ("items?overdue=maybe", "overdue", "true"), ("items?late=perhaps", "late", "true"), ("items?owed=2", "owed", "1"),
      ("items?own=x", "own", "false"), ("items?state=opne", "state", "suspended"), ("items?state=", "state", "open"),
      ("items?at=", "at", "RFC 3339"), ("items?sort=", "sort", "-received"), ("items?sort=x", "sort", "urgency"),
      ("items?limit=x", "limit", "500"), ("items?holder=%3F%3F%3F", "holder", "triage"),
      ("items?grid=", "grid", "text"),
      ("status?at=", "at", "RFC 3339"), ("rounds?until=", "until", "RFC 3339"),
      ("subjects?risk=pink", "risk", "orange"),
      ("subjects?count=2", "count", "1"), ("visits?limit=0", "limit", "500"), ("reports/summary?own=2", "own", "true"),
      ("reports/summary?by=x", "by", "grid"), ("reports/summary?from=2026", "from", "2026-03-02"),
      ("reports/summary?rows=2", "rows", "1"), ("reports/summary?rows&column=x", "column", "received"),
      ("stream?state=nope", "state", "open"), ("stream?holder=%3F%3F%3F", "holder", "triage"),
      ("stream?after=x", "after", "0"), ("stream?after=", "after", "0"), ("events?source=&id=a", "source", "text"),
    ] {
      let answer = try browser.get("/api/v1/" + path, ["Accept-Language": "en"])
      #expect(answer.status == 400 && answer.headers["content-type"] == Self.problem, "\(path): \(answer.status)")
      let told = answer.json["detail"].text ?? ""
      #expect(told.contains("“\(name)”") && told.contains(wanted), "\(path): \(told)")
    }
    for path in ["items?format=xml", "items?wall", "status?x", "stream?x=1"] {
      #expect(try browser.get("/api/v1/" + path).json["type"] == "/problems/unknown-option", "\(path)")
    }
    let json = ["Content-Type": "application/json"]
    for path in ["steps", "rules/apply", "redispatch", "events"] {
      for wait in ["x", "", "31", "-1", "1.5"] {
        let answer = try browser.post("/api/v1/\(path)?wait=\(wait)", "{}", json)
        #expect(answer.status == 400 && answer.json["detail"].text?.contains("wait") == true, "\(path) \(wait)")
      }
    }
    #expect(try browser.get("/api/v1/items?q=%FF").status == 400)
    // Nothing of all this was laid down.
    #expect(town.waiting().isEmpty)
    for path in ["items?overdue", "items?overdue=", "items?overdue=1&late=true&owed=false&own=0", "rounds", "status"] {
      #expect(try browser.get("/api/v1/" + path).status == 200, "\(path)")
    }
  }

  @Test func aPageSaysSoTooAndTakesTheEmptyFieldsOfAForm() throws {
    let town = try Town()
    let browser = try browser(of: town)
    for path in [
      "/items?overdue=maybe", "/items?format=xml", "/items?state=opne", "/items?sort=x", "/items?limit=0",
      "/items?at=now", "/items?holder=nobody", "/?wall=7", "/?colour=pink", "/?lang=fr", "/subjects?risk=pink",
      "/subjects?grid=nowhere", "/visits?post=nobody", "/visits?print=x", "/rounds?days=many", "/rounds?days=0",
      "/reports?part=x", "/reports?own=x", "/reports?by=x", "/reports?from=x", "/reports?format=xml",
      "/reports?column=x",
      "/communities/heshuikou?late=x", "/grids/heshuikou-01?state=x", "/new/route?risk=pink", "/triage?print=2",
    ] {
      let answer = try browser.get(path, ["Accept": "text/html"])
      #expect(answer.status == 400, "\(path): \(answer.status)")
      #expect(answer.body.contains("data-problem=\"bad-request\""), "\(path)")
    }
    for path in [
      "/items?q=&state=&community=&grid=&duty=&post=&overdue=1&sort=", "/items?format=&late=1", "/?wall", "/?wall=1",
      "/?colour=risk&lang=en", "/reports?from=&to=&by=&own=", "/rounds?days=31", "/subjects?risk=&community=&grid=",
      "/communities/heshuikou?state=&post=&owed=1", "/visits?print=1", "/?utm_source=x",
    ] {
      #expect(try browser.get(path).status == 200, "\(path)")
    }
  }

  @Test func noLinkOfTheBoardIsRefused() throws {
    let town = try Town()
    let events = [
      report("a"), report("b", matter: "什么事"), report("c", matter: "CA-001", grid: "jiangwei-01"),
      report("d").with(["resolved": ["by": "x"], "subject": "某厂"]),
      ["id": "r", "source": "register", "type": "rating", "subject": "某厂", "risk": "red", "grid": "heshuikou-03"],
    ]
    try town.drop("a.ndjson", text: events.map { $0.rendered + "\n" }.joined())
    try town.pass(at: Moment.monday10)
    let browser = try Browser(try town.serve("--open"))
    var (known, waiting): (Set<String>, [String]) = (["/", "/me", "/?wall"], ["/", "/me", "/?wall"])
    var kinds: [String: Int] = [:]
    var seen = 0
    while let path = waiting.popLast() {
      // Of pages that are alike some are enough.
      let kind = path.split(separator: "?")[0].split(separator: "/").prefix(2).joined(separator: "/")
      kinds[kind, default: 0] += 1
      if kinds[kind, default: 0] > 25 { continue }
      let page = try browser.get(path, ["Accept": "text/html"])
      #expect(page.status == 200 || page.status == 303, "\(path): \(page.status)")
      seen += 1
      for link in page.body.components(separatedBy: "href=\"").dropFirst() {
        let target = link.prefix { $0 != "\"" && $0 != "#" }.replacing("&amp;", with: "&")
        if target.hasPrefix("/"), known.insert(String(target)).inserted { waiting.append(String(target)) }
      }
    }
    #expect(seen > 60)
  }

  @Test func aBodyOfAnotherTypeIsNotRead() throws {
    let town = try Town()
    let browser = try browser(of: town, "--open")
    for path in ["items/0000000000000000/steps", "steps", "rules/apply", "redispatch", "rules/plan", "events"] {
      for type in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", "json"] {
        let answer = try browser.post("/api/v1/" + path, #"{"type":"note"}"#, ["Content-Type": type])
        #expect(answer.status == 415 && answer.json["type"] == "/problems/unsupported-type", "\(path) \(type)")
      }
    }
    let packed = ["Content-Type": "application/json", "Content-Encoding": "gzip"]
    #expect(try browser.post("/api/v1/steps", "{}", packed).status == 415)
    #expect(try browser.post("/api/v1/steps", "{}", ["Content-Type": "Application/JSON; charset=UTF-8"]).status == 422)
    #expect(try browser.post("/api/v1/steps", "{}").status == 422)
    #expect(try browser.post("/steps", "form=x", ["Content-Type": "text/plain"]).status == 415)
    #expect(town.waiting().isEmpty)
  }

  @Test func aPathThatLeadsNowhereIsToldToPeopleByAPage() throws {
    let town = try Town()
    let browser = try browser(of: town)
    let html = ["Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "en"]
    for (path, status) in [("/nowhere", 404), ("/items/a/b/c", 404), ("//", 404), ("/steps", 405), ("/logout", 405)] {
      let page = try browser.get(path, html)
      #expect(page.status == status && page.headers["content-type"] == "text/html; charset=utf-8", "\(path)")
      #expect(page.body.contains("data-problem=") && page.body.contains("href=\"/items\""), "\(path)")
      #expect((page.headers["allow"] == "POST") == (status == 405))
    }
    for path in ["/api/v1/nowhere", "/-/nowhere", "/metrics/x", "/api"] {
      #expect(try browser.get(path, html).headers["content-type"] == Self.problem, "\(path)")
    }
    for accept in ["*/*", "application/json", "text/html;q=0.5, application/json"] {
      let answer = try browser.get("/nowhere", ["Accept": accept, "Accept-Language": "en"])
      #expect(answer.status == 404 && answer.json["title"] == "Not Found", "\(accept)")
    }
    #expect(try browser.get("/nowhere").json["title"] == "没有找到")
  }

  @Test func anIdIsCutForStepsAsForQuestions() throws {
    let town = try Town()
    try town.run()
    let item = try town.newItem("a")
    let browser = try Browser(try town.serve("--open"))
    let cut = item.prefix(5)
    #expect(try browser.get("/api/v1/items/\(cut)").json["item"].text == item)
    let taken = try browser.post("/api/v1/items/\(cut)/steps", #"{"type":"accept"}"#)
    #expect(taken.status == 200 && taken.json["item"].text == item)
    let several = try browser.post("/api/v1/steps", #"{"type":"note","note":"x","items":["\#(cut)"]}"#)
    #expect(several.status == 200)
    let page = try browser.get("/items/\(cut)")
    let form = try #require(page.body.components(separatedBy: "name=\"form\" value=\"").dropFirst().first)
    let sent = try browser.submit(
      "/items/\(cut)/steps", [("form", String(form.prefix { $0 != "\"" })), ("step", "note"), ("note", "y")])
    #expect(sent.status == 303)
    let unknown = try browser.post("/api/v1/items/zzzz/steps", #"{"type":"note"}"#)
    #expect(unknown.status == 404 && unknown.json["type"] == "/problems/unknown-item")
    #expect(try town.show(item)["history"].array.count == 4)
    try town.verify()
  }
}
