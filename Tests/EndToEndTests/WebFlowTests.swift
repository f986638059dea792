import Foundation
import Glibc
import Testing

/// What somebody costs who sends slowly, or who does not read.
@Suite(.crew) struct WebFlowTests {
  private func sockets(of server: Daemon) -> Int {
    let folder = "/proc/\(server.pid)/fd/"
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return numbers.filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + $0))?.hasPrefix("socket:") == true
    }.count
  }

  /// The memory that is the process's own, in MiB.
  private func memory(of server: Daemon) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(server.pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
    return try #require(line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }) / 1_024
  }

  private func send(_ text: String, on line: Int32) { send(Array(text.utf8), on: line) }

  private func send(_ bytes: [UInt8], on line: Int32) {
    #expect(bytes.withUnsafeBytes { Glibc.send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) } == bytes.count)
  }

  @Test func whoHearsAStreamAndTakesNothingIsGoneThoughLittleIsSaid() throws {
    let town = try Town()
    try town.drop("a.ndjson", text: (0..<60).map { report("r\($0)").rendered + "\n" }.joined())
    try town.pass(at: Moment.monday10)
    let path = "\(town.folder)/s.sock"
    let server = try town.serve(listen: ["127.0.0.1:0", "unix:\(path)"])
    let browser = try Browser(server)
    let before = sockets(of: server)
    let ask = "GET /api/v1/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    // Of the network: the other end's kernel has room for next to nothing, so that what it takes is what was read.
    let deaf = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(deaf) }
    var room: Int32 = 1
    setsockopt(deaf, SOL_SOCKET, SO_RCVBUF, &room, 4)
    try browser.connect(deaf)
    send(ask, on: deaf)
    let local = try UnixSocket.connection(to: path)
    defer { close(local) }
    send(ask, on: local)
    let reading = try browser.connection(within: 60)
    defer { close(reading) }
    send(ask, on: reading)
    try town.until("all three are heard", within: 10) { sockets(of: server) == before + 3 }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let begun = ContinuousClock.now
    try town.until("who does not read is gone", within: 60) {
      #expect(recv(reading, &buffer, buffer.count, 0) > 0)
      return sockets(of: server) == before + 1
    }
    #expect(ContinuousClock.now - begun > .seconds(20))
    #expect(try browser.get("/-/healthy").status == 200)
  }

  @Test func aBodyThatIsCutOffIsNoBody() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let browser = try Browser(try town.serve("--open"))
    let line = report("cut").rendered + "\n"
    let head = "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
    let chunk = String(line.utf8.count, radix: 16) + "\r\n" + line + "\r\n"
    for body in ["Content-Length: 5000\r\n\r\n" + line, "Transfer-Encoding: chunked\r\n\r\n" + chunk] {
      for end in [SHUT_WR, SHUT_RDWR] {
        let connection = try browser.connection(within: 20)
        send(head + body, on: connection)
        shutdown(connection, Int32(end))
        // Until the other side has closed, too.
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while recv(connection, &buffer, buffer.count, 0) > 0 {}
        close(connection)
      }
    }
    // One that is whole, behind them all.
    let whole = try browser.post("/api/v1/events", line, ["Content-Type": "application/x-ndjson"])
    #expect(whole.status == 202 && town.waiting().count == 1)
  }

  @Test(.enabled(if: Tools.compiler != nil, "there is no C compiler"))
  func aBodyHasNoNameWhereTheFileSystemKnowsNoFilesWithoutOne() throws {
    let town = try Town()
    try town.run()
    let library = town.folder + "/no-tmpfile.so"
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    try StepClock.compile(here.appendingPathComponent("Support/no-tmpfile.c").path, to: library)
    let asked = town.folder + "/asked"
    let server = Daemon(
      try town.start(
        ["serve", "--listen", "127.0.0.1:0", "--open"],
        environment: ["LD_PRELOAD": library, "GRIDPOST_TEST_ASKED": asked]), ground: town.ground)
    town.daemons.append(server)
    try server.waitUntilReady()
    let browser = try Browser(server)
    try town.until("rules are in force", within: 20) { (try? browser.get("/-/ready").status) == 200 }
    let waiting = town.names(in: town.inbox)
    let body = Array(#"{"id":"long","source":"hotline","matter":"UM-001","grid":"heshuikou-01"}"#.utf8)
    let padding = [UInt8](repeating: 0x20, count: 300_000)
    let line = try browser.connection(within: 30)
    defer { close(line) }
    send("POST /api/v1/events?wait=20 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", on: line)
    send("Content-Type: application/json\r\nContent-Length: \(padding.count + body.count)\r\n\r\n", on: line)
    send(padding, on: line)
    func aside() -> [String] {
      let files = "/proc/\(server.pid)/fd/"
      let numbers = (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? []
      return numbers.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: files + $0) }
        .filter { $0.contains("/inbox/") && $0.hasSuffix(" (deleted)") }
    }
    try town.until("it is put aside", within: 20) { aside().count == 1 }
    #expect(aside().first?.contains("/inbox/.gridpost.") == true && access(asked, F_OK) == 0)
    #expect(town.names(in: town.inbox) == waiting)
    send(body, on: line)
    var said: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(line, &buffer, buffer.count, 0), count > 0 { said += buffer.prefix(count) }
    #expect(try Browser.parsed(said).status == 200)
    try town.until("nothing is left", within: 10) { aside().isEmpty }
    try town.verify()
  }

  @Test func aLongTableThatFailsOnItsWayIsCutOff() throws {
    let town = try Town()
    let lines = (0..<6_000).map { report("e-\($0)", ["summary": "路面破损，影响通行"]).rendered }
    try town.drop("many.ndjson", text: lines.joined(separator: "\n") + "\n")
    try town.pass(at: Moment.monday10)
    let path = town.folder + "/board.sock"
    let server = try town.serve(listen: ["unix:" + path])
    // What a local socket holds is far less than the table: the server waits until somebody reads.
    var line: Int32 = -1
    defer { close(line) }
    var (said, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
    // Until the cases are read they are told by nobody.
    try town.until("a table comes", within: 60) {
      close(line)
      line = (try? UnixSocket.connection(to: path)) ?? -1
      send("GET /items?format=csv HTTP/1.1\r\nHost: localhost\r\n\r\n", on: line)
      said = []
      while said.count < 4_096, case let count = recv(line, &buffer, 4_096, 0), count > 0 {
        said += buffer.prefix(count)
        if !said.starts(with: Array("HTTP/1.1 200".utf8)) { return false }
      }
      return true
    }
    // From here on the ledger cannot be read to its end.
    #expect(truncate(town.state + "/ledger.sqlite", 8_192) == 0)
    while case let count = recv(line, &buffer, buffer.count, 0), count > 0 { said += buffer.prefix(count) }
    let text = String(decoding: said, as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 200") && text.lowercased().contains("transfer-encoding: chunked"))
    #expect(said.count >= 4_096 && said.count < 500_000, "\(said.count) bytes came")
    #expect(!text.hasSuffix("0\r\n\r\n"), "a half must not look like a whole")
    try town.until("it is told", within: 10) {
      Child.text(server.child.errors).contains(#""level":"error","text":"a table was cut off: "#)
    }
  }

  @Test func slowBodiesLieOnTheDiskWithoutAName() throws {
    let town = try Town()
    try town.run()
    let server = try town.serve("--open")
    let browser = try Browser(server)
    try town.until("rules are in force", within: 20) { (try? browser.get("/-/ready").status) == 200 }
    let before = try memory(of: server)
    let (names, waiting) = (town.names(in: town.state), town.names(in: town.inbox))
    // Twelve, each of which is the better half of 8 MiB and says no more for now.
    let body = #"{"id":"long","source":"hotline","matter":"UM-001","grid":"heshuikou-01"}"#
    let padding = [UInt8](repeating: 0x20, count: (8 << 20) - body.utf8.count)
    let head = "POST /api/v1/events?wait=20 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    let half = padding.count * 3 / 4
    var lines: [Int32] = []
    defer { for line in lines { close(line) } }
    for _ in 0..<12 {
      let line = try browser.connection(within: 30)
      lines.append(line)
      send(head + "Content-Type: application/json\r\nContent-Length: \(8 << 20)\r\n\r\n", on: line)
      send(Array(padding.prefix(half)), on: line)
    }
    let files = "/proc/\(server.pid)/fd/"
    func aside() -> Int {
      let numbers = (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? []
      return numbers.filter { number in
        guard let to = try? FileManager.default.destinationOfSymbolicLink(atPath: files + number) else { return false }
        var status = stat()
        return to.hasSuffix(" (deleted)") && stat(files + number, &status) == 0 && status.st_size > half - (1 << 20)
      }.count
    }
    try town.until("all are put aside", within: 20) { aside() == 12 }
    // Held, they would be 72 MiB.
    #expect(try memory(of: server) - before < 30)
    #expect(town.names(in: town.state) == names && town.names(in: town.inbox) == waiting)
    // One goes on, and is what it was; the others go away, and leave nothing.
    send(Array(padding.dropFirst(half)) + Array(body.utf8), on: lines[0])
    var said: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(lines[0], &buffer, buffer.count, 0), count > 0 { said += buffer.prefix(count) }
    let answer = try Browser.parsed(said)
    #expect(answer.status == 200 && answer.json["outcomes"].array.first?["state"] == "accepted")
    for line in lines { close(line) }
    lines = []
    try town.until("nothing is left", within: 10) { aside() == 0 }
    #expect(try town.status()["records"]["received"] == 1)
    try town.verify()
  }
}
