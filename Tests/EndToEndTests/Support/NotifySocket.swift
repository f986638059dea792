import Foundation
import Glibc

/// What systemd would hear: a datagram socket of our own in the place of `$NOTIFY_SOCKET`.
final class NotifySocket {
  let path: String
  private let number: Int32
  private(set) var messages: [String] = []

  init(in town: Town) throws {
    path = town.folder + "/notify"
    number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard number >= 0, bound == 0 else { throw HarnessFailure("cannot listen at \(path): errno \(errno)") }
  }

  deinit { close(number) }

  var environment: [String: String?] { ["NOTIFY_SOCKET": path] }

  /// Takes what came since the last time.
  func listen() {
    var bytes = [UInt8](repeating: 0, count: 8192)
    while true {
      let count = recv(number, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { return }
      messages.append(String(decoding: bytes[..<count], as: UTF8.self))
    }
  }

  /// What `systemctl status` would show now.
  var status: String {
    listen()
    let lines = messages.flatMap { $0.split(separator: "\n") }
    return lines.last { $0.hasPrefix("STATUS=") }.map { String($0.dropFirst("STATUS=".count)) } ?? ""
  }

  func count(of line: String) -> Int {
    listen()
    return messages.count { $0.split(separator: "\n").contains { $0 == line } }
  }
}
