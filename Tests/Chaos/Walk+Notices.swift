import Foundation
import Glibc
import Harness

extension Walk {
  private static let address = "jiangwei/jiangwei-01/livelihood"
  private static let once = ["notices.owed": 1, "notices.delivered": 1]

  /// Where a notice can be.
  static let notices: [Scenario] = [
    Scenario("N1") { walk, report in
      let isSo = { (left: Remains) in left.notices == ["owed"] && left.staged == 0 }
      guard let ground = try walk.killed("N1", report, when: isSo) else { return }
      try walk.comesOnce("N1", ground, report)
    },
    Scenario("N2") { walk, report in
      let isSo = { (left: Remains) in left.notices == ["owed"] && left.staged == 1 }
      guard let ground = try walk.killed("N2", report, when: isSo) else { return }
      try walk.comesOnce("N2", ground, report)
    },
    Scenario("N3") { walk, report in
      let isSo = { (left: Remains) in left.notices == ["publishing"] && left.staged == 1 }
      guard let ground = try walk.killed("N3", report, when: isSo) else { return }
      try walk.comesOnce("N3", ground, report)
    },
    Scenario("N4") { walk, report in
      let isSo = { (left: Remains) in left.notices == ["publishing"] && left.laidDown == 1 }
      guard let ground = try walk.killed("N4", report, when: isSo) else { return }
      // Somebody takes it before we are there again: it is not made anew.
      for (name, address) in ground.papers { unlink("\(ground.outbox)/\(address)/\(name).json") }
      try walk.pass(ground)
      report.check(ground.papers.isEmpty, "N4: laid down a second time")
      try walk.end("N4", ground, report, Walk.once)
    },
    Scenario("N5") { walk, report in
      let isSo = { (left: Remains) in left.notices == ["publishing"] && left.laidDown == 1 }
      guard let ground = try walk.killed("N5", report, when: isSo) else { return }
      // As a power cut leaves it that came before the sync of the folder: the rename is undone.
      for (name, address) in ground.papers {
        rename("\(ground.outbox)/\(address)/\(name).json", "\(ground.staging)/\(name).json")
      }
      try walk.comesOnce("N5", ground, report)
    },
    Scenario("N6") { walk, report in
      let ground = try walk.ground("N6")
      try walk.drop("x.json", Walk.good("x"), ground)
      try walk.pass(ground)
      try walk.comesOnce("N6", ground, report)
    },
    Scenario("N7") { walk, report in
      let ground = try walk.ground("N7")
      try walk.drop("x.json", Walk.good("x"), ground)
      try walk.pass(ground)
      try report.check(ground.call(["rm", "-r", ground.outbox]).code == 0, "N7: the outbox cannot be removed")
      report.check(ground.papers.isEmpty, "N7: the outbox is still there")
      try walk.pass(ground)
      report.check(ground.papers.isEmpty, "N7: laid down a second time")
      try walk.end("N7", ground, report, Walk.once)
    },
    Scenario("N8") { walk, report in
      let ground = try walk.ground("N8")
      // A file lies where the addressee's folder should be.
      try FileManager.default.createDirectory(atPath: ground.outbox, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: ground.outbox + "/jiangwei"))
      try walk.drop("x.json", Walk.good("x"), ground)
      try walk.pass(ground)
      try report.check(walk.count("notices.pending", ground) == 1, "N8: not pending")
      unlink(ground.outbox + "/jiangwei")
      try walk.comesOnce("N8", ground, report)
    },
    Scenario("N9") { walk, report in
      let ground = try walk.ground("N9")
      try walk.drop("x.json", Walk.good("x"), ground)
      try walk.pass(ground)
      // A paper of a notice that was delivered before, as one who wakes up late may lay it down.
      for (name, address) in ground.papers {
        rename("\(ground.outbox)/\(address)/\(name).json", "\(ground.staging)/\(name).json")
      }
      try walk.pass(ground)
      report.check(ground.papers.isEmpty, "N9: a paper nobody waits for was laid down")
      try walk.end("N9", ground, report, Walk.once)
    },
  ]

  /// Whatever runs now, and however often: the notice lies at its address, once.
  private func comesOnce(_ row: String, _ ground: Ground, _ report: Report) throws {
    for _ in 0..<2 {
      try pass(ground)
      report.check(Array(ground.papers.values) == [Self.address], "\(row): \(ground.papers)")
    }
    try end(row, ground, report, Self.once)
  }
}
