import Glibc
import Testing

/// `verify` and the balance of the figures; a doctored ledger is found out.
@Suite(.crew) struct VerifyTests {
  /// A town with something of everything in its ledger.
  private func lively() throws -> Town {
    let town = try Town()
    try town.drop(
      "a.ndjson", report("a", ["summary": "marker-of-the-bytes"]), report("b", matter: "停电"), report("a"),
      report("a", ["summary": "marker-of-the-bytes"]), report("c").with(["risk": "purple"]),
      report("d", matter: "CA-001"),
      report("e").with(["resolved": ["by": "小李", "at": .text(Moment.monday10), "note": "done"]]),
      step("accept", on: "a", id: "s1"), step("resolve", on: "later", id: "s2"), step("resolve", on: "d", id: "s3"))
    try town.drop("bad.json", text: "{")
    try town.pass(at: Moment.monday10)
    try town.pass(at: Moment.monday12AndASecond)
    return town
  }

  @Test func exportAndStatusTellTheSame() throws {
    let town = try lively()
    let status = try town.expectBalance()
    let lines = try town.export()
    for state in ["accepted", "rejected", "duplicate", "held"] {
      #expect(lines.filter { $0["state"].text == state }.count == status["records"][state].int, "\(state)")
    }
    #expect(lines.count == status["records"]["received"].int)
    let notices = lines.flatMap { $0["notices"].array }
    #expect(notices.count == status["notices"]["owed"].int)
    #expect(notices.filter { $0["state"] == "delivered" }.count == status["notices"]["delivered"].int)
    #expect(
      Set(notices.compactMap { $0["notice"].text }) == Set(try town.papers().compactMap { $0.content["notice"].text }))
    for line in lines where line["state"] == "accepted" && line["type"] == "report" {
      #expect(line["notices"].array.isEmpty == (line["id"] == "e"), "\(line.rendered)")
    }
    let numbers = lines.compactMap { $0["seq"].int }
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
    try town.verify()
  }

  @Test func exportNamesTheDigestsOfTheBytesReceived() throws {
    let town = try Town()
    let one = report("a").rendered
    let two = " " + report("b", ["summary": "长"]).rendered
    try town.drop("a.json", text: one)
    try town.drop("b.ndjson", text: "\n\(two)\n")
    for (name, text) in [("one", one), ("two", two.dropFirst().description), ("file", "\n\(two)\n")] {
      try town.write(bytes: Array(text.utf8), to: Array("\(town.folder)/\(name)".utf8))
    }
    let output = town.ground.said()
    let child = try Child(
      ["sha256sum", "one", "two", "file"], environment: ["PATH": "/usr/bin:/bin"], folder: town.folder,
      input: "/dev/null", output: output, errors: "/dev/null")
    #expect(child.end(within: 10) == 0)
    let sums = child.outcome.out.split(separator: "\n").map { String($0.prefix(64)) }
    try town.pass(at: Moment.monday10)
    let a = try town.record(of: "a")
    let b = try town.record(of: "b")
    #expect(a["sha256"].text == sums[0] && a["file_sha256"].text == sums[0])
    #expect(b["file_sha256"].text == sums[2])
    #expect(b["line"] == 2)
  }

  @Test func verifyHoldsBesideADaemonUnderLoad() throws {
    let town = try Town()
    try town.run()
    for round in 0..<10 {
      for index in 0..<30 { try town.drop("r\(round)-\(index).json", report("r\(round)-\(index)")) }
      try town.verify()
      try town.expectBalance()
    }
    try town.settle()
    try town.verify()
  }

  @Test func countersNeverFall() throws {
    let town = try Town()
    let daemon = try town.run()
    var last: [Int] = []
    for round in 0..<6 {
      try town.drop(
        "r\(round).ndjson", report("r\(round)"), report("r\(round)"), report("x\(round)").with(["risk": "no"]))
      let status = try town.status()
      let now = [
        status["files"]["taken"], status["files"]["quarantined"], status["records"]["received"],
        status["records"]["accepted"], status["notices"]["owed"], status["notices"]["delivered"], status["escalations"],
      ].compactMap(\.int)
      #expect(now.count == 7)
      if !last.isEmpty { #expect(zip(last, now).allSatisfy { $0 <= $1 }, "\(last) \(now)") }
      last = now
      if round == 3 { daemon.kill() }
      if round == 4 { try town.run() }
    }
    try town.settle()
    #expect(try town.status()["records"]["accepted"] == 6)
    #expect(try town.status()["records"]["duplicate"] == 6)
  }

  @Test func aStrangerInTheOutboxIsFound() throws {
    let town = try lively()
    try town.verify()
    let folder = town.outbox + "/heshuikou/heshuikou-03/patrol/"
    try town.write(bytes: Array("{}".utf8), to: Array((folder + "0123456789abcdefg.json").utf8))
    try town.gridpost("verify").exits(1)
  }

  @Test func aQuarantinedFileChangedOrGoneIsFound() throws {
    let town = try lively()
    try town.write(bytes: Array("[".utf8), to: Array((town.quarantine + "/bad.json").utf8))
    try town.gridpost("verify").exits(1)
  }

  @Test func aMissingQuarantinedFileIsNamedAndWhatIsLeftOfIt() throws {
    let town = try lively()
    try town.drop("one.json", report("x").with(["risk": "purple"]))
    try town.drop("two.ndjson", report("x").with(["risk": "purple"]), report("y").with(["risk": "purple"]))
    guard symlink("/etc/passwd", town.inbox + "/link.json") == 0 else { throw HarnessFailure("cannot make a link") }
    try town.pass(at: Moment.monday12AndASecond)
    try town.verify()
    let left = [
      "bad.json": "its bytes are nowhere", "one.json": "are in the ledger, whole",
      "two.ndjson": "of 2 of its 2 records",
      "link.json": "nowhere",
    ]
    #expect(Set(town.quarantined()) == Set(left.keys))
    for (name, words) in left {
      let path = town.quarantine + "/" + name
      #expect(rename(path, town.folder + "/" + name) == 0)
      try town.gridpost("verify").exits(1).says("quarantine/\(name): missing", words)
      #expect(rename(town.folder + "/" + name, path) == 0)
      try town.verify()
    }
  }

  /// Tables that hold at least one row, by the database's own word.
  private func tables(of town: Town) throws -> [String] {
    try sqlite(town, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .split(separator: "\n").map(String.init)
  }

  @discardableResult
  private func sqlite(_ town: Town, _ statements: String, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> String
  {
    try town.sqlite(statements, sourceLocation: sourceLocation)
  }

  /// Takes away whatever would refuse to doctor the ledger.
  private func dropTriggers(_ town: Town) throws {
    let triggers = try sqlite(town, "SELECT name FROM sqlite_master WHERE type = 'trigger'").split(separator: "\n")
    for trigger in triggers { try sqlite(town, "DROP TRIGGER \"\(trigger)\"") }
  }

  @Test(.enabled(if: Tools.sqlite, "sqlite3 is not here"))
  func aFlippedByteOfAnEventIsFound() throws {
    let town = try lively()
    try dropTriggers(town)
    var changed = 0
    for table in try tables(of: town) {
      let columns = try sqlite(town, "SELECT name FROM pragma_table_info('\(table)')").split(separator: "\n")
      for column in columns {
        let holds = "instr(CAST(\"\(column)\" AS TEXT), 'marker-of-the-bytes') > 0"
        changed +=
          Int(try sqlite(town, "SELECT count(*) FROM \"\(table)\" WHERE \(holds)").split(separator: "\n").first ?? "0")
          ?? 0
        try sqlite(
          town,
          """
          UPDATE "\(table)" SET "\(column)" = CASE typeof("\(column)")
            WHEN 'blob' THEN CAST(replace(CAST("\(column)" AS TEXT), 'marker-of', 'barker-of') AS BLOB)
            ELSE replace("\(column)", 'marker-of', 'barker-of') END WHERE \(holds)
          """)
      }
    }
    #expect(changed > 0, "the bytes of the event are nowhere in the ledger")
    try town.gridpost("verify").exits(1)
    let answer = try town.gridpost("verify", "--json").json()
    #expect(answer["ok"] == false)
    #expect(answer["laws"].array.contains { $0["ok"] == false })
  }

  @Test(.enabled(if: Tools.sqlite, "sqlite3 is not here"), arguments: ["first", "last"])
  func aRowTakenFromTheBooksIsFound(_ end: String) throws {
    let template = try lively()
    var found = 0
    let order = end == "first" ? "ASC" : "DESC"
    for table in try tables(of: template) {
      let town = try lively()
      // Only what grows with every event is a book; single rows of settings are not.
      let count = Int(try sqlite(town, "SELECT count(*) FROM \"\(table)\"").split(separator: "\n").first ?? "0") ?? 0
      guard count >= 4 else { continue }
      try dropTriggers(town)
      try sqlite(
        town,
        "PRAGMA foreign_keys = OFF; DELETE FROM \"\(table)\" WHERE rowid = (SELECT rowid FROM \"\(table)\" ORDER BY rowid \(order) LIMIT 1)"
      )
      try town.gridpost("verify").exits(1, "the \(end) row of \(table) is gone")
      found += 1
    }
    #expect(found >= 3)
  }
}
