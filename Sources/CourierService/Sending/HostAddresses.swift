internal import Glibc

/// An address that a host has: its bytes, and as it is written.
struct HostAddress: Hashable, Sendable {
  let bytes: [UInt8]
  let text: String

  /// The address in a socket's name; nil of another family than the two.
  init?(_ name: UnsafePointer<sockaddr>) {
    var text = [CChar](repeating: 0, count: 64)
    switch Int32(name.pointee.sa_family) {
    case AF_INET:
      var four = UnsafeRawPointer(name).loadUnaligned(as: sockaddr_in.self).sin_addr
      bytes = withUnsafeBytes(of: &four) { Array($0) }
      inet_ntop(AF_INET, &four, &text, socklen_t(text.count))
    case AF_INET6:
      var sixteen = UnsafeRawPointer(name).loadUnaligned(as: sockaddr_in6.self).sin6_addr
      bytes = withUnsafeBytes(of: &sixteen) { Array($0) }
      inet_ntop(AF_INET6, &sixteen, &text, socklen_t(text.count))
    default: return nil
    }
    let written = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.text = bytes.count == 16 ? "[\(written)]" : written
  }
}

/// All that a name resolves to, by the system's own resolver; that may take its time.
struct HostAddresses: Sendable {
  private(set) var list: [HostAddress] = []
  /// Why there is none, in the resolver's words.
  private(set) var flaw = ""

  init(of host: String) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let answer = getaddrinfo(host, nil, &hints, &found)
    defer { if let found { freeaddrinfo(found) } }
    guard answer == 0 else {
      flaw = gai_strerror(answer).map { String(cString: $0) } ?? "error \(answer)"
      return
    }
    var next = found
    while let entry = next {
      if let name = entry.pointee.ai_addr, let address = HostAddress(name), !list.contains(address) {
        list.append(address)
      }
      next = entry.pointee.ai_next
    }
  }
}

/// This machine's addresses, and those that mean all of its links.
enum OwnAddresses {
  static func read() -> Set<[UInt8]> {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var own: Set<[UInt8]> = []
    var next = first
    while let entry = next {
      let flags = Int32(bitPattern: entry.pointee.ifa_flags)
      var names = [entry.pointee.ifa_addr]
      if flags & Int32(IFF_BROADCAST) != 0 { names.append(entry.pointee.ifa_ifu.ifu_broadaddr) }
      for name in names {
        if let name, let address = HostAddress(name) { own.insert(address.bytes) }
      }
      next = entry.pointee.ifa_next
    }
    return own
  }
}
