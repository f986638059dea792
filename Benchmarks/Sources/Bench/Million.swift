import Foundation

/// A state with a million open items. Making one takes minutes, so it is made once, kept, and copied for each run.
///
/// It comes in as lines, by ten passes; after each its notices are taken by their consumer, that is, removed. All that happens in
/// memory where there is room, so that a million notices need not be made and removed on the volume.
struct Million {
  private let yard: Yard
  private let town: Town

  init(_ yard: Yard) throws {
    self.yard = yard
    town = try Town.patient(yard.options.folder)
  }

  private var items: Int { yard.options.events(1_000_000) }

  /// A copy to work with, or nil when there is no time to make or copy one.
  func copy() throws -> Gridpost? {
    let kept = try kept()
    if access(kept, F_OK) != 0 {
      guard yard.hasTime("f g h l", seconds: Double(items) * 2e-4) else { return nil }
      try make(kept)
    }
    let state = yard.place("million")
    try yard.shell("cp", "-a", "--reflink=auto", kept, state)
    sync()
    return Gridpost(yard.options.binary, town, state: state)
  }

  /// The folder it is kept in: another one for another schema, other rules, another number, and after a month.
  private func kept() throws -> String {
    let probe = Gridpost(yard.options.binary, town, state: yard.place("schema"))
    try probe.command("pass")
    let schema = try yard.floor(["schema", probe.state + "/ledger.sqlite"]).first ?? ""
    yard.drop(probe.state)
    let month = Int(wallTime() / 86_400 / 30)
    return "\(yard.options.cache)/open-\(items)-\(schema)-\(month)"
  }

  private func make(_ kept: String) throws {
    tell(say("making a state with \(items) open items", "准备 \(items) 件在办事项"))
    let begin = now()
    let works = roomInMemory() ? "/dev/shm/gridpost-bench-\(getpid())" : yard.place("making")
    defer { yard.remove(works) }
    mkdir(works, 0o755)
    let gridpost = Gridpost(yard.options.binary, town, state: works + "/state")
    mkdir(gridpost.state, 0o755)
    mkdir(gridpost.inbox, 0o755)
    for part in 0..<10 {
      let (first, last) = (items * part / 10, items * (part + 1) / 10)
      try yard.floor("lines", town, last - first, in: "\(gridpost.inbox)/\(part).ndjson", seed: 1, first: first)
      try gridpost.command("pass")
      for name in names(in: gridpost.outbox) { yard.remove("\(gridpost.outbox)/\(name)") }
    }
    guard try gridpost.status("items", "open") == items else { throw Trouble("not all items came to be open") }
    try gridpost.verify()
    try FileManager.default.createDirectory(atPath: yard.options.cache, withIntermediateDirectories: true)
    for name in names(in: yard.options.cache) where name.hasPrefix("open-") {
      yard.remove("\(yard.options.cache)/\(name)")
    }
    try yard.shell("cp", "-a", gridpost.state, kept + ".making")
    guard rename(kept + ".making", kept) == 0 else { throw Trouble("cannot keep the state in \(kept)") }
    tell(say("that took \(decimal(now() - begin, 0)) s", "用时 \(decimal(now() - begin, 0)) 秒"))
  }

  /// Room for the ledger, and for the notices of one pass.
  private func roomInMemory() -> Bool {
    var memory = statvfs()
    guard statvfs("/dev/shm", &memory) == 0 else { return false }
    return Int(memory.f_bavail) * Int(memory.f_frsize) > items * 6_000 + 500_000_000
  }
}
