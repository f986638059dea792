import Foundation

/// Workload k: what is asked of rules: is it sound, what would change, and saves under load.
struct RuleWork {
  private let yard: Yard
  private let seed = 31

  init(_ yard: Yard) {
    self.yard = yard
  }

  func run() throws {
    let folder = yard.options.folder
    let (district, great) = (try Town.district(folder), try Town.great(folder))
    let edited = try Town.great(folder, edited: true)
    try report(say("check, 80 grids, 208 matters", "check,80 网格 208 事项"), bar: 0.05) {
      try ask(["check", district.rules])
    }
    try report(say("check, 10,000 grids, 2,000 matters, 300 overrides", "check,一万网格、两千事项、三百特例"), bar: 1) {
      try ask(["check", great.rules])
    }
    try report(say("plan of two such books", "plan,两份这样的规则"), bar: 2) {
      try ask(["plan", edited.rules, "--against", great.rules, "--json"])
    }
    try planOpen(great, edited)
    try saves()
  }

  /// Runs a question three times; what it answers with its exit code does not matter here, as long as it is an answer.
  private func report(_ what: String, bar: Double, _ ask: () throws -> Child.End) throws {
    let ends = try (0..<3).map { _ in try ask() }
    let seconds = median(ends.map(\.seconds))
    yard.table.add(
      .init(
        workload: "k", what: what,
        figure: "\(decimal(seconds, 3)) s, CPU \(decimal(median(ends.map(\.cpu)), 3)) s, "
          + "\(decimal(ends.map(\.peak).max() ?? 0, 0)) MiB",
        value: seconds, bar: bar, unit: " s"))
  }

  private func ask(_ arguments: [String]) throws -> Child.End {
    let end = try Child([yard.options.binary] + arguments, output: yard.options.folder + "/answer.out").wait()
    guard [0, 65].contains(end.status), end.status == 0 || arguments[0] == "check" else {
      throw Trouble("\(arguments.joined(separator: " ")) ended with \(end.status)")
    }
    return end
  }

  private func planOpen(_ town: Town, _ edited: Town) throws {
    let count = yard.options.events(100_000)
    guard yard.hasTime("k", seconds: Double(count) * 2e-4) else { return }
    let gridpost = Gridpost(yard.options.binary, town, state: yard.place("rules"))
    mkdir(gridpost.state, 0o755)
    mkdir(gridpost.inbox, 0o755)
    try yard.floor("lines", town, count, in: gridpost.inbox + "/open.ndjson", seed: seed)
    try gridpost.command("pass")
    try report(say("plan of both, \(count) open items", "plan,在办 \(count) 件"), bar: 4) {
      try ask(["plan", edited.rules, "--rules", town.rules, "--state", gridpost.state, "--json"])
    }
    yard.done(with: gridpost.state, files: count)
  }

  /// Ten saves a second of other texts, under a thousand events a second.
  private func saves() throws {
    let town = try Town.district(yard.options.folder)
    let gridpost = Gridpost(yard.options.binary, town, state: yard.place("saves"))
    let (daemon, _) = try gridpost.run()
    try yard.floor("lines", town, 4_000, in: gridpost.state + "/inbox/.before")
    rename(gridpost.inbox + "/.before", gridpost.inbox + "/before.ndjson")
    try gridpost.command("drain", "--timeout", "60")
    let (arrivals, watch) = (Arrivals(yard), try OutboxWatch(gridpost.outbox))
    let count = yard.options.events(5_000)
    let alone = try arrivals.drop(0..<count, every: 0.001, gridpost, watch)
    let saver = try Saver(town.rules)
    saver.start()
    let beside = try arrivals.drop(count..<2 * count, every: 0.001, gridpost, watch)
    saver.stop()
    let stopped = now()
    let wanted = try digest(ofCheck: town.rules)
    while try digest(ofStatus: gridpost) != wanted {
      guard now() < stopped + 30 else { throw Trouble("the last save never came into force") }
      usleep(20_000)
    }
    let inForce = now() - stopped
    _ = try gridpost.stop(daemon)
    try gridpost.verify()
    let (before, after) = (percentile(alone, 99) * 1000, percentile(beside, 99) * 1000)
    yard.table.add(
      .init(
        workload: "k",
        what: say("p99 at 1,000 a second, with \(saver.saved) saves", "每秒 1000 件、其间存盘 \(saver.saved) 次,p99"),
        figure: say(
          "\(decimal(after)) ms, without \(decimal(before)) ms", "\(decimal(after)) 毫秒,不存盘 \(decimal(before)) 毫秒"),
        value: after - before, bar: 100, unit: " ms"))
    yard.table.add(
      .init(
        workload: "k", what: say("the last save in force after", "最后一次存盘生效"), figure: "\(decimal(inForce)) s",
        value: inForce, bar: 1, unit: " s"))
    yard.done(with: gridpost.state, files: 20_000)
  }

  private func digest(ofCheck path: String) throws -> String {
    let output = yard.options.folder + "/check.out"
    _ = try Child([yard.options.binary, "check", path, "--json"], output: output).wait()
    return try Self.digest(contents(output) ?? "", "digest")
  }

  private func digest(ofStatus gridpost: Gridpost) throws -> String {
    try Self.digest(gridpost.command("status", "--json"), "rules", "digest")
  }

  private static func digest(_ text: String, _ path: String...) throws -> String {
    var value: Any? = try JSONSerialization.jsonObject(with: Data(text.utf8))
    for name in path { value = (value as? [String: Any])?[name] }
    return value as? String ?? ""
  }
}

/// Somebody who saves another text of the rules ten times a second: one duty's deadline for what is red is another each time, which the
/// guard lets pass.
final class Saver: @unchecked Sendable {
  private static let edited = "risk: red}, deadline: 1h"
  private let path: String
  private let text: String
  private let over = DispatchSemaphore(value: 0)
  private let end = DispatchSemaphore(value: 0)
  /// To be read when it has stopped.
  private(set) var saved = 0

  init(_ path: String) throws {
    self.path = path
    guard let text = contents(path), text.contains(Self.edited) else { throw Trouble("no deadline to change") }
    self.text = text
  }

  func start() {
    Thread.detachNewThread { [self] in
      while over.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
        saved += 1
        let other = text.replacingOccurrences(of: Self.edited, with: "risk: red}, deadline: \(60 + saved)m")
        guard (try? write(Array(other.utf8), to: path + ".new")) != nil, rename(path + ".new", path) == 0 else { break }
      }
      end.signal()
    }
  }

  func stop() {
    over.signal()
    end.wait()
  }
}
