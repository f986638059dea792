import GridCore
import LedgerStories
import Linux
import Testing

/// The daemon's now: it only runs forwards, whatever is done to the machine's clock.
@Suite struct ServiceClockTests {
  @Test func aStepOfTheWallClockIsSeenAndDoesNotCount() throws {
    let place = try Workplace()
    place.wait(10)
    place.setWallClock(noon(86_400))
    #expect(place.now == noon(10))
    #expect(place.clock.step == 86_390)
    #expect(place.clock.timeUntil(after: noon(10)) == .seconds(1))
  }

  @Test(arguments: [(-60, false), (-61, true), (0, false), (3_600, false)] as [(Int64, Bool)])
  func aStartUpToAMinuteBeforeTheLastMomentIsNone(_ step: Int64, _ isBehind: Bool) throws {
    let place = try Workplace()
    #expect(place.clock.lies(before: noon(-step)) == isBehind)
  }

  @Test func aClockThatIsHeldStandsUntilTheWallClockHasComePast() throws {
    let place = try Workplace()
    place.clock.hold(at: noon(1_000))
    place.wait(100)
    #expect(place.clock.isHeld && !place.clock.goOn())
    #expect(place.now == noon(1_000))
    #expect(place.clock.face == .standing(noon(1_000)))
    // It goes on by the wall clock as that was set right, and not by the one of its start.
    place.setWallClock(noon(500_000))
    #expect(place.clock.goOn() && !place.clock.isHeld)
    place.wait(5)
    #expect(place.now == noon(500_005))
    #expect(place.clock.step == 0)
    // And no later step of it holds it again.
    place.setWallClock(noon(0))
    #expect(place.now == noon(500_005) && place.clock.goOn())
  }

  @Test func aFixedClockStandsForEver() {
    let far = Timestamp(seconds: 253_402_300_799)
    let clock = ServiceClock.fixed(far)
    #expect(clock.now == far && clock.step == 0 && !clock.lies(before: far.adding(1_000)))
    #expect(clock.timeUntil(after: far) == .seconds(1))
    #expect(clock.face == .standing(far))
  }

  @Test func anotherProcessHasTheSameNow() {
    let clock = ServiceClock.started()
    #expect(abs(clock.face.now.seconds - clock.now.seconds) <= 1)
  }
}
