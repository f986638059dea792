import Foundation
import Glibc
import Harness

extension Walk {
  /// The ledger is written to before anything of it is synced.
  private static let writes = ["pwrite64"]
  private static let taken = ["files.taken": 1, "files.quarantined": 1, "files.replayed": 0, "notices.delivered": 1]

  /// What can become of a file.
  static let files: [Scenario] = [
    Scenario("F1") { walk, report in
      let ground = try walk.ground("F1")
      for name in [".x.json", "x.json.part", "x.json.tmp", "x.txt"] {
        try Data(Walk.good(name).utf8).write(to: URL(fileURLWithPath: ground.inbox + "/" + name))
      }
      try walk.pass(ground)
      report.check(ground.files(below: ground.inbox).count == 4, "F1: not all is left where it was")
      try walk.end("F1", ground, report, ["files.taken": 0, "records.received": 0])
    },
    Scenario("F2") { walk, report in
      let ground = try walk.ground("F2")
      try walk.drop("x.json", Walk.good("x"), ground)
      try walk.drop("bad.json", "no", ground)
      try walk.pass(ground)
      try walk.end("F2", ground, report, Walk.taken)
    },
    Scenario("F3") { walk, report in
      let isSo = { (left: Remains) in left.claimed == ["0 bad.json", "0 x.json"] && left.files.isEmpty }
      guard let ground = try walk.killed("F3", report, calls: Walk.writes, when: isSo) else { return }
      try walk.pass(ground)
      try walk.end("F3", ground, report, Walk.taken)
    },
    Scenario("F4") { walk, report in
      let isSo = { (left: Remains) in left.claimed.contains("0 x.json") && left.files.contains("taken x.json") }
      guard let ground = try walk.killed("F4", report, when: isSo) else { return }
      try walk.pass(ground)
      try report.check(walk.count("files.replayed", ground) > 0, "F4: not counted as replayed")
      try walk.end("F4", ground, report, ["files.taken": 1, "records.received": 1, "notices.delivered": 1])
    },
    Scenario("F5") { walk, report in
      let isSo = { (left: Remains) in left.claimed.contains("done x.json") }
      let alone = ["x.json": Walk.good("x")]
      guard let ground = try walk.killed("F5", report, dropping: alone, when: isSo) else { return }
      try walk.pass(ground)
      try walk.end("F5", ground, report, ["files.taken": 1, "records.received": 1, "notices.delivered": 1])
    },
    Scenario("F6") { walk, report in
      let isSo = { (left: Remains) in
        left.claimed.contains { $0.hasSuffix(" x.json") } && left.files.contains("taken x.json")
      }
      guard let ground = try walk.killed("F6", report, when: isSo) else { return }
      // As a power cut leaves it: the renames that followed the producer's are undone.
      for path in ground.files(below: ground.claimed) where path.hasSuffix("/x.json") {
        rename(ground.claimed + "/" + path, ground.inbox + "/x.json")
      }
      try walk.pass(ground)
      try report.check(walk.count("files.replayed", ground) > 0, "F6: not counted as replayed")
      try walk.end("F6", ground, report, ["files.taken": 1, "records.received": 1, "notices.delivered": 1])
    },
    Scenario("F7") { walk, report in try walk.suspect("F7", met: 1, Walk.plain, report, Walk.taken) },
    Scenario("F8") { walk, report in
      try walk.suspect("F8", met: 2, ["x.json": Walk.good("x")], report, ["files.taken": 1, "files.replayed": 0])
    },
    Scenario("F9") { walk, report in
      let condemned = ["files.taken": 0, "files.quarantined": 1, "records.received": 0]
      try walk.suspect("F9", met: 5, ["x.json": Walk.good("x")], report, condemned)
    },
    Scenario("F10") { walk, report in
      let isSo = { (left: Remains) in
        left.files.contains("quarantined bad.json") && left.quarantine.isEmpty
          && left.claimed.contains { $0.hasSuffix(" bad.json") }
      }
      guard let ground = try walk.killed("F10", report, when: isSo) else { return }
      try walk.pass(ground)
      report.check(ground.names(in: ground.quarantine).contains("bad.json"), "F10: not moved")
      try walk.end("F10", ground, report, ["files.taken": 1, "files.quarantined": 1, "records.received": 1])
    },
    Scenario("F11") { walk, report in
      let isSo = { (left: Remains) in left.quarantine == ["bad.json.reason.json"] }
      guard let ground = try walk.killed("F11", report, calls: ["fsync", "renameat2"], when: isSo) else { return }
      try walk.pass(ground)
      report.check(
        Set(ground.names(in: ground.quarantine)) == ["bad.json", "bad.json.reason.json"], "F11: not completed")
      try walk.end("F11", ground, report, ["files.taken": 1, "files.quarantined": 1, "records.received": 1])
    },
    Scenario("F12") { walk, report in
      let ground = try walk.ground("F12")
      try walk.drop("bad.json", "no", ground)
      try walk.pass(ground)
      try walk.pass(ground)
      try walk.drop("bad.json", "no, again", ground)
      try walk.pass(ground)
      report.check(Child.text(ground.quarantine + "/bad.json") == "no", "F12: the bytes are not as they came")
      report.check(Child.text(ground.quarantine + "/bad.json.1") == "no, again", "F12: a taken name gets no suffix")
      try walk.end("F12", ground, report, ["files.quarantined": 2])
    },
    Scenario("F13") { walk, report in
      let lines = (0..<6_000).map { Walk.good("l\($0)") + "\n" }.joined()
      let isSo = { (left: Remains) in left.files.contains("reading long.ndjson") }
      guard let ground = try walk.killed("F13", report, dropping: ["long.ndjson": lines], when: isSo) else { return }
      try walk.pass(ground)
      try walk.end(
        "F13", ground, report,
        ["files.taken": 1, "records.received": 6_000, "records.accepted": 6_000, "notices.delivered": 6_000])
    },
    Scenario("F14") { walk, report in
      let ground = try walk.ground("F14")
      try walk.pass(ground)
      for path in ["/.ledger.marker.0123456789abcdef.tmp", "/quarantine/.reason.0123456789abcdef.tmp"] {
        try Data("half".utf8).write(to: URL(fileURLWithPath: ground.state + path))
      }
      try walk.drop("x.json", Walk.good("x"), ground)
      try walk.pass(ground)
      try walk.end("F14", ground, report, ["files.taken": 1, "files.quarantined": 0])
    },
    Scenario("F15") { walk, report in
      let isSo = { (left: Remains) in left.claimed == ["0 x.json"] && left.files.isEmpty }
      let files = ["x.json": Walk.good("x")]
      guard let ground = try walk.killed("F15", report, dropping: files, calls: Walk.writes, when: isSo) else { return }
      // What the handler of a trap writes: the last 64 bytes of the lock.
      let path = ground.state + "/lock"
      let line = "crashed" + String(repeating: " ", count: 56) + "\n"
      guard let lock = FileHandle(forUpdatingAtPath: path) else { throw HarnessFailure("there is no lock") }
      try lock.seek(toOffset: try lock.seekToEnd() - 64)
      try lock.write(contentsOf: Data(line.utf8))
      try lock.close()
      try walk.pass(ground)
      report.check(!Child.text(path).contains("crashed"), "F15: the testimony is not wiped out")
      try walk.end("F15", ground, report, ["files.taken": 1, "files.replayed": 0])
    },
    Scenario("F16") { walk, report in
      let ground = try walk.ground("F16")
      let service = try Service(ground)
      defer { service.kill() }
      try service.waitUntilReady()
      let folder = ground.claimed + "/0-0123456789abcdef/root"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(Walk.good("x").utf8).write(to: URL(fileURLWithPath: folder + "/x.json"))
      try walk.drop("y.json", Walk.good("y"), ground)
      let end = seconds() + 20
      while try walk.count("files.taken", ground) < 2, seconds() < end { nap(0.1) }
      report.check(try service.stop() == 0, "F16: run does not stop well")
      try walk.pass(ground)
      try walk.end("F16", ground, report, ["files.taken": 2, "records.accepted": 2])
    },
  ]

  /// A claimed batch that was met so many times before.
  private func suspect(
    _ row: String, met times: Int, _ files: [String: String], _ report: Report, _ wanted: [String: Int]
  ) throws {
    let claimed = Set(files.keys.map { "0 " + $0 })
    let isSo = { (left: Remains) in left.claimed == claimed && left.files.isEmpty }
    guard let ground = try killed(row, report, dropping: files, calls: Self.writes, when: isSo) else { return }
    for batch in ground.names(in: ground.claimed) where batch.hasPrefix("0-") {
      rename("\(ground.claimed)/\(batch)", "\(ground.claimed)/\(times)\(batch.dropFirst())")
    }
    try pass(ground)
    try end(row, ground, report, wanted)
  }
}
