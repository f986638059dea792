import Foundation
import Glibc
import Harness

/// Killed just before each call that changes something on the disk, one after the other: in a pass, in its recovery, in the
/// recovery's recovery, in a daemon from its start over a reload to its stop.
struct CrashPoints {
  private let chaos: Chaos
  private let report: Report

  init(_ chaos: Chaos) {
    self.chaos = chaos
    report = chaos.report
  }

  /// The place of the crash in what was going on.
  private enum Story: String, CaseIterable {
    case pass, recovery
    case secondRecovery = "recovery's recovery"
    case run
  }

  private final class Stage {
    let ground: Ground
    let truth: Truth
    let producer: Producer
    let shim: Shim
    var dice: Dice
    var kills: [String: Int] = [:]

    init(_ ground: Ground, _ truth: Truth, _ producer: Producer, _ shim: Shim, _ dice: Dice) {
      self.ground = ground
      self.truth = truth
      self.producer = producer
      self.shim = shim
      self.dice = dice
    }
  }

  func run(_ time: Double) throws {
    var dice = chaos.dice("points")
    let truth = Truth()
    let ground = try chaos.ground("points", truth)
    guard let shim = try Shim(in: ground.folder) else {
      return report.tell("points", "skipped: there is no C compiler")
    }
    // A pass waits for nobody: files in two parts would be taken by halves.
    let producer = Producer(
      ground, truth, dice: Dice(seed: dice.next()), prefix: "c", habits: Producer.Habits(inPlace: false, longest: 12))
    let consumer = Consumer(ground, dice: Dice(seed: dice.next()))
    defer { consumer.stop() }
    let stage = Stage(ground, truth, producer, shim, dice)
    let end = seconds() + time * 0.85
    for (index, story) in Story.allCases.enumerated() {
      let rest = Double(Story.allCases.count - index) + 1
      try sweep(story, stage, until: seconds() + (end - seconds()) / (story == .run ? 1 : rest))
    }
    try chaos.save(RulesText.good(0), ground, truth)
    let failures = report.failures.count
    try Settling(ground: ground, producer: producer, report: report, name: "points").run()
    consumer.stop()
    let sum = try Audit(ground: ground, truth: truth, report: report, name: "points").run(consumer)
    let kinds = stage.kills.sorted { $0.value > $1.value }.map { "\($0.value) at \($0.key)" }.joined(separator: ", ")
    report.tell(
      "points",
      "\(grouped(sum.records)) records, \(grouped(sum.notices)) notices: lost \(sum.lost), twice \(sum.twice); kills: \(kinds)"
    )
    if report.failures.count == failures { ground.remove() }
  }

  /// Meets every point in turn, or, where time is short, points spread evenly over all.
  private func sweep(_ story: Story, _ stage: Stage, until end: Double) throws {
    _ = try play(story, stage, killingAt: nil)
    let calls = stage.shim.counted.calls
    var numbers = Array(1...max(calls, 1))
    let began = seconds()
    var (met, killed) = (0, 0)
    // The first dozen tell how many there is time for.
    for number in stage.dice.shuffled(numbers).prefix(12) {
      killed += try play(story, stage, killingAt: number) ? 1 : 0
      met += 1
    }
    let each = (seconds() - began) / Double(met)
    let room = Int((end - seconds()) / each)
    if room < numbers.count { numbers = stage.dice.shuffled(numbers).prefix(max(room, 0)).sorted() }
    for number in numbers {
      killed += try play(story, stage, killingAt: number) ? 1 : 0
      met += 1
    }
    // Another load may make a few calls more: on until nothing is left to be killed at.
    var number = calls + 1
    while room >= calls, try play(story, stage, killingAt: number) {
      (number, met, killed) = (number + 1, met + 1, killed + 1)
    }
    let share = room < calls ? "\(numbers.count) of about \(calls) points" : "every point of \(number - 1)"
    report.tell("points", "\(story.rawValue): \(share), \(killed) kills, \(short(each * 1_000)) ms each")
  }

  /// One crash and what follows; answers whether the kill was met.
  private func play(_ story: Story, _ stage: Stage, killingAt number: Int?) throws -> Bool {
    for _ in 0..<2 { try stage.producer.dropSome() }
    let killed: Bool
    switch story {
    case .pass: killed = try pass(stage, killingAt: number)
    case .recovery:
      _ = try pass(stage, killingAt: stage.dice.number(1...140))
      killed = try pass(stage, killingAt: number)
    case .secondRecovery:
      _ = try pass(stage, killingAt: stage.dice.number(20...140))
      _ = try pass(stage, killingAt: stage.dice.number(1...80))
      killed = try pass(stage, killingAt: number)
    case .run: killed = try run(stage, killingAt: number)
    }
    let after = try stage.ground.gridpost("pass")
    let place = "\(story.rawValue) killed at \(number.map(String.init) ?? "nothing") (\(stage.shim.counted.last))"
    report.check(after.code == 0, "points: the pass after \(place) exits \(after.code): \(after.said.suffix(500))")
    let left = stage.ground.names(in: stage.ground.claimed) + stage.ground.names(in: stage.ground.staging)
    report.check(left.isEmpty, "points: after \(place) and a pass there is left: \(left)")
    return killed
  }

  private func pass(_ stage: Stage, killingAt number: Int?) throws -> Bool {
    stage.ground.environment = try stage.shim.environment(killingAt: number)
    defer { stage.ground.environment = [:] }
    return try note(stage.ground.gridpost("pass").code, stage)
  }

  private func note(_ code: Int32, _ stage: Stage) throws -> Bool {
    report.check(code == 0 || code == -SIGKILL, "points: ended with \(code) and not by the kill")
    guard code == -SIGKILL else { return false }
    stage.kills[stage.shim.counted.last, default: 0] += 1
    return true
  }

  /// A daemon's whole life: start, intake, delivery, reload, stop.
  private func run(_ stage: Stage, killingAt number: Int?) throws -> Bool {
    let ground = stage.ground
    ground.environment = try stage.shim.environment(killingAt: number)
    let service = try Service(ground)
    ground.environment = [:]
    defer { service.kill() }
    try watch(service) { service.isReady }
    if service.child.ended == nil {
      try stage.producer.dropSome()
      let variant = stage.dice.number(0...99)
      try chaos.save(RulesText.good(variant), ground, stage.truth)
      Glibc.kill(service.pid, SIGHUP)
      let digest = JSON.text(Truth.sha(RulesText.good(variant)))
      let end = seconds() + 5
      try watch(service) {
        guard seconds() < end else { return true }
        let status = try ground.gridpost("status", "--json")
        guard status.code == 0 else { return false }
        let json = try status.json()
        return json["rules"]["digest"] == digest && json["files"]["waiting"] == 0 && json["notices"]["pending"] == 0
      }
      if service.child.ended == nil { Glibc.kill(service.pid, SIGTERM) }
    }
    guard service.child.end(within: 20) != nil else { throw HarnessFailure("run does not stop: \(service.said)") }
    return try note(service.child.outcome.code, stage)
  }

  private func watch(_ service: Service, _ isSo: () throws -> Bool) throws {
    let end = seconds() + 60
    while service.child.ended == nil, try !isSo() {
      guard seconds() < end else { throw HarnessFailure("run neither goes on nor ends: \(service.said)") }
      nap(0.005)
    }
  }
}

extension Dice {
  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    elements.shuffled(using: &self)
  }
}
