import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing

/// The board's forms: what was typed is not lost, and what is sent twice is done once.
@Suite(.crew) struct WebFormTests {
  /// A served town with one item, and its post's officer, logged in.
  private struct Scene {
    let town: Town
    let browser: Browser
    let item: String
    let form: (String, String)

    init(_ rules: Rules = Rules()) throws {
      let town = try Town(rules)
      self.town = town
      let line = try town.gridpost(
        "user", "add", "zhang", "--at", "heshuikou", "--may", "report", stdin: "geheim\n"
      ).exits(0).out
      let path = "\(town.folder)/users.yaml"
      try town.write(bytes: Array(("users:\n" + line + "end: users\n").utf8), to: Array(path.utf8))
      #expect(chmod(path, 0o600) == 0)
      try town.run()
      item = try town.newItem("a")
      let browser = try Browser(try town.serve("--users", "users.yaml"))
      self.browser = browser
      let first = try #require(try browser.get("/login").value(of: "form"))
      #expect(
        try browser.submit("/login", [("form", first), ("name", "zhang"), ("password", "geheim")]).status == 303)
      form = ("form", try #require(try browser.get("/me").value(of: "form")))
    }

    func step(_ fields: (String, String)...) throws -> WebReply {
      try browser.submit("/items/\(item)/steps", [form] + fields)
    }
  }

  @Test func whatWasTypedStaysBesideWhatCameBetween() throws {
    let scene = try Scene()
    let (town, browser, item) = (scene.town, scene.browser, scene.item)
    let seen = try #require(try browser.get("/items/\(item)").value(of: "seen"))
    try town.act("note", item, by: "小王", note: "先来一步").exits(0)
    let typed = "“已到现场” <b>&\u{202E}\n第二行"
    let reply = try scene.step(
      ("step", "extend"), ("seen", seen), ("note", typed), ("by_limit", "2h"), ("next", "/me"))
    #expect(reply.status == 412 && reply.body.contains("data-problem=\"changed-meanwhile\""))
    #expect(
      reply.body.contains(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d：备注，经办 小王/), "what came between is told, in the town's time")
    let shown = try #require(reply.body.range(of: "“已到现场” &lt;b&gt;&amp;\n第二行</textarea>"))
    let form = try #require(reply.body[..<shown.lowerBound].range(of: "data-step=\"", options: .backwards))
    #expect(reply.body[form.upperBound...].hasPrefix("extend\""), "it stands in the form it was typed into")
    #expect(reply.body.contains("name=\"by_limit\" autocomplete=\"off\" value=\"2h\""))
    #expect(!reply.body.unicodeScalars.contains("\u{202E}"))
    // Whoever has looked sends it again.
    let now = try #require(reply.value(of: "seen"))
    #expect(now != seen)
    let again = try scene.step(("step", "extend"), ("seen", now), ("note", typed), ("by_limit", "2h"), ("next", "/me"))
    #expect(again.status == 303 && again.headers["location"] == "/me")
    try town.verify()
  }

  @Test func whatHasNoFormAnyMoreIsShownAllTheSame() throws {
    let scene = try Scene()
    try scene.town.act("resolve", scene.item, by: "小王", note: "办完").exits(0)
    let reply = try scene.step(("step", "resolve"), ("note", "我也办完了"))
    #expect(reply.status == 409 && reply.body.contains("data-problem=\"illegal-step\""))
    #expect(reply.body.contains("data-kept=\"note\"") && reply.body.contains("<bdi>我也办完了</bdi>"))
    let wrong = try scene.step(("step", "reopen"), ("seen", "x"), ("note", "又脏了"))
    #expect(wrong.status == 400 && wrong.body.contains("又脏了</textarea>"))
    #expect(try scene.browser.submit("/items/0000000000000000/steps", [scene.form, ("step", "note")]).status == 404)
  }

  /// A page that was left open over a restart, or over another log-in: its token is nobody's any more.
  @Test func whatWasTypedIntoAFormThatIsTooOldStays() throws {
    let scene = try Scene()
    let (town, browser, item) = (scene.town, scene.browser, scene.item)
    let seen = try #require(try browser.get("/items/\(item)").value(of: "seen"))
    let own = ["Origin": "http://127.0.0.1:\(browser.port)"]
    let old = ("form", String(scene.form.1.reversed()))
    let fields = [old, ("step", "resolve"), ("seen", seen), ("note", "写了很久的话"), ("next", "/me")]
    let path = "/items/\(item)/steps"
    let again = try browser.submit(path, fields, own)
    #expect(again.status == 403 && again.body.contains("data-problem=\"foreign-form\""))
    #expect(again.body.contains("写了很久的话</textarea>"))
    #expect(try town.show(item)["history"].array.count == 1, "nothing was done")
    // Whoever does not say that it is a page of ours is told nothing of it, and another host's page is not.
    for headers in [[:], ["Origin": "http://evil.example"], own.merging(["Sec-Fetch-Site": "cross-site"]) { $1 }] {
      let reply = try browser.submit(path, fields, headers)
      #expect(reply.status == 403 && !reply.body.contains("写了很久的话"), "\(headers)")
    }
    let stranger = Browser(port: browser.port)
    #expect(try !stranger.submit(path, fields, own).body.contains("写了很久的话"))
    let fresh = ("form", try #require(again.value(of: "form")))
    #expect(try browser.submit(path, [fresh] + fields.dropFirst(), own).headers["location"] == "/me")
    let report = [old, ("summary", "路灯不亮"), ("matter", "UM-001"), ("grid", "heshuikou-01")]
    let kept = try browser.submit("/new", report, own)
    #expect(kept.status == 403 && kept.body.contains("路灯不亮"))
    let now = ("form", try #require(kept.value(of: "form")))
    #expect(try browser.submit("/new", [now] + report.dropFirst(), own).status == 303)
    #expect(try town.items().count == 2)
    try town.verify()
  }

  @Test func aStepSentTwiceIsTakenOnce() throws {
    let scene = try Scene()
    let (town, browser, item) = (scene.town, scene.browser, scene.item)
    let page = try browser.get("/items/\(item)")
    let (seen, mark) = (try #require(page.value(of: "seen")), try #require(page.value(of: "form")))
    let (port, cookie) = (browser.port, browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
    func press(_ path: String, _ fields: [(String, String)]) -> [String] {
      let answers = Mutex<[String]>([])
      let group = DispatchGroup()
      for _ in 0..<3 {
        group.enter()
        Thread.detachNewThread {
          let reply = try? Browser(port: port).submit(path, fields, ["Cookie": cookie])
          answers.withLock { $0.append(reply?.headers["location"] ?? "\(reply?.status ?? 0)") }
          group.leave()
        }
      }
      #expect(group.wait(timeout: .now() + 30) == .success)
      return answers.withLock { $0 }
    }
    let (path, accept) = (
      "/items/\(item)/steps", [("form", mark), ("seen", seen), ("step", "accept"), ("next", "/me")]
    )
    #expect(press(path, accept) == ["/me", "/me", "/me"])
    #expect(try browser.submit(path, accept).headers["location"] == "/me", "later still")
    // Of many as of one, and of what nobody says how far it was seen.
    let many = [("form", mark), ("step", "note"), ("note", "两遍"), ("item", item), ("next", "/me")]
    #expect(press("/steps", many) == ["/me", "/me", "/me"])
    #expect(try town.show(item)["history"].array.map { $0["step"] } == ["report", "accept", "note"])
    // Another step, or the same of another showing, is another one.
    let other = [("form", mark), ("seen", seen), ("step", "resolve"), ("note", "x")]
    #expect(try browser.submit(path, other).status == 412)
    let anew = try #require(browser.get("/items/\(item)").value(of: "form"))
    #expect(try browser.submit(path, [("form", anew)] + accept.dropFirst()).status == 412)
    #expect(try town.show(item)["history"].array.count == 3)
    #expect(try town.status()["records"]["rejected"] == 0)
    try town.verify()
  }

  @Test func ofManyRowsThoseThatAreAnothersAreToldAndTheRestIsTaken() throws {
    let scene = try Scene()
    let (town, browser) = (scene.town, scene.browser)
    try town.drop("b.json", report("b", grid: "jiangwei-01"))
    try town.until("both are items", within: 20) { (try? town.items().count) == 2 }
    let other = try town.item(of: "b")
    let fields = [scene.form, ("step", "accept"), ("item", other)]
    let reply = try browser.submit("/steps", fields + [("item", scene.item)])
    #expect(reply.status == 422 && reply.body.contains("data-problem=\"not-yours\"") && reply.body.contains(other))
    #expect(try town.show(scene.item)["accepted"]["by"] == "zhang")
    #expect(try browser.submit("/steps", fields + [("item", other)]).status == 403)
    #expect(try town.show(other)["accepted"] == .null)
    try town.verify()
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"))
  func aFormThatCannotBeTakenNowSaysWhenToComeAgain() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    // The disk is full.
    town.wrapper = Strace.command("fsync", "error=ENOSPC")
    let server = Daemon(try town.start(["serve", "--open", "--listen", "127.0.0.1:0"]), ground: town.ground)
    town.wrapper = []
    defer { server.kill() }
    try server.waitUntilReady()
    let browser = try Browser(server)
    for (page, path, fields) in [
      ("/new", "/new", [("summary", "井盖"), ("grid", "heshuikou-02")]),
      ("/items/\(item)", "/items/\(item)/steps", [("step", "note"), ("note", "井盖")]),
    ] {
      let form = try #require(try browser.get(page).value(of: "form"))
      let reply = try browser.submit(path, [("form", form)] + fields)
      #expect(reply.status == 503 && reply.headers["retry-after"] == "30", "\(path): \(reply.status)")
      #expect(reply.body.contains("井盖"), "what was typed stays")
    }
    #expect(town.waiting().isEmpty || town.waiting() == ["board"])
  }

  @Test func aReportSentTwiceIsFiledOnce() throws {
    let scene = try Scene()
    let (town, browser) = (scene.town, scene.browser)
    let open = try browser.get("/new")
    let mark = try #require(open.value(of: "once"))
    #expect(try browser.get("/new").value(of: "once") != mark, "each showing has its own")
    let form = scene.form
    @Sendable func fields(_ summary: String, _ mark: String) -> [(String, String)] {
      [form, ("once", mark), ("summary", summary), ("matter", "UM-001"), ("grid", "heshuikou-02")]
    }
    // Asked where it would go first: the mark stays.
    let preview = try browser.submit("/new", fields("井盖", mark) + [("preview", "1")])
    #expect(preview.status == 200 && preview.value(of: "once") == mark)
    let places = Mutex<[String]>([])
    let group = DispatchGroup()
    let (port, cookie) = (browser.port, browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
    for _ in 0..<3 {
      group.enter()
      Thread.detachNewThread {
        let reply = try? Browser(port: port).submit("/new", fields("井盖", mark), ["Cookie": cookie])
        places.withLock { $0.append(reply?.headers["location"] ?? "\(reply?.status ?? 0)") }
        group.leave()
      }
    }
    #expect(group.wait(timeout: .now() + 30) == .success)
    let (first, all) = places.withLock { ($0[0], $0) }
    #expect(first.hasPrefix("/items/") && all == [first, first, first])
    #expect(try browser.submit("/new", fields("井盖", mark)).headers["location"] == first, "later still")
    #expect(try town.items().count == 2)
    // Who changed something says something else, and another showing is another report.
    let other = try browser.submit("/new", fields("井盖两个", mark)).headers["location"]
    let third = try browser.submit("/new", fields("井盖", try #require(browser.get("/new").value(of: "once"))))
    #expect(Set([first, other, third.headers["location"]]).count == 3)
    #expect(try town.items().count == 4)
    #expect(try town.status()["records"]["rejected"] == 0)
    try town.verify()
  }

  @Test func aReportThatWasRefusedMayBeSentAgain() throws {
    let narrow = "sources: {board: {may: [note]}}"
    let scene = try Scene(Rules().with { $0.sections = [narrow] })
    let (town, browser) = (scene.town, scene.browser)
    let mark = try #require(try browser.get("/new").value(of: "once"))
    let fields = [scene.form, ("once", mark), ("summary", "井盖"), ("matter", "UM-001"), ("grid", "heshuikou-02")]
    let refused = try browser.submit("/new", fields)
    #expect(refused.status == 422 && refused.body.contains("data-problem=\"not-allowed\""))
    #expect(refused.value(of: "once") == mark && refused.body.contains("井盖</textarea>"))
    try town.write(Rules())
    try town.gridpost("reload", "--wait", "20").exits(0)
    let taken = try browser.submit("/new", fields)
    #expect(taken.status == 303 && taken.headers["location"]?.hasPrefix("/items/") == true)
    #expect(try browser.submit("/new", fields).headers["location"] == taken.headers["location"])
    try town.verify()
  }
}

extension WebReply {
  /// The value of the first field of a form that has this name.
  fileprivate func value(of name: String) -> String? {
    guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return nil }
    return String(body[start.upperBound...].prefix { $0 != "\"" })
  }
}
