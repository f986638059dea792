import Foundation

/// A state whose inbox is full before anything is started.
final class Backlog {
  enum Kind { case files, resolved, lines }
  enum Way { case run, pass }

  let gridpost: Gridpost
  private let yard: Yard
  private let kind: Kind
  private let events: Int

  /// - Parameter hasLedger: whether there is one before the first event.
  init(_ yard: Yard, _ town: Town, _ kind: Kind, events: Int, hasLedger: Bool = false) throws {
    self.yard = yard
    self.kind = kind
    self.events = events
    let state = yard.place("state")
    gridpost = Gridpost(yard.options.binary, town, state: state)
    mkdir(state, 0o755)
    if hasLedger { try gridpost.command("pass") }
    switch kind {
    case .files: try yard.floor("files", town, events, in: gridpost.inbox)
    case .resolved:
      try yard.floor(
        "files", town, events, in: gridpost.inbox, open: (Backlogs.open, of: Backlogs.year))
    case .lines:
      mkdir(gridpost.inbox, 0o755)
      try yard.floor("lines", town, events, in: gridpost.inbox + "/year.ndjson")
    }
  }

  /// Starts gridpost, waits until nothing is left to do, and proves that all was done.
  func clear(_ way: Way) throws -> Cleared {
    let cleared = try way == .pass ? pass() : run()
    let accepted = try gridpost.status("records", "accepted")
    let pending = try gridpost.status("notices", "pending")
    guard accepted == events, pending == 0 else {
      throw Trouble("\(accepted) of \(events) accepted, \(pending) notices pending in \(gridpost.state)")
    }
    try gridpost.verify()
    return cleared
  }

  func leave() {
    yard.done(with: gridpost.state, files: kind == .files ? events * 4 : events)
  }

  private func pass() throws -> Cleared {
    let end = try gridpost.start("pass").wait()
    guard end.status == 0 else { throw Trouble("pass ended with \(end.status)") }
    return Cleared(seconds: end.seconds, cpu: end.cpu, peak: end.peak)
  }

  /// The daemon is not asked while it works. It is done when it has been idle for a while with nothing owed; when it was done
  /// the ledger's last write, the inbox's last change and the last notice tell. The files it took it may remove later; `pass`, which
  /// ends only when they are removed, shows what that costs.
  private func run() throws -> Cleared {
    let begin = wallTime()
    let daemon = try gridpost.start("run")
    let view = ProcessView(daemon.pid)
    var before = 0.0
    var quiet = 0
    var cpu = 0.0
    while true {
      usleep(50_000)
      if let end = daemon.look() { throw Trouble("run ended with \(end.status)") }
      cpu = view.cpu
      quiet = cpu - before < 0.002 ? quiet + 1 : 0
      before = cpu
      guard quiet >= 8 else { continue }
      quiet = 0
      guard try isDone() else { continue }
      break
    }
    let end = stamped()
    let peak = daemon.peak
    _ = try gridpost.stop(daemon)
    return Cleared(seconds: end - begin, cpu: cpu, peak: peak)
  }

  private func isDone() throws -> Bool {
    // Before its ledger is made there is nothing to ask.
    guard access(gridpost.state + "/ledger.sqlite", F_OK) == 0 else { return false }
    let waiting = try gridpost.status("files", "waiting")
    let accepted = try gridpost.status("records", "accepted")
    let pending = try gridpost.status("notices", "pending")
    return waiting == 0 && pending == 0 && accepted == events
  }

  private func stamped() -> Double {
    var last = max(written(gridpost.state + "/ledger.sqlite-wal") ?? 0, written(gridpost.inbox) ?? 0)
    walk(gridpost.outbox) { _, changed in last = max(last, changed) }
    return last
  }
}
