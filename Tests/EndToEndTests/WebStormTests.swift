import Foundation
import Glibc
import Synchronization
import Testing

/// While writes follow fast upon each other one look at the ledger serves all who look; what somebody did or was told he is shown all the same.
@Suite(.crew) struct WebStormTests {
  /// Files that come one after the other, fifty a second, until it is told to end.
  private final class Storm: Sendable {
    private let count = Mutex<(dropped: Int, isOver: Bool)>((0, false))

    init(_ town: Town) {
      let inbox = town.inbox
      Thread.detachNewThread { [self] in
        while let number = next() {
          let text = report("storm-\(number)").rendered
          let (hidden, name) = ("\(inbox)/.storm-\(number).tmp", "\(inbox)/storm-\(number).json")
          guard FileManager.default.createFile(atPath: hidden, contents: Data(text.utf8)), rename(hidden, name) == 0
          else { return }
          usleep(20_000)
        }
      }
    }

    private func next() -> Int? {
      count.withLock { count in
        if count.isOver { return nil }
        count.dropped += 1
        return count.dropped
      }
    }

    /// How many there were.
    func end() -> Int {
      count.withLock { count in
        count.isOver = true
        return count.dropped
      }
    }
  }

  private func scene() throws -> (Town, Browser, item: String) {
    let town = try Town()
    try town.run()
    let item = try town.newItem("a")
    return (town, try Browser(try town.serve("--open")), item)
  }

  @Test func whoWroteSeesWhatHeWrote() throws {
    let (town, browser, item) = try scene()
    let storm = Storm(town)
    for number in 0..<40 {
      let taken = try browser.post("/api/v1/items/\(item)/steps", #"{"type":"note","note":"note-\#(number)-"}"#)
      #expect(taken.status == 200)
      #expect(try browser.get("/api/v1/items/\(item)").body.contains("note-\(number)-"))
    }
    _ = storm.end()
    try town.verify()
  }

  @Test func whatTheStreamToldIsShown() throws {
    let (town, browser, _) = try scene()
    let stream = try browser.connection(within: 20)
    defer { close(stream) }
    let ask = Array("GET /api/v1/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    #expect(send(stream, ask, ask.count, Int32(MSG_NOSIGNAL)) == ask.count)
    let storm = Storm(town)
    var (said, told, room) = ("", Set<String>(), [UInt8](repeating: 0, count: 65_536))
    for _ in 0..<12 {
      let count = recv(stream, &room, room.count, 0)
      guard count > 0 else { throw HarnessFailure("the stream says no more") }
      said += String(decoding: room.prefix(count), as: UTF8.self)
      // Of an event that is not whole yet nothing was told.
      let events = said.components(separatedBy: "\n\n").dropLast()
      told.formUnion(events.compactMap { $0.firstMatch(of: /"item":"([^"]+)"/).map { String($0.1) } })
      let shown = try browser.get("/api/v1/items?limit=500").json.array.compactMap { $0["item"].text }
      #expect(told.subtracting(shown).isEmpty, "\(told.count) told, \(shown.count) shown")
    }
    let dropped = storm.end()
    #expect(told.count > 1, "nothing of the storm was told")
    try town.until("all is shown", within: 20) {
      (try? browser.get("/api/v1/items?limit=500").json.array.count) == dropped + 1
    }
  }
}
