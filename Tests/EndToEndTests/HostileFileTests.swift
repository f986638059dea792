import Foundation
import Glibc
import Synchronization
import Testing

/// Kinds of files, and races with whoever wrote them, that a hostile or a careless producer brings about.
@Suite(.crew) struct HostileFileTests {
  /// With the kernel's limits on opening, without them (an old kernel), and where a filter forbids them.
  static let kernels: [String?] = [nil, "ENOSYS", "EPERM"]

  @Test(arguments: kernels) func onlyRegularFilesOfTheInboxItselfAreRead(_ kernel: String?) throws {
    if kernel != nil && !Tools.strace { return print("skipped: strace is not here") }
    let town = try Town()
    let secret = town.folder + "/secret.json"
    try town.write(bytes: Array(report("secret").rendered.utf8), to: Array(secret.utf8))
    let before = try status(of: secret)
    let (inbox, police) = (town.inbox, town.inbox + "/police")
    #expect(mkdir(police, 0o755) == 0 && mkdir(inbox + "/deep", 0o755) == 0 && mkdir(inbox + "/deep/er", 0o755) == 0)
    for (name, target) in [
      ("link.json", secret), ("ledger.json", town.state + "/ledger.sqlite"), ("zero.json", "/dev/zero"),
      ("dangling.json", "/nonexistent"), ("loop.json", "loop.json"), ("police/up.json", "../good.json"),
      ("magic.json", "/proc/self/fd/0"),
    ] {
      #expect(symlink(target, inbox + "/" + name) == 0)
    }
    #expect(symlink(town.folder, inbox + "/elsewhere") == 0)
    #expect(link(secret, inbox + "/hard.json") == 0)
    #expect(mkfifo(inbox + "/pipe.json", 0o644) == 0 && mkfifo(police + "/pipe.ndjson", 0o644) == 0)
    let nodes = ["zero-node.json": (S_IFCHR, 1, 5), "kmsg-node.json": (S_IFCHR, 1, 11), "block.json": (S_IFBLK, 7, 0)]
    if Tools.isRoot {
      for (name, (kind, major, minor)) in nodes {
        #expect(mknod(inbox + "/" + name, kind | 0o644, dev_t(major << 8 | minor)) == 0)
      }
    }
    let listener = try self.listener(at: inbox + "/s.json")
    defer { close(listener) }
    try town.drop("deep/d.json", report("deep", source: "deep"))
    try town.write(bytes: Array(report("too-deep").rendered.utf8), to: Array((inbox + "/deep/er/e.json").utf8))
    try town.drop("good.json", report("good"))
    try town.drop("suid.json", report("suid"))
    #expect(chmod(inbox + "/suid.json", 0o6777) == 0)

    if let kernel { town.wrapper = Strace.command("openat2", "error=\(kernel):when=1+") }
    // A link's age counts from its making.
    usleep(300_000)
    try town.gridpost("pass", within: 20).exits(0)
    town.wrapper = []
    #expect(Set(try town.items().compactMap { $0["id"].text }) == ["good", "suid", "deep"])
    let aside = [
      "dangling.json", "hard.json", "ledger.json", "link.json", "loop.json", "magic.json", "up.json", "zero.json",
    ]
    #expect(town.quarantined().sorted() == aside)
    for name in aside {
      let reason = try JSON(parsing: Child.text("\(town.quarantine)/\(name).reason.json"))
      #expect(reason["code"] == (name == "hard.json" ? "hard-link" : "symlink"), "\(name): \(reason.rendered)")
      #expect(reason["sha256"] == .null)
    }
    let after = try status(of: secret)
    #expect(after.st_atim.tv_sec == before.st_atim.tv_sec && after.st_size == before.st_size)
    let left = Set(town.waiting())
    #expect(
      left.isSuperset(
        of: ["pipe.json", "s.json", "deep", "police", "elsewhere"] + (Tools.isRoot ? Array(nodes.keys) : [])))
    #expect(access(inbox + "/deep/er/e.json", F_OK) == 0)
    try town.gridpost("drain", "--timeout", "5").exits(0)
    try town.expectBalance()
    try town.verify()
  }

  @Test func aSparseGiantIsSetAsideUnread() throws {
    let town = try Town()
    let daemon = try town.run()
    let file = open(town.inbox + "/.giant", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    let made = ftruncate(file, 10 << 30)
    close(file)
    guard made == 0 else { return print("skipped: the disk makes no file of 10 GiB") }
    let start = ContinuousClock.now
    #expect(rename(town.inbox + "/.giant", town.inbox + "/giant.json") == 0)
    try town.drop("good.json", report("good"))
    try town.until("it is set aside", within: 5) { town.quarantined() == ["giant.json"] }
    try town.until("the other is taken", within: 5) { try town.status()["records"]["accepted"] == 1 }
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(try status(of: town.quarantine + "/giant.json").st_size == 10 << 30)
    #expect(try status(of: town.quarantine + "/giant.json").st_blocks == 0)
    let peak = Child.text("/proc/\(daemon.pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
    let kilobytes = peak.split(whereSeparator: { " \t".contains($0) }).compactMap { Int($0) }.first ?? .max
    #expect(kilobytes < 200_000, "\(peak)")
    try town.verify()
  }

  @Test(.enabled(if: Tools.isRoot && Tools.setpriv, "needs root, to give up its rights"))
  func whatMayNotBeReadIsToldAndLeftUntilItMay() throws {
    let town = try Town()
    town.wrapper = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    try town.run()
    town.wrapper = []
    for name in ["closed.json", ".closed.ndjson"] {
      try town.write(bytes: Array(report(name).rendered.utf8), to: Array("\(town.inbox)/\(name)".utf8))
      #expect(chmod("\(town.inbox)/\(name)", 0) == 0)
    }
    #expect(rename(town.inbox + "/.closed.ndjson", town.inbox + "/closed.ndjson") == 0)
    try town.drop("good.json", report("good"))
    try town.until("the other is taken", within: 5) { try town.status()["records"]["accepted"] == 1 }
    try town.until("it is told", within: 5) { try !town.status()["degraded"].array.isEmpty }
    #expect(town.quarantined().isEmpty && town.waiting().sorted() == ["closed.json", "closed.ndjson"])
    for name in town.waiting() { #expect(chmod("\(town.inbox)/\(name)", 0o644) == 0) }
    try town.until("well again", within: 10) {
      try town.status()["degraded"] == [] && town.status()["records"]["accepted"] == 3
    }
    try town.verify()
  }

  @Test func aProducerThatWritesThroughMemoryIsWaitedFor() throws {
    let town = try Town()
    try town.run()
    let text = Array((report("mapped").rendered + "\n").utf8)
    let path = town.inbox + "/mapped.ndjson"
    let memory = try Child.gate.withLock { _ in
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      defer { close(file) }
      #expect(ftruncate(file, off_t(text.count)) == 0)
      let memory = mmap(nil, text.count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
      return try #require(memory == MAP_FAILED ? nil : memory)
    }
    usleep(1_000_000)
    #expect(access(path, F_OK) == 0, "it was taken from under its writer")
    for (index, byte) in text.enumerated() { memory.storeBytes(of: byte, toByteOffset: index, as: UInt8.self) }
    usleep(500_000)
    #expect(access(path, F_OK) == 0)
    #expect(munmap(memory, text.count) == 0)
    try town.settle()
    #expect(try town.items().map { $0["id"] } == ["mapped"])
    #expect(town.quarantined().isEmpty)
  }

  /// What holds a pass up, and in which folder the file lies meanwhile: between claim and reading, in the commit, after it.
  static let moments: [(call: String, how: String, folder: String)] = [
    ("renameat2", "delay_exit=1000000:when=1", "0-"), ("fdatasync", "delay_exit=150000", "0-"),
    ("syncfs", "delay_exit=1000000:when=1", "done-"),
  ]

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: moments)
  func whatIsAppendedAfterTheClaimIsTakenToo(_ moment: (call: String, how: String, folder: String)) throws {
    let town = try townWithFileClaimed(at: moment) { path in
      let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
      try #require(file >= 0)
      defer { close(file) }
      try Town.put(Array((report("late").rendered + "\n").utf8), into: file)
    }
    usleep(300_000)
    for _ in 0..<2 { try town.gridpost("pass").exits(0) }
    #expect(Set(try town.items().compactMap { $0["id"].text }) == ["early-1", "early-2", "late"])
    #expect(town.waiting().isEmpty && town.quarantined().isEmpty)
    #expect(town.names(in: town.inbox + "/.claimed").isEmpty)
    try town.expectBalance()
    try town.verify()
  }

  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: moments)
  func whatIsTruncatedAfterTheClaimHarmsNobody(_ moment: (call: String, how: String, folder: String)) throws {
    let town = try townWithFileClaimed(at: moment) { path in #expect(truncate(path, 5) == 0) }
    usleep(300_000)
    for _ in 0..<2 { try town.gridpost("pass").exits(0) }
    // What was read whole is taken; what was cut before is as the producer left it.
    let records = try town.expectBalance()["records"]
    #expect([0, 2].contains(records["accepted"].int), "\(records.rendered)")
    #expect(town.quarantined().count == 1)
    #expect(town.names(in: town.inbox + "/.claimed").isEmpty)
    try town.verify()
  }

  /// A town in which that was done; on a busy machine the moment may go by unseen, and the story begins anew.
  private func townWithFileClaimed(
    at moment: (call: String, how: String, folder: String), _ body: (String) throws -> Void
  ) throws -> Town {
    for _ in 0..<5 {
      let town = try Town()
      if try withFileClaimed(at: moment, in: town, body) { return town }
    }
    throw HarnessFailure("the moment of \(moment.call) was never met")
  }

  /// A pass that is held up at one of its calls, and what a producer, who should not, does to the claimed file meanwhile; false
  /// where it was not there.
  private func withFileClaimed(
    at moment: (call: String, how: String, folder: String), in town: Town, _ body: (String) throws -> Void
  ) throws -> Bool {
    try town.drop("lines.ndjson", report("early-1"), report("early-2"))
    town.wrapper = Strace.command(moment.call, moment.how)
    let pass = try town.start(["pass"])
    town.wrapper = []
    let folder = town.inbox + "/.claimed"
    while pass.ended == nil {
      for batch in town.names(in: folder).map({ String(decoding: $0, as: UTF8.self) }) {
        let path = "\(folder)/\(batch)/root/lines.ndjson"
        guard batch.hasPrefix(moment.folder), access(path, F_OK) == 0 else { continue }
        // Past the claim itself the pass goes on until it is held up.
        if moment.call == "fdatasync" { usleep(50_000) }
        try body(path)
        #expect(pass.end(within: 20) != nil)
        #expect(pass.outcome.code == 0, "\(pass.outcome.said)")
        return true
      }
    }
    return false
  }

  private func listener(at path: String) throws -> Int32 {
    let number = try UnixSocket.bound(to: path, SOCK_STREAM)
    guard listen(number, 1) == 0 else { throw HarnessFailure("cannot listen at \(path): errno \(errno)") }
    return number
  }

  private func status(of path: String) throws -> stat {
    var found = stat()
    guard lstat(path, &found) == 0 else { throw HarnessFailure("cannot look at \(path): errno \(errno)") }
    return found
  }

  /// A mark that begins a text is one character with whatever stands before it: no blank of ours is lost to it.
  @Test(arguments: ["\u{301}", "\u{FE0F}", "\u{200D}", "\u{E0041}", "\u{1160}"])
  func aTextThatBeginsWithAMarkBreaksNothing(_ mark: String) throws {
    let text = "\(mark)甲\(mark) \(mark)，\(mark):\(mark).\(mark)"
    let all = JSON.text(text)
    let town = try Town()
    try town.drop(
      "a.ndjson",
      text: ["matter", "grid", "community", "summary", "place", "subject", "reporter"].map {
        report("r-\($0)").with([$0: all]).rendered + "\n"
      }.joined())
    try town.pass(at: Moment.monday10)
    let steps: [(String, [String: JSON])] = [
      ("accept", [:]), ("extend", ["by_limit": "1h"]), ("suspend", ["until": "2026-03-03T02:00:00Z"]), ("resume", [:]),
      ("transfer", ["to": "heshuikou/heshuikou-01/info"]), ("resolve", [:]), ("reopen", [:]), ("accept", [:]),
      ("note", [:]),
    ]
    for (number, (step, more)) in steps.enumerated() {
      let event = JSON.object([
        "id": .text("s\(number)"), "source": "test", "type": .text(step), "by": all, "note": all,
        "report": ["source": "test", "id": "r-summary"],
      ]).with(more)
      try town.drop("s\(number).json", event)
      try town.pass(at: Moment.monday10)
      #expect(try town.record(of: "s\(number)")["state"] == "accepted", "\(step)")
    }
    #expect(try town.show(of: "r-summary")["accepted"]["by"] == all)
    #expect(try town.show(of: "r-matter")["holder"] == "triage")
    for command in ["time", "returns", "integrity"] { try town.gridpost(["report", command]).exits(0) }
    try town.verify()
  }
}
