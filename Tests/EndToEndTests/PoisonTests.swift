import Foundation
import Glibc
import Testing

/// A file that brings the process down is set aside unread, and nothing beside it.
@Suite(.crew, .enabled(if: Tools.compiler != nil, "there is no C compiler")) struct PoisonTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let how: String
    let deaths: ClosedRange<Int>
    var testDescription: String { how }
  }

  /// How it ends us, and how often until it is set aside: what is certainly ours counts from the first time.
  static let cases = [
    Case(how: "trap", deaths: 3...3), Case(how: "abort", deaths: 3...3), Case(how: "segv", deaths: 3...3),
    Case(how: "commit", deaths: 3...3), Case(how: "overflow", deaths: 3...3),
    Case(how: "kill", deaths: 4...5),
  ]

  private static let lethal = report("lethal", ["summary": "a lethal-injection"]).rendered

  /// Innocents in the root and in a producer's folder, and the poison among them; answers how many innocents.
  private func drop(into town: Town) throws -> Int {
    try FileManager.default.createDirectory(atPath: town.inbox + "/police", withIntermediateDirectories: true)
    for index in 0..<4 { try town.drop("good-\(index).json", report("good-\(index)")) }
    try town.drop("lines.ndjson", report("line-1"), report("line-2"))
    try town.drop("police/good.json", report("good-p", source: "police"))
    try town.drop("lethal.json", text: Self.lethal)
    return 7
  }

  private func environment(_ town: Town, _ how: String) throws -> [String: String?] {
    let library = town.folder + "/poison.so"
    if access(library, F_OK) != 0 {
      let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      try StepClock.compile(here.appendingPathComponent("Support/poison-read.c").path, to: library)
    }
    return ["LD_PRELOAD": library, "GRIDPOST_TEST_POISON": how, "SWIFT_BACKTRACE": "enable=no"]
  }

  private func expectSetAside(_ town: Town, innocents: Int) throws {
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"].int == innocents)
    #expect(status["files"]["quarantined"] == 1)
    #expect(town.quarantined() == ["lethal.json"])
    #expect(Child.text(town.quarantine + "/lethal.json") == Self.lethal)
    let reason = try JSON(parsing: Child.text(town.quarantine + "/lethal.json.reason.json"))
    #expect(reason["code"] == "poison")
    #expect(town.waiting() == ["police"])
    #expect(town.names(in: town.inbox + "/.claimed").isEmpty)
    #expect(try town.papers().count == innocents)
    try town.verify()
  }

  @Test(arguments: cases) func aLethalFileIsSetAsideUnreadAndNothingElse(_ given: Case) throws {
    let town = try Town()
    let innocents = try drop(into: town)
    let environment = try environment(town, given.how)
    var deaths = 0
    while deaths < 9, case let outcome = try town.gridpost(["pass"], environment: environment), outcome.code != 0 {
      #expect(outcome.code < 0, "\(outcome.said)")
      deaths += 1
    }
    #expect(given.deaths.contains(deaths), "\(deaths) deaths")
    try expectSetAside(town, innocents: innocents)
  }

  @Test func aDaemonThatIsStartedAgainAndAgainGetsOverIt() throws {
    let town = try Town()
    let environment = try environment(town, "trap")
    var deaths = 0
    var innocents = 0
    var daemon = try town.run(environment: environment)
    innocents = try drop(into: town)
    while daemon.child.end(within: deaths < 3 ? 20 : 1) != nil, deaths < 9 {
      deaths += 1
      daemon = try town.launch(environment: environment)
    }
    #expect(deaths == 3)
    try town.settle()
    try expectSetAside(town, innocents: innocents)
  }

  @Test(.enabled(if: Tools.strace, "strace is not here")) func aSignalFromOutsideIsNotLaidToTheFile() throws {
    let town = try Town()
    let innocents = 12
    for index in 0..<innocents { try town.drop("good-\(index).json", report("good-\(index)")) }
    // Each dies in the worst moment there is, as a file is opened to be read: were they laid to it, three would be enough.
    for _ in 0..<4 {
      town.wrapper = Strace.command("flock", "signal=ABRT:when=2")
      #expect(try town.gridpost(["pass"], environment: ["SWIFT_BACKTRACE": "enable=no"]).code == -SIGABRT)
      town.wrapper = []
    }
    try town.gridpost("pass").exits(0)
    #expect(town.quarantined().isEmpty)
    #expect(try town.expectBalance()["records"]["accepted"].int == innocents)
    try town.verify()
  }
}
