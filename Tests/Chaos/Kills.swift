import Foundation
import Glibc
import Harness

/// SIGKILL at random moments under load: half of them right after the start, the others while it works.
struct Kills {
  private let chaos: Chaos
  private let report: Report

  init(_ chaos: Chaos) {
    self.chaos = chaos
    report = chaos.report
  }

  /// The longest time to `ready`, and how many files waited then.
  private struct Readiness {
    var longest = 0.0
    var waiting = 0
    var worstRatio = 0.0
    /// From the first one on there is a good copy of the rules, and spoiled ones may be saved: before it 78 is the right end.
    var hasBeen = false

    mutating func note(_ time: Double, waiting files: Int) {
      hasBeen = true
      worstRatio = max(worstRatio, time / Kills.bound(files))
      if time > longest { (longest, waiting) = (time, files) }
    }
  }

  static func bound(_ waiting: Int) -> Double { 2 + Double(waiting) / 10_000 }

  func run(_ time: Double) throws {
    var dice = chaos.dice("kills")
    let truth = Truth()
    let ground = try chaos.ground("kills", truth)
    let producer = Producer(ground, truth, dice: Dice(seed: dice.next()), prefix: "k")
    let consumer = Consumer(ground, dice: Dice(seed: dice.next()))
    defer { consumer.stop() }
    // The audit of what was dropped needs its time too.
    let end = seconds() + time * 0.65
    let wanted = chaos.options.isFull ? 500 : 0
    var ready = Readiness()
    var (kills, early, reloads, passes) = (0, 0, 0, 0)
    while seconds() < end || kills < wanted {
      if dice.chance(0.03) { try producer.dropBurst(dice.number(50...400)) }
      if dice.chance(0.15) { reloads += try reload(ground, truth, &dice, spoiling: ready.hasBeen) }
      if dice.chance(0.05), try killPass(ground, &dice) { passes += 1 }
      if try killRun(ground, producer, &dice, &ready) { early += 1 }
      kills += 1
      if kills % 100 == 0 { try verify(ground) }
    }
    try chaos.save(RulesText.good(0), ground, truth)
    let waiting = ground.waiting
    ready.note(try Settling(ground: ground, producer: producer, report: report, name: "kills").run(), waiting: waiting)
    report.check(
      ready.worstRatio <= 1 || !chaos.options.isAlone,
      "kills: longest to ready \(short(ready.longest)) s with \(ready.waiting) waiting: "
        + "\(short(ready.worstRatio)) of the bound")
    consumer.stop()
    let sum = try Audit(ground: ground, truth: truth, report: report, name: "kills").run(consumer)
    report.tell(
      "kills",
      "\(kills) kills of run (\(early) before ready), \(passes) of pass, \(reloads) rules saved; "
        + "\(grouped(truth.files.count)) files, \(grouped(sum.records)) records, \(grouped(sum.notices)) notices: "
        + "lost \(sum.lost), twice \(sum.twice)")
    report.tell(
      "kills",
      "longest to ready \(short(ready.longest)) s with \(ready.waiting) waiting; "
        + "at most \(short(ready.worstRatio)) of the bound (2 s + 1 s per 10,000)")
    if report.failures.isEmpty { ground.remove() }
  }

  /// One life of a daemon; answers whether it died before it was ready.
  private func killRun(
    _ ground: Ground, _ producer: Producer, _ dice: inout Dice, _ ready: inout Readiness
  ) throws -> Bool {
    let waiting = ground.waiting
    let began = seconds()
    let service = try Service(ground)
    defer { service.kill() }
    let isEarly = dice.chance(0.6)
    var moment = began + Double(isEarly ? dice.number(0...100_000) : dice.number(0...200_000)) / 1e6
    if !isEarly {
      ready.note(try service.waitUntilReady(), waiting: waiting)
      moment = seconds() + Double(dice.number(0...250_000)) / 1e6
    }
    while seconds() < moment {
      try producer.dropSome()
      if service.child.ended != nil { return tellEnd(service) }
      dice.pause(0...12)
    }
    let wasReady = service.isReady
    ready.hasBeen = ready.hasBeen || wasReady
    if service.child.ended != nil { return tellEnd(service) }
    return !wasReady
  }

  private func tellEnd(_ service: Service) -> Bool {
    report.fail("kills: run ended by itself with \(service.child.outcome.code): \(service.said.suffix(800))")
    return false
  }

  private func killPass(_ ground: Ground, _ dice: inout Dice) throws -> Bool {
    // A pass waits for nobody, not for the writer in two parts either; there is none between two daemons.
    let pass = try ground.start(["pass"])
    dice.pause(0...80)
    let ended = pass.ended
    pass.kill()
    unlink(pass.output)
    unlink(pass.errors)
    return ended == nil
  }

  private func reload(_ ground: Ground, _ truth: Truth, _ dice: inout Dice, spoiling: Bool) throws -> Int {
    let variant = dice.number(0...99)
    if dice.chance(0.4) && spoiling {
      try chaos.save(RulesText.bad(variant), ground, nil)
    } else {
      try chaos.save(RulesText.good(variant), ground, truth)
    }
    return 1
  }

  private func verify(_ ground: Ground) throws {
    let outcome = try ground.gridpost("verify")
    report.check(outcome.code == 0, "kills: verify exits \(outcome.code) among the kills: \(outcome.said)")
  }
}
