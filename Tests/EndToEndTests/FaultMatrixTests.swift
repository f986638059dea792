import Foundation
import Glibc
import Testing

/// Every call the running daemon makes fails for as long as a tracer is attached, and is well again when it lets go.
///
/// A seeded few pairs of call and error by default; all of them with GRIDPOST_FAULTS=all, those of one call with its name.
@Suite(.crew, .enabled(if: Tools.strace, "strace is not here")) struct FaultMatrixTests {
  private static let calls = [
    "openat,openat2", "read", "write", "pwrite64", "fsync", "fdatasync", "syncfs", "renameat2", "renameat", "unlinkat",
    "mkdirat", "statx", "getdents64", "fcntl", "newfstatat", "getrandom", "poll",
  ]
  private static let errors = ["ENOSPC", "EIO", "EROFS", "EMFILE", "EDQUOT", "EACCES", "EINTR"]

  private static var sample: [(call: String, error: String)] {
    let all = calls.flatMap { call in errors.map { (call: call, error: $0) } }
    let wanted = ProcessInfo.processInfo.environment["GRIDPOST_FAULTS"]
    if let wanted { return wanted == "all" ? all : all.filter { $0.call == wanted } }
    // Seven steps of a stride that meets every call and every error in turn.
    return (0..<7).map { all[($0 * 50 + 3) % all.count] }
  }

  @Test func whateverFailsIsShownAndLivedThrough() throws {
    let town = try Town(Load.rules)
    var load = Load()
    var daemon = try town.run()
    for fault in Self.sample {
      try load.drop(into: town, files: 2, lines: 2)
      let tracer = try Tracer(daemon.pid, fault.call, fault.error, in: town)
      guard tracer.isAttached else { return print("skipped: strace may not attach here") }
      try load.drop(into: town, files: 2, lines: 3)
      let isHeldUp = try holdsUp(town, load, daemon)
      #expect(town.quarantined().isEmpty, "\(fault)")
      if isHeldUp, daemon.child.ended == nil {
        let status = try town.gridpost("status", "--json")
        let isShown = try status.code != 0 || status.json()["degraded"] != []
        #expect(isShown, "\(fault) is not shown")
      }
      tracer.detach()
      if daemon.child.ended != nil {
        #expect([74, 75].contains(daemon.child.outcome.code), "\(fault) \(daemon.said.suffix(500))")
        daemon = try town.run()
      }
      try town.until("recovered from \(fault)", within: 12) {
        let outcome = try town.gridpost("status", "--json")
        guard outcome.code == 0 else { return false }
        let status = try outcome.json()
        return status["degraded"] == [] && status["notices"]["pending"] == 0
          && status["records"]["accepted"].int == load.ids.count
      }
    }
    #expect(try daemon.stop() == 0)
    try load.expectNothingLostNothingTwice(in: town)
  }

  /// Whether what was dropped is still not taken, or not delivered, five seconds later.
  private func holdsUp(_ town: Town, _ load: Load, _ daemon: Daemon) throws -> Bool {
    let end = ContinuousClock.now + .seconds(5)
    while .now < end, daemon.child.ended == nil {
      let outcome = try town.gridpost("status", "--json")
      if outcome.code == 0 {
        let status = try outcome.json()
        let isDone = status["records"]["accepted"].int == load.ids.count && status["notices"]["pending"] == 0
        if isDone || status["degraded"] != [] { return !isDone }
      }
      usleep(200_000)
    }
    return true
  }
}

/// A tracer of a running process that has one of its calls fail for as long as it is attached.
private final class Tracer {
  private let child: Child
  private let said: String

  init(_ pid: pid_t, _ call: String, _ error: String, in town: Town) throws {
    said = town.ground.said()
    child = try Child(
      [
        "strace", "-f", "-o", "/dev/null", "-p", "\(pid)", "-e", "trace=\(call)", "-e",
        "inject=\(call):error=\(error):when=1+",
      ], environment: ["PATH": "/usr/bin:/bin"], folder: town.folder, input: "/dev/null", output: said, errors: said)
    for _ in 0..<500 where !isAttached && child.ended == nil { usleep(10_000) }
  }

  var isAttached: Bool { child.ended == nil && Child.text(said).contains("attached") }

  /// Lets go, which is the cure.
  func detach() {
    kill(child.pid, SIGINT)
    if child.end(within: 10) == nil { child.kill() }
  }
}
