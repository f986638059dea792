import Foundation
import Glibc
import Harness

/// A second daemon, a pass beside a daemon: told to try later within a second, and nothing is touched.
struct Twins {
  private let chaos: Chaos
  private let report: Report

  init(_ chaos: Chaos) {
    self.chaos = chaos
    report = chaos.report
  }

  func run(_ time: Double) throws {
    let failures = report.failures.count
    var dice = chaos.dice("twins")
    let truth = Truth()
    let ground = try chaos.ground("twins", truth)
    let producer = Producer(ground, truth, dice: Dice(seed: dice.next()), prefix: "t")
    let consumer = Consumer(ground, dice: Dice(seed: dice.next()))
    defer { consumer.stop() }
    let end = seconds() + time
    var (twins, lives) = (0, 0)
    var longest = 0.0
    while seconds() < end || lives < 3 {
      let service = try Service(ground)
      defer { service.kill() }
      try service.waitUntilReady()
      lives += 1
      for index in 0..<4 {
        for _ in 0..<3 { try producer.dropSome() }
        // Frozen, so that whatever changes was the other's doing.
        let isFrozen = index % 2 == 0
        if isFrozen { try freeze(service.pid) }
        let before = isFrozen ? look(ground) : []
        let began = seconds()
        let arguments = [dice.pick(["run", "pass"])]
        let twin = try ground.finish(ground.start(arguments), arguments, within: 30)
        longest = max(longest, seconds() - began)
        twins += 1
        report.check(twin.code == 75, "twins: a second \(arguments[0]) exits \(twin.code): \(twin.said)")
        if isFrozen {
          let after = look(ground)
          report.check(
            before == after, "twins: a second \(arguments[0]) changed \(Set(after).symmetricDifference(before))")
          kill(service.pid, SIGCONT)
        }
      }
      dice.pause(0...100)
    }
    report.check(longest <= 1 || !chaos.options.isAlone, "twins: it took \(short(longest)) s to say so")
    try Settling(ground: ground, producer: producer, report: report, name: "twins").run()
    consumer.stop()
    let sum = try Audit(ground: ground, truth: truth, report: report, name: "twins").run(consumer)
    report.tell(
      "twins",
      "\(twins) told to try later, after \(short(longest)) s at most; \(lives) kills of the first; lost \(sum.lost), "
        + "twice \(sum.twice)")
    if report.failures.count == failures { ground.remove() }
  }

  /// Everything in the state that is the daemon's own: what it is called, how long it is and when it changed.
  private func look(_ ground: Ground) -> [String] {
    ground.files(below: ground.state).filter { !$0.hasPrefix("outbox/") || $0.hasPrefix("outbox/.staging") }.map {
      path in
      var status = stat()
      lstat(ground.state + "/" + path, &status)
      return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }.sorted()
  }
}
