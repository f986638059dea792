import Foundation
import Glibc
import Harness

extension Walk {
  /// What can become of a record.
  static let records: [Scenario] = [
    Scenario("R1") { walk, report in
      let isSo = { (left: Remains) in left.files.contains("taken x.json") }
      guard let ground = try walk.killed("R1", report, when: isSo) else { return }
      for _ in 0..<2 { try walk.pass(ground) }
      try report.check(walk.states("x", ground) == ["accepted"], "R1: \(walk.states("x", ground))")
      try walk.end("R1", ground, report, ["records.received": 1, "records.accepted": 1])
    },
    Scenario("R2") { walk, report in
      let lines = Walk.good("x") + "\n" + #"{"id":"r","source":"walk","type":"unheard-of"}"# + "\n"
      let isSo = { (left: Remains) in !left.files.isEmpty }
      guard let ground = try walk.killed("R2", report, dropping: ["x.ndjson": lines], when: isSo) else { return }
      try walk.pass(ground)
      try report.check(walk.states("r", ground) == ["rejected"], "R2: \(walk.states("r", ground))")
      // The rejected one does not own its identity: the corrected record comes under the same.
      try walk.drop("r.json", Walk.good("r"), ground)
      try walk.pass(ground)
      try report.check(walk.states("r", ground) == ["rejected", "accepted"], "R2: \(walk.states("r", ground))")
      try walk.end("R2", ground, report, ["records.received": 3, "records.rejected": 1, "files.quarantined": 0])
    },
    Scenario("R3") { walk, report in
      let isSo = { (left: Remains) in left.files.contains("taken y.json") }
      let files = ["y.json": Walk.good("x")]
      guard let ground = try walk.killed("R3", report, dropping: files, before: walk.received(), when: isSo) else {
        return
      }
      try walk.pass(ground)
      try report.check(walk.states("x", ground) == ["accepted", "duplicate"], "R3: \(walk.states("x", ground))")
      try walk.end("R3", ground, report, ["records.received": 2, "records.duplicate": 1, "notices.owed": 1])
    },
    Scenario("R4") { walk, report in
      let isSo = { (left: Remains) in left.files.contains("taken y.ndjson") }
      let other = Walk.good("x").replacing("CA-001", with: "CA-002") + "\n" + Walk.good("z") + "\n"
      guard
        let ground = try walk.killed("R4", report, dropping: ["y.ndjson": other], before: walk.received(), when: isSo)
      else {
        return
      }
      try walk.pass(ground)
      try report.check(walk.states("x", ground) == ["accepted", "rejected"], "R4: \(walk.states("x", ground))")
      try walk.end("R4", ground, report, ["records.received": 3, "records.rejected": 1, "notices.owed": 2])
    },
    Scenario("R5") { walk, report in
      let isSo = { (left: Remains) in left.files.contains("taken s.json") }
      let files = ["s.json": Walk.step("resolve", "s", on: "x")]
      guard let ground = try walk.killed("R5", report, dropping: files, when: isSo) else { return }
      try walk.pass(ground)
      try report.check(walk.states("s", ground) == ["held"], "R5: \(walk.states("s", ground))")
      // A day and more later nobody waits for it any longer.
      try walk.pass(ground, at: Walk.nextWeek)
      try report.check(walk.states("s", ground) == ["rejected"], "R5: \(walk.states("s", ground))")
      try walk.end("R5", ground, report, ["records.received": 1, "records.held": 0, "records.rejected": 1])
    },
    Scenario("R6") { walk, report in
      let before = { (ground: Ground) in
        try walk.drop("s.json", Walk.step("resolve", "s", on: "x"), ground)
        try walk.pass(ground)
      }
      let isSo = { (left: Remains) in left.files.contains("taken x.json") }
      let files = ["x.json": Walk.good("x")]
      guard let ground = try walk.killed("R6", report, dropping: files, before: before, when: isSo) else { return }
      try walk.pass(ground)
      try report.check(walk.states("s", ground) == ["accepted"], "R6: \(walk.states("s", ground))")
      try report.check(walk.item("x", ground)["state"] == "closed", "R6: \(walk.item("x", ground).rendered)")
      try walk.end("R6", ground, report, ["records.received": 2, "records.held": 0, "notices.delivered": 1])
    },
  ]

  /// Where an item can stand.
  static let items: [Scenario] = [
    Scenario("I1") { walk, report in
      try walk.rung("I1", matter: "CA-001", report, ["0 jiangwei/jiangwei-01/livelihood delivered"])
    },
    Scenario("I2") { walk, report in
      let before = walk.received(matter: "UM-002")
      // Whichever call of the raising it is killed at: all of a rung is there, or nothing.
      for wanted in [["delivered"], ["delivered", "owed"]] as [Set<String>] {
        let isSo = { (left: Remains) in left.notices == wanted }
        guard let ground = try walk.killed("I2", report, dropping: [:], before: before, at: Walk.later, when: isSo)
        else { return }
        for _ in 0..<2 { try walk.pass(ground, at: Walk.later) }
        try report.check(walk.notices("x", ground) == Walk.climbed, "I2: \(walk.notices("x", ground))")
        try walk.end("I2", ground, report, ["notices.owed": 3, "notices.delivered": 3])
      }
    },
    Scenario("I3") { walk, report in try walk.rung("I3", matter: "UM-002", report, Walk.climbed) },
    Scenario("I4") { walk, report in try walk.rung("I4", matter: "?", report, ["0 triage delivered"]) },
    Scenario("I5") { walk, report in
      let steps = [Walk.step("resolve", "s", on: "x"), Walk.step("reopen", "t", on: "x", ["note": "又来了"])]
      let rungs = Walk.climbed.prefix(1) + Walk.climbed
      try walk.stepped("I5", steps.joined(separator: "\n"), report, states: ["open", "open"], rungs: Array(rungs))
    },
    Scenario("I6") { walk, report in
      let first = ["0 jiangwei/jiangwei-01/patrol delivered"]
      try walk.stepped("I6", Walk.step("resolve", "s", on: "x"), report, states: ["closed", "closed"], rungs: first)
    },
    Scenario("I7") { walk, report in
      let first = ["0 jiangwei/jiangwei-01/patrol delivered"]
      let void = Walk.step("void", "s", on: "x", ["note": "误报"])
      try walk.stepped("I7", void, report, states: ["void", "void"], rungs: first)
    },
    Scenario("I8") { walk, report in
      let ground = try walk.ground("I8")
      let closed =
        Walk.good("x", matter: "UM-002").dropLast()
        + #","resolved":{"by":"某人","at":"2026-03-02T09:00:00+08:00"}}"#
      try walk.drop("x.json", String(closed), ground)
      for time in [Walk.monday, Walk.nextWeek] { try walk.pass(ground, at: time) }
      try report.check(walk.item("x", ground)["state"] == "closed", "I8: \(walk.item("x", ground).rendered)")
      try walk.end("I8", ground, report, ["items.on_site": 1, "notices.owed": 0])
    },
    Scenario("I9") { walk, report in
      let before = { (ground: Ground) in
        let short = RulesText.good(0).replacing("  - {to: subdistrict/command-centre, after: 1s}\n", with: "")
        try Data(short.utf8).write(to: URL(fileURLWithPath: ground.rules))
        try walk.drop("x.json", Walk.good("x", matter: "UM-002"), ground)
        for time in [Walk.monday, Walk.later] { try walk.pass(ground, at: time) }
        try report.check(walk.notices("x", ground) == Array(Walk.climbed.prefix(2)), "I9: \(walk.notices("x", ground))")
        try Data(RulesText.good(0).utf8).write(to: URL(fileURLWithPath: ground.rules))
      }
      // The longer ladder is in force, and nobody has looked at the item.
      let isSo = { (left: Remains) in left.books == 2 && left.ladderIsPending }
      guard let ground = try walk.killed("I9", report, dropping: [:], before: before, at: Walk.later, when: isSo) else {
        return
      }
      for _ in 0..<2 { try walk.pass(ground, at: Walk.nextWeek) }
      try report.check(walk.notices("x", ground) == Walk.climbed, "I9: \(walk.notices("x", ground))")
      report.check(!ground.names(in: ground.state).contains("ladder.changed"), "I9: the witness is still there")
      try walk.end("I9", ground, report, ["notices.owed": 3, "notices.delivered": 3])
    },
    Scenario("I10") { walk, report in
      let until: [String: JSON] = ["note": "等材料", "until": "2026-03-02T10:30:00+08:00"]
      let before = walk.received(
        matter: "UM-002", with: Walk.step("suspend", "s", on: "x", until), as: "suspended", report)
      // It comes back with a paper for its post, and what is due since climbs.
      let wanted = [Walk.climbed[0]] + Walk.climbed
      for left in [["delivered"], ["delivered", "owed"]] as [Set<String>] {
        let isSo = { (found: Remains) in found.notices == left }
        guard let ground = try walk.killed("I10", report, dropping: [:], before: before, at: Walk.later, when: isSo)
        else { return }
        for _ in 0..<2 { try walk.pass(ground, at: Walk.later) }
        try report.check(walk.notices("x", ground) == wanted, "I10: \(walk.notices("x", ground))")
        try report.check(walk.item("x", ground)["state"] == "open", "I10: \(walk.item("x", ground).rendered)")
        try walk.end("I10", ground, report, ["notices.owed": 4, "notices.delivered": 4])
      }
    },
    Scenario("I11") { walk, report in
      let received = walk.received(matter: "UM-002", with: Walk.step("resolve", "s", on: "x"), as: "resolved", report)
      let before = { (ground: Ground) in
        let checked = RulesText.good(0).replacing(
          "\nintake:", with: "\nlifecycle: {check: group, check_within: 1h}\nintake:")
        try Data(checked.utf8).write(to: URL(fileURLWithPath: ground.rules))
        try received(ground)
      }
      // The office above hears once that nobody has looked, and the item stays the checker's.
      let wanted = [
        "0 jiangwei/jiangwei-01/patrol", "0 jiangwei/group/city-appearance", "0 subdistrict/command-centre",
      ]
      for left in [["delivered"], ["delivered", "owed"]] as [Set<String>] {
        let isSo = { (found: Remains) in found.notices == left }
        guard let ground = try walk.killed("I11", report, dropping: [:], before: before, at: Walk.nextWeek, when: isSo)
        else { return }
        for _ in 0..<2 { try walk.pass(ground, at: Walk.nextWeek) }
        try report.check(
          walk.notices("x", ground) == wanted.map { $0 + " delivered" }, "I11: \(walk.notices("x", ground))")
        try report.check(walk.item("x", ground)["state"] == "resolved", "I11: \(walk.item("x", ground).rendered)")
        try walk.end("I11", ground, report, ["notices.owed": 3, "notices.delivered": 3])
      }
    },
  ]

  private static let climbed = [
    "0 jiangwei/jiangwei-01/patrol delivered", "1 jiangwei/group/city-appearance delivered",
    "2 subdistrict/command-centre delivered",
  ]

  /// Has `x` received before the story begins.
  private func received(matter: String = "CA-001") -> (Ground) throws -> Void {
    { ground in
      try drop("x.json", Self.good("x", matter: matter), ground)
      try pass(ground)
    }
  }

  /// The same, with a step that leaves it in this state, where nothing happens for a while.
  private func received(
    matter: String, with step: String, as state: JSON, _ report: Report
  ) -> (Ground) throws -> Void {
    { ground in
      try drop("x.ndjson", Self.good("x", matter: matter) + "\n" + step + "\n", ground)
      for time in [Self.monday, "2026-03-02T10:20:00+08:00"] {
        try pass(ground, at: time)
        try report.check(item("x", ground)["state"] == state, "\(item("x", ground).rendered)")
      }
    }
  }

  /// An item left alone from Monday to the next one, passed over again and again.
  private func rung(_ row: String, matter: String, _ report: Report, _ wanted: [String]) throws {
    let ground = try ground(row)
    try drop("x.json", Self.good("x", matter: matter), ground)
    for time in [Self.monday, Self.nextWeek, Self.nextWeek] { try pass(ground, at: time) }
    try report.check(notices("x", ground) == wanted, "\(row): \(notices("x", ground))")
    try report.check(item("x", ground)["state"] == "open", "\(row): \(item("x", ground).rendered)")
    try end(row, ground, report, ["notices.owed": wanted.count, "notices.delivered": wanted.count])
  }

  /// An item, soon late, with a step in time; its states right then and a week later, and the rungs it came to.
  private func stepped(
    _ row: String, _ step: String, _ report: Report, states: [String], rungs: [String]
  ) throws {
    let ground = try ground(row)
    try drop("x.ndjson", Self.good("x", matter: "UM-002") + "\n" + step + "\n", ground)
    for (time, state) in zip([Self.monday, Self.nextWeek], states) {
      try pass(ground, at: time)
      try report.check(item("x", ground)["state"] == .text(state), "\(row): \(item("x", ground).rendered)")
    }
    try report.check(notices("x", ground) == rungs, "\(row): \(notices("x", ground))")
    try end(row, ground, report, ["notices.owed": rungs.count, "notices.delivered": rungs.count])
  }
}
