import Foundation
import Glibc
import Testing

/// The lock remembers each commit: what a killed daemon had accepted cannot go missing without a word.
@Suite(.crew) struct LedgerNoteTests {
  enum Damage: String, CaseIterable {
    case cutInHalf, lastFramesCut, byteFlipped, emptied, removed
  }

  @Test(arguments: Damage.allCases, [true, false])
  func whatALogLostAfterAKillIsMissed(_ damage: Damage, byPass: Bool) throws {
    let town = try Town()
    if byPass {
      try killedPass(in: town)
    } else {
      let daemon = try town.run()
      for name in ["a", "b", "c"] {
        try town.drop("\(name).json", report(name))
        try town.settle()
      }
      daemon.kill()
    }
    // A pass is killed while it works: its last commit may be one it had no time to take note of.
    try inflict(damage, on: town.state + "/ledger.sqlite-wal", commits: byPass ? 2 : 1)
    try town.drop("d.json", report("d"))
    // A start that refuses leaves the next one as wise.
    for command in [["run"], ["pass"], ["status"], ["list"], ["run"]] {
      try town.gridpost(command).exits(74, "\(damage) \(command)").says(town.state + "/ledger.sqlite")
    }
    try town.gridpost("verify").exits(1, "\(damage)")
    #expect(town.waiting() == ["d.json"])
  }

  /// A pass that was killed after it had committed.
  private func killedPass(in town: Town) throws {
    try town.gridpost("pass").exits(0)
    for index in 0..<40 {
      let lines = (0..<40).map { report("e\(index)-\($0)").rendered + "\n" }
      try town.drop("e\(index).ndjson", text: lines.joined())
    }
    let pass = try town.start(["pass"])
    try town.until("a commit", within: 30) {
      guard pass.ended == nil else { throw HarnessFailure("the pass was over before it could be killed") }
      return try town.gridpost("status", "--json").json()["records"]["accepted"].int ?? 0 > 0
    }
    pass.kill()
    for name in town.waiting() { unlink(town.inbox + "/" + name) }
  }

  private func inflict(_ damage: Damage, on log: String, commits: Int) throws {
    let bytes = try #require(FileManager.default.contents(atPath: log))
    #expect(bytes.count > 10_000, "nothing was in the log")
    switch damage {
    case .cutInHalf: #expect(truncate(log, bytes.count / 2) == 0)
    case .lastFramesCut: #expect(truncate(log, try #require(Self.lastCommits(commits, in: bytes))) == 0)
    case .byteFlipped:
      var flipped = bytes
      flipped[bytes.count / 2] ^= 0x40
      try flipped.write(to: URL(fileURLWithPath: log))
    case .emptied: #expect(truncate(log, 0) == 0)
    case .removed: unlink(log)
    }
    unlink(String(log.dropLast(3)) + "shm")
  }

  /// Where the last frames begin that end so many transactions (sqlite.org/fileformat2.html#walformat): what stands behind them was
  /// never committed, and what stood there before the log began anew bears another salt.
  private static func lastCommits(_ count: Int, in log: Data) -> Int? {
    let frame = 24 + 4096
    let bytes = [UInt8](log)
    let salt = Array(bytes[16..<24])
    var ends: [Int] = []
    for start in stride(from: 32, through: bytes.count - frame, by: frame) {
      let isOurs = Array(bytes[(start + 8)..<(start + 16)]) == salt
      if isOurs, bytes[(start + 4)..<(start + 8)].contains(where: { $0 != 0 }) { ends.append(start) }
    }
    return ends.suffix(count).first
  }

  @Test func aNoteOfAnotherBootIsNoEvidenceOfACommit() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    daemon.kill()
    // Ahead of the ledger, as after a power cut that took the last commits: the note was never synced, so it may well be.
    try rewrite(town.state + "/lock") { text in
      text.replacingOccurrences(of: "\"boot\":\"", with: "\"boot\":\"x")
        .replacingOccurrences(of: "\"revision\":", with: "\"revision\":9")
    }
    try town.gridpost("status").exits(0)
    try town.gridpost("pass").exits(0)
    try town.verify()
  }

  @Test(arguments: ["", "{\"pid\":1,\"epoch\":", "\u{0}\u{1}not a note"])
  func aNoteThatCannotBeReadIsPassedOver(_ text: String) throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    daemon.kill()
    try rewrite(town.state + "/lock") { _ in text }
    try town.gridpost("status").exits(0)
    try town.run()
    try town.verify()
  }

  @Test(arguments: ["run", "pass", "status"])
  func aLedgerRemovedWithItsMarkerIsMissed(_ command: String) throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    #expect(try daemon.stop() == 0)
    removeLedger(of: town)
    for _ in 0..<2 { try town.gridpost(command).exits(74).says(town.state + "/ledger.sqlite") }
    try town.gridpost("verify").exits(1)
    #expect(access(town.state + "/ledger.sqlite", F_OK) != 0)
  }

  @Test func aLedgerRemovedAfterABootIsMissedToo() throws {
    let town = try Town()
    try town.gridpost("pass").exits(0)
    try rewrite(town.state + "/lock") { text in
      text.replacingOccurrences(of: "\"boot\":\"", with: "\"boot\":\"x")
    }
    removeLedger(of: town)
    try town.gridpost("pass").exits(74).says("ledger.sqlite")
    // A refused start keeps the evidence.
    try town.gridpost("run").exits(74).says("ledger.sqlite")
  }

  /// Killed in the very first moment: the lock is there, and nothing was promised.
  @Test func aStateThatNeverHadALedgerStarts() throws {
    let town = try Town()
    try rewrite(town.state + "/lock") { _ in String(repeating: " ", count: 16_383) + "\n" }
    try town.gridpost("status").exits(0)
    try town.gridpost("pass").exits(0)
    try town.verify()
  }

  private func removeLedger(of town: Town) {
    for name in town.names(in: town.state).map({ String(decoding: $0, as: UTF8.self) })
    where name.hasPrefix("ledger.") { unlink("\(town.state)/\(name)") }
  }

  private func rewrite(_ path: String, _ change: (String) -> String) throws {
    let old = FileManager.default.contents(atPath: path) ?? Data()
    let new = Data(change(String(decoding: old, as: UTF8.self)).utf8)
    try new.write(to: URL(fileURLWithPath: path))
  }
}
