import Custody
import Formats
import GridCore
import Laws
import Ledger
import LedgerStories
import Linux
import Spool
import Testing

@testable import Daemon

/// The world fails while files are taken: nothing is condemned for it, nothing is lost, nothing is taken twice.
@Suite struct IntakeFaultTests {
  private let room: Postroom

  init() throws { room = try Postroom() }

  @Test func aFullDiskCondemnsNothingAndIsTriedAgain() throws {
    var told = 0
    let loop = room.loop { told += 1 }
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
    let loop = room.loop()
    try room.drop("a.json", Postroom.report("r1"))
    // The second is asked for what is to be decided, once the file is read.
    room.place.troubled.plan(.lookUp, .full, nil, .full)
    for _ in 0..<2 { #expect(throws: Failure.self) { try loop.turn(room.place.now) } }
    #expect(try room.files("inbox") == ["a.json"])
    try room.workOff(loop)
    #expect(try room.counts().accepted == 1 && room.counts().filesReplayed == 0)
  }

  @Test func aCommitWhoseAnswerWasLostIsRecognised() throws {
    let loop = room.loop()
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
    let loop = room.loop()
    try room.drop("a.json", Postroom.report("r1"))
    room.place.troubled.plan(.receive, .lostCommit)
    #expect(throws: Failure.self) { try loop.turn(room.place.now) }
    try room.workOff(loop)
    #expect(try room.counts().accepted == 1 && room.counts().filesReplayed == 0)
  }

  @Test func aQuarantineThatCannotBeWrittenToHoldsUpNothingElse() throws {
    let loop = room.loop()
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
    let loop = room.loop()
    #expect(throws: Failure.self) { try loop.turn(room.place.now) }
    #expect(throws: Failure.self) { try room.release() }
    #expect(try room.files("inbox") == ["a.json"] && room.counts().received == 0)
  }

  @Test func whatACrashedRunHadCommittedIsRecognisedAndLetGoOf() throws {
    try room.drop("a.json", Postroom.report("r1"))
    room.place.troubled.plan(.receive, .lostAnswer)
    #expect(throws: Failure.self) { try room.loop().turn(room.place.now) }
    try room.claimAndDie([:])
    let intake = room.intake(isPatient: false)
    try intake.recover(room.place.now)
    try intake.clearUp()
    #expect(try room.counts().accepted == 1 && room.counts().filesReplayed == 1)
    #expect(try room.files("inbox").isEmpty && room.claimed().isEmpty)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func whateverFailsEachIdentityIsTakenOnce(_ seed: UInt64) throws {
    var dice = SeededDice(seed)
    let troubles: [TroubledLedger.Trouble?] = [nil, nil, .full, .lostAnswer, .lostCommit]
    room.place.troubled.plan(.receive, (0..<30).map { _ in dice.pick(troubles) })
    room.place.troubled.plan(.lookUp, (0..<60).map { _ in dice.pick([nil, nil, nil, .full]) })
    var loop = room.loop()
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
        loop = room.loop(isRecovered: false)
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

  /// A turn that may fail, and then by a fault of the world.
  private func turn(_ loop: IntakeLoop) {
    do throws(Failure) { _ = try loop.turn(room.place.now) } catch { #expect(error.isTransient) }
  }
}
