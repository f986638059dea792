import Foundation
import Glibc
import Testing

/// A failing disk is not the input's fault: nothing is condemned, and all is well once the disk is.
@Suite(.crew) struct WorldFaultTests {
  static let faults: [(call: String, error: String)] = [
    ("fdatasync", "EIO"), ("fdatasync", "ENOSPC"), ("fsync", "EIO"), ("syncfs", "EIO"), ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"), ("renameat2", "ENOSPC"), ("renameat2", "EIO"), ("unlinkat", "EROFS"), ("write", "ENOSPC"),
  ]

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: faults)
  func aFaultThatStaysCondemnsNothing(_ fault: (call: String, error: String)) throws {
    let town = try Town(Load.rules)
    var load = Load()
    #expect(try town.run().stop() == 0)
    for first in [1, 5] {
      try load.drop(into: town, files: 5, lines: 5)
      town.wrapper = Strace.command(fault.call, "error=\(fault.error):when=\(first)+")
      let daemon = try town.launch()
      town.wrapper = []
      _ = daemon.child.end(within: 2.5)
      if daemon.child.ended != nil {
        #expect([0, 74, 75].contains(daemon.child.outcome.code), "\(fault) \(daemon.said)")
      }
      #expect(town.quarantined().isEmpty, "\(fault)")
      daemon.kill()
    }
    let daemon = try town.run()
    try town.settle()
    #expect(try daemon.stop() == 0)
    try load.expectNothingLostNothingTwice(in: town)
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: faults)
  func aFaultThatPassesIsLivedThrough(_ fault: (call: String, error: String)) throws {
    try liveThrough(fault.call, fault.error, when: "3..4")
  }

  /// Places in the work where one call may fail once: taking, staging, announcing, laying down, recording, raising.
  static let single: [(call: String, error: String, number: Int)] =
    (1...6).map { ("fdatasync", "EIO", $0) } + (1...3).map { ("renameat2", "EIO", $0) }
    + [1, 2].map { ("syncfs", "EIO", $0) } + [1, 3].map { ("fsync", "EIO", $0) }
    + [8, 24].map { ("pwrite64", "ENOSPC", $0) }

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: single)
  func aSingleFailedCallIsLivedThrough(_ fault: (call: String, error: String, number: Int)) throws {
    try liveThrough(fault.call, fault.error, when: "\(fault.number)")
  }

  private func liveThrough(_ call: String, _ error: String, when: String) throws {
    let town = try Town(Load.rules)
    var load = Load()
    #expect(try town.run().stop() == 0)
    try load.drop(into: town, files: 5, lines: 5)
    town.wrapper = Strace.command(call, "error=\(error):when=\(when)")
    let daemon = try town.launch()
    town.wrapper = []
    var starts = 0
    try town.until("everything is delivered", within: 40) {
      if daemon.child.ended != nil, starts == 0 {
        #expect([74, 75].contains(daemon.child.outcome.code), "\(call) \(when) \(daemon.said)")
        starts = 1
        try town.run()
      }
      let outcome = try town.gridpost("status", "--json")
      guard outcome.code == 0 else { return false }
      return try outcome.json()["notices"]["delivered"].int == load.ids.count + load.short
    }
    #expect(town.quarantined().isEmpty)
    town.endAll()
    try load.expectNothingLostNothingTwice(in: town)
  }

  @Test func aBlockedFolderDoesNotStopTheOthers() throws {
    let town = try Town()
    mkdir(town.outbox, 0o755)
    try town.write(bytes: [], to: Array((town.outbox + "/heshuikou").utf8))
    let daemon = try town.run()
    try town.drop("a.ndjson", report("a"), report("b", grid: "jiangwei-01"), report("c"))
    try town.until("the other one is out", within: 15) { try town.papers().count == 1 }
    try town.expectNotice(at: "jiangwei/jiangwei-01/patrol", of: "b")
    try town.until("degraded", within: 10) { try !town.status()["degraded"].array.isEmpty }
    #expect(try town.expectBalance()["notices"]["pending"] == 2)
    #expect(daemon.child.ended == nil)
    unlink(town.outbox + "/heshuikou")
    try town.until("all are out", within: 60) { try town.papers().count == 3 }
    try town.until("well again", within: 15) { try town.status()["degraded"] == [] }
    try town.verify()
  }

  @Test func aQuarantineThatCannotBeHadHoldsUpNothingAndCountsNothingTwice() throws {
    let town = try Town()
    let daemon = try town.run()
    // It stands still, lest it makes the folder anew in between.
    daemon.signal(SIGSTOP)
    rename(town.state + "/quarantine", town.state + "/away")
    try town.write(bytes: [], to: Array((town.state + "/quarantine").utf8))
    daemon.signal(SIGCONT)
    try town.until("degraded", within: 10) { try !town.status()["degraded"].array.isEmpty }
    try town.drop("bad.json", text: "no JSON")
    try town.drop("good.json", report("good"))
    try town.until("the good one is out", within: 10) { try town.papers().count == 1 }
    try town.until("the bad one is decided", within: 10) { try town.status()["files"]["quarantined"] == 1 }
    let seen = try town.export().count
    usleep(3_000_000)
    #expect(try town.status()["files"]["replayed"] == 0)
    #expect(try town.export().count == seen)
    #expect(daemon.child.ended == nil)
    daemon.signal(SIGSTOP)
    unlink(town.state + "/quarantine")
    rename(town.state + "/away", town.state + "/quarantine")
    daemon.signal(SIGCONT)
    try town.until("set aside", within: 15) { town.quarantined() == ["bad.json"] }
    try town.until("well again", within: 15) { try town.status()["degraded"] == [] }
    try town.settle()
    let files = try town.expectBalance()["files"]
    #expect(files["quarantined"] == 1 && files["taken"] == 1 && files["replayed"] == 0)
    try town.verify()
  }

  @Test func foldersThatWereRemovedAreMadeAnew() throws {
    let town = try Town()
    try town.run()
    for folder in ["outbox", "quarantine"] {
      try FileManager.default.removeItem(atPath: "\(town.state)/\(folder)")
      try town.drop("good-\(folder).json", report("good-\(folder)"))
      try town.drop("bad-\(folder).json", text: "no JSON")
      try town.until("both are where they belong", within: 15) {
        try town.papers().contains { $0.content["event"]["id"].text == "good-\(folder)" }
          && town.quarantined().contains("bad-\(folder).json")
      }
      try town.until("well again", within: 10) { try town.status()["degraded"] == [] }
    }
  }

  /// A failure right after the claim puts the file back, which the kernel tells like any other file: no reason to spin.
  @Test(.enabled(if: Tools.strace, "strace is not here")) func aFaultAfterTheClaimIsNotSpunOn() throws {
    let town = try Town(Load.rules)
    var load = Load()
    #expect(try town.run().stop() == 0)
    try load.drop(into: town, files: 1, lines: 1)
    town.wrapper = Strace.command("pwrite64", "error=ENOSPC:when=1+")
    let daemon = try town.launch()
    town.wrapper = []
    _ = daemon.child.end(within: 8)
    let tries = daemon.said.components(separatedBy: "intake: ").count - 1
    #expect(tries <= 8, "\(daemon.said)")
    daemon.kill()
    try town.run()
    try town.settle()
    town.endAll()
    try load.expectNothingLostNothingTwice(in: town)
  }

  @Test(.enabled(if: Tools.isRoot, "mounting a small disk needs root"))
  func aFullDiskIsShownAndLeftBehind() throws {
    let town = try Town(Load.rules)
    guard let disk = Disk(mountedAt: town.state, size: "6m") else {
      print("skipped: a tmpfs cannot be mounted here")
      return
    }
    mkdir(town.inbox, 0o755)
    var load = Load()
    let daemon = try town.run()
    try load.drop(into: town, files: 5, lines: 5)
    try town.settle()
    // What is written already needs no room to be renamed into the inbox.
    let events = (0..<30).map { report("full-\($0)", matter: "CA-002") }
    for (index, event) in events.enumerated() {
      try town.write(bytes: Array(event.rendered.utf8), to: Array("\(town.inbox)/.full-\(index)".utf8))
    }
    try disk.fill()
    for index in events.indices {
      #expect(rename("\(town.inbox)/.full-\(index)", "\(town.inbox)/full-\(index).json") == 0)
      load.count("full-\(index)", late: false)
    }
    try town.until("degraded or gone", within: 10) {
      try daemon.child.ended != nil || !town.status()["degraded"].array.isEmpty
    }
    #expect(town.quarantined().isEmpty)
    if daemon.child.ended != nil { #expect([74, 75].contains(daemon.child.outcome.code), "\(daemon.said)") }
    try disk.free()
    if daemon.child.ended != nil { try town.run() }
    try town.until("well again", within: 20) {
      try town.status()["degraded"] == [] && town.status()["records"]["accepted"].int == load.ids.count
    }
    try town.settle()
    town.endAll()
    try load.expectNothingLostNothingTwice(in: town)
  }
}

extension WorldFaultTests {
  @Test(.enabled(if: Tools.isRoot, "mounting a read-only disk needs root"), arguments: ["", "/new", "/far/new"])
  func aFirstStartOnAReadOnlyDiskSaysSo(_ below: String) throws {
    let town = try Town()
    guard let disk = Disk(mountedAt: town.state, size: "1m") else {
      print("skipped: a tmpfs cannot be mounted here")
      return
    }
    try disk.refuseWriting()
    for command in ["run", "pass"] {
      let outcome = try town.gridpost(command, "--state", town.state + below, within: 20).exits(74, command)
      outcome.says("read-only file system", town.state)
      #expect(!outcome.said.contains("no such file"), "\(outcome.said)")
    }
  }
}

/// A small file system of our own in memory; unmounted with its owner.
private final class Disk {
  private let place: String

  init?(mountedAt place: String, size: String) {
    self.place = place
    guard mount("tmpfs", place, "tmpfs", 0, "size=\(size)") == 0 else { return nil }
  }

  deinit {
    umount2(place, Int32(MNT_DETACH))
  }

  func refuseWriting() throws {
    guard mount("tmpfs", place, "tmpfs", UInt(MS_REMOUNT) | UInt(MS_RDONLY), nil) == 0 else {
      throw HarnessFailure("cannot make the disk read-only: errno \(errno)")
    }
  }

  /// A neighbour takes all that is left.
  func fill() throws {
    let file = open(place + "/.neighbour", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw HarnessFailure("neighbour: errno \(errno)") }
    defer { close(file) }
    let page = [UInt8](repeating: 0, count: 4_096)
    while write(file, page, page.count) > 0 {}
  }

  func free() throws {
    guard unlink(place + "/.neighbour") == 0 else { throw HarnessFailure("cannot free the disk: errno \(errno)") }
  }
}
