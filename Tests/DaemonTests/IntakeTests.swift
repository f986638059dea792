import Custody
import Formats
import GridCore
import Harness
import Laws
import Ledger
import LedgerStories
import Linux
import Spool
import Testing

@testable import Daemon

/// What is dropped is taken once, whatever the world does meanwhile. The ledger is in memory, and nothing here waits.
@Suite struct IntakeTests {
  private let room: Postroom

  init() throws { room = try Postroom() }

  @Test func whereNothingLiesNothingIsDoneAndNobodyIsTold() throws {
    var told = 0
    let loop = room.loop { told += 1 }
    #expect(try loop.turn(room.place.now) == nil)
    _ = room.isWatched.takeDown()
    // Where the kernel tells of nothing somebody has to look.
    #expect(try loop.turn(room.place.now) == .seconds(2))
    #expect(told == 0 && room.place.said.isEmpty)
  }

  @Test func whatLiesThereIsTakenInOneTurnAndTold() throws {
    var told = 0
    let loop = room.loop { told += 1 }
    try room.drop("a.json", Postroom.report("r1"))
    try room.drop("b.ndjson", Postroom.report("r2") + "\n" + Postroom.step("s1", .accept, on: "r1"))
    #expect(try loop.turn(room.place.now) == nil)
    #expect(told == 1)
    let counts = try room.counts()
    #expect(counts.accepted == 3 && counts.filesTaken == 2 && counts.noticesOwed == 2)
    #expect(try room.files("inbox").isEmpty)
    try room.place.verify()
  }

  @Test func aFullBatchIsFollowedByTheRestAtOnce() throws {
    var told = 0
    let loop = room.loop { told += 1 }
    let count = IntakeDraft.mostFiles + 3
    for number in 0..<count { try room.drop("\(number).json", Postroom.report("r\(number % 100)")) }
    #expect(try loop.turn(room.place.now) == .zero)
    // On a machine that is busy with others the registrar's time may be over before its work is done.
    for _ in 0..<20 where try !room.files("inbox").isEmpty || told == 0 { try room.workOff(loop) }
    let counts = try room.counts()
    #expect(counts.filesTaken == count && counts.accepted == 100 && counts.duplicate == count - 100)
  }

  @Test func aLongFileGoesOnTurnByTurnAndNobodyWaitsBehindIt() throws {
    let loop = room.loop()
    let lines = (0..<4_200).map { Postroom.report("r\($0 % 50)") }
    try room.drop("long.ndjson", lines.joined(separator: "\n"))
    #expect(try loop.turn(room.place.now) == .zero)
    #expect(try room.counts().received == 2_048)
    try room.drop("short.json", Postroom.report("short"))
    #expect(try loop.turn(room.place.now) == .zero)
    try room.workOff(loop)
    let counts = try room.counts()
    let identity = EventIdentity(source: "hotline", id: "short")
    let short = try #require(try room.place.ledger.record(of: identity, key: identity.key))
    #expect(short.seq == 4_097)
    #expect(counts.received == 4_201 && counts.accepted == 51 && counts.filesTaken == 2)
    try room.place.verify()
  }

  @Test(arguments: [2, 2_048, 2_049]) func theReasonFileTellsTheFirstFaultsOfAnyNumber(_ lines: Int) throws {
    try room.drop("bad.ndjson", String(repeating: "{\"id\":\"x\"}\n", count: lines))
    try room.workOff(room.loop())
    let reason = try JSON(parsing: room.text("quarantine/bad.ndjson.reason.json"))
    #expect(reason["code"] == "no-acceptable-record" && reason["rejected"].int == lines)
    #expect(reason["records"].array.map { $0["line"].int } == Array(1...min(lines, 20)))
    #expect(try room.counts().rejected == lines)
  }

  // MARK: What waits

  @Test func aTextThatEndsTooEarlyWaitsAndNothingWaitsBehindIt() throws {
    let loop = room.loop()
    try room.drop("torn.json", #"{"id":"torn","source":"#)
    _ = try loop.turn(room.place.now)
    let next = try #require(try loop.turn(room.place.now))
    #expect(next > .zero && next <= IntakeLimits().patience)
    try room.drop("good.json", Postroom.report("r1"))
    _ = try loop.turn(room.place.now)
    #expect(try room.files("inbox") == ["torn.json"] && room.files("quarantine").isEmpty)
    #expect(try room.counts().accepted == 1)
    try room.drop("torn.json", Postroom.report("torn"))
    try room.workOff(loop)
    #expect(try room.counts().accepted == 2 && room.files("inbox").isEmpty)
  }

  @Test func aSinglePassWaitsForNothing() throws {
    let intake = room.intake(isPatient: false)
    try room.drop("torn.json", #"{"id":"torn","source":"#)
    try intake.recover(room.place.now)
    #expect(try intake.pass(room.place.now).next == nil)
    #expect(try room.files("quarantine") == ["torn.json", "torn.json.reason.json"])
    #expect(try room.text("quarantine/torn.json.reason.json").contains(#""code":"syntax""#))
  }

  @Test func nothingIsTakenWhileTheClockIsHeldAndAllIsOnceItGoesOn() throws {
    try room.claimAndDie(["crashed.json": Postroom.report("r1")])
    room.place.clock.hold(at: room.place.now)
    var told = 0
    let loop = room.loop(isRecovered: false) { told += 1 }
    try room.drop("a.json", Postroom.report("r2"))
    #expect(try loop.turn(room.place.now) == nil)
    #expect(try room.files("inbox") == ["a.json"] && room.claimed().count == 1)
    #expect(room.place.clock.goOn())
    // The moment of this turn may have been read while the clock stood.
    #expect(try loop.turn(room.place.now) == .zero)
    #expect(try room.counts().received == 0)
    try room.workOff(loop)
    #expect(try room.counts().accepted == 2 && told == 1)
  }

  @Test func whatACrashedRunHadClaimedIsToldOfTooWhereItHadToWaitForTheClock() throws {
    try room.claimAndDie(["crashed.json": Postroom.report("r1")])
    room.place.clock.hold(at: room.place.now)
    var told = 0
    let loop = room.loop(isRecovered: false) { told += 1 }
    #expect(room.place.clock.goOn())
    try room.workOff(loop)
    #expect(try room.counts().accepted == 1 && told == 1)
  }

  @Test func aHeldStepIsGivenUpWhenItsTimeIsOver() throws {
    let loop = room.loop()
    try room.drop("s.json", Postroom.step("s1", .accept, on: "never"))
    #expect(try loop.turn(room.place.now) == .seconds(86_401))
    #expect(try room.counts().held == 1)
    room.place.wait(86_400)
    #expect(try room.workOff(loop) == .seconds(1))
    room.place.wait(1)
    #expect(try room.workOff(loop) == nil)
    #expect(try room.counts().held == 0 && room.counts().rejected == 1)
    #expect(room.place.said.contains { $0.contains("held steps given up") })
  }

  // MARK: Ends and beginnings

  @Test func whatACrashedRunHadClaimedIsTakenAtTheStart() throws {
    try room.claimAndDie(["a.json": Postroom.report("r1"), "b.json": Postroom.report("r2")])
    let intake = room.intake()
    try intake.recover(room.place.now)
    #expect(try room.counts().accepted == 2 && room.counts().filesTaken == 2)
    try room.workOff(room.loop(intake))
    #expect(try room.files("inbox").isEmpty)
    try room.place.verify()
  }

  @Test func aStopWaitsForWhatIsUnderWayAndPutsTheRestBack() throws {
    let intake = room.intake()
    let loop = room.loop(intake)
    for number in 0...IntakeDraft.mostFiles { try room.drop("\(number).json", Postroom.report("same")) }
    #expect(try loop.turn(room.place.now) == .zero)
    loop.finish()
    let taken = try room.counts().filesTaken
    #expect(taken > 0)
    try room.release()
    #expect(try room.claimed().isEmpty)
    #expect(try room.files("inbox").count == IntakeDraft.mostFiles + 1 - taken)
  }

  @Test func finishedFilesWaitUntilAllIsDelivered() throws {
    let intake = room.intake()
    let loop = room.loop(intake)
    try room.drop("a.json", Postroom.report("r1"))
    try room.workOff(loop)
    #expect(try room.claimed().count == 1)
    // The delivery goes first, for a while.
    #expect(try loop.turn(room.place.now) == .milliseconds(100))
    #expect(try room.claimed().count == 1)
    _ = try room.delivery().pass(room.place.now)
    #expect(try room.workOff(loop) == nil)
    #expect(try room.claimed().isEmpty)
  }
}
