import Foundation
import Glibc
import Testing

/// The daemon's threads: only its own, asleep when nothing happens, stopped in good order from the first moment on.
@Suite(.crew) struct ThreadTests {
  @Test func itHasNoThreadsButItsOwnAndTheySleepWhenNothingHappens() throws {
    let town = try Town(Load.rules)
    var load = Load()
    let daemon = try town.run()
    try load.drop(into: town, files: 20, lines: 100)
    try town.settle()
    // Finished files are removed within a moment; then nothing is left to do.
    var (most, least) = (0, Int.max)
    for _ in 0..<5 {
      let before = switches(of: daemon.pid)
      usleep(2_000_000)
      let count = switches(of: daemon.pid) - before
      (most, least) = (max(most, count), min(least, count))
      if count <= 3 { break }
    }
    #expect(least <= 3, "\(most) at the most")
    let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.pid)/task").map {
      Child.text("/proc/\(daemon.pid)/task/\($0)/comm").trimmingCharacters(in: .newlines)
    }
    // The publisher comes with the first long page of notices.
    let own = ["care", "delivery", "escalation", "gridpost", "inbox-watcher", "intake", "registrar", "scribe"]
    #expect(names.filter { $0 != "publisher" }.sorted() == own)
    #expect(try daemon.stop() == 0)
    try load.expectNothingLostNothingTwice(in: town)
  }

  /// How often the threads of a process have gone to sleep or been put aside.
  private func switches(of pid: pid_t) -> Int {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    return tasks.flatMap { Child.text("/proc/\(pid)/task/\($0)/status").split(separator: "\n") }
      .filter { $0.hasPrefix("voluntary_ctxt_switches:") }
      .compactMap { $0.split(separator: "\t").last.flatMap { Int($0) } }.reduce(0, +)
  }

  @Test(
    .enabled(if: Tools.strace, "strace is not here"),
    arguments: [("flock", 1), ("fdatasync", 1), ("fdatasync", 2), ("clone3", 2), ("clone3", 5)])
  func aStopThatComesWhileItStartsEndsItInGoodOrder(_ call: String, _ number: Int) throws {
    for signal in ["TERM", "INT"] {
      let town = try Town()
      try town.drop("a.json", report("a"))
      town.wrapper = Strace.command(call, "signal=\(signal):when=\(number)")
      let daemon = try town.launch()
      #expect(try daemon.exit() == 0, "\(signal) at \(call) \(number): \(daemon.said)")
      town.wrapper = []
      #expect(try town.json("verify")["ok"] == true)
      try town.run()
      try town.settle()
      try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    }
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: [1, 3, 4, 5, 6])
  func tooLittleRoomForItsThreadsIsToldAtTheStart(_ number: Int) throws {
    let town = try Town()
    town.wrapper = Strace.command("clone3", "error=EAGAIN:when=\(number)+")
    let daemon = try town.launch()
    #expect(try daemon.exit(within: 20) == 74, "\(daemon.said)")
    #expect(daemon.said.contains("cannot start 'thread'"), "\(daemon.said)")
    #expect(!daemon.said.contains("ready "))
    town.wrapper = []
    #expect(try town.run().stop() == 0)
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"))
  func withoutAThreadForTheWatchingItLooksByItself() throws {
    let town = try Town()
    town.wrapper = Strace.command("clone3", "error=EAGAIN:when=2")
    let daemon = try town.run()
    town.wrapper = []
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(try daemon.stop() == 0)
  }
}
