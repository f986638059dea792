import Foundation
import Glibc
import Synchronization

/// Somebody who takes messages over HTTP on this machine, as well or as badly as a story wants. It ends with its owner.
final class Receiver: Sendable {
  struct Request: Sendable {
    var path = ""
    /// By lower-case name.
    var headers: [String: String] = [:]
    var body = ""

    var json: JSON { (try? JSON(parsing: body)) ?? .null }
    var notice: String? { headers["webhook-id"] }
  }

  /// What it does with a request.
  enum Reply: Sendable {
    case status(Int, [String: String] = [:], body: String = "")
    /// Says nothing, and keeps the line.
    case silence
    /// Closes the line without a word.
    case hangUp
    /// Says that all is well and then goes on with its body for ever.
    case endless
    /// Says something else than HTTP.
    case noise
    case after(UInt32, Int)
  }

  let port: UInt16
  private let listener: Int32
  private let requests = Mutex<[Request]>([])
  private let reply: Mutex<@Sendable (Request) -> Reply>
  private let isOver = Atomic(false)
  private let connections = Atomic(0)

  init(_ reply: @escaping @Sendable (Request) -> Reply = { _ in .status(200) }) throws {
    self.reply = Mutex(reply)
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let number = listener
    let bound = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(number, address, length) == 0 && listen(number, 64) == 0 && getsockname(number, address, &length) == 0
      }
    }
    port = UInt16(bigEndian: name.sin_port)
    guard bound else { throw HarnessFailure("cannot listen: errno \(errno)") }
    Thread.detachNewThread { [weak self] in
      while let line = Self.accept(number) {
        guard let self, !self.isOver.load(ordering: .acquiring) else {
          close(line)
          break
        }
        self.connections.add(1, ordering: .relaxed)
        Thread.detachNewThread { [weak self] in
          while let request = Self.read(line), self?.answer(request, line) == true {}
          close(line)
        }
      }
      close(number)
    }
  }

  deinit {
    isOver.store(true, ordering: .releasing)
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private static func accept(_ number: Int32) -> Int32? {
    let line = Glibc.accept(number, nil, nil)
    guard line >= 0 else { return nil }
    _ = fcntl(line, F_SETFD, FD_CLOEXEC)
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(line, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    return line
  }

  // MARK: What was heard

  var heard: [Request] { requests.withLock { $0 } }
  var count: Int { heard.count }
  var calls: Int { connections.load(ordering: .relaxed) }

  /// Behaves otherwise from now on.
  func change(_ new: @escaping @Sendable (Request) -> Reply) { reply.withLock { $0 = new } }

  private static func read(_ line: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let end = Array("\r\n\r\n".utf8)
    var head: Int?
    var wanted = 0
    var request = Request()
    while true {
      if head == nil, let found = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) {
        head = found + 4
        let lines = String(decoding: bytes[..<found], as: UTF8.self).components(separatedBy: "\r\n")
        request.path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
          if parts.count == 2 { request.headers[parts[0].lowercased()] = parts[1] }
        }
        wanted = Int(request.headers["content-length"] ?? "") ?? 0
      }
      if let head, bytes.count >= head + wanted {
        request.body = String(decoding: bytes[head..<(head + wanted)], as: UTF8.self)
        return request
      }
      let count = recv(line, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
  }

  /// Answers, and tells whether the line stays.
  private func answer(_ request: Request, _ line: Int32) -> Bool {
    requests.withLock { $0.append(request) }
    switch reply.withLock({ $0 })(request) {
    case .status(let status, let headers, let body): return Self.say(status, headers, body, line)
    case .after(let milliseconds, let status):
      usleep(milliseconds * 1000)
      return Self.say(status, [:], "", line)
    case .silence:
      var byte: UInt8 = 0
      _ = recv(line, &byte, 1, 0)
      return false
    case .hangUp: return false
    case .noise:
      _ = Self.put("SSH-2.0-OpenSSH\r\n\u{0}\u{1}\r\n", line)
      return false
    case .endless:
      guard Self.put("HTTP/1.1 200 OK\r\n\r\n", line) else { return false }
      for _ in 0..<10_000 where !Self.put(String(repeating: "x", count: 8_192), line) { return false }
      return false
    }
  }

  private static func say(_ status: Int, _ headers: [String: String], _ body: String, _ line: Int32) -> Bool {
    let fields = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
    return put("HTTP/1.1 \(status) Whatever\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)", line)
  }

  private static func put(_ text: String, _ line: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }
}
