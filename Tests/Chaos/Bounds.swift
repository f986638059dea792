import Foundation
import Glibc
import Harness

/// The bounds: memory stays flat whatever lies in the inbox, and nobody waits behind a bad file.
struct Bounds {
  private static let mostMemory = 200
  private static let longestWait = 5.0

  private let chaos: Chaos
  private let report: Report

  init(_ chaos: Chaos) {
    self.chaos = chaos
    report = chaos.report
  }

  func run(_ time: Double) throws {
    let failures = report.failures.count
    let truth = Truth()
    let ground = try chaos.ground("bounds", truth)
    try giants(ground)
    ground.remove()
    let crowded = try chaos.ground("bounds", Truth())
    try backlog(crowded)
    if report.failures.count == failures { crowded.remove() }
  }

  /// Files nobody can want: each comes alone, and a good one beside it.
  private func giants(_ ground: Ground) throws {
    let service = try Service(ground)
    defer { service.kill() }
    try service.waitUntilReady()
    let giants: [(what: String, name: String, make: (String) throws -> Void)] = [
      ("a sparse file of 10 GiB", "sparse.json", { try Self.make($0, size: 10 << 30, filled: false) }),
      ("a line of 1 GB", "line.ndjson", { try Self.make($0, size: 1_000_000_000, filled: true) }),
      ("a line as long as a file may be", "limit.ndjson", { try Self.make($0, size: 64 << 20, filled: true) }),
    ]
    for (index, giant) in giants.enumerated() {
      let beside = ground.inbox + "/.giant"
      try giant.make(beside)
      guard rename(beside, ground.inbox + "/" + giant.name) == 0 else {
        throw HarnessFailure("cannot drop \(giant.name)")
      }
      let waited = try waitForOne(ground, "beside-\(index)", within: 60)
      let end = seconds() + 60
      while access(ground.quarantine + "/" + giant.name, F_OK) != 0, seconds() < end { nap(0.02) }
      let memory = Self.memory(of: service.pid)
      report.tell(
        "bounds", "\(giant.what): peak memory \(memory) MiB; a good file beside it out after \(short(waited)) s")
      report.check(memory < Self.mostMemory, "bounds: \(giant.what) takes \(memory) MiB")
      report.check(waited <= Self.longestWait, "bounds: a file beside \(giant.what) waited \(short(waited)) s")
      report.check(seconds() < end, "bounds: \(giant.what) is not set aside")
      unlink(ground.quarantine + "/" + giant.name)
      unlink(ground.inbox + "/" + giant.name)
    }
    report.check(try service.stop() == 0, "bounds: run does not stop well")
  }

  private static func make(_ path: String, size: Int, filled: Bool) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw HarnessFailure("cannot write \(path): errno \(errno)") }
    defer { close(file) }
    guard filled else {
      guard ftruncate(file, size) == 0 else { throw HarnessFailure("cannot grow \(path): errno \(errno)") }
      return
    }
    let piece = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
    var rest = size
    while rest > 0 {
      let done = write(file, piece, min(rest, piece.count))
      guard done > 0 else { throw HarnessFailure("cannot write \(path): errno \(errno)") }
      rest -= done
    }
  }

  /// Drops a report and waits for its notice; answers how long that took.
  private func waitForOne(_ ground: Ground, _ id: String, within limit: Double) throws -> Double {
    let text = JSON.object(["id": .text(id), "source": "town", "matter": "CA-001", "grid": "jiangwei-01"]).rendered
    let folder = ground.outbox + "/jiangwei/jiangwei-01/livelihood"
    let before = ground.names(in: folder).count
    try Data(text.utf8).write(to: URL(fileURLWithPath: ground.inbox + "/." + id))
    let began = seconds()
    guard rename(ground.inbox + "/." + id, ground.inbox + "/" + id + ".json") == 0 else {
      throw HarnessFailure("cannot drop \(id)")
    }
    while ground.names(in: folder).count == before, seconds() < began + limit { nap(0.01) }
    return seconds() - began
  }

  /// A folder full of files of one event each: nine in ten put right on the spot, as in life.
  private func backlog(_ ground: Ground) throws {
    let number = chaos.options.backlog
    for index in 0..<number {
      let closed = index % 10 == 0 ? "" : #","resolved":{"by":"某人","at":"2026-03-02T10:00:00+08:00"}"#
      var text =
        #"{"id":"b\#(index)","source":"town","matter":"UM-001","grid":"heshuikou-0\#(index % 3 + 1)"\#(closed)}"#
      let file = open("\(ground.inbox)/b\(index).json", O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
      guard file >= 0 else { throw HarnessFailure("cannot write a backlog: errno \(errno)") }
      let done = text.withUTF8 { write(file, $0.baseAddress, $0.count) }
      close(file)
      guard done == text.utf8.count else { throw HarnessFailure("cannot write a backlog: errno \(errno)") }
    }
    let began = seconds()
    let service = try Service(ground)
    defer { service.kill() }
    let ready = try service.waitUntilReady()
    report.check(ready <= Kills.bound(number), "bounds: ready after \(short(ready)) s with \(grouped(number)) waiting")
    var longest = 0.0
    for index in 0..<5 {
      longest = max(longest, try waitForOne(ground, "now-\(index)", within: 120))
      nap(0.5)
    }
    let drain = try ground.gridpost("drain", "--timeout", "600", within: 620)
    let took = seconds() - began
    let memory = Self.memory(of: service.pid)
    report.check(drain.code == 0, "bounds: drain exits \(drain.code): \(drain.said)")
    report.check(memory < Self.mostMemory, "bounds: \(grouped(number)) waiting files take \(memory) MiB")
    report.check(longest <= Self.longestWait, "bounds: a file dropped before a backlog waited \(short(longest)) s")
    let accepted = try ground.json("status")["records"]["accepted"].int
    report.check(accepted == number + 5, "bounds: \(accepted ?? 0) of \(number + 5) are accepted")
    report.tell(
      "bounds",
      "\(grouped(number)) waiting files: peak memory \(memory) MiB, ready after \(short(ready)) s, all taken and delivered in "
        + "\(short(took)) s, one dropped meanwhile out after \(short(longest)) s at most")
    report.check(try service.stop() == 0, "bounds: run does not stop well")
  }

  /// The most memory a process ever had, in MiB.
  private static func memory(of pid: pid_t) -> Int {
    let line = Child.text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) / 1024
  }
}
