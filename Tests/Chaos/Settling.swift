import Glibc
import Harness

/// A last life of a daemon in which everything comes to rest, then a pass.
struct Settling {
  let ground: Ground
  let producer: Producer
  let report: Report
  let name: String

  /// - Returns: how long it took to `ready`.
  @discardableResult
  func run() throws -> Double {
    let service = try Service(ground)
    defer { service.kill() }
    let time = try service.waitUntilReady()
    try producer.keepPromises()
    for _ in 0..<2 {
      let drain = try ground.gridpost("drain", "--timeout", "90")
      report.check(drain.code == 0, "\(name): drain exits \(drain.code): \(drain.said)")
      // What comes late twice is late a second after, and another.
      if producer.habits.late { nap(4.2) }
    }
    let code = try service.stop()
    report.check(code == 0, "\(name): run stopped with \(code)")
    let pass = try ground.gridpost("pass")
    report.check(pass.code == 0, "\(name): pass exits \(pass.code): \(pass.said)")
    return time
  }
}
