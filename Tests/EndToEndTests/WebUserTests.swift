import Foundation
import Glibc
import Testing

/// Who is let in by `gridpost serve --users`, as what, and until when.
@Suite(.crew) struct WebUserTests {
  @Test func strangersSeeTheLogInAndNothingElse() throws {
    let scene = try UserScene()
    let browser = scene.browser
    let open = try browser.get("/login")
    #expect(open.headers["content-encoding"] == nil && open.cookies.first?.contains("HttpOnly; SameSite=Lax") == true)
    for path in ["/login", "/assets/board.css", "/assets/board.js", "/-/healthy"] {
      #expect(try browser.get(path).status == 200, "\(path)")
    }
    let page = try browser.get("/items?state=open")
    #expect(page.status == 303 && page.headers["location"] == "/login?next=%2Fitems%3Fstate%3Dopen")
    let api = try browser.get("/api/v1/status")
    #expect(api.status == 401 && api.json["type"] == "/problems/not-logged-in")
    #expect(try browser.get("/api/v1/stream").status == 401)
    #expect(try browser.post("/api/v1/steps", "{}").status == 401)
  }

  @Test func strangersAreSentToTheLogInFromEverywhereAndToldNothingOfTheTown() throws {
    let scene = try UserScene()
    let browser = scene.browser
    let nowhere = try browser.get("/nowhere?a=1", ["Accept": "text/html"])
    #expect(nowhere.status == 303 && nowhere.headers["location"] == "/login?next=%2Fnowhere%3Fa%3D1")
    #expect(try browser.get("/nowhere").status == 404)
    let stale = try browser.submit("/login", [("form", "x"), ("name", "zhang"), ("password", "geheim")])
    #expect(stale.status == 403 && stale.body.contains("data-problem=\"foreign-form\""))
    #expect(!stale.body.contains("data-figure") && !stale.body.contains("href=\"/items\""))
    #expect(try browser.get("/login?wall=7&lang=fr").status == 200)
  }

  @Test func aPersonLogsInWorksAndLogsOut() throws {
    let scene = try UserScene()
    let browser = scene.browser
    let before = try #require(browser.get("/login").cookies.first)
    #expect(try scene.logIn("zhang", "wrong").status == 401)
    #expect(try scene.logIn("nobody").status == 401)
    let welcome = try scene.logIn("zhang", next: "//evil.example/")
    #expect(welcome.status == 303 && welcome.headers["location"] == "/me")
    #expect(welcome.cookies.first.map { !before.hasPrefix($0.prefix(40)) } == true)
    let mine = try browser.get("/me")
    #expect(mine.status == 200 && mine.body.contains("张三"))
    // The cookie alone is no word of its user; our own script shows what a form carries.
    #expect(try browser.get("/api/v1/status").status == 401)
    let form = try scene.token(in: mine)
    #expect(try browser.get("/api/v1/status", ["X-Gridpost-Form": form]).status == 200)
    #expect(try browser.submit("/logout", [("form", "x")]).status == 403)
    #expect(try browser.submit("/logout", [("form", form)]).status == 303)
    #expect(try browser.get("/me").status == 303)
    #expect(try browser.get("/api/v1/status", ["X-Gridpost-Form": form]).status == 401)
  }

  @Test func whoIsTakenOutOfTheFileIsOutWithinTwoSeconds() throws {
    let scene = try UserScene()
    try scene.logIn("zhang")
    #expect(try scene.browser.get("/me").status == 200)
    // A broken file changes nothing.
    try scene.write("  zhang: {nome: x}\n")
    usleep(1_500_000)
    #expect(try scene.browser.get("/me").status == 200)
    let chief = try scene.town.gridpost("user", "add", "chief", "--at", "jiangwei", stdin: "x\n").exits(0).out
    try scene.write(chief)
    try scene.town.until("he is out", within: 3) { (try? scene.browser.get("/me").status) == 303 }
  }

  @Test func aTokenHasOnlyWhatItSays() throws {
    let scene = try UserScene()
    let browser = scene.browser
    func bearer(_ token: String) -> [String: String] { ["Authorization": "Bearer \(token)"] }
    #expect(try browser.get("/api/v1/status", bearer(scene.look)).status == 200)
    #expect(try browser.get("/api/v1/status", bearer(scene.blind)).status == 403)
    let nobody = try browser.get("/api/v1/status", bearer("gp_" + String(repeating: "A", count: 43)))
    #expect(nobody.status == 401 && nobody.headers["www-authenticate"] == "Bearer")
    #expect(try browser.post("/api/v1/rules/apply", "{}", bearer(scene.look)).status == 403)
    // A wall screen types its token into the form.
    #expect(try scene.logIn("", scene.look).headers["location"] == "/")
    #expect(try browser.get("/").status == 200)
  }

  @Test func whoeverIsChangedHearsNoMoreOfTheStream() throws {
    let scene = try UserScene()
    let text = Child.text("\(scene.town.folder)/users.yaml")
    // He may do more from now on: what he hears is still what he might hear before.
    let more = text.replacing("may: [look]", with: "may: [look, integrity]")
    #expect(more != text)
    let head = "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(scene.look)\r\n\r\n"
    let line = try scene.browser.connection(within: 20)
    defer { close(line) }
    #expect(send(line, head, head.utf8.count, Int32(MSG_NOSIGNAL)) == head.utf8.count)
    var (said, buffer) = ("", [UInt8](repeating: 0, count: 65_536))
    func hear() -> Bool {
      let count = recv(line, &buffer, buffer.count, 0)
      said += String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
      return count > 0
    }
    while !said.contains("event: alive"), hear() {}
    let begun = ContinuousClock.now
    try scene.write(more.split(separator: "\n").dropFirst().dropLast().joined(separator: "\n") + "\n")
    while !said.hasSuffix("0\r\n\r\n"), hear() {}
    #expect(said.hasSuffix("0\r\n\r\n") && ContinuousClock.now - begun < .seconds(5), "\(ContinuousClock.now - begun)")
  }

  @Test func aStationsLeadIsForTheStationAndNobodyElseIsToldThatItIsThere() throws {
    let (scene, station) = (try UserScene(), "heshuikou/heshuikou-03/station")
    let (town, browser) = (scene.town, scene.browser)
    try town.write(IntegrityTests.rules("name: 秒结, kind: quick, within: 60s, times: 1, per: week"))
    try town.drop("a.json", report("a"))
    try town.pass(at: "2026-03-02T10:00:10+08:00")
    try town.drop("s.json", step("resolve", on: "a", id: "s"))
    try town.pass(at: "2026-03-02T10:00:40+08:00")
    let lead = try #require(try town.items("--source", "integrity").first?["item"].text)
    // It climbs to an office, and stays the station's own.
    try town.pass(at: "2026-03-06T10:00:00+08:00")
    #expect(try town.show(lead)["holder"] == "subdistrict/command-centre")
    let added = try town.gridpost("token", "add", "st", "--may", "look", "--at", station).exits(0).out
    let own = added.split(separator: "\n").map(String.init)
    let text = Child.text("\(town.folder)/users.yaml").split(separator: "\n").dropFirst().dropLast()
    try scene.write(text.joined(separator: "\n") + "\n\(own[1])\n")
    let path = "/api/v1/items/\(lead)"
    func ask(_ token: String) throws -> Int { try browser.get(path, ["Authorization": "Bearer \(token)"]).status }
    try town.until("the station is known", within: 20) { try ask(own[0]) != 401 }
    #expect(try ask(own[0]) == 200 && ask(scene.look) == 404)
    for (token, status) in [(scene.look, 404), (own[0], 200)] {
      try scene.logIn("", token)
      #expect(try browser.get("/items/\(lead)").status == status)
    }
  }

  @Test func fiveWrongTriesAMinuteAreEnough() throws {
    let scene = try UserScene()
    for _ in 0..<5 { #expect(try scene.logIn("zhang", "wrong").status == 401) }
    let refused = try scene.logIn("zhang")
    #expect(refused.status == 429 && (refused.headers["retry-after"].flatMap(Int.init) ?? 0) > 0)
    #expect(try scene.logIn("chief").status == 303)
  }

  @Test func aStepIsTakenByWhoHasTheCaseAndByNobodyElse() throws {
    let scene = try UserScene(isRunning: true)
    let (town, browser) = (scene.town, scene.browser)
    try town.drop(
      "a.ndjson", text: [report("a"), report("b", grid: "jiangwei-01")].map { $0.rendered + "\n" }.joined())
    try town.until("both are items", within: 20) { (try? town.items().count) == 2 }
    let items = try town.items()
    let mine = try #require(items.first { $0["grid"] == "heshuikou-03" }?["item"].text)
    let other = try #require(items.first { $0["grid"] == "jiangwei-01" }?["item"].text)
    try scene.logIn("zhang")
    let form = ("form", try scene.token(in: try browser.get("/me")))
    #expect(try browser.submit("/items/\(other)/steps", [form, ("step", "accept")]).status == 403)
    let taken = try browser.submit("/items/\(mine)/steps", [form, ("step", "accept"), ("next", "/me")])
    #expect(taken.status == 303 && taken.headers["location"] == "/me")
    let stale = try browser.submit("/items/\(mine)/steps", [form, ("step", "resolve"), ("seen", "1")])
    #expect(stale.status == 412)
    let shown = try town.show(mine)
    #expect(shown["accepted"]["by"] == "zhang" || shown["history"].array.last?["by"] == "zhang")
    try town.verify()
  }
}
