import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing

/// The server killed at any moment: what it said yes to is in the ledger once, and what it did not say yes to at most once.
@Suite(.crew) struct ServeCrashTests {
  private static let json = ["Content-Type": "application/json"]

  /// What was sent, and which of it was answered with yes.
  private final class Sent: Sendable {
    private struct State {
      var said: Set<String> = []
      var all: Set<String> = []
    }

    private let state = Mutex(State())

    var said: Set<String> { state.withLock { $0.said } }
    var all: Set<String> { state.withLock { $0.all } }

    /// Sends them in one request, once; whoever gets no answer does not know, and does not ask again.
    func send(_ ids: [String], _ request: () throws -> WebReply) {
      state.withLock { $0.all.formUnion(ids) }
      guard let reply = try? request(), reply.status == 202 || reply.status == 200 else { return }
      state.withLock { $0.said.formUnion(ids) }
    }
  }

  private static func event(_ id: String) -> String {
    report(id, matter: "CA-002", grid: "heshuikou-0\(id.utf8.count % 3 + 1)").rendered
  }

  /// What nobody finished is cleared away by the next start, the daemon takes the rest, and all is as it was said.
  private func expect(_ events: Sent, notes: Sent = Sent(), on item: String? = nil, in town: Town) throws {
    let server = try town.serve("--open")
    try town.until("nothing half written is left", within: 20) {
      !(town.names(in: town.inbox) + town.names(in: town.inbox + "/board")).contains {
        $0.starts(with: ".gridpost.".utf8)
      }
    }
    try server.stop()
    try town.gridpost("pass", within: 120).exits(0)
    for folder in ["", "/board"] {
      let rest = town.names(in: town.inbox + folder).map { String(decoding: $0, as: UTF8.self) }
      #expect(rest.allSatisfy { $0 == ".claimed" || $0 == "board" }, "\(rest)")
    }
    #expect(town.names(in: town.inbox + "/.claimed").isEmpty && town.quarantined().isEmpty)
    let records = try town.export()
    let found = Dictionary(
      records.filter { $0["source"] == "test" }.compactMap { $0["id"].text }.map { ($0, 1) }, uniquingKeysWith: +)
    for id in events.said { #expect(found[id] == 1, "\(id) was said to be there") }
    #expect(found.values.allSatisfy { $0 == 1 } && Set(found.keys).isSubset(of: events.all.union(["item"])))
    #expect(records.allSatisfy { $0["state"] == "accepted" })
    if let item {
      let history = try town.show(item)["history"].array.compactMap { $0["note"].text }
      let told = Dictionary(history.map { ($0, 1) }, uniquingKeysWith: +)
      for note in notes.said { #expect(told[note] == 1, "\(note) was said to be taken") }
      #expect(told.values.allSatisfy { $0 == 1 } && Set(told.keys).isSubset(of: notes.all))
    }
    try town.verify()
  }

  @Test func killedAgainAndAgainUnderLoad() throws {
    let town = try Town()
    let daemon = try town.run()
    let item = try town.newItem("item")
    let (events, notes) = (Sent(), Sent())
    let port = Mutex<UInt16>(0)
    let isOver = Mutex(false)
    let group = DispatchGroup()
    /// Somebody who sends one thing after the other, to whoever listens just then.
    func client(_ send: @escaping @Sendable (Browser, Int) -> Void) {
      group.enter()
      Thread.detachNewThread {
        var number = 0
        while !isOver.withLock({ $0 }) {
          number += 1
          let now = port.withLock { $0 }
          if now == 0 { usleep(2_000) } else { send(Browser(port: now), number) }
        }
        group.leave()
      }
    }
    client { browser, number in
      let id = "single-\(number)"
      events.send([id]) { try browser.post("/api/v1/events", Self.event(id), Self.json) }
    }
    client { browser, number in
      let ids = (0..<100).map { "line-\(number)-\($0)" }
      let text = ids.map { Self.event($0) + "\n" }.joined()
      events.send(ids) { try browser.post("/api/v1/events", text, ["Content-Type": "application/x-ndjson"]) }
    }
    client { browser, number in
      let note = "note-\(number)"
      notes.send([note]) {
        try browser.post("/api/v1/items/\(item)/steps?wait=0", #"{"type":"note","note":"\#(note)"}"#)
      }
    }
    let (end, last) = (ContinuousClock.now + .seconds(10), ContinuousClock.now + .seconds(60))
    var (kills, life) = (0, UInt32(250_000))
    func isEnough() -> Bool { events.said.count > 100 && !notes.said.isEmpty }
    while kills < 16 && ContinuousClock.now < end || !isEnough() && ContinuousClock.now < last {
      // On a busy machine one lives longer, until some lived long enough to say yes.
      if kills > 8, !isEnough() { life = min(life * 2, 4_000_000) }
      let server = try town.serve("--open")
      let bound = try Browser(server).port
      port.withLock { $0 = bound }
      usleep(.random(in: 20_000...life))
      server.kill()
      port.withLock { $0 = 0 }
      kills += 1
    }
    isOver.withLock { $0 = true }
    #expect(group.wait(timeout: .now() + 30) == .success)
    try daemon.stop()
    #expect(kills >= 3 && isEnough(), "\(kills) \(events.said.count) \(notes.said.count)")
    try expect(events, notes: notes, on: item, in: town)
  }

  /// A server to whom something happens at a call.
  private func server(of town: Town, at call: String, _ mishap: String) throws -> Daemon {
    town.wrapper = Strace.command(call, mishap)
    defer { town.wrapper = [] }
    return Daemon(try town.start(["serve", "--open", "--listen", "127.0.0.1:0"]), ground: town.ground)
  }

  /// The calls by which a file comes into the inbox; and which of them, of a thread, to be killed at.
  static let calls: [(name: String, numbers: [Int])] = [
    ("openat2", [1, 2, 3, 4, 5, 6]), ("write", [1, 2, 3]), ("fsync", [1, 2, 3, 4]), ("renameat2", [1, 2]),
  ]

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: calls)
  func killedAtTheCallsThatWriteAFile(_ call: (name: String, numbers: [Int])) throws {
    let town = try Town()
    try town.gridpost("pass").exits(0)
    let sent = Sent()
    var kills = 0
    for number in call.numbers {
      let server = try server(of: town, at: call.name, "signal=KILL:when=\(number)")
      defer { server.kill() }
      // It may have met its end before it listened.
      guard (try? server.waitUntilReady()) != nil, let browser = try? Browser(server) else { continue }
      // So many that one of the few threads that answer comes to its third call, whichever gets which.
      for event in 0..<20 where server.child.ended == nil {
        let id = "\(call.name)-\(number)-\(event)"
        sent.send([id]) { try browser.post("/api/v1/events", Self.event(id), Self.json) }
      }
      if server.child.end(within: 0.5) != nil { kills += 1 }
    }
    if call.name != "openat2" { #expect(kills >= 1, "\(call.name) was never met") }
    try expect(sent, in: town)
  }

  /// Sends so many at the same time that most of them are laid down in groups; they end where the server does.
  private func sendTogether(_ name: String, to server: Daemon, _ sent: Sent) throws {
    let port = try Browser(server).port
    let group = DispatchGroup()
    for client in 0..<12 {
      group.enter()
      Thread.detachNewThread {
        for event in 0..<8 {
          let id = "\(name)-\(client)-\(event)"
          sent.send([id]) { try Browser(port: port).post("/api/v1/events", Self.event(id), Self.json) }
        }
        group.leave()
      }
    }
    #expect(group.wait(timeout: .now() + 120) == .success)
  }

  /// The calls by which a group comes into the inbox: it was killed before any is named, between two names, and before they are for good.
  @Test(
    .enabled(if: Tools.strace, "strace is not here"),
    arguments: [("syncfs", [1, 2, 4]), ("renameat2", [3, 8, 20]), ("fsync", [2, 3, 5])])
  func killedWhileAGroupIsLaidDown(_ call: (name: String, numbers: [Int])) throws {
    let town = try Town()
    try town.gridpost("pass").exits(0)
    let sent = Sent()
    var kills = 0
    for number in call.numbers {
      let server = try server(of: town, at: call.name, "signal=KILL:when=\(number)")
      defer { server.kill() }
      try server.waitUntilReady()
      try sendTogether("\(call.name)-\(number)", to: server, sent)
      if server.child.end(within: 0.5) != nil { kills += 1 }
    }
    #expect(kills >= 1, "\(call.name) was never met")
    try expect(sent, in: town)
  }

  /// A file system that cannot be synced as a whole says nothing of any one file: each is asked.
  @Test(.enabled(if: Tools.strace, "strace is not here"))
  func whereTheWholeCannotBeSyncedEachIs() throws {
    let town = try Town()
    try town.gridpost("pass").exits(0)
    let server = try server(of: town, at: "syncfs", "error=EIO")
    defer { server.kill() }
    try server.waitUntilReady()
    let sent = Sent()
    try sendTogether("e", to: server, sent)
    #expect(sent.said == sent.all)
    server.kill()
    try expect(sent, in: town)
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"))
  func yesIsSaidWhenTheFileIsThereForGood() throws {
    let town = try Town()
    try town.gridpost("pass").exits(0)
    let trace = town.folder + "/trace"
    town.wrapper = [
      "strace", "-f", "-qq", "-s", "64", "-o", trace, "-e", "trace=openat2,write,writev,sendto,sendmsg,fsync,renameat2",
    ]
    let server = Daemon(try town.start(["serve", "--open", "--listen", "127.0.0.1:0"]), ground: town.ground)
    town.wrapper = []
    defer { server.kill() }
    try server.waitUntilReady()
    #expect(try Browser(server).post("/api/v1/events", Self.event("a"), Self.json).status == 202)
    #expect(try server.child.ended == nil && Browser(server).get("/-/healthy").status == 200)
    let lines = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    let made = try #require(lines.firstIndex { $0.contains("openat2") && $0.contains(".gridpost.") })
    /// The line by which such a call has ended, whichever thread made it: nobody else lays anything down.
    func next(_ call: String, after line: Int) throws -> Int {
      let found = lines[(line + 1)...].firstIndex { $0.contains(call) && !$0.contains("<unfinished") }
      return try #require(found, "no \(call) behind line \(line)")
    }
    let synced = try next("fsync", after: try next("write", after: made))
    let durable = try next("fsync", after: try next("renameat2", after: synced))
    let said = try #require(lines.firstIndex { $0.contains("HTTP/1.1 202") })
    #expect(said > durable, "202 was said before the folder was synced")
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: ["fsync", "renameat2"])
  func whatCannotBeWrittenForGoodIsNotSaidToBe(_ call: String) throws {
    let town = try Town()
    try town.gridpost("pass").exits(0)
    town.wrapper = Strace.command(call, "error=EIO:when=1")
    let server = Daemon(try town.start(["serve", "--open", "--listen", "127.0.0.1:0"]), ground: town.ground)
    town.wrapper = []
    defer { server.kill() }
    try server.waitUntilReady()
    let sent = Sent()
    var statuses: [Int] = []
    for number in 0..<6 {
      let id = "e-\(number)"
      sent.send([id]) {
        let reply = try Browser(server).post("/api/v1/events", Self.event(id), Self.json)
        statuses.append(reply.status)
        return reply
      }
    }
    #expect(statuses.contains { $0 >= 500 } && statuses.contains(202), "\(statuses)")
    #expect(sent.said.count == statuses.count { $0 == 202 })
    server.kill()
    try expect(sent, in: town)
  }
}
