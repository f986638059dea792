import Foundation
import Glibc
import Testing

/// A daemon that was frozen while another one took over the state wakes up: it writes nothing any more.
@Suite(.crew, .enabled(if: Tools.strace, "strace is not here")) struct ZombieTests {
  /// The calls of a pass after which it is frozen: the claim, the quarantine, the staging, the outbox, the marker.
  static let points: [(call: String, number: Int)] = [
    ("mkdirat", 11), ("mkdirat", 13), ("openat2", 26), ("openat2", 27), ("renameat2", 2), ("renameat2", 4),
    ("renameat2", 5),
    ("unlinkat", 8), ("unlinkat", 10), ("openat2", 34), ("write", 7), ("renameat", 9), ("fsync", 8), ("renameat2", 6),
    ("openat2", 36), ("write", 8), ("openat2", 38), ("syncfs", 1), ("mkdirat", 12), ("openat2", 48), ("renameat2", 7),
    ("renameat2", 8), ("openat2", 52), ("fsync", 10), ("fdatasync", 3), ("fdatasync", 12),
  ]

  @Test(arguments: points) func whoWakesUpLateWritesNothing(_ point: (call: String, number: Int)) throws {
    let town = try Town()
    for index in 0..<3 { try town.drop("good-\(index).json", report("good-\(index)")) }
    try town.drop("bad.json", text: "{\"id\": bad}")
    town.wrapper = Strace.command(point.call, "signal=STOP:when=\(point.number)")
    let pass = try town.start(["pass"])
    town.wrapper = []
    guard let zombie = try frozen(pass) else { return print("skipped: \(point) is not met any more") }
    #expect(rename(town.state + "/lock", town.state + "/lock.old") == 0)
    let twin = try town.gridpost("pass").exits(0, "the twin")
    let before = try tree(town)
    let records = try town.export()

    kill(zombie, SIGCONT)
    _ = pass.end(within: 10)
    #expect(pass.outcome.code == 75, "\(pass.outcome.said); the twin: \(twin.said)")
    let after = try tree(town)
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
    #expect(changed.isEmpty, "changed: \(changed); \(pass.outcome.said)")
    #expect(try town.export() == records)
    try town.gridpost("pass").exits(0)
    #expect(try town.papers().count == 3)
    #expect(town.quarantined() == ["bad.json"])
    #expect(town.names(in: town.outbox + "/.staging").isEmpty)
    #expect(town.names(in: town.inbox + "/.claimed").isEmpty)
    try town.expectBalance()
    try town.verify()
  }

  @Test func whoIsFrozenInTheMiddleOfACommitHoldsTheLedgerAndNoMore() throws {
    var isMet = false
    // Which of its syncs are those of a commit is the ledger's affair.
    for number in 17...24 where !isMet {
      let town = try Town()
      for index in 0..<3 { try town.drop("good-\(index).json", report("good-\(index)")) }
      town.wrapper = Strace.command("fdatasync", "signal=STOP:when=\(number)")
      let pass = try town.start(["pass"])
      town.wrapper = []
      guard let zombie = try frozen(pass) else { continue }
      #expect(rename(town.state + "/lock", town.state + "/lock.old") == 0)
      let twin = try town.gridpost("pass")
      kill(zombie, SIGCONT)
      _ = pass.end(within: 10)
      isMet = twin.code == 74
      guard isMet else { continue }
      twin.says("locked")
      #expect(pass.outcome.code == 75, "\(pass.outcome.said)")
      try town.gridpost("pass").exits(0)
      #expect(try town.papers().count == 3)
      try town.expectBalance()
      try town.verify()
    }
    #expect(isMet)
  }

  @Test func whatItLeftInTheMomentOfWakingUpIsRemoved() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.gridpost("pass").exits(0)
    let paper = try #require(try town.papers().first)
    let staging = town.outbox + "/.staging"
    for name in [paper.name, "strange.json"] { try town.write(bytes: [], to: Array("\(staging)/\(name)".utf8)) }
    try town.gridpost("pass").exits(0).says("nobody waits for")
    #expect(town.names(in: staging) == [Array("strange.json".utf8)])
    #expect(try town.papers().map(\.name) == [paper.name])
    unlink(staging + "/strange.json")
    try town.verify()
  }

  @Test func whoFindsTheStateHeldTouchesNothingAndIsGoneAtOnce() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    // It must not write either, as it does every second.
    try freeze(daemon.pid)
    try town.drop("b.json", report("b"))
    let before = try marks(town)
    for command in ["run", "pass"] {
      let start = ContinuousClock.now
      try town.gridpost(command).exits(75).says("pid \(daemon.pid)")
      #expect(ContinuousClock.now - start < .seconds(3), "\(command)")
    }
    #expect(try marks(town) == before)
    daemon.signal(SIGCONT)
    try town.settle()
    #expect(try daemon.stop() == 0)
    try town.verify()
  }

  /// What tells of every file and folder whether it was touched: its inode, size, and the time of its last change.
  private func marks(_ town: Town) throws -> [String: [Int]] {
    let names = FileManager.default.enumerator(atPath: town.state).map { $0.compactMap { $0 as? String } } ?? []
    return try Dictionary(
      uniqueKeysWithValues: (names + ["."]).map { name in
        var found = stat()
        guard lstat(town.state + "/" + name, &found) == 0 else { throw HarnessFailure("\(name): errno \(errno)") }
        return (name, [Int(found.st_ino), Int(found.st_size), found.st_ctim.tv_sec, found.st_ctim.tv_nsec])
      })
  }

  /// The process that stands still; nil when it came to its end instead.
  private func frozen(_ tracer: Child) throws -> pid_t? {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline, tracer.ended == nil {
      let children = Child.text("/proc/\(tracer.pid)/task/\(tracer.pid)/children").split(separator: " ")
      for child in children.compactMap({ pid_t($0) }) where isFrozen(child) {
        // A traced process stands still for a moment at each of its calls.
        let looks = (0..<12).count { _ in
          usleep(20_000)
          return isFrozen(child)
        }
        if looks == 12 { return child }
      }
      usleep(10_000)
    }
    return nil
  }

  private func isFrozen(_ process: pid_t) -> Bool {
    let fields = Child.text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
    return fields.first == "T" || fields.first == "t"
  }

  /// Every file of the state but the ledger's own, with its bytes.
  private func tree(_ town: Town) throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    let names = FileManager.default.enumerator(atPath: town.state).map { $0.compactMap { $0 as? String } } ?? []
    for name in names where !name.hasPrefix("ledger.sqlite") {
      found[name] = town.contents(of: town.state + "/" + name) ?? []
    }
    return found
  }
}
