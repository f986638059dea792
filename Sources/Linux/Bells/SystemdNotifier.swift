internal import Glibc

/// Speaks systemd's notification protocol (sd_notify(3)) without libsystemd: readiness, reload, watchdog, stop.
///
/// Does nothing without `$NOTIFY_SOCKET`. A message that cannot be sent is lost: systemd's own time-outs are the guard.
package struct SystemdNotifier: Sendable {
  private let address: [UInt8]?

  /// Half of the watchdog's patience; nil when systemd keeps none over this process.
  package let watchdogInterval: Duration?

  /// - Parameter environment: looks a variable up.
  package init(environment: (String) -> String?) {
    address = environment("NOTIFY_SOCKET").flatMap { socket in
      var path = Array(socket.utf8)
      guard let first = path.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"), path.count < 108
      else { return nil }
      // '@' stands for the NUL of the abstract name space; a path ends with one instead.
      if first == UInt8(ascii: "@") { path[0] = 0 } else { path.append(0) }
      return path
    }
    let isOurs = environment("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
    watchdogInterval =
      isOurs
      ? environment("WATCHDOG_USEC").flatMap(Int64.init).flatMap { $0 > 1 ? .microseconds($0 / 2) : nil } : nil
  }

  /// Tells nobody.
  package static var silent: SystemdNotifier { SystemdNotifier { _ in nil } }

  /// Tells that the daemon is ready, or ready again (`READY=1`).
  package func ready(_ status: String) { send("READY=1\nSTATUS=\(status)") }
  /// Tells that the daemon ends (`STOPPING=1`).
  package func stopping() { send("STOPPING=1") }
  /// Keeps the watchdog quiet (sd_notify(3), `WATCHDOG=1`).
  package func alive() { send("WATCHDOG=1", waiting: false) }

  /// Shows one line beside the service; false when it could not be sent now.
  package func status(_ line: String) -> Bool { send("STATUS=\(line)", waiting: false) }

  /// Tells of a reload; `ready` ends it.
  package func reloading() {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    send("RELOADING=1\nMONOTONIC_USEC=\(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)")
  }

  /// - Parameter waiting: for room in the receiver's queue; a systemd that is stuck must not hold up our loops.
  @discardableResult
  private func send(_ message: String, waiting: Bool = true) -> Bool {
    guard let address else { return true }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var target = sockaddr_un()
    target.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + address.count)
    let bytes = Array(message.utf8)
    let flags = Int32(MSG_NOSIGNAL) | (waiting ? 0 : Int32(MSG_DONTWAIT))
    return withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        sendto(descriptor, bytes, bytes.count, flags, name, length) == bytes.count
      }
    }
  }
}
