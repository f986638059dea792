import Foundation
import Glibc
import Harness

/// The power is cut under load, again and again: everything any answer promised is there afterwards, and nothing comes twice
/// but what lay between its rename into the outbox and the sync of its folder.
struct PowerCuts {
  private let chaos: Chaos
  private let report: Report
  private static let promises = [
    "files.taken", "files.quarantined", "records.received", "records.accepted", "records.rejected", "records.duplicate",
    "notices.owed", "notices.delivered",
  ]

  init(_ chaos: Chaos) {
    self.chaos = chaos
    report = chaos.report
  }

  /// Figures of a series of cuts.
  private struct Series {
    var cuts = 0
    var broken: [String] = []
    var again: Set<String> = []
    var cutsWithAgain = 0
    var lostUnsynced = 0
    var spoiled = 0
    /// Files of the ledger that came back without their bytes, which nobody had synced.
    var returnedEmpty = 0
    var longestReady = 0.0
    var replayed = 0
  }

  func run(_ time: Double) throws {
    let wanted = chaos.options.isFull ? 100 : 3
    let failures = report.failures.count
    guard let series = try cuts("power", time * 0.8, atLeast: wanted, syncing: true) else { return }
    report.check(series.broken.isEmpty, "power: broken: \(series.broken.prefix(5).joined(separator: "; "))")
    report.tell(
      "power",
      "\(series.cuts) cuts: \(series.broken.count) promises broken; laid down again \(series.again.count) notices in "
        + "\(series.cutsWithAgain) cuts (rename not yet synced); \(series.replayed) files came back and were known; "
        + "\(series.lostUnsynced) unsynced drops lost, \(series.spoiled) emptied or torn by the cut (\(series.returnedEmpty) of them in the ledger); longest to ready "
        + "\(short(series.longestReady)) s")
    guard let control = try cuts("power-control", time * 0.2, atLeast: 20, syncing: false) else { return }
    report.tell("power", "control without any sync: \(control.cuts) cuts, \(control.broken.count) promises broken")
    report.check(!control.broken.isEmpty, "power: without any sync no promise was broken: the cuts prove nothing")
    guard report.failures.count == failures else { return }
    for name in ["power", "power-control"] {
      try? FileManager.default.removeItem(atPath: chaos.options.folder + "/" + name)
    }
  }

  /// Nil where there are no disks to be had. The control stops at the first broken promise.
  private func cuts(_ name: String, _ time: Double, atLeast wanted: Int, syncing: Bool) throws -> Series? {
    var dice = chaos.dice(name)
    let truth = Truth()
    let ground = try chaos.ground(name, truth)
    guard let disk = try LoopDisk(ground, at: ground.state, report: report) else { return nil }
    defer { disk.abandon() }
    guard let shim = try Shim(in: ground.folder) else { throw HarnessFailure("there is no C compiler") }
    // A cut may come before any daemon made its folders last, and who drops files must find the inbox.
    mkdir(ground.inbox, 0o777)
    sync()
    let producer = Producer(
      ground, truth, dice: Dice(seed: dice.next()), prefix: "w",
      habits: Producer.Habits(steps: false, faults: false, repeats: false, late: false, syncing: 0.3))
    let consumer = Consumer(ground, dice: Dice(seed: dice.next()))
    defer { consumer.stop() }
    var series = Series()
    let end = seconds() + time
    while seconds() < end || series.cuts < wanted {
      ground.environment = syncing ? [:] : shim.withoutSync
      try live(ground, disk, producer, consumer, &dice, &series)
      series.cuts += 1
      if !syncing && !series.broken.isEmpty { break }
    }
    ground.environment = [:]
    guard syncing else { return series }
    try Settling(ground: ground, producer: producer, report: report, name: name).run()
    consumer.stop()
    _ = try Audit(ground: ground, truth: truth, report: report, name: name).run(consumer, again: series.again)
    series.replayed = try ground.json("status")["files"]["replayed"].int ?? 0
    return series
  }

  /// One life from the start to the cut, and the look at what is left.
  private func live(
    _ ground: Ground, _ disk: LoopDisk, _ producer: Producer, _ consumer: Consumer, _ dice: inout Dice,
    _ series: inout Series
  ) throws {
    let service = try Service(ground)
    defer { service.kill() }
    var promised: [String: Int] = [:]
    // Some cuts fall into the recovery.
    if dice.chance(0.85) {
      series.longestReady = max(series.longestReady, try service.waitUntilReady())
      let environment = ground.environment
      ground.environment = [:]
      promised = try work(ground, producer, consumer, &dice, &series)
      ground.environment = environment
    } else {
      try producer.dropSome()
      dice.pause(0...120)
    }
    try consumer.hold {
      try disk.cut()
      service.kill()
      try disk.detach()
      try disk.attach()
    }
    ground.environment = ground.environment["CHAOS_NO_SYNC"] == nil ? [:] : ground.environment
    try look(ground, producer.truth, consumer, promised, &series)
  }

  /// Load, with answers between; answers the last counts read.
  private func work(
    _ ground: Ground, _ producer: Producer, _ consumer: Consumer, _ dice: inout Dice, _ series: inout Series
  ) throws -> [String: Int] {
    var promised: [String: Int] = [:]
    for _ in 0..<dice.number(1...4) {
      try producer.dropSome()
      if dice.chance(0.1) { try producer.dropBurst(dice.number(20...200)) }
      if dice.chance(0.3) { dice.pause(0...60) }
      switch dice.number(0...9) {
      case 0...5: promised = try counts(ground)
      case 6:
        let dropped = producer.truth.files.indices
        if try ground.gridpost("drain", "--timeout", "10").code == 0 {
          for index in dropped { producer.truth.files[index].isPromised = true }
        }
      case 7: try act(ground, producer.truth, consumer, &dice, &series)
      default: break
      }
    }
    try producer.dropSome()
    dice.pause(0...100)
    return promised
  }

  private func counts(_ ground: Ground) throws -> [String: Int] {
    let status = try ground.json("status")
    var counts: [String: Int] = [:]
    for name in Self.promises {
      let parts = name.split(separator: ".").map(String.init)
      counts[name] = status[parts[0]][parts[1]].int ?? 0
    }
    return counts
  }

  /// A step on something that was seen before, perhaps before an earlier cut: where nothing was synced it may be gone.
  private func act(
    _ ground: Ground, _ truth: Truth, _ consumer: Consumer, _ dice: inout Dice, _ series: inout Series
  ) throws {
    let items = consumer.remembered.items
    guard !items.isEmpty else { return }
    let item = dice.pick(items)
    let outcome = try ground.gridpost("act", "note", item, "--note", "看过", "--by", "某人", "--wait", "10")
    guard outcome.code == 0 else {
      let why = "act note \(item) exits \(outcome.code): \(outcome.said)"
      return series.broken.append("before cut \(series.cuts + 1): \(why)")
    }
    truth.acts += 1
  }

  /// What is left after the cut, before any daemon has touched it.
  private func look(
    _ ground: Ground, _ truth: Truth, _ consumer: Consumer, _ promised: [String: Int], _ series: inout Series
  ) throws {
    let cut = "cut \(series.cuts + 1)"
    let isThere = access(ground.state + "/ledger.sqlite", F_OK) == 0
    let export: [Audit.Row]
    do {
      export = isThere || !promised.isEmpty ? try Audit.export(ground) : []
      let found = isThere || !promised.isEmpty ? try counts(ground) : [:]
      for (name, count) in promised where (found[name] ?? 0) < count {
        series.broken.append("\(cut): \(name) was \(count) and is \(found[name] ?? 0)")
      }
    } catch {
      series.broken.append("\(cut): \(error)")
      return
    }
    try checkFiles(ground, truth, export, cut, &series)
    checkNotices(ground, consumer, export, cut, &series)
    let acts = export.count { $0.source == "gridpost-act" }
    if acts < truth.acts { series.broken.append("\(cut): \(acts) steps by act are left of \(truth.acts)") }
  }

  /// Files are in the ledger, or still before it; what a producer did not sync may be gone, unless an answer promised it.
  private func checkFiles(
    _ ground: Ground, _ truth: Truth, _ export: [Audit.Row], _ cut: String, _ series: inout Series
  ) throws {
    let known = Set(export.map(\.fileSha256))
    var waiting: [String: String] = [:]
    for path in ground.files(below: ground.inbox) {
      let bytes = FileManager.default.contents(atPath: ground.inbox + "/" + path) ?? Data()
      waiting[String(path.split(separator: "/").last ?? "")] = Truth.sha(Array(bytes))
    }
    var kept: [Truth.File] = []
    for file in truth.files {
      let found = waiting[String(file.name.split(separator: "/").last ?? "")]
      if known.contains(file.sha) {
        kept.append(file)
        // There again by its name, but its bytes were never written: the producer did not sync it.
        if let found, found != file.sha {
          series.returnedEmpty += 1
          try remove(file, ground, &series)
        }
      } else if found == file.sha {
        kept.append(file)
      } else if file.isPromised || file.isSynced {
        series.broken.append("\(cut): \(file.name) was \(file.isPromised ? "promised" : "synced") and is gone")
      } else if found != nil {
        try remove(file, ground, &series)
      } else {
        series.lostUnsynced += 1
      }
    }
    truth.files = kept
    // What was removed here must stay so after the next cut.
    sync()
  }

  private func remove(_ file: Truth.File, _ ground: Ground, _ series: inout Series) throws {
    series.spoiled += 1
    for path in ground.files(below: ground.inbox) where path.hasSuffix(file.name) {
      guard unlink(ground.inbox + "/" + path) == 0 else {
        throw HarnessFailure("cannot remove \(path): errno \(errno)")
      }
    }
  }

  /// Delivered notices lie there or were seen; what was seen and is staged again will come once more, and nothing else will.
  private func checkNotices(
    _ ground: Ground, _ consumer: Consumer, _ export: [Audit.Row], _ cut: String, _ series: inout Series
  ) {
    let memory = consumer.remembered
    let present = Set(ground.papers.keys)
    for paper in export.flatMap(\.notices) where paper.state == "delivered" {
      if memory.appearances[paper.notice] == nil && !present.contains(paper.notice) {
        series.broken.append("\(cut): \(paper.notice) is delivered and was never seen")
      }
    }
    let states = Dictionary(export.flatMap(\.notices).map { ($0.notice, $0.state) }) { $1 }
    let staged = Set(ground.names(in: ground.staging).map { String($0.dropLast(5)) })
    let again = staged.intersection(memory.appearances.keys)
    for notice in again where states[notice] == "delivered" {
      series.broken.append("\(cut): \(notice) is recorded as delivered and staged again")
    }
    if !again.isEmpty { series.cutsWithAgain += 1 }
    series.again.formUnion(again)
  }
}
