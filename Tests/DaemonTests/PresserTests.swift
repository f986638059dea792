import Custody
import Formats
import GridCore
import Laws
import Ledger
import LedgerStories
import Linux
import Testing

@testable import Daemon

/// What is overdue climbs, once a rung, and nothing else does. The clock is ours: nothing here waits.
@Suite struct PresserTests {
  /// Two hours: the limit of every matter of the town.
  private static let limit: Int64 = 7200

  @Test func nothingIsRaisedBeforeItsMomentIsOver() throws {
    let place = try Workplace()
    let presser = Self.presser(place)
    #expect(try presser.turn(place.now) == nil)
    try place.intake.take(TestFile(.report("r1")), at: place.now)
    #expect(try presser.turn(place.now) == .seconds(Self.limit + 1))
    place.wait(Self.limit)
    #expect(try presser.turn(place.now) == .seconds(1))
    #expect(try Self.rungs(of: "r1", place) == [0])
    place.wait(1)
    // The office comes an hour of work after the group.
    #expect(try presser.turn(place.now) == .seconds(3600))
    #expect(try Self.rungs(of: "r1", place) == [0, 1])
    #expect(try presser.turn(place.now) == .seconds(3600))
    #expect(try Self.rungs(of: "r1", place) == [0, 1])
    try place.verify()
  }

  @Test func aDowntimeIsCaughtUpInOneTurnWithoutRepeatingAnything() throws {
    let place = try Workplace()
    try place.intake.take(TestFile(.report("r1"), .report("r2")), at: place.now)
    place.wait(30 * 86_400)
    var raised = 0
    let presser = Self.presser(place) { raised += 1 }
    #expect(try presser.turn(place.now) == nil)
    #expect(raised == 1)
    for report in ["r1", "r2"] { #expect(try Self.rungs(of: report, place) == [0, 1, 2]) }
    #expect(try place.ledger.owed(after: 0, limit: 10, bytes: 1 << 20).count == 6)
    #expect(place.said.count { $0.contains("escalated to subdistrict/command-centre") } == 2)
    #expect(try presser.turn(place.now) == nil)
    #expect(raised == 1)
    try place.verify()
  }

  @Test func aClockThatIsHeldPressesNothing() throws {
    let place = try Workplace()
    try place.intake.take(TestFile(.report("r1")), at: place.now)
    place.wait(2 * Self.limit)
    place.clock.hold(at: place.now)
    let presser = Self.presser(place)
    #expect(try presser.turn(place.now) == nil)
    #expect(try Self.rungs(of: "r1", place) == [0])
    #expect(place.clock.goOn())
    _ = try presser.turn(place.now)
    #expect(try Self.rungs(of: "r1", place) == [0, 1, 2])
  }

  @Test func aStepOfTheWallClockNeitherFiresNorDelays() throws {
    let place = try Workplace()
    let presser = Self.presser(place)
    try place.intake.take(TestFile(.report("r1")), at: place.now)
    for step in [86_400, -86_400] as [Int64] {
      place.setWallClock(noon(step))
      #expect(try presser.turn(place.now) == .seconds(Self.limit + 1))
    }
    #expect(try Self.rungs(of: "r1", place) == [0])
    place.wait(Self.limit + 1)
    _ = try presser.turn(place.now)
    #expect(try Self.rungs(of: "r1", place) == [0, 1])
  }

  @Test func aLadderThatGrowsGoesOnAboveThoseWhoStoodAtItsTop() throws {
    let short = Self.book("short", rungs: 1)
    let place = try Workplace(short)
    let presser = Self.presser(place)
    try place.intake.take(TestFile(.report("r1")), at: place.now)
    place.wait(Self.limit + 1)
    #expect(try presser.turn(place.now) == nil)
    #expect(try Self.rungs(of: "r1", place) == [0, 1])
    try place.ledger.adopt(TestTown.rulesRecord)
    place.rules.swap(to: TestTown.book)
    #expect(try presser.turn(place.now) == .seconds(3600))
    place.wait(3600)
    #expect(try presser.turn(place.now) == nil)
    #expect(try Self.rungs(of: "r1", place) == [0, 1, 2])
    // The same length again is no other ladder, and nobody is looked at for it.
    place.rules.swap(to: Self.book("another", rungs: 2))
    #expect(!place.rules.ladder.isRaised)
  }

  @Test func whoeverHasLostTheLockWritesNothing() throws {
    let place = try Workplace()
    try place.intake.take(TestFile(.report("r1")), at: place.now)
    place.wait(2 * Self.limit)
    place.takeAwayTheLock()
    let presser = Self.presser(place)
    #expect(throws: Failure.self) { _ = try presser.turn(place.now) }
    #expect(try Self.rungs(of: "r1", place) == [0])
  }

  @Test func moreThanOneTransactionHoldsAreAllRaisedInOneTurn() throws {
    let (place, count) = (try Workplace(), 1_100)
    try place.intake.take(TestFile(records: (0..<count).map { .report("r\($0)") }), at: place.now)
    place.wait(Self.limit + 1)
    var raised = 0
    #expect(try Self.presser(place) { raised += 1 }.turn(place.now) == .seconds(3600))
    #expect(raised == 2 && place.said == ["1024 items overdue, escalated", "76 items overdue, escalated"])
    let counts = try place.ledger.counts(at: place.now)
    #expect(counts.escalations == count && counts.noticesOwed == 2 * count)
  }

  @Test func aFullDiskLeavesTheRungToTheNextTurn() throws {
    let place = try Workplace()
    try place.intake.take(TestFile(.report("r1")), at: place.now)
    place.wait(Self.limit + 1)
    place.troubled.plan(.apply, .full, .lostAnswer)
    var raised = 0
    let presser = Self.presser(place) { raised += 1 }
    #expect(throws: Failure.self) { try presser.turn(place.now) }
    #expect(try Self.rungs(of: "r1", place) == [0])
    // What was stored though nobody could tell is not stored once more.
    #expect(throws: Failure.self) { try presser.turn(place.now) }
    #expect(try presser.turn(place.now) == .seconds(3600))
    #expect(try Self.rungs(of: "r1", place) == [0, 1] && raised == 1)
    try place.verify()
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func whateverTheTurnsEachRungFiresOnceAndInTime(_ seed: UInt64) throws {
    let place = try Workplace()
    let presser = Self.presser(place)
    var dice = SeededDice(seed)
    var received: [String: Timestamp] = [:]
    for number in 0..<60 {
      let id = "r\(number)"
      received[id] = place.now
      try place.intake.take(TestFile(.report(id)), at: place.now)
      place.wait(Int64(dice.next(below: 600)))
      if dice.next(below: 3) == 0 { _ = try presser.turn(place.now) }
    }
    place.wait(86_400)
    #expect(try presser.turn(place.now) == nil)
    for (id, start) in received {
      let history = try place.ledger.history(of: TestRecord.item(of: id)).map(\.entry)
      #expect(history.map(\.rung) == [0, 1, 2], "seed \(seed), \(id)")
      for entry in history.dropFirst() {
        #expect(entry.at > start.adding(Self.limit), "seed \(seed), \(id)")
      }
    }
    try place.verify()
  }

  // MARK: Parts

  private static func presser(_ place: Workplace, onRaised: @escaping () -> Void = {}) -> Presser {
    Presser(place.seat, rules: place.rules, clock: place.clock, journal: place.journal, onRaised: onRaised)
  }

  private static func rungs(of report: String, _ place: Workplace) throws -> [Int] {
    try place.ledger.history(of: TestRecord.item(of: report)).map(\.entry.rung)
  }

  /// The town's rules with so many rungs, under a digest of their own.
  private static func book(_ text: String, rungs: Int) -> RuleBook {
    TestTown.book(Array(text.utf8), rungs: rungs)
  }
}
