import Foundation
import Glibc
import Testing

/// Killed at any moment, and then: nothing lost, nothing twice.
@Suite(.crew) struct CrashTests {
  @Test func killedAtRandomMomentsUnderLoad() throws {
    let town = try Town(Load.rules)
    var load = Load()
    for _ in 0..<24 {
      let daemon = try town.launch()
      try load.drop(into: town, files: 12, lines: 12)
      usleep(.random(in: 30_000...500_000))
      daemon.kill()
    }
    #expect(load.ids.count >= 500)
    try load.expectNothingLostNothingTwice(in: town)
  }

  @Test func killedRightAfterReady() throws {
    let town = try Town(Load.rules)
    var load = Load()
    for _ in 0..<8 {
      try load.drop(into: town, files: 8, lines: 0)
      let daemon = try town.run()
      usleep(.random(in: 0...60_000))
      daemon.kill()
    }
    try load.expectNothingLostNothingTwice(in: town)
  }

  @Test func aPassMayBeKilledToo() throws {
    let town = try Town(Load.rules)
    var load = Load()
    for _ in 0..<10 {
      try load.drop(into: town, files: 10, lines: 30)
      let pass = try town.start(["pass"])
      usleep(.random(in: 20_000...300_000))
      pass.kill()
    }
    try load.expectNothingLostNothingTwice(in: town)
  }

  /// The calls that move a file, make something durable, or write into the ledger.
  static let calls = ["renameat2", "fdatasync", "fsync", "syncfs", "unlinkat", "pwrite64", "openat", "ftruncate"]

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: calls)
  func killedAtChosenCalls(_ call: String) throws {
    let town = try Town(Load.rules)
    var load = Load()
    var kills = 0
    // The whole set is called a few times for a small batch; the sample grows coarser with the number.
    var numbers = Array(1...6) + [8, 11, 15, 20, 28, 40, 60, 90, 140]
    if call == "openat" { numbers = [8, 12, 16, 20, 24, 28, 34, 40, 50, 64, 80, 110] }
    for number in numbers {
      try load.drop(into: town, files: 3, lines: 3)
      town.wrapper = Strace.command(call, "signal=KILL:when=\(number)")
      let child = try town.start(["pass"])
      #expect(child.end(within: 60) != nil)
      if child.outcome.code < 0 || child.outcome.code == 137 { kills += 1 }
      town.wrapper = []
      child.kill()
      try town.gridpost("pass").exits(0, "after \(call) \(number)")
    }
    if ["renameat2", "fdatasync", "pwrite64", "openat"].contains(call) {
      #expect(kills >= 2, "\(call) was hardly ever met")
    }
    try load.expectNothingLostNothingTwice(in: town)
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"))
  func theDaemonKilledAtItsOwnRenamesAndSyncs() throws {
    let town = try Town(Load.rules)
    var load = Load()
    for call in ["renameat2", "fdatasync", "pwrite64", "unlinkat"] {
      for number in [1, 2, 4, 7] {
        try load.drop(into: town, files: 4, lines: 4)
        town.wrapper = Strace.command(call, "signal=KILL:when=\(number)")
        let daemon = try town.launch()
        town.wrapper = []
        _ = daemon.child.end(within: 2)
        daemon.kill()
      }
    }
    try load.expectNothingLostNothingTwice(in: town)
  }
}
