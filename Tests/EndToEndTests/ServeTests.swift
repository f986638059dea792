import Foundation
import Glibc
import Testing

/// `gridpost serve`: where it listens, whom it lets in, and how it ends.
@Suite(.crew) struct ServeTests {
  @Test func itStartsBeforeThereIsAStateAndSaysSo() throws {
    let town = try Town()
    let browser = try Browser(try town.serve())
    #expect(try browser.get("/-/healthy").status == 200)
    #expect(try browser.get("/-/ready").status == 503)
    let daemon = try town.run()
    try town.until("it is ready", within: 20) { (try? browser.get("/-/ready").status) == 200 }
    #expect(try browser.get("/api/v1/status").json["rules"]["ok"] == true)
    daemon.kill()
    try town.until("nobody holds the state", within: 10) { (try? browser.get("/-/ready").status) == 503 }
    #expect(try browser.get("/api/v1/status").status == 200)
  }

  @Test func itEndsWithinFiveSecondsAndAnAddressInUseIsRefused() throws {
    let town = try Town()
    let server = try town.serve(listen: ["127.0.0.1:0", "unix:\(town.folder)/s.sock"])
    let addresses = server.ready["listen"].array.compactMap(\.text)
    #expect(addresses.count == 2 && addresses[1] == "unix:\(town.folder)/s.sock")
    var status = stat()
    #expect(stat("\(town.folder)/s.sock", &status) == 0 && status.st_mode & 0o777 == 0o660)
    let port = try Browser(server).port
    try town.gridpost("serve", "--listen", "127.0.0.1:\(port)").exits(75)
    try town.gridpost("serve", "--listen", "unix:\(town.folder)/s.sock").exits(75)
    // A stream that goes on for ever keeps nobody.
    try town.run()
    let line = try Browser(server).connection(within: 10)
    defer { close(line) }
    let asked = Array("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    #expect(asked.withUnsafeBytes { send(line, $0.baseAddress, $0.count, 0) } == asked.count)
    usleep(300_000)
    let stopping = ContinuousClock.now
    #expect(try server.stop() == 0)
    #expect(ContinuousClock.now - stopping < .seconds(5))
    // A socket that was left by a killed one is replaced.
    let killed = try town.serve(listen: ["unix:\(town.folder)/s.sock"])
    killed.kill()
    #expect(access("\(town.folder)/s.sock", F_OK) == 0)
    #expect(try town.serve(listen: ["unix:\(town.folder)/s.sock"]).stop() == 0)
  }

  @Test func nobodyFromBeyondThisMachineComesInWithoutUsers() throws {
    let town = try Town()
    try town.gridpost("serve", "--listen", "0.0.0.0:0").exits(64)
    try town.gridpost("serve", "--listen", "localhost").exits(64)
    try town.gridpost("serve", "--listen", "example.org:80").exits(64)
    try town.write(bytes: Array("users:\nend: users\n".utf8), to: Array("\(town.folder)/users.yaml".utf8))
    try town.gridpost("serve", "--listen", "0.0.0.0:0", "--users", "users.yaml").exits(64)
    try town.write(bytes: Array("users:\n  a: {nome: x}\n".utf8), to: Array("\(town.folder)/users.yaml".utf8))
    try town.gridpost("serve", "--users", "users.yaml").exits(78)
    try town.gridpost("serve", "--users", "nowhere.yaml").exits(78)
  }

  /// A thread that asks for a better place than the server's has Swift's runtime say so in lines of its own.
  @Test(.enabled(if: Tools.strace, "strace is not here"))
  func noneOfItsThreadsAsksForABetterPlaceAndAllItSaysIsJSON() throws {
    let town = try Town()
    try town.run()
    let calls = town.folder + "/calls"
    town.wrapper = ["strace", "-f", "-qq", "-e", "trace=setpriority", "-o", calls]
    let server = try town.serve("--open")
    let browser = try Browser(server)
    for path in ["/", "/items", "/-/ready", "/api/v1/status"] { #expect(try browser.get(path).status == 200) }
    // Who waits, and who listens, sleeps between two looks.
    let line = try browser.connection(within: 20)
    defer { close(line) }
    let asked = Array("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    #expect(asked.withUnsafeBytes { send(line, $0.baseAddress, $0.count, 0) } == asked.count)
    var (heard, room) = ("", [UInt8](repeating: 0, count: 65_536))
    func listen(for words: String) {
      while !heard.contains(words), case let count = recv(line, &room, room.count, 0), count > 0 {
        heard += String(decoding: room.prefix(count), as: UTF8.self)
      }
      #expect(heard.contains(words), "\(heard)")
    }
    listen(for: "retry: ")
    let event = report("told").rendered
    let reply = try browser.post("/api/v1/events?wait=20", event, ["Content-Type": "application/json"])
    #expect(reply.status == 200, "\(reply.body)")
    listen(for: "data: {\"seq\"")
    let others = Child.text(calls).split(separator: "\n").filter { !$0.contains("(PRIO_PROCESS, 0, 10)") }
    #expect(others.isEmpty, "\(others)")
    let said = Child.text(server.child.errors).split(separator: "\n")
    #expect(said.count > 5)
    for line in said { #expect((try? JSON(parsing: String(line))) != nil, "\(line)") }
  }

  @Test func whatTwoReadersMightUnderstandInTwoWaysIsRefusedAndTheLineClosed() throws {
    let town = try Town()
    let browser = try Browser(try town.serve())
    func status(_ head: String, _ body: String = "") throws -> Int {
      let said = try browser.raw(Array((head + body).utf8))
      #expect(String(decoding: said, as: UTF8.self).components(separatedBy: "HTTP/1.1 ").count == 2, "\(head)")
      return try Browser.parsed(said).status
    }
    let post = "POST /-/healthy HTTP/1.1\r\nHost: localhost\r\n"
    let get = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n"
    #expect(try status(post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", "ab") == 400)
    #expect(try status(post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n") == 400)
    #expect(try status(post + "Transfer-Encoding: gzip, chunked\r\n\r\n", "0\r\n\r\n") == 400)
    #expect(try status(get + "X: a\r\n b\r\n\r\n") == 400)
    #expect(try status(get + "X: a\rb\r\n\r\n") == 400)
    #expect(try status(get + "Host: localhost\r\n\r\n") == 400)
    #expect(try status("GET /-/healthy HTTP/1.1\r\n\r\n") == 400)
    #expect(try status("GET http://evil.example/-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n") == 400)
    // Of HTTP/1.0 the end of the line is the end of the answer.
    #expect(try status("GET /-/healthy HTTP/1.0\r\nHost: localhost\r\n\r\n") == 200)
    #expect(try status(get + "X: " + String(repeating: "a", count: 17_000) + "\r\n\r\n") == 431)
    let long = String(repeating: "a", count: 20_000)
    #expect(try status("GET /\(long) HTTP/1.1\r\nHost: localhost\r\n\r\n") == 414)
    #expect(try browser.get("/" + long.prefix(9_000)).status == 414)
    #expect(try browser.get("/-/healthy", ["Host": "evil.example"]).status == 421)
    #expect(try browser.get("/nowhere").status == 404)
    let wrong = try browser.post("/-/healthy", "")
    #expect(wrong.status == 405 && wrong.headers["allow"] == "GET, HEAD")
  }

  @Test func aLineIsKeptUntilSomebodyWantsItClosed() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let browser = try Browser(try town.serve())
    let get = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n"
    for field in ["close", "Close", "TE, close", "keep-alive\r\nConnection: Close"] {
      let begun = ContinuousClock.now
      let said = try browser.raw(Array((get + "\r\n" + get + "Connection: \(field)\r\n\r\n").utf8), within: 20)
      #expect(String(decoding: said, as: UTF8.self).components(separatedBy: "HTTP/1.1 200").count == 3, "\(field)")
      #expect(ContinuousClock.now - begun < .seconds(10), "\(field)")
    }
    // What never ends has no body for who asks for the head alone.
    let head = "HEAD /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
    let said = String(decoding: try browser.raw(Array((head + get + "Connection: close\r\n\r\n").utf8)), as: UTF8.self)
    #expect(said.contains("text/event-stream") && !said.contains("retry:") && said.hasSuffix("\r\n\r\nok\n"))
    // A file that is no socket is nobody's to replace.
    let path = town.folder + "/precious"
    try town.write(bytes: Array("x".utf8), to: Array(path.utf8))
    let refused = try town.gridpost("serve", "--listen", "unix:" + path).exits(74)
    #expect(refused.err.contains("no socket") && Child.text(path) == "x")
  }

  @Test func everyAnswerTellsBrowsersWhatToHeed() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let browser = try Browser(try town.serve())
    let answer = try browser.get("/api/v1/status")
    #expect(answer.headers["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 'self'") == true)
    #expect(answer.headers["x-content-type-options"] == "nosniff")
    #expect(answer.headers["referrer-policy"] == "same-origin")
    #expect(answer.headers["cross-origin-opener-policy"] == "same-origin")
    #expect(answer.headers["access-control-allow-origin"] == nil && answer.headers["date"] != nil)
    let style = try browser.get("/assets/board.css")
    let tag = try #require(style.headers["etag"])
    let again = try browser.get("/assets/board.css", ["If-None-Match": tag])
    #expect(again.status == 304 && again.body.isEmpty)
    let head = try browser.ask("HEAD", "/assets/board.css")
    #expect(
      head.status == 200 && head.body.isEmpty && head.headers["content-length"] == style.headers["content-length"])
    #expect(try browser.get("/assets/board.css", ["Accept-Encoding": "gzip"]).headers["content-encoding"] == "gzip")
  }

  @Test func theLogHoldsOneObjectALineAndNothingPrivate() throws {
    let town = try Town()
    let server = try town.serve()
    let browser = try Browser(server)
    try browser.get(
      "/-/healthy?secret=query", ["Cookie": "gridpost=secretcookie", "Authorization": "Bearer gp_secret"])
    try browser.post("/api/v1/steps", "{\"secret\":\"body\"}")
    #expect(try server.stop() == 0)
    let log = Child.text(server.child.errors)
    let lines = try log.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(lines.count >= 2 && lines.contains { $0["route"] == "/-/healthy" && $0["status"] == 200 })
    #expect(!log.contains("secret"))
  }
}
