import Custody
import Formats
import GridCore
import LedgerStore
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
    let loop = loop { told += 1 }
    #expect(try loop.turn(room.place.now) == nil)
    _ = room.isWatched.takeDown()
    // Where the kernel tells of nothing somebody has to look.
    #expect(try loop.turn(room.place.now) == .seconds(2))
    #expect(told == 0 && room.place.said.isEmpty)
  }

  @Test func whatLiesThereIsTakenInOneTurnAndTold() throws {
    var told = 0
    let loop = loop { told += 1 }
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
    let loop = loop { told += 1 }
    let count = IntakeDraft.mostFiles + 3
    for number in 0..<count { try room.drop("\(number).json", Postroom.report("r\(number % 100)")) }
    #expect(try loop.turn(room.place.now) == .zero)
    // On a machine that is busy with others the registrar's time may be over before its work is done.
    for _ in 0..<20 where try !room.files("inbox").isEmpty || told == 0 { try room.workOff(loop) }
    let counts = try room.counts()
    #expect(counts.filesTaken == count && counts.accepted == 100 && counts.duplicate == count - 100)
  }

  @Test func aLongFileGoesOnTurnByTurnAndNobodyWaitsBehindIt() throws {
    let loop = loop()
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

  // MARK: Faults of the world

  @Test func aFullDiskCondemnsNothingAndIsTriedAgain() throws {
    var told = 0
    let loop = loop { told += 1 }
    let text = Postroom.report("r1")
    try room.drop("a.json", text)
    room.place.troubled.plan(.receive, .full, .full)
    for _ in 0..<2 {
      #expect(throws: Failure.self) { try loop.turn(room.place.now) }
      #expect(try room.files("inbox") == ["a.json"] && room.claimed().isEmpty && room.files("quarantine").isEmpty)
      #expect(try room.text("inbox/a.json") == text)
    }
    // It may have taken something before it failed.
    #expect(told == 2)
    #expect(try room.counts().received == 0)
    try room.workOff(loop)
    #expect(try room.counts().accepted == 1 && room.files("inbox").isEmpty)
    try room.place.verify()
  }

  @Test func aLedgerThatCannotBeAskedCondemnsNothing() throws {
    let loop = loop()
    try room.drop("a.json", Postroom.report("r1"))
    // The second is asked for what is to be decided, once the file is read.
    room.place.troubled.plan(.lookUp, .full, nil, .full)
    for _ in 0..<2 { #expect(throws: Failure.self) { try loop.turn(room.place.now) } }
    #expect(try room.files("inbox") == ["a.json"])
    try room.workOff(loop)
    #expect(try room.counts().accepted == 1 && room.counts().filesReplayed == 0)
  }

  @Test func aCommitWhoseAnswerWasLostIsRecognised() throws {
    let loop = loop()
    try room.drop("a.json", Postroom.report("r1"))
    try room.drop("bad.json", "no event")
    room.place.troubled.plan(.receive, .lostAnswer)
    #expect(throws: Failure.self) { try loop.turn(room.place.now) }
    #expect(try room.files("inbox") == ["a.json", "bad.json"])
    try room.workOff(loop)
    let counts = try room.counts()
    #expect(counts.received == 1 && counts.accepted == 1 && counts.filesTaken == 1)
    #expect(counts.filesQuarantined == 1 && counts.filesReplayed == 2)
    #expect(try room.files("inbox").isEmpty && room.files("quarantine") == ["bad.json", "bad.json.reason.json"])
    try room.place.verify()
  }

  @Test func aCommitThatWasLostIsDoneAgain() throws {
    let loop = loop()
    try room.drop("a.json", Postroom.report("r1"))
    room.place.troubled.plan(.receive, .lostCommit)
    #expect(throws: Failure.self) { try loop.turn(room.place.now) }
    try room.workOff(loop)
    #expect(try room.counts().accepted == 1 && room.counts().filesReplayed == 0)
  }

  @Test func aQuarantineThatCannotBeWrittenToHoldsUpNothingElse() throws {
    let loop = loop()
    try room.remove("quarantine")
    try room.drop("bad.json", "no event")
    try room.drop("good.json", Postroom.report("r1"))
    #expect(try loop.turn(room.place.now) == .seconds(2))
    #expect(room.place.shown == ["quarantine"])
    #expect(try room.counts().accepted == 1 && room.counts().filesQuarantined == 1)
    try room.drop("later.json", Postroom.report("r2"))
    #expect(try loop.turn(room.place.now) == .seconds(2))
    #expect(try room.counts().accepted == 2)
    // Its folder is made anew.
    #expect(try room.folder.look() == .renewed)
    try room.workOff(loop)
    #expect(room.place.shown.isEmpty)
    #expect(try room.files("quarantine") == ["bad.json", "bad.json.reason.json"])
    #expect(try room.text("quarantine/bad.json") == "no event")
  }

  @Test func whoeverHasLostTheLockTakesNothing() throws {
    try room.drop("a.json", Postroom.report("r1"))
    room.place.takeAwayTheLock()
    let loop = loop()
    #expect(throws: Failure.self) { try loop.turn(room.place.now) }
    #expect(throws: Failure.self) { try release() }
    #expect(try room.files("inbox") == ["a.json"] && room.counts().received == 0)
  }

  // MARK: What waits

  @Test func aTextThatEndsTooEarlyWaitsAndNothingWaitsBehindIt() throws {
    let loop = loop()
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
    try claimAndDie(["crashed.json": Postroom.report("r1")])
    room.place.clock.hold(at: room.place.now)
    var told = 0
    let loop = loop(isRecovered: false) { told += 1 }
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
    try claimAndDie(["crashed.json": Postroom.report("r1")])
    room.place.clock.hold(at: room.place.now)
    var told = 0
    let loop = loop(isRecovered: false) { told += 1 }
    #expect(room.place.clock.goOn())
    try room.workOff(loop)
    #expect(try room.counts().accepted == 1 && told == 1)
  }

  @Test func aHeldStepIsGivenUpWhenItsTimeIsOver() throws {
    let loop = loop()
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
    try claimAndDie(["a.json": Postroom.report("r1"), "b.json": Postroom.report("r2")])
    let intake = room.intake()
    try intake.recover(room.place.now)
    #expect(try room.counts().accepted == 2 && room.counts().filesTaken == 2)
    try room.workOff(loop(intake))
    #expect(try room.files("inbox").isEmpty)
    try room.place.verify()
  }

  @Test func whatACrashedRunHadCommittedIsRecognisedAndLetGoOf() throws {
    try room.drop("a.json", Postroom.report("r1"))
    room.place.troubled.plan(.receive, .lostAnswer)
    #expect(throws: Failure.self) { try loop().turn(room.place.now) }
    try claimAndDie([:])
    let intake = room.intake(isPatient: false)
    try intake.recover(room.place.now)
    try intake.clearUp()
    #expect(try room.counts().accepted == 1 && room.counts().filesReplayed == 1)
    #expect(try room.files("inbox").isEmpty && room.claimed().isEmpty)
  }

  @Test func aStopWaitsForWhatIsUnderWayAndPutsTheRestBack() throws {
    let intake = room.intake()
    let loop = loop(intake)
    for number in 0...IntakeDraft.mostFiles { try room.drop("\(number).json", Postroom.report("same")) }
    #expect(try loop.turn(room.place.now) == .zero)
    loop.finish()
    let taken = try room.counts().filesTaken
    #expect(taken > 0)
    try release()
    #expect(try room.claimed().isEmpty)
    #expect(try room.files("inbox").count == IntakeDraft.mostFiles + 1 - taken)
  }

  @Test func finishedFilesWaitUntilAllIsDelivered() throws {
    let intake = room.intake()
    let loop = loop(intake)
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

  // MARK: Anything

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func whateverFailsEachIdentityIsTakenOnce(_ seed: UInt64) throws {
    var dice = SeededDice(seed)
    let troubles: [TroubledLedger.Trouble?] = [nil, nil, .full, .lostAnswer, .lostCommit]
    room.place.troubled.plan(.receive, (0..<30).map { _ in dice.pick(troubles) })
    room.place.troubled.plan(.lookUp, (0..<60).map { _ in dice.pick([nil, nil, nil, .full]) })
    var loop = loop()
    var identities: Set<String> = []
    for number in 0..<40 {
      let lines = (0...dice.next(below: 4)).map { _ in
        let id = "r\(dice.next(below: 60))"
        identities.insert(id)
        return Postroom.report(id)
      }
      try room.drop("\(number).ndjson", lines.joined(separator: "\n"))
      room.place.wait(1)
      // A fault leaves all to the next turn; sometimes to the next run.
      turn(loop)
      if dice.next(below: 8) == 0 {
        loop.finish()
        loop = self.loop(isRecovered: false)
      }
    }
    room.place.troubled.heal()
    try room.workOff(loop)
    let counts = try room.counts()
    #expect(counts.accepted == identities.count, "seed \(seed)")
    #expect(counts.received == counts.accepted + counts.duplicate && counts.filesTaken == 40, "seed \(seed)")
    #expect(try room.files("inbox").isEmpty && room.files("quarantine").isEmpty, "seed \(seed)")
    try room.place.verify()
  }

  // MARK: Parts

  private func loop(
    _ intake: Intake? = nil, isRecovered: Bool = true, onNews: @escaping () -> Void = {}
  ) -> IntakeLoop {
    IntakeLoop(
      intake ?? room.intake(), isRecovered: isRecovered, clock: room.place.clock, isWatched: room.isWatched,
      onNews: onNews)
  }

  /// A turn that may fail, and then by a fault of the world.
  private func turn(_ loop: IntakeLoop) {
    do throws(Failure) { _ = try loop.turn(room.place.now) } catch { #expect(error.isTransient) }
  }

  /// What the daemon does after its last turn.
  private func release() throws {
    try Intake.release(
      room.place.seat, folder: room.folder, journal: room.place.journal, pulses: room.pulses)
  }

  /// As a kill between the claim and the commit leaves it.
  private func claimAndDie(_ files: [String: String]) throws {
    for (name, text) in files { try room.drop(name, text) }
    let sweep = try Inbox(room.folder).claim(files: 100, bytes: 1 << 20, maxFile: 1 << 20, settle: nil)
    #expect(sweep.claimed.count >= files.count)
  }
}
