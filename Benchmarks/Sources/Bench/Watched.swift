import Foundation

/// Workload n: what a and e cost while ten thousand pages a minute are looked at, beside what they cost while nobody looks, in turns.
struct Watched {
  /// What one round came to.
  private struct Round {
    var cleared: Cleared
    var latencies: [Double]
    var views: Double
    var boardCPU: Double
  }

  private let yard: Yard
  private let seed = 40
  private let town: Town

  init(_ yard: Yard) throws {
    self.yard = yard
    town = try Town.district(yard.options.folder)
  }

  func run() throws {
    // Fewer are not about every place, and only folders that are there can be watched.
    let events = max(4_000, yard.options.events(20_000))
    let lone = yard.options.events(1_000)
    let cost = Double(events) * (2e-4 + yard.making + yard.removing) + Double(lone) * 0.011 + 8
    guard yard.hasTime("n", seconds: cost * 2) else { return }
    var (alone, watched): ([Round], [Round]) = ([], [])
    for _ in 0..<yard.options.rounds {
      // None is begun that would end too late.
      guard alone.isEmpty || yard.timeLeft > cost * 2 else { break }
      alone.append(try round(events, lone, isWatched: false))
      watched.append(try round(events, lone, isWatched: true))
    }
    report(events, alone, watched)
  }

  private func round(_ events: Int, _ lone: Int, isWatched: Bool) throws -> Round {
    let backlog = try Backlog(yard, town, .files, events: events, hasLedger: true)
    let gridpost = backlog.gridpost
    let board = isWatched ? try Board(gridpost) : nil
    let cleared = try backlog.clear(.run)
    let (daemon, _) = try gridpost.run()
    let watch = try OutboxWatch(gridpost.outbox)
    let latencies = try Arrivals(yard).drop(0..<lone, every: 0.01, gridpost, watch, seed: seed)
    let seen = try board?.stop()
    _ = try gridpost.stop(daemon)
    backlog.leave()
    return Round(cleared: cleared, latencies: latencies, views: seen?.views ?? 0, boardCPU: seen?.cpu ?? 0)
  }

  private func report(_ events: Int, _ alone: [Round], _ watched: [Round]) {
    let views = median(watched.map(\.views))
    let scene = say("\(decimal(views, 0)) views a second", "每秒 \(decimal(views, 0)) 次浏览")
    func row(_ what: String, _ unit: String, _ digits: Int, _ value: ([Round]) -> Double, bar: Double? = nil) {
      let (before, then) = (value(alone), value(watched))
      yard.table.add(
        .init(
          workload: "n", what: "\(scene): \(what)", figure: "\(decimal(then, digits)) \(unit)",
          floor: "\(say("nobody looks", "无人浏览")) \(decimal(before, digits)) \(unit)", ratio: then / before, bar: bar))
    }
    let each = 1e6 / Double(events)
    row(say("a, CPU of run an event", "a,每件 run 的 CPU"), "us", 1, { median($0.map(\.cleared.cpu)) * each }, bar: 1.05)
    row(say("a, time an event", "a,每件用时"), "us", 1, { median($0.map(\.cleared.seconds)) * each }, bar: 1.05)
    row(say("e, 100 a second, p50", "e,每秒 100 件,p50"), "ms", 1, { percentile($0.flatMap(\.latencies), 50) * 1e3 })
    row(say("e, 100 a second, p99", "e,每秒 100 件,p99"), "ms", 1, { percentile($0.flatMap(\.latencies), 99) * 1e3 })
    let share = watched.map(\.boardCPU).reduce(0, +) / Double(max(1, watched.count))
    yard.table.add(
      .init(
        workload: "n", what: "\(scene): \(say("CPU of serve a view", "serve 每次浏览的 CPU"))",
        figure: "\(decimal(share / max(1, views) * 1e3)) ms"))
  }
}

/// `serve` beside the daemon, open to whoever comes, and people who look.
private final class Board {
  private let child: Child
  private let viewers: Viewers
  private let begun = now()

  init(_ gridpost: Gridpost) throws {
    child = try gridpost.start("serve", "--open", "--listen", "127.0.0.1:0")
    let child = child
    func port() -> UInt16? {
      guard let said = contents(child.output), let name = said.range(of: "127.0.0.1:") else { return nil }
      return UInt16(said[name.upperBound...].prefix { $0.isNumber })
    }
    let patience = now() + 20
    while port() == nil {
      guard child.look() == nil, now() < patience else { throw Trouble("serve does not listen") }
      usleep(1_000)
    }
    viewers = Viewers(port: port() ?? 0)
  }

  /// Pages a second, and CPU seconds of the server a second.
  func stop() throws -> (views: Double, cpu: Double) {
    let views = try viewers.leave()
    let cpu = ProcessView(child.pid).cpu / (now() - begun)
    child.signal(SIGTERM)
    let end = try child.wait(atMost: 10)
    guard end.status == 0 else { throw Trouble("serve ended with \(end.status)") }
    return (views, cpu)
  }
}
