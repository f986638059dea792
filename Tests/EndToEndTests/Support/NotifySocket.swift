import Foundation
import Glibc

/// What systemd would hear: a datagram socket of our own in the place of `$NOTIFY_SOCKET`.
final class NotifySocket {
  let path: String
  private let number: Int32
  private(set) var messages: [String] = []

  init(in town: Town) throws {
    path = town.folder + "/notify"
    number = try UnixSocket.bound(to: path, SOCK_DGRAM)
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
