import Foundation
import Glibc
import Synchronization
import Testing

/// A rules file that is overwritten in place by one of the same length, with a rest between two writes: the mix is nobody's rules.
@Suite(.crew) struct HalfSaveTests {
  private let old = Rules().text
  private let new: String
  /// The first half of the new text and the second half of the old one.
  private let mix: String

  init() {
    mix = old.replacingOccurrences(of: "合水口社区", with: "合水囗社区")
    new = mix.replacingOccurrences(of: "夜间噪音", with: "夜间噪声")
  }

  @Test func aMixIsNeverInForceUnderADaemon() throws {
    let town = try Town(nil)
    try town.write(rulesText: mix)
    // The mix is a book like any other: nothing but its age tells it.
    let mixed = try #require(try town.json("check")["digest"].text)
    try town.write(rulesText: old)
    let daemon = try town.run()
    for round in 0..<5 {
      try town.write(rulesText: old)
      try town.gridpost("reload").exits(0)
      try overwrite(town.rulesFile) {
        if round > 0 { daemon.signal(SIGHUP) }
        usleep(100_000)
      }
      let saved = ContinuousClock.now
      try town.gridpost("reload").exits(0)
      #expect(ContinuousClock.now - saved < .seconds(2))
      #expect(try town.status()["rules"]["digest"] == town.json("check")["digest"])
    }
    #expect(!daemon.said.contains(mixed.prefix(12)))
    #expect(daemon.said.contains("rules in force"))
  }

  @Test(arguments: [true, false]) func aMixIsNeverWhatAStartGoesBy(_ isFirstStart: Bool) throws {
    let town = try Town(nil)
    try town.write(rulesText: new)
    let digest = try town.json("check")["digest"]
    try town.write(rulesText: old)
    if !isFirstStart { #expect(try town.run().stop() == 0) }
    var daemon: Daemon?
    try overwrite(town.rulesFile) {
      daemon = try town.launch()
      usleep(120_000)
    }
    try #require(daemon).waitUntilReady()
    #expect(try town.status()["rules"]["digest"] == digest)
  }

  @Test func aFileThatChangesAllTheTimeStopsNoStartThatHasALastGoodCopy() throws {
    let town = try Town()
    #expect(try town.run().stop() == 0)
    let digest = try town.status()["rules"]["digest"]
    town.wrapper = [
      "sh", "-c", "(for i in $(seq 300); do touch '\(town.rulesFile)'; sleep 0.05; done) & exec \"$0\" \"$@\"",
    ]
    defer { town.endAll() }
    try town.write(Rules().with { $0.duties[0].post = "info" })
    let daemon = try town.launch()
    town.wrapper = []
    try daemon.waitUntilReady()
    #expect(daemon.said.contains("changes all the time"))
    #expect(try town.status()["rules"]["digest"] == digest)
  }

  /// Writes the new text over the file, which keeps its length, and does something between its two halves.
  private func overwrite(_ path: String, _ between: () throws -> Void) throws {
    let bytes = Array(new.utf8)
    let start = new.prefix(upTo: try #require(new.range(of: "posts:")).lowerBound).utf8.count
    try write(Array(bytes[..<start]), at: 0, of: path)
    try between()
    try write(Array(bytes[start...]), at: off_t(start), of: path)
  }

  private func write(_ bytes: [UInt8], at offset: off_t, of path: String) throws {
    try Child.gate.withLock { _ in
      let file = open(path, O_WRONLY | O_CLOEXEC)
      defer { close(file) }
      guard file >= 0, pwrite(file, bytes, bytes.count, offset) == bytes.count else {
        throw HarnessFailure("cannot overwrite \(path): errno \(errno)")
      }
    }
  }
}
