import Foundation
import Glibc

/// A running daemon; it ends with its owner at the latest.
final class Daemon {
  let child: Child
  /// Keeps the folder until the process is gone.
  private let ground: Town.Ground
  /// What stands behind `ready`.
  private(set) var ready = JSON.null

  init(_ child: Child, ground: Town.Ground) {
    self.child = child
    self.ground = ground
  }

  /// The daemon's own pid; the child's is the tracer's where there is one.
  var pid: pid_t {
    ready["pid"].int.map(pid_t.init) ?? child.pid
  }

  var said: String { Child.text(child.output) + Child.text(child.errors) }

  func waitUntilReady(within seconds: Double = 30) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      let text = Child.text(child.output)
      if let end = text.firstIndex(of: "\n") {
        guard text.hasPrefix("ready ") else { throw HarnessFailure("the first line is no ready line: \(text)") }
        ready = try JSON(parsing: String(text[..<end].dropFirst("ready ".count)))
        return
      }
      if child.ended != nil {
        throw HarnessFailure("the daemon ended with \(child.outcome.code) before it was ready: \(said)")
      }
      guard ContinuousClock.now < deadline else { throw HarnessFailure("not ready after \(seconds) s: \(said)") }
      usleep(3_000)
    }
  }

  func signal(_ signal: Int32) {
    guard child.ended == nil else { return }
    Glibc.kill(pid, signal)
  }

  /// SIGKILL.
  func kill() {
    child.kill()
  }

  /// SIGTERM, and waits.
  @discardableResult
  func stop(within seconds: Double = 30) throws -> Int32 {
    signal(SIGTERM)
    return try exit(within: seconds)
  }

  /// Waits for its end.
  func exit(within seconds: Double = 30) throws -> Int32 {
    guard child.end(within: seconds) != nil else {
      throw HarnessFailure("the daemon did not end within \(seconds) s: \(said)")
    }
    return child.outcome.code
  }
}
