import Foundation
import Glibc

/// What a server answered.
struct WebReply {
  var status = 0
  /// By lower-case name; the last of a name counts, but cookies.
  var headers: [String: String] = [:]
  var cookies: [String] = []
  var body = ""

  var json: JSON { (try? JSON(parsing: body)) ?? .null }
}

/// Somebody who asks over HTTP, each time on a new connection; he keeps the cookies he is given.
final class Browser {
  let port: UInt16
  private(set) var cookies: [String: String] = [:]

  init(port: UInt16) { self.port = port }

  /// The server that a `ready` line names first.
  convenience init(_ daemon: Daemon) throws {
    guard let address = daemon.ready["listen"].array.first?.text, let colon = address.lastIndex(of: ":"),
      let port = UInt16(address[address.index(after: colon)...])
    else { throw HarnessFailure("no address in \(daemon.ready)") }
    self.init(port: port)
  }

  @discardableResult
  func get(_ path: String, _ headers: [String: String] = [:]) throws -> WebReply {
    try ask("GET", path, headers)
  }

  @discardableResult
  func post(_ path: String, _ body: String, _ headers: [String: String] = [:]) throws -> WebReply {
    try ask("POST", path, headers, Array(body.utf8))
  }

  /// Sends a form as a browser does.
  @discardableResult
  func submit(_ path: String, _ fields: [(String, String)], _ headers: [String: String] = [:]) throws -> WebReply {
    let safe = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{20}"..."\u{7E}"))
    func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: safe) ?? "" }
    let body = fields.map { encoded($0.0) + "=" + encoded($0.1) }.joined(separator: "&")
    return try post(
      path, body, ["Content-Type": "application/x-www-form-urlencoded"].merging(headers) { $1 })
  }

  func ask(_ method: String, _ path: String, _ headers: [String: String] = [:], _ body: [UInt8]? = nil) throws
    -> WebReply
  {
    var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"]
    if headers["Host"] == nil { lines.append("Host: 127.0.0.1:\(port)") }
    for (name, value) in headers { lines.append("\(name): \(value)") }
    if !cookies.isEmpty, headers["Cookie"] == nil {
      lines.append("Cookie: " + cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
    }
    if let body { lines.append("Content-Length: \(body.count)") }
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
    let reply = try Self.parsed(try raw(bytes))
    for cookie in reply.cookies {
      let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
      if pair.count == 2 { cookies[pair[0]] = pair[1] }
    }
    return reply
  }

  /// Sends bytes as they are, and reads until the other side closes, or until it has said nothing for so long.
  func raw(_ bytes: [UInt8], within seconds: Int = 20) throws -> [UInt8] {
    let line = try connection(within: seconds)
    defer { close(line) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let done = rest.withUnsafeBytes { send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if done <= 0 { break }
      rest = rest.dropFirst(done)
    }
    var said: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(line, &room, room.count, 0)
      guard count > 0 else { return said }
      said += room.prefix(count)
    }
  }

  /// A connection that gives up after so many seconds; the caller closes it.
  func connection(within seconds: Int) throws -> Int32 {
    let line = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var patience = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    do { try connect(line) } catch {
      close(line)
      throw error
    }
    return line
  }

  /// Leads a socket to the server.
  func connect(_ line: Int32) throws {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard connected else { throw HarnessFailure("cannot connect to port \(port): errno \(errno)") }
  }

  static func parsed(_ bytes: [UInt8]) throws -> WebReply {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { throw HarnessFailure("no answer but “\(text)”") }
    var reply = WebReply()
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    reply.status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let (name, value) = (
        line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      )
      if name == "set-cookie" { reply.cookies.append(value) }
      reply.headers[name] = value
    }
    reply.body = String(text[end.upperBound...])
    return reply
  }
}

extension Town {
  /// Starts the board and the API on a free port and waits until it listens.
  func serve(_ arguments: String..., listen: [String] = ["127.0.0.1:0"]) throws -> Daemon {
    try serve(arguments, listen: listen)
  }

  func serve(_ arguments: [String], listen: [String] = ["127.0.0.1:0"]) throws -> Daemon {
    let command = ["serve"] + listen.flatMap { ["--listen", $0] } + arguments
    let daemon = Daemon(try start(command), ground: ground)
    daemons.append(daemon)
    try daemon.waitUntilReady()
    return daemon
  }
}
