import GridCore
import Testing
import Web
import Words

/// Who looks is shown what is; only in a storm does one look serve many.
@Suite struct SightsTests {
  /// Something that changes, and how often it was looked at.
  private final class Scene {
    let sights = Sights<Int, String>()
    let begun = ContinuousClock.now
    private(set) var looks = 0
    var state = 0

    /// What is shown so many milliseconds after the beginning.
    func shown(
      _ milliseconds: Int, to viewer: String? = nil, second: Int64 = 7, within age: Duration = .seconds(1)
    ) throws -> Int {
      let moment = begun + .milliseconds(milliseconds)
      let second = Timestamp(seconds: second)
      if let known = sights.atHand(for: viewer, at: second, within: age, moment) { return known }
      return try sights.current(for: viewer, at: second, within: age, moment) {
        looks += 1
        return state
      }
    }

    /// Seven others within the first 70 ms; the last that is shown is the sixth, of 50 ms.
    func storm() throws {
      for change in 1...7 {
        state = change
        #expect(try shown(change * 10 - 10) == min(change, 6))
      }
    }
  }

  @Test func whileLittleChangesAllIsShownAtOnce() throws {
    let scene = Scene()
    for change in 1...40 {
      scene.state = change
      // Four a second.
      #expect(try scene.shown(change * 250) == change)
      #expect(try scene.shown(change * 250 + 1) == change)
    }
    #expect(scene.looks == 80)
    #expect(scene.sights.inStorm() == nil)
  }

  @Test func inAStormOneLookServesMany() throws {
    let scene = Scene()
    try scene.storm()
    let looks = scene.looks
    for moment in 61..<71 { #expect(try scene.shown(moment) == 6) }
    #expect(scene.looks == looks)
    #expect(scene.sights.inStorm(scene.begun + .milliseconds(70)) == 6)
    // It is looked all the same whether it is over, and what changes goes on to be a storm.
    for moment in 0..<40 {
      scene.state += 1
      #expect(try scene.shown(100 + moment * 20) == 6)
    }
    #expect(scene.looks == looks + 20)
  }

  @Test func aSecondLaterItIsShownAgainAndOnceASecond() throws {
    let scene = Scene()
    try scene.storm()
    var shown: Set<Int> = []
    for moment in 0..<200 {
      scene.state += 1
      shown.insert(try scene.shown(70 + moment * 20))
    }
    #expect((4...6).contains(shown.count))
  }

  @Test func whatTheDaemonsClockCallsAnotherSecondIsLookedUp() throws {
    let scene = Scene()
    try scene.storm()
    #expect(try scene.shown(62, second: 8) == 7)
  }

  @Test func aStormIsOverWhenNothingChanges() throws {
    let scene = Scene()
    try scene.storm()
    #expect(try scene.shown(255) == 6)
    #expect(try scene.shown(265) == 7)
    // The next change of the same second is one of many again, until it rests.
    scene.state = 8
    #expect(try scene.shown(300) == 7)
    #expect(try scene.shown(501) == 8)
  }

  @Test func whoWroteSeesItAndSoDoAllBehindHim() throws {
    let scene = Scene()
    try scene.storm()
    scene.sights.wrote("zhang", scene.begun + .milliseconds(61))
    #expect(try scene.shown(62, to: "li") == 6)
    #expect(try scene.shown(63, to: "zhang") == 7)
    #expect(try scene.shown(64, to: "li") == 7)
  }

  @Test func whoWantsItYoungerGetsItAndNobodyOlder() throws {
    let scene = Scene()
    try scene.storm()
    #expect(try scene.shown(200, within: .milliseconds(200)) == 6)
    scene.state = 9
    #expect(try scene.shown(255, within: .milliseconds(200)) == 9)
    #expect(try scene.shown(256) == 9)
  }

  @Test func aLookThatFailsIsToldAndForgotten() throws {
    let scene = Scene()
    try scene.storm()
    let later = scene.begun + .milliseconds(1_200)
    #expect(throws: Problem.self) {
      try scene.sights.current(for: nil, at: Timestamp(seconds: 8), later) { () throws(Problem) in
        throw Problem(.notFound, Bilingual(en: "e", zh: "z"))
      }
    }
    #expect(try scene.shown(1_201, second: 8) == 7)
  }
}
