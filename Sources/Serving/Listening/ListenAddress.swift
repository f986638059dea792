internal import Glibc
package import Words

/// Where `serve` listens: an address and port of the network, or a path of a local socket (unix(7)).
package enum ListenAddress: Hashable, Sendable {
  case tcp(host: String, port: Int)
  case unix(path: String)

  /// What one is told where a text is no such address.
  package static let wanted = Bilingual(
    en: "an address like 127.0.0.1:8017, [::1]:8017 or unix:/run/gridpost/board.sock",
    zh: "形如 127.0.0.1:8017、[::1]:8017 或 unix:/run/gridpost/board.sock 的地址")

  /// Reads `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`; port 0 takes a free one. A host is a number or `localhost`: no name is looked up.
  package init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      // sockaddr_un holds 108 bytes with the NUL.
      guard !path.isEmpty, path.utf8.count < 108 else { return nil }
      self = .unix(path: path)
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port), text[text.index(after: colon)...].allSatisfy(\.isNumber)
    else { return nil }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if host == "localhost" { host = "127.0.0.1" }
    guard Self.family(of: host) != nil else { return nil }
    self = .tcp(host: host, port: port)
  }

  /// Whether nobody from beyond this machine can come here.
  package var isLocal: Bool {
    switch self {
    case .unix: true
    case .tcp(let host, _): Self.isLoopback(host)
    }
  }

  /// As `ready` names it, with the port that was taken.
  package func text(port taken: Int?) -> String {
    switch self {
    case .unix(let path): "unix:" + path
    case .tcp(let host, let port):
      "http://" + (Self.family(of: host) == AF_INET6 ? "[\(host)]" : host) + ":\(taken ?? port)"
    }
  }

  /// Whether an address is one of the machine's own loop (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
  package static func isLoopback(_ host: String) -> Bool {
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
    return host == "::1"
  }

  private static func family(of host: String) -> Int32? {
    var (four, six) = (in_addr(), in6_addr())
    if inet_pton(AF_INET, host, &four) == 1 { return AF_INET }
    return inet_pton(AF_INET6, host, &six) == 1 ? AF_INET6 : nil
  }
}
