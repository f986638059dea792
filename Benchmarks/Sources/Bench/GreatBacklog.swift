import Foundation

/// Workload d: a million files in the inbox; what an event costs among so many, beside what it costs in a year's backlog.
struct GreatBacklog {
  private let yard: Yard
  private let perEventOfYear: Double?

  init(_ yard: Yard, beside perEventOfYear: Double?) {
    self.yard = yard
    self.perEventOfYear = perEventOfYear
  }

  func run() throws {
    let files = yard.options.events(1_000_000)
    let one = perEventOfYear ?? 1e-4
    guard yard.hasTime("d", seconds: Double(files) * (yard.making * 1.5 + yard.removing + one * 2)) else { return }
    let backlog = try Backlog(yard, Town.district(yard.options.folder), .files, events: files)
    let cleared = try backlog.clear(.run)
    let each = cleared.seconds / Double(files)
    yard.table.add(
      .init(
        workload: "d", what: say("\(files) files, all notices; run", "\(files) 个文件,件件投放;run"),
        figure: "\(decimal(each * 1e6, 1)) us, CPU \(decimal(cleared.cpu / Double(files) * 1e6, 1)) us",
        floor: perEventOfYear.map { "a \(decimal($0 * 1e6, 1)) us" } ?? "", ratio: perEventOfYear.map { each / $0 },
        bar: 2.5, want: 2))
    yard.table.add(
      .init(
        workload: "d", what: say("peak memory", "内存峰值"), figure: "\(decimal(cleared.peak, 1)) MiB", value: cleared.peak,
        bar: 128, want: 64, unit: " MiB"))
    backlog.leave()
  }
}
