import Foundation
import Glibc
import Testing

/// Folders that are moved, mounted over and unmounted under the daemon: told at once, nothing lost, nothing written where it
/// does not belong.
@Suite(.crew) struct MountTests {
  /// Shows one folder in the place of another; gone with its owner.
  private final class Bind {
    private let place: String

    init?(_ folder: String, over place: String) {
      self.place = place
      guard mount(folder, place, nil, UInt(MS_BIND), nil) == 0 else {
        print("skipped: nothing can be mounted here (errno \(errno))")
        return nil
      }
    }

    deinit { umount2(place, Int32(MNT_DETACH)) }
  }

  private func faults(_ town: Town) throws -> [String] {
    try town.status()["degraded"].array.compactMap { fault in
      fault["code"].text.map { "\($0): \(fault["text"].text ?? "")" }
    }
  }

  @Test(.enabled(if: Tools.isRoot, "mounting needs root"))
  func anOutboxUnmountedIsToldAndTheBareMountPointStaysBare() throws {
    let town = try Town()
    let volume = town.folder + "/volume"
    #expect(mkdir(town.outbox, 0o755) == 0 && mkdir(volume, 0o755) == 0)
    var bind = Bind(volume, over: town.outbox)
    guard bind != nil else { return }
    try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    bind = nil
    try town.until("it is told", within: 5) { try faults(town).contains { $0.hasPrefix("folder: outbox") } }
    try town.drop("b.json", report("b"))
    usleep(1_500_000)
    #expect(town.names(in: town.outbox).isEmpty, "written into the bare mount point")
    bind = Bind(volume, over: town.outbox)
    try town.until("well again", within: 10) { try faults(town).isEmpty }
    try town.drop("c.json", report("c"))
    try town.settle()
    #expect(try town.papers().compactMap { $0.content["event"]["id"].text }.sorted() == ["a", "b", "c"])
    try town.expectBalance()
    try town.verify()
    town.endAll()
    bind = nil
    #expect(town.names(in: town.outbox).isEmpty)
  }

  @Test(.enabled(if: Tools.isRoot, "mounting needs root"))
  func oneFolderThatIsAnotherMountIsLeftAloneAndTheOthersGoOn() throws {
    let town = try Town()
    let (theirs, post) = (town.folder + "/theirs", town.outbox + "/heshuikou/heshuikou-03/patrol")
    for folder in [theirs, town.inbox + "/police", town.inbox + "/fire"] { #expect(mkdir(folder, 0o755) == 0) }
    try FileManager.default.createDirectory(atPath: post, withIntermediateDirectories: true)
    var police = Bind(theirs, over: town.inbox + "/police")
    var patrol = Bind(theirs, over: post)
    guard police != nil, patrol != nil else { return }
    try town.run()
    try town.drop("police/p.json", report("p", source: "police"))
    try town.drop("fire/f.json", report("f", grid: "heshuikou-02", source: "fire"))
    try town.drop("a.json", report("a"))
    try town.drop("b.json", report("b", grid: "heshuikou-01"))
    try town.until("both are told", within: 5) {
      let told = try faults(town)
      return told.contains { $0.hasPrefix("outbox: ") } && told.contains { $0.contains("police") }
    }
    try town.until("the others are taken and served", within: 5) {
      try town.papers().compactMap { $0.content["event"]["id"].text }.sorted() == ["b", "f"]
    }
    #expect(access(theirs + "/p.json", F_OK) == 0)
    #expect(town.names(in: theirs).count == 1)
    police = nil
    patrol = nil
    #expect(rename(theirs + "/p.json", town.inbox + "/police/p.json") == 0)
    try town.until("well again", within: 10) { try faults(town).isEmpty }
    try town.settle()
    #expect(try town.papers().compactMap { $0.content["event"]["id"].text }.sorted() == ["a", "b", "f", "p"])
    try town.expectBalance()
    try town.verify()
  }

  @Test(.enabled(if: Tools.isRoot, "mounting needs root")) func anInboxFromElsewhereIsRefused() throws {
    let town = try Town()
    #expect(mkdir(town.folder + "/elsewhere", 0o755) == 0)
    guard let bind = Bind(town.folder + "/elsewhere", over: town.inbox) else { return }
    try town.drop("a.json", report("a"))
    try town.gridpost("pass").exits(74).says("different mounts")
    #expect(town.waiting() == ["a.json"])
    withExtendedLifetime(bind) {}
  }

  @Test func aStateMovedAwayStopsItsDaemonAndGoesOnWhereverItIsPut() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let aside = town.folder + "/aside"
    #expect(rename(town.state, aside) == 0)
    #expect(try daemon.exit(within: 5) == 75)
    #expect(access(town.state, F_OK) != 0, "it was made anew")
    #expect(rename(aside, town.state) == 0)
    try town.run()
    try town.drop("b.json", report("b"))
    try town.settle()
    #expect(try town.expectBalance()["records"]["accepted"] == 2)
    try town.verify()
  }

  /// A producer who holds the old folder open goes on dropping into it: what lies there is taken when it is back.
  @Test func whatWasDroppedIntoAnInboxMovedAwayIsTakenWhenItIsBack() throws {
    let town = try Town()
    try town.run()
    let aside = town.folder + "/aside"
    #expect(rename(town.inbox, aside) == 0)
    try town.until("it is told", within: 5) { try faults(town).contains { $0.hasPrefix("folder: inbox") } }
    #expect(access(town.inbox, F_OK) != 0, "it was made anew")
    #expect(mkdir(town.inbox, 0o755) == 0)
    try town.drop("new.json", report("new"))
    try town.until("the new folder is served", within: 10) { try town.status()["records"]["accepted"] == 1 }
    // Dropped late, and, as a daemon that was stopped in the middle would have left it, claimed.
    try town.write(bytes: Array(report("late").rendered.utf8), to: Array((aside + "/late.json").utf8))
    try FileManager.default.createDirectory(
      atPath: aside + "/.claimed/0-0123456789abcdef/root", withIntermediateDirectories: true)
    try town.write(
      bytes: Array(report("claimed").rendered.utf8),
      to: Array((aside + "/.claimed/0-0123456789abcdef/root/claimed.json").utf8))
    #expect(rename(town.inbox, town.folder + "/new") == 0 && rename(aside, town.inbox) == 0)
    try town.until("all are taken", within: 10) { try town.status()["records"]["accepted"] == 3 }
    try town.until("well again", within: 10) { try faults(town).isEmpty }
    try town.settle()
    #expect(town.names(in: town.inbox + "/.claimed").isEmpty)
    try town.expectBalance()
    try town.verify()
  }
}
