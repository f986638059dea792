import Foundation
import Synchronization

/// People who look at the board: each on a connection of his own, a page at a steady pace, whatever the last one took.
final class Viewers: Sendable {
  /// Ten thousand page views a minute.
  static let pace = 167.0
  private static let people = 12
  private static let pages = [
    "/", "/items", "/items?state=open", "/triage", "/reports", "/rounds", "/subjects", "/rules", "/api/v1/status",
    "/api/v1/items",
  ]

  private struct State {
    var views = 0
    var trouble: String?
    var left = Viewers.people
    var isOver = false
  }

  private let port: UInt16
  private let state = Mutex(State())
  private let started = now()

  /// They begin to look.
  init(port: UInt16) {
    self.port = port
    for person in 0..<Self.people { Thread.detachNewThread { [self] in look(person) } }
  }

  /// They leave; answers how many pages a second they saw.
  func leave() throws -> Double {
    let seconds = now() - started
    let views = state.withLock { state in
      state.isOver = true
      return state.views
    }
    while state.withLock({ $0.left > 0 }) { usleep(5_000) }
    if let trouble = state.withLock({ $0.trouble }) { throw Trouble(trouble) }
    return Double(views) / seconds
  }

  private func look(_ person: Int) {
    defer { state.withLock { $0.left -= 1 } }
    do {
      let line = try Line(port)
      var due = now() + Double(person) / Self.pace
      var number = person * 7
      while !state.withLock({ $0.isOver }) {
        let rest = due - now()
        if rest > 0 { usleep(UInt32(min(rest, 0.1) * 1e6)) }
        guard now() >= due else { continue }
        try line.get(Self.pages[number % Self.pages.count])
        state.withLock { $0.views += 1 }
        number += 1
        due += Double(Self.people) / Self.pace
      }
    } catch { state.withLock { $0.trouble = "\(error)" } }
  }

  /// A connection that is kept.
  private final class Line {
    private let socket: Int32
    private var bytes = [UInt8](repeating: 0, count: 262_144)

    init(_ port: UInt16) throws {
      socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      var patience = timeval(tv_sec: 30, tv_usec: 0)
      setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let connected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      guard connected else { throw Trouble("the board cannot be reached: \(String(cString: strerror(errno)))") }
    }

    deinit { close(socket) }

    /// Asks for a page and reads it to its end.
    func get(_ path: String) throws {
      let asked = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
      guard send(socket, asked, asked.count, Int32(MSG_NOSIGNAL)) == asked.count else {
        throw Trouble("the board does not listen")
      }
      var filled = 0
      var end: Int?
      while end.map({ filled < $0 }) ?? true {
        guard filled < bytes.count else { throw Trouble("\(path) is longer than a page") }
        let count = bytes.withUnsafeMutableBytes { room in
          recv(socket, room.baseAddress?.advanced(by: filled), room.count - filled, 0)
        }
        guard count > 0 else { throw Trouble("the board does not answer \(path)") }
        filled += count
        if end == nil { end = try length(path, filled) }
      }
    }

    /// Where an answer ends whose head is there.
    private func length(_ path: String, _ filled: Int) throws -> Int? {
      let text = String(decoding: bytes[..<min(filled, 4_096)], as: UTF8.self)
      guard let blank = text.range(of: "\r\n\r\n") else { return nil }
      let head = text[..<blank.lowerBound].lowercased()
      guard head.hasPrefix("http/1.1 200 "), let name = head.range(of: "content-length: "),
        let body = Int(head[name.upperBound...].prefix { $0.isNumber })
      else { throw Trouble("the board answers \(path) with \(head)") }
      return text[..<blank.upperBound].utf8.count + body
    }
  }
}
