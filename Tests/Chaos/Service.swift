import Foundation
import Glibc
import Harness

/// A daemon under test.
final class Service {
  let child: Child
  private let ground: Ground
  private let started = seconds()

  init(_ ground: Ground) throws {
    self.ground = ground
    child = try ground.start(["run"])
  }

  var said: String { Child.text(child.output) + Child.text(child.errors) }
  var isReady: Bool { Child.text(child.output).hasPrefix("ready ") }
  /// The daemon's own pid, once it is ready: a tracer may stand before it.
  var pid: pid_t {
    let line = Child.text(child.output).drop { $0 != "{" }
    let ready = (try? JSON(parsing: String(line.prefix { $0 != "\n" }))) ?? .null
    return ready["pid"].int.map { pid_t($0) } ?? child.pid
  }

  /// Waits for `ready`; answers how long it took from the start.
  @discardableResult
  func waitUntilReady(within limit: Double = 60) throws -> Double {
    while !isReady {
      if child.ended != nil { throw HarnessFailure("run ended with \(child.outcome.code) before ready: \(said)") }
      guard seconds() < started + limit else { throw HarnessFailure("not ready after \(limit) s: \(said)") }
      nap(0.002)
    }
    return seconds() - started
  }

  /// SIGKILL.
  func kill() {
    child.kill()
  }

  /// SIGTERM, and waits; answers the exit code.
  func stop(within limit: Double = 60) throws -> Int32 {
    Glibc.kill(pid, SIGTERM)
    guard child.end(within: limit) != nil else { throw HarnessFailure("run did not stop within \(limit) s: \(said)") }
    return child.outcome.code
  }
}
