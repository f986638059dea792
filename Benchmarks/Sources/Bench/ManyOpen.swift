import Foundation

/// Workloads g, h, l and f: what a million open items cost when nothing happens, at a start, when they are replayed under other rules, and
/// when ten thousand are due at once.
struct ManyOpen {
  private let yard: Yard
  private let gridpost: Gridpost

  init?(_ yard: Yard) throws {
    self.yard = yard
    guard let copy = try Million(yard).copy() else { return nil }
    gridpost = copy
  }

  func run() throws {
    if yard.wants("g") { try idle() }
    if yard.wants("h") { try restart() }
    if yard.wants("l") { try replay() }
    if yard.wants("f") { try due() }
    yard.drop(gridpost.state)
  }

  // MARK: g

  private func idle() throws {
    let seconds = yard.options.isQuick ? 10.0 : 60.0
    guard yard.hasTime("g", seconds: seconds + 5) else { return }
    let (daemon, _) = try gridpost.run()
    usleep(3_000_000)
    let seen = Stillness(daemon.pid).watch(seconds)
    _ = daemon.look()
    let peak = daemon.peak
    _ = try gridpost.stop(daemon)
    try gridpost.verify()
    yard.table.add(
      .init(
        workload: "g", what: say("idle over \(Int(seconds)) s, CPU", "空闲 \(Int(seconds)) 秒,CPU"),
        figure: "\(decimal(seen.cpu / seconds * 100, 3)) %", value: seen.cpu / seconds * 100, bar: 0.1, unit: " %"))
    yard.table.add(
      .init(
        workload: "g", what: say("least time between wake-ups", "两次醒来的最短间隔"),
        figure: say(
          "\(decimal(seen.shortest, 1)) s; \(seen.moments) moments, \(seen.sleeps) sleeps of threads",
          "\(decimal(seen.shortest, 1)) 秒;醒 \(seen.moments) 次,线程入睡 \(seen.sleeps) 次"),
        value: (seen.shortest * 10).rounded() / 10, bar: 1, want: seconds, unit: " s", isLeast: true))
    yard.table.add(
      .init(
        workload: "g", what: say("peak memory", "内存峰值"), figure: "\(decimal(peak, 1)) MiB", value: peak, bar: 64,
        want: 40,
        unit: " MiB"))
  }

  // MARK: h

  private func restart() throws {
    guard yard.hasTime("h", seconds: 20) else { return }
    var (clean, killed): ([Double], [Double]) = ([], [])
    for round in 0..<3 {
      let (daemon, ready) = try gridpost.run()
      clean.append(ready)
      // It is killed with a ledger that has just been written to.
      try yard.floor(
        "lines", gridpost.town, 2_000, in: gridpost.inbox + "/.more", seed: 10, first: 2_000 * round)
      rename(gridpost.inbox + "/.more", gridpost.inbox + "/more-\(round).ndjson")
      usleep(500_000)
      daemon.signal(SIGKILL)
      _ = try daemon.wait(atMost: 10)
      let (again, readyAgain) = try gridpost.run()
      killed.append(readyAgain)
      try gridpost.command("drain", "--timeout", "60")
      _ = try gridpost.stop(again)
    }
    try gridpost.verify()
    for (what, times) in [
      (say("ready after a stop", "正常停后就绪"), clean), (say("ready after SIGKILL", "SIGKILL 后就绪"), killed),
    ] {
      let worst = times.max() ?? .nan
      yard.table.add(
        .init(
          workload: "h", what: what, figure: "\(decimal(median(times))) s, \(say("worst", "最慢")) \(decimal(worst)) s",
          value: worst, bar: 2, want: 0.5, unit: " s"))
    }
  }

  // MARK: l

  /// Under the rules of another town with the same places and matters: nearly every report goes elsewhere, or is due at another time.
  private func replay() throws {
    guard yard.hasTime("l", seconds: 30) else { return }
    let other = try Town.district(yard.options.folder)
    let child = try gridpost.start("backtest", other.rules, "--json")
    var end: Child.End?
    while end == nil {
      usleep(20_000)
      end = child.look()
    }
    guard let end, end.status == 0 else { throw Trouble("backtest ended with \(end?.status ?? -1)") }
    let answer = try JSONSerialization.jsonObject(with: Data((contents(child.output) ?? "").utf8)) as? [String: Any]
    guard let events = answer?["events"] as? Int, events > 0 else { throw Trouble("backtest does not tell its events") }
    let rate = Double(events) / end.cpu
    yard.table.add(
      .init(
        workload: "l", what: say("\(events) reports replayed, a CPU second", "回放 \(events) 件,每 CPU 秒"),
        figure: say("\(decimal(rate, 0)), \(decimal(end.seconds)) s", "\(decimal(rate, 0)),\(decimal(end.seconds)) 秒"),
        value: rate, bar: 100_000, want: 200_000, unit: "/s", isLeast: true))
    yard.table.add(
      .init(
        workload: "l", what: say("peak memory", "内存峰值"), figure: "\(decimal(child.peak, 1)) MiB", value: child.peak,
        bar: 256, unit: " MiB"))
  }

  // MARK: f

  private func due() throws {
    let count = yard.options.events(10_000)
    guard yard.hasTime("f", seconds: Double(Town.patience) + 30) else { return }
    let town = try Town.impatient(yard.options.folder)
    let before = try gridpost.status("escalations")
    try yard.floor("lines", town, count, in: gridpost.inbox + "/due.ndjson", seed: 20)
    // All are received at one moment, so all are due at one moment; late they are a second later, since time is counted in whole ones.
    let received = wallTime().rounded(.down)
    let moment = received + Double(Town.patience) + 1
    try gridpost.command("pass", "--at", rfc3339(received))
    let (daemon, _) = try gridpost.run()
    guard wallTime() < moment - 1 else { throw Trouble("the items were due before the daemon was ready") }
    usleep(UInt32((moment - wallTime()) * 1e6))
    while try gridpost.status("escalations") - before < count || gridpost.status("notices", "pending") > 0 {
      guard wallTime() < moment + 60 else { throw Trouble("after a minute not all of \(count) have fired") }
      usleep(500_000)
    }
    var (first, last) = (Double.infinity, written(gridpost.state + "/ledger.sqlite-wal") ?? 0)
    walk(gridpost.outbox) { path, when in
      guard path.contains("/group/"), when >= moment - 1 else { return }
      first = min(first, when)
      last = max(last, when)
    }
    _ = try gridpost.stop(daemon)
    try gridpost.verify()
    let rate = Double(count) / (last - moment)
    let floor = try yard.floor("esc", town, count * 10, in: yard.place("esc")).seconds / Double(count)
    yard.table.add(
      .init(
        workload: "f", what: say("\(count) due at once: all fired, recorded, noticed", "\(count) 件同时到期:全部升级、入账、投放"),
        figure: say(
          "\(decimal(last - moment)) s, the first after \(decimal(first - moment)) s",
          "\(decimal(last - moment)) 秒,第一张 \(decimal(first - moment)) 秒"),
        value: last - moment, bar: 1, unit: " s"))
    yard.table.add(
      .init(
        workload: "f", what: say("fired a second", "每秒升级"), figure: decimal(rate, 0),
        floor: "esc \(decimal(1 / floor, 0))", ratio: 1 / floor / rate, value: rate, bar: 10_000,
        want: 20_000,
        unit: "/s", isLeast: true))
  }
}

/// A moment of the wall clock as gridpost's commands read it.
func rfc3339(_ seconds: Double) -> String {
  var (time, parts) = (time_t(seconds), tm())
  gmtime_r(&time, &parts)
  var text = [CChar](repeating: 0, count: 40)
  strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
  return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
