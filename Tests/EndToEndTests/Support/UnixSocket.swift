import Glibc

/// Sockets of our own in the file system.
enum UnixSocket {
  /// A socket of this kind that has the path for a name; the caller closes it.
  static func bound(to path: String, _ kind: __socket_type) throws -> Int32 {
    let number = socket(AF_UNIX, Int32(kind.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0, withAddress(path, { bind(number, $0, $1) }) == 0 else {
      throw HarnessFailure("cannot bind \(path): errno \(errno)")
    }
    return number
  }

  /// A connection to whoever listens there; the caller closes it.
  static func connection(to path: String) throws -> Int32 {
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0, withAddress(path, { connect(number, $0, $1) }) == 0 else {
      throw HarnessFailure("cannot connect to \(path): errno \(errno)")
    }
    return number
  }

  private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
