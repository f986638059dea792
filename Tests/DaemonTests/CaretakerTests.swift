import Formats
import GridCore
import Ledger
import LedgerStories
import Linux
import Testing
import Words

@testable import Custody
@testable import Daemon

/// What is looked after beat by beat: clock, folders, marker, bells. The clock is ours: nothing here waits.
@Suite struct CaretakerTests {
  private let room: Postroom
  private let bells: Bells
  private let calendar: CalendarWatch

  init() throws {
    room = try Postroom()
    _ = room.isWatched.takeDown()
    try room.put("version: 1\n", at: "rules.yaml")
    bells = try Bells(signals: try Doorbell())
    calendar = CalendarWatch(rules: room.place.rules, alarms: room.place.alarms)
  }

  @Test func aTurnInWhichAllIsWellShowsNothingAndComesAgainWithTheBeat() throws {
    let caretaker = caretaker()
    // Before its first turn what comes is told of already, and what lies there is looked at.
    #expect(room.isWatched.isRaised && bells.intake.wait(.zero))
    let next = try #require(try caretaker.turn(room.place.now))
    #expect(next > .zero && next <= .seconds(ServiceClock.beat))
    #expect(room.place.shown.isEmpty && !bells.clocks.wait(.zero))
  }

  @Test func whatComesRingsTheIntake() throws {
    let caretaker = caretaker()
    while bells.intake.wait(.zero) {}
    try room.drop("a.json", Postroom.report("r1"))
    #expect(bells.intake.wait(.seconds(60)))
    _ = try caretaker.turn(room.place.now)
  }

  @Test func theInboxIsSweptThoughNobodyTellsOfAnything() throws {
    let caretaker = caretaker()
    while bells.intake.wait(.zero) {}
    room.place.wait(29)
    _ = try caretaker.turn(room.place.now)
    #expect(!bells.intake.wait(.zero))
    room.place.wait(1)
    _ = try caretaker.turn(room.place.now)
    #expect(bells.intake.wait(.zero))
    _ = try caretaker.turn(room.place.now)
    #expect(!bells.intake.wait(.zero))
  }

  @Test func theMarkerIsRenewedOnceAMinuteAndTriedAgainWhereItCannotBe() throws {
    var isFull = true
    var written: [Timestamp] = []
    let caretaker = caretaker(writeMarker: { [room] () throws(Failure) in
      if isFull { throw .world(.io(operation: "write", path: "ledger.mark", errno: 28)) }
      written.append(room.place.now)
    })
    room.place.wait(59)
    _ = try caretaker.turn(room.place.now)
    room.place.wait(1)
    #expect(throws: Failure.self) { try caretaker.turn(room.place.now) }
    isFull = false
    _ = try caretaker.turn(room.place.now)
    _ = try caretaker.turn(room.place.now)
    #expect(written == [room.place.now])
    room.place.wait(60)
    _ = try caretaker.turn(room.place.now)
    #expect(written.count == 2)
  }

  // MARK: The clock

  @Test(arguments: [3_600, -3_600] as [Int64]) func aStepOfTheWallClockIsShownAndRecordedOnce(_ step: Int64) throws {
    let caretaker = caretaker()
    room.place.setWallClock(noon(step))
    for _ in 0..<3 {
      _ = try caretaker.turn(room.place.now)
      room.place.wait(10)
    }
    #expect(room.place.shown == ["clock"])
    #expect(try room.place.ledger.incidents(limit: 10).map(\.code) == ["clock"])
    room.place.setWallClock(room.place.now)
    _ = try caretaker.turn(room.place.now)
    #expect(room.place.shown.isEmpty)
  }

  @Test func aStepThatIsNobodysBusinessIsNotShown() throws {
    let caretaker = caretaker()
    room.place.setWallClock(noon(60))
    _ = try caretaker.turn(room.place.now)
    #expect(room.place.shown.isEmpty)
  }

  @Test func aClockThatGoesOnIsShownAndAllAreRungFor() throws {
    let now = room.place.now
    room.place.clock.hold(at: now)
    room.place.alarms.raise(.clock, Bilingual(en: "behind", zh: "落后"))
    room.place.setWallClock(noon(-86_400))
    var shown = 0
    let caretaker = caretaker(showClock: { shown += 1 })
    while bells.intake.wait(.zero) {}
    _ = try caretaker.turn(now)
    #expect(shown == 0 && room.place.shown == ["clock"] && !bells.clocks.wait(.zero))
    room.place.setWallClock(noon(5))
    _ = try caretaker.turn(now)
    #expect(shown == 1 && room.place.shown.isEmpty)
    #expect(bells.clocks.wait(.zero) && bells.intake.wait(.zero))
  }

  // MARK: Folders and the lock

  @Test func anInboxThatIsGoneIsShownUntilItIsBack() throws {
    let caretaker = caretaker()
    try room.move("inbox", to: "elsewhere")
    _ = try caretaker.turn(room.place.now)
    #expect(room.place.shown == ["folder"] && !room.isWatched.isRaised)
    try room.move("elsewhere", to: "inbox")
    while bells.intake.wait(.zero) {}
    _ = try caretaker.turn(room.place.now)
    #expect(room.place.shown.isEmpty && room.isWatched.isRaised && bells.intake.wait(.zero))
  }

  @Test func anOutboxThatWasRemovedIsMadeAnew() throws {
    let caretaker = caretaker()
    try room.remove("outbox")
    _ = try caretaker.turn(room.place.now)
    #expect(room.place.shown.isEmpty)
    #expect(try room.files("outbox").isEmpty && room.staged().isEmpty)
  }

  @Test func whoeverHasLostTheLockLooksAfterNothing() throws {
    var written = 0
    let caretaker = caretaker(writeMarker: { () throws(Failure) in written += 1 })
    room.place.wait(60)
    room.place.takeAwayTheLock()
    do throws(Failure) {
      _ = try caretaker.turn(room.place.now)
      Issue.record("it went on")
    } catch {
      #expect(!error.isTransient)
    }
    #expect(written == 0)
  }

  @Test func aRulesFileThatIsGoneIsShown() throws {
    let caretaker = caretaker()
    try room.remove("rules.yaml")
    _ = try caretaker.turn(room.place.now)
    #expect(room.place.shown == ["rules"])
  }

  // MARK: Parts

  private func caretaker(
    showClock: @escaping () -> Void = {}, writeMarker: @escaping () throws(Failure) -> Void = {}
  ) -> Caretaker {
    let (place, path) = (room.place, room.path + "/rules.yaml")
    let adoption = RuleAdoption(
      folder: room.folder, seat: place.seat, rules: place.rules, clock: place.clock,
      line: StatusLine(.silent, language: .en))
    var watch = RulesWatch(path: path)
    // What lies there was judged by the start.
    _ = watch.look(isAsked: false, now: .zero, settle: .zero) { _ in true }
    let desk = RuleDesk(
      adoption, watch: watch, start: RulesLook(path: path, began: 0, verdict: .inForce, digest: nil),
      alarms: place.alarms, journal: place.journal, reload: Latch(), show: { _, _ in }, onAdopted: {})
    return Caretaker(
      place.seat, desk: desk, calendar: calendar,
      folder: room.folder, isWatched: room.isWatched, clock: place.clock, alarms: place.alarms,
      journal: place.journal, pulses: room.pulses, bells: bells, showClock: showClock, writeMarker: writeMarker)
  }
}
