import Foundation
import Glibc
import Testing

/// A file of very many records keeps nobody waiting: not the others, not the start, not the stop.
@Suite(.crew) struct LongFileTests {
  /// Lines nobody can use, the most work a byte; the last one is an event.
  static let lines = 150_000
  static let long = [UInt8](String(repeating: "{}\n", count: lines - 1).utf8) + Array(report("last").rendered.utf8)

  @Test func theOthersAndTheStopDoNotWaitForIt() throws {
    func received(_ town: Town) throws -> Int { try town.status()["records"]["received"].int ?? -1 }
    let town = try Town()
    var daemon = try town.run()
    try town.drop("long.ndjson", bytes: Self.long)
    try town.until("it has begun", within: 30) { try received(town) > 0 }
    for index in 0..<5 {
      try town.drop("small-\(index).json", report("small-\(index)"))
      try town.until("the small one is out", within: 5) { try town.papers().count == index + 1 }
    }
    #expect(try received(town) < Self.lines)
    #expect(try daemon.stop(within: 10) == 0)
    #expect(town.waiting() == ["long.ndjson"])

    // Killed twice in the middle, it goes on where it was, and every start is ready at once.
    for _ in 0..<2 {
      daemon = try town.launch()
      try daemon.waitUntilReady(within: 10)
      let before = try received(town)
      try town.until("it goes on", within: 30) { try received(town) > before }
      daemon.kill()
    }
    daemon = try town.run()
    try town.until("all of it", within: 300) { try received(town) == Self.lines + 5 }
    try town.settle()
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 6)
    #expect(status["records"]["rejected"].int == Self.lines - 1)
    #expect(status["records"]["duplicate"] == 0)
    #expect(status["files"]["taken"] == 6)
    #expect(status["files"]["quarantined"] == 0)
    #expect(status["files"]["replayed"] == 0)
    try town.verify()
    #expect(try daemon.stop() == 0)
  }

  /// A file is in memory whole, but on its way into the ledger its one long record is there no second time, nor the next such file.
  @Test func linesAsLongAsAFileMayBeAreKeptOneAfterTheOtherWithoutBeingCopied() throws {
    let town = try Town()
    let daemon = try town.run()
    let long = [UInt8](repeating: UInt8(ascii: "["), count: 48 << 20)
    for name in ["long", "longer"] {
      try town.drop("\(name).ndjson", bytes: Array((report(name).rendered + "\n").utf8) + long)
    }
    try town.until("taken", within: 90) { try town.status()["files"]["taken"] == 2 }
    let records = try town.export()
    #expect(records.map { $0["state"] } == ["accepted", "rejected", "accepted", "rejected"])
    #expect(records.last?["reason"].text?.hasPrefix("too-large") == true)
    let peak = Child.text("/proc/\(daemon.pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    let kilobytes = peak?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    #expect(kilobytes > 48 << 10 && kilobytes < 128 << 10, "\(kilobytes) kB at the most")
    // Its bytes are there as they came, which only their digest can tell.
    try town.verify()
    #expect(try daemon.stop() == 0)
  }
}
