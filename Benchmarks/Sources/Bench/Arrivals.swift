import Foundation

/// Workload e: from the rename of an event into the inbox to the rename of its notice into the outbox.
struct Arrivals {
  private let yard: Yard
  private static let seed = 7

  init(_ yard: Yard) {
    self.yard = yard
  }

  func run() throws {
    let town = try Town.district(yard.options.folder)
    let gridpost = Gridpost(yard.options.binary, town, state: yard.place("arrivals"))
    let (daemon, _) = try gridpost.run()
    // Some thousand events go before, so that every folder is there and can be watched.
    try yard.floor("lines", town, 4_000, in: gridpost.state + "/inbox/.before")
    rename(gridpost.inbox + "/.before", gridpost.inbox + "/before.ndjson")
    try gridpost.command("drain", "--timeout", "60")
    let watch = try OutboxWatch(gridpost.outbox)
    let floor = try yard.floor("lone", town, 50, in: yard.place("lone")).seconds / 50
    let lone = yard.options.isQuick ? 10 : 40
    let many = yard.options.isQuick ? 200 : 1_000
    try report("e", say("a lone event", "单独一件"), drop(0..<lone, every: 0.25, gridpost, watch), floor)
    try report("e", say("100 a second", "每秒 100 件"), drop(lone..<lone + many, every: 0.01, gridpost, watch), floor)
    _ = try gridpost.stop(daemon)
    try gridpost.verify()
    yard.done(with: gridpost.state, files: 10_000)
  }

  private func report(_ workload: String, _ what: String, _ latencies: [Double], _ floor: Double) {
    for (percent, bar, want) in [(50.0, 10.0, 3.0), (99.0, 50.0, 15.0)] {
      let value = percentile(latencies, percent) * 1000
      yard.table.add(
        .init(
          workload: workload, what: "\(what), p\(Int(percent))", figure: "\(decimal(value)) ms",
          floor: "lone \(decimal(floor * 1000)) ms", ratio: value / floor / 1000, value: value, bar: bar, want: want,
          unit: " ms"))
    }
  }

  /// Drops events at a steady pace; answers how long each took to its notice.
  func drop(
    _ numbers: Range<Int>, every pause: Double, _ gridpost: Gridpost, _ watch: OutboxWatch, seed: Int = Arrivals.seed
  ) throws -> [Double] {
    let bytes = numbers.map { gridpost.town.event($0, seed: seed) }
    for (number, event) in zip(numbers, bytes) { try write(event, to: "\(gridpost.inbox)/.\(number)") }
    // What was just written is on its way to the disk; it must not be in the way of the first.
    sync()
    watch.listen()
    var dropped: [String: Double] = [:]
    let begin = now() + 0.05
    for (position, number) in numbers.enumerated() {
      let due = begin + Double(position) * pause
      let rest = due - now()
      if rest > 0 { usleep(UInt32(rest * 1e6)) }
      dropped[Town.id(number, seed: seed)] = now()
      rename("\(gridpost.inbox)/.\(number)", "\(gridpost.inbox)/\(number).json")
    }
    let seen = watch.stop(after: numbers.count, within: 10)
    var latencies: [Double] = []
    for (path, time) in seen {
      guard let id = eventID(path), let start = dropped[id] else { continue }
      latencies.append(time - start)
    }
    guard latencies.count == numbers.count else {
      throw Trouble("\(latencies.count) of \(numbers.count) notices were seen")
    }
    return latencies
  }
}

/// The id of the event a notice is about.
func eventID(_ path: String) -> String? {
  guard let text = contents(path), let key = text.range(of: "\"event\":{") else { return nil }
  guard let id = text[key.upperBound...].range(of: "\"id\":\"") else { return nil }
  return String(text[id.upperBound...].prefix { $0 != "\"" })
}
