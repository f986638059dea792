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

  @Test func killedInTheMiddleOfAGreatFile() throws {
    let town = try Town(Load.rules)
    var load = Load()
    try load.drop(into: town, files: 0, lines: 6_000)
    for _ in 0..<8 {
      let daemon = try town.run()
      try load.drop(into: town, files: 1, lines: 0)
      usleep(.random(in: 20_000...250_000))
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

  /// The calls that move a file, make something durable, or write into the ledger; and which of them to be killed at.
  static let calls: [(name: String, numbers: [Int])] = [
    ("renameat2", Array(1...12)), ("renameat", [1, 2, 5, 9, 10, 11]), ("fdatasync", Array(1...12) + [16, 20, 25]),
    ("fsync", Array(1...10)), ("syncfs", [1, 2, 3, 4]), ("unlinkat", [1, 4, 8, 9, 10, 11, 12, 14]),
    ("pwrite64", [1, 9, 14, 20, 30, 45, 60, 75, 90, 105, 120, 135]), ("ftruncate", [1, 2, 3, 4]),
    ("openat2", [4, 6, 8, 10, 12, 14, 17, 20, 24]), ("write", [1, 2, 3, 4, 6, 8]),
  ]

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: calls)
  func killedAtChosenCalls(_ call: (name: String, numbers: [Int])) throws {
    let town = try Town(Load.rules)
    var load = Load()
    var kills = 0
    for number in call.numbers {
      try load.drop(into: town, files: 3, lines: 3)
      town.wrapper = Strace.command(call.name, "signal=KILL:when=\(number)")
      let code = try town.gridpost("pass").code
      town.wrapper = []
      if code == -SIGKILL { kills += 1 } else { #expect(code == 0, "\(call.name) \(number)") }
      try town.gridpost("pass").exits(0, "after \(call.name) \(number)")
    }
    if ["renameat2", "fdatasync", "pwrite64", "unlinkat"].contains(call.name) {
      #expect(kills >= 2, "\(call.name) was hardly ever met")
    }
    try load.expectNothingLostNothingTwice(in: town)
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: ["renameat2", "fdatasync", "fsync", "syncfs"])
  func whatAConsumerTookAfterACrashIsNotLaidDownAgain(_ call: String) throws {
    let town = try Town(Load.rules)
    var load = Load()
    var taken: [String: Int] = [:]
    func take() throws {
      for paper in try town.papers() {
        taken[paper.name, default: 0] += 1
        unlink("\(town.outbox)/\(paper.address)/\(paper.name)")
      }
    }
    for number in [3, 4, 5, 6, 7, 8, 10, 12, 14, 16] {
      try load.drop(into: town, files: 2, lines: 1)
      town.wrapper = Strace.command(call, "signal=KILL:when=\(number)")
      try town.gridpost("pass")
      town.wrapper = []
      try take()
      try town.gridpost("pass").exits(0)
      try take()
    }
    usleep(2_100_000)
    try town.gridpost("pass").exits(0)
    try take()
    let twice = taken.filter { $0.value > 1 }
    #expect(twice.isEmpty, "laid down twice: \(twice)")
    #expect(taken.count == load.ids.count + load.short)
    #expect(try town.status()["notices"]["delivered"].int == taken.count)
    try town.verify()
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
