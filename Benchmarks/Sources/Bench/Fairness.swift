import Foundation

/// Workload j: while a great backlog is being taken, how long an event in a producer's own folder waits for its notice, and a step
/// for its answer.
struct Fairness {
  private let yard: Yard
  private let seed = 30

  init(_ yard: Yard) {
    self.yard = yard
  }

  func run() throws {
    let cost = 1e-4 + yard.making + yard.removing * 2
    let files = yard.timeLeft > 200_000 * cost + 20 ? yard.options.events(200_000) : yard.options.events(50_000)
    guard yard.hasTime("j", seconds: Double(files) * cost + 20) else { return }
    let town = try Town.district(yard.options.folder)
    let gridpost = Gridpost(yard.options.binary, town, state: yard.place("fair"))
    let field = gridpost.inbox + "/field"
    // Some thousand events go before, so that there are items to act on, and every folder is there and can be watched.
    mkdir(gridpost.state, 0o755)
    mkdir(gridpost.inbox, 0o755)
    mkdir(field, 0o755)
    try yard.floor("lines", town, 4_000, in: gridpost.inbox + "/before.ndjson", seed: seed + 1)
    try gridpost.command("pass")
    let items = try gridpost.items(40)
    try yard.floor("files", town, files, in: gridpost.inbox)
    let watch = try OutboxWatch(gridpost.outbox)
    let (daemon, _) = try gridpost.run()
    watch.listen()
    var dropped: [String: Double] = [:]
    var steps: [Double] = []
    for (number, item) in items.enumerated() {
      let bytes = town.event(number, source: "field", seed: seed)
      try write(bytes, to: "\(field)/.\(number)")
      dropped[Town.id(number, seed: seed)] = now()
      rename("\(field)/.\(number)", "\(field)/\(number).json")
      let begin = now()
      try gridpost.command("act", "resolve", item, "--by", "bench", "--wait", "120")
      steps.append(now() - begin)
      usleep(200_000)
      guard try gridpost.status("files", "waiting") > files / 20 else { break }
    }
    let taken = try gridpost.status("records", "accepted") - 4_000
    let seen = watch.stop(after: .max, within: 5)
    _ = try gridpost.stop(daemon)
    let latencies = seen.compactMap { path, time in eventID(path).flatMap { dropped[$0] }.map { time - $0 } }
    guard latencies.count == dropped.count else {
      throw Trouble("\(latencies.count) of \(dropped.count) notices were seen")
    }
    try gridpost.verify()
    let scene = say("behind \(files) files", "积压 \(files) 个文件时")
    for (what, times) in [
      (say("\(scene): a producer's own folder", "\(scene):专用目录来件"), latencies),
      (say("\(scene): act resolve", "\(scene):act resolve"), steps),
    ] {
      yard.table.add(
        .init(
          workload: "j", what: what,
          figure: say(
            "p50 \(decimal(median(times) * 1000, 0)) ms, worst \(decimal((times.max() ?? 0) * 1000, 0)) ms of \(times.count); \(taken) files taken meanwhile",
            "p50 \(decimal(median(times) * 1000, 0)) 毫秒,\(times.count) 次中最慢 \(decimal((times.max() ?? 0) * 1000, 0)) 毫秒;其间收 \(taken) 个文件"
          )))
    }
    yard.done(with: gridpost.state, files: files * 2)
  }
}
