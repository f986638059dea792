import Foundation

/// Workloads a, b, c and i: a full inbox is cleared, beside the floor doing the same work.
final class Backlogs {
  static let year = 95_714
  static let open = 95_714 - 95_198

  private let yard: Yard
  private let district: Town
  private let city: Town
  private var runs: [String: [Cleared]] = [:]
  private var floors: [String: [Double]] = [:]
  private let events: Int
  private var longest = 0.0

  init(_ yard: Yard) throws {
    self.yard = yard
    district = try Town.district(yard.options.folder)
    city = try Town.city(yard.options.folder)
    events = min(yard.options.events(Self.year), Self.affordable(yard))
  }

  /// So many events that the rounds take half of the time there is: on some volumes removing a file takes a millisecond. Yet not so
  /// few that starting would count; rather fewer rounds.
  private static func affordable(_ yard: Yard) -> Int {
    // Of each event a round makes and removes some fourteen files, and does something like 900 us of work.
    let perEvent = 14 * (yard.making + yard.removing) + 9e-4
    let events = yard.options.minutes * 30 / Double(yard.options.rounds) / perEvent
    return events < Double(year) ? max(yard.options.isQuick ? 2_000 : 20_000, Int(events / 1_000) * 1_000) : year
  }

  /// Whether any of ours is wanted.
  private var isWanted: Bool { ["a", "b", "c", "i"].contains(where: yard.wants) }

  /// One of everything, the floor always beside what is held against it.
  func round(_ number: Int) throws {
    guard isWanted else { return }
    guard yard.hasTime(say("round \(number) of the backlogs", "第 \(number) 轮积压"), seconds: longest) else { return }
    let begin = now()
    if yard.wants("a") || yard.wants("i") {
      try beside("a", "fullcopy", files: events * 4)
      if yard.wants("a") {
        try subject("a run", district, .files, .run)
        if number == 1 { try subject("a pass", district, .files, .pass) }
      }
      if yard.wants("i") {
        if !yard.wants("a") { try subject("a run", district, .files, .run) }
        try beside("i", "fullcopy", city, files: events * 4)
        try subject("i run", city, .files, .run)
      }
    }
    if yard.wants("b") {
      try beside("b read", "read", files: events)
      try beside("b sqlfull", "sqlfull", files: 0)
      try subject("b run", district, .resolved, .run)
      if number == 1 { try subject("b pass", district, .resolved, .pass) }
    }
    if yard.wants("c") {
      try beside("c", "fullnd", files: events * 2)
      try subject("c run", district, .lines, .run)
    }
    longest = max(longest, now() - begin)
    tell(say("round", "第") + " \(number): \(decimal(now() - begin, 0)) s")
  }

  private func beside(_ name: String, _ job: String, _ town: Town? = nil, files: Int) throws {
    let place = yard.place(job)
    let run = try yard.floor(job, town ?? district, events, in: place)
    tell("  \(name), \(job): \(perEvent(run.seconds)), CPU \(perEvent(run.cpu))")
    floors[name, default: []].append(run.seconds)
    yard.done(with: place, files: files)
  }

  private func subject(_ name: String, _ town: Town, _ kind: Backlog.Kind, _ way: Backlog.Way) throws {
    let backlog = try Backlog(yard, town, kind, events: events)
    let cleared = try backlog.clear(way)
    tell(
      "  \(name): \(perEvent(cleared.seconds)), CPU \(perEvent(cleared.cpu)), \(decimal(cleared.peak, 0)) MiB"
    )
    runs[name, default: []].append(cleared)
    backlog.leave()
  }

  /// The rows of all rounds; their medians count.
  func report() {
    let floorA = median(floors["a"] ?? [])
    let floorB = median(floors["b read"] ?? []) + median(floors["b sqlfull"] ?? [])
    row("a", "a run", say("\(events) files, all notices; run", "\(events) 个文件,件件投放;run"), floorA, "fullcopy", 1.5, 1.0)
    row("a", "a pass", say("the same; pass", "同上;pass"), floorA, "fullcopy", 1.5, 1.0)
    if let peak = runs["a run"]?.map(\.peak).max() { memory("a", peak, 64, 48) }
    row("b", "b run", say("nearly all resolved on site; run", "绝大多数当场处理;run"), floorB, "read + sqlfull", 1.5, 1.0)
    row("b", "b pass", say("the same; pass", "同上;pass"), floorB, "read + sqlfull", 1.5, 1.0)
    row(
      "c", "c run", say("one file of \(events) lines; run", "一个 \(events) 行的文件;run"), median(floors["c"] ?? []),
      "fullnd", 1.5, 1.0)
    row(
      "i", "i run", say("10000 grids, 4315 matters; run", "10000 个分格、4315 个事项;run"), seconds("a run"), "a", 1.1, 1.0)
    inTheCity(floorA)
  }

  /// What so many folders cost anybody: the same town for the floor, which makes its folders before its clock runs.
  private func inTheCity(_ floorA: Double) {
    guard yard.wants("i"), let floors = floors["i"], runs["i run"] != nil else { return }
    let (floor, taken) = (median(floors), seconds("i run"))
    yard.table.add(
      .init(
        workload: "i", what: say("the same, beside the floor in that town", "同上,参照为同一城镇"), figure: perEvent(taken),
        floor: "fullcopy \(perEvent(floor))", ratio: taken / floor))
    yard.table.add(
      .init(
        workload: "i", what: say("the floor in that town, against a's", "参照在该城镇,对 a 的参照"), figure: perEvent(floor),
        floor: "fullcopy \(perEvent(floorA))", ratio: floor / floorA))
  }

  /// Seconds of a's run for each event, once measured.
  var perEventOfA: Double? {
    runs["a run"].map { median($0.map(\.seconds)) / Double(events) }
  }

  private func seconds(_ name: String) -> Double {
    median((runs[name] ?? []).map(\.seconds))
  }

  private func row(
    _ workload: String, _ name: String, _ what: String, _ floor: Double, _ floorName: String, _ bar: Double,
    _ want: Double
  ) {
    guard let runs = runs[name], yard.wants(workload) else { return }
    let taken = seconds(name)
    let cpu = median(runs.map(\.cpu))
    yard.table.add(
      .init(
        workload: workload, what: what, figure: "\(perEvent(taken)), CPU \(perEvent(cpu))",
        floor: "\(floorName) \(perEvent(floor))", ratio: taken / floor, bar: bar, want: want))
  }

  private func memory(_ workload: String, _ peak: Double, _ bar: Double, _ want: Double) {
    guard yard.wants(workload) else { return }
    yard.table.add(
      .init(
        workload: workload, what: say("peak memory", "内存峰值"), figure: "\(decimal(peak, 1)) MiB", value: peak, bar: bar,
        want: want, unit: " MiB"))
  }

  private func perEvent(_ seconds: Double) -> String {
    "\(decimal(seconds / Double(events) * 1e6, 1)) us"
  }
}

/// What clearing a backlog came to.
struct Cleared {
  /// Until all was recorded and delivered.
  var seconds: Double
  var cpu: Double
  var peak: Double
}
