import GridCore
import Testing

@Suite struct EscalationTests {
  static let group = Addressee.group(community: "heshuikou", group: "city-appearance")
  static let centre = Addressee.office("command-centre")

  @Test func nothingHappensAtTheDeadlineItself() {
    let item = itemAtPost()
    #expect(item.pressed(at: at("2026-03-02 10:00"), under: Town.book) == nil)
    #expect(item.pressed(at: at("2026-03-03 10:00"), under: Town.book) == nil)
  }

  @Test func theFirstRungFiresOneSecondAfterTheDeadline() throws {
    let item = itemAtPost()
    let now = at("2026-03-03 10:00:01")
    let change = try #require(item.pressed(at: now, under: Town.book))
    var expected = item
    expected.rung = 1
    expected.holder = Self.group
    expected.clock.nextRung = at("2026-03-04 10:00")
    expected.memory.notices += 1
    expected.memory.revision = 2
    expected.memory.counts.escalations = 1
    expected.memory.last = now
    expected.memory.breach = at("2026-03-03 10:00")
    expected.memory.since = at("2026-03-03 10:00")
    #expect(change.item == expected)
    let entry = HistoryEntry(
      at: now, what: .escalate, by: nil, note: nil, rung: 1, to: Self.group, rules: Town.book.digest, from: item.holder,
      due: at("2026-03-03 10:00"))
    #expect(change.entries == [entry])
    let notice = Notice(
      item: item.key, ordinal: expected.memory.notices, rung: 1, to: Self.group, deadline: at("2026-03-04 10:00"))
    #expect(change.notices == [notice])
  }

  @Test func aSecondCallRepeatsNothing() throws {
    let now = at("2026-03-03 10:00:01")
    let once = try #require(itemAtPost().pressed(at: now, under: Town.book)?.item)
    #expect(once.pressed(at: now, under: Town.book) == nil)
    #expect(once.pressed(at: at("2026-03-04 10:00"), under: Town.book) == nil)
    let twice = try #require(once.pressed(at: at("2026-03-04 10:00:01"), under: Town.book)?.item)
    #expect(twice.rung == 2)
    #expect(twice.pressed(at: at("2036-01-01 00:00"), under: Town.book) == nil)
  }

  @Test func afterALongDowntimeEveryRungFiresInOneChangeWithOneNoticeEach() throws {
    let item = itemAtPost()
    let now = at("2026-06-01 03:00")
    let change = try #require(item.pressed(at: now, under: Town.book))
    #expect(change.item.rung == 2)
    #expect(change.item.holder == Self.centre)
    #expect(change.item.clock.nextRung == nil)
    #expect(change.item.memory.revision == 2)
    #expect(change.item.memory.notices == item.memory.notices + 2)
    #expect(change.item.clock.deadline == at("2026-03-03 10:00"))
    #expect(
      change.notices == [
        Notice(
          item: item.key, ordinal: item.memory.notices + 1, rung: 1, to: Self.group, deadline: at("2026-03-04 10:00")),
        Notice(item: item.key, ordinal: item.memory.notices + 2, rung: 2, to: Self.centre, entry: 1),
      ])
    #expect(change.entries.map(\.rung) == [1, 2])
    #expect(change.entries.map(\.to) == [Self.group, Self.centre])
    #expect(change.entries.allSatisfy { $0.at == now && $0.what == .escalate })
    #expect(change.item.pressed(at: now, under: Town.book) == nil)
  }

  @Test func theRungsComeToTheSameEndWhetherTheyFireTogetherOrOneByOne() throws {
    let together = try #require(itemAtPost().pressed(at: at("2026-06-01 03:00"), under: Town.book)?.item)
    var oneByOne = itemAtPost()
    for now in [at("2026-03-03 10:00:01"), at("2026-03-04 10:00:01")] {
      oneByOne = try #require(oneByOne.pressed(at: now, under: Town.book)?.item)
    }
    oneByOne.memory.revision = together.memory.revision
    oneByOne.memory.last = together.memory.last
    #expect(oneByOne == together)
  }

  @Test func theNextRungCountsFromTheDueMomentAndNotFromWhenItFired() throws {
    // Due on Tuesday 10:00, fired on Wednesday 09:30: rung 2 is still due on Wednesday 10:00.
    let change = try #require(itemAtPost().pressed(at: at("2026-03-04 09:30"), under: Town.book))
    #expect(change.item.rung == 1)
    #expect(change.item.clock.nextRung == at("2026-03-04 10:00"))
  }

  @Test func theNextRungCountsInTheHoursOfTheCalendarAndNotOfThePost() throws {
    // The patrol's four hours end at 20:00; the office's working day begins at 09:00 on the morrow.
    let item = newChange(Report(matter: "UM-002", grid: "heshuikou-01"), at: at("2026-03-02 16:00")).item
    #expect(item.clock.deadline == at("2026-03-02 20:00"))
    let change = try #require(item.pressed(at: at("2026-03-02 20:00:01"), under: Town.book))
    #expect(change.item.clock.nextRung == at("2026-03-03 18:00"))
  }

  @Test func theNextRungWaitsOverHolidays() throws {
    let item = newChange(Report(matter: "MU-001", grid: "heshuikou-01"), at: at("2026-09-30 15:00")).item
    let change = try #require(item.pressed(at: at("2026-09-30 17:00:01"), under: Town.book))
    #expect(change.item.holder == .group(community: "heshuikou", group: "urban-construction"))
    #expect(change.item.clock.nextRung == at("2026-10-08 17:00"))
    #expect(change.item.pressed(at: at("2026-10-07 12:00"), under: Town.book) == nil)
  }

  @Test(arguments: [Item.Place.resolved, .closed, .void])
  func whatIsNotOpenNeverClimbs(_ place: Item.Place) {
    #expect(StepTableTests.item(at: place).pressed(at: at("2036-01-01 00:00"), under: Town.book) == nil)
  }

  @Test func anItemInTriageNeverClimbs() {
    #expect(StepTableTests.item(at: .triage).pressed(at: at("2036-01-01 00:00"), under: Town.book) == nil)
  }

  @Test func withoutALadderNothingClimbs() {
    let book = Town.with(ladder: [])
    #expect(itemAtPost(under: book).pressed(at: at("2036-01-01 00:00"), under: book) == nil)
  }

  // MARK: Another ladder in a new book

  @Test func aShorterLadderInANewBookEndsTheClimbOnceAndSilently() throws {
    let item = try #require(itemAtPost().pressed(at: at("2026-03-03 10:00:01"), under: Town.book)?.item)
    let shorter = Town.with(ladder: [Rung(to: .group, after: nil, line: 11)])
    let now = at("2026-03-04 10:00:01")
    let change = try #require(item.pressed(at: now, under: shorter))
    var expected = item
    expected.clock.nextRung = nil
    expected.memory.revision += 1
    #expect(change == ItemChange(item: expected, entries: [], notices: []))
    #expect(change.item.pressed(at: now, under: shorter) == nil)
  }

  @Test func aLadderTakenAwayEndsTheClimbAtThePost() throws {
    let item = itemAtPost()
    let change = try #require(item.pressed(at: at("2026-03-03 10:00:01"), under: Town.with(ladder: [])))
    #expect(change.item.rung == 0)
    #expect(change.item.holder == item.holder)
    #expect(change.item.clock.nextRung == nil)
    #expect(change.notices == [])
  }

  static let longer = [
    Rung(to: .group, after: nil, line: 11), Rung(to: .office("command-centre"), after: limit("1wd"), line: 12),
    Rung(to: .office("leader"), after: limit("2h"), line: 13),
  ]

  @Test func aLongerLadderInANewBookIsClimbedToItsTop() throws {
    let item = try #require(itemAtPost().pressed(at: at("2026-03-03 10:00:01"), under: Town.book)?.item)
    let book = Town.with(ladder: Self.longer)
    let second = try #require(item.pressed(at: at("2026-03-04 10:00:01"), under: book))
    #expect(second.item.rung == 2)
    #expect(second.item.clock.nextRung == at("2026-03-04 12:00"))
    #expect(second.entries.map(\.rules) == [book.digest])
    let third = try #require(second.item.pressed(at: at("2026-03-04 12:00:01"), under: book))
    #expect(third.item.rung == 3)
    #expect(third.item.holder == .office("leader"))
    #expect(third.item.clock.nextRung == nil)
  }

  @Test func thePassRaisesNoMoreThanTheRungsThatAreDue() throws {
    let book = Town.with(ladder: Self.longer)
    let item = itemAtPost(under: book)
    let change = try #require(item.pressed(at: at("2026-03-04 12:00"), under: book))
    #expect(change.item.rung == 2)
    #expect(change.item.clock.nextRung == at("2026-03-04 12:00"))
  }

  @Test func aMomentSetUnderTheOldBookStaysAndTheOneAfterFollowsTheNew() throws {
    let item = try #require(itemAtPost().pressed(at: at("2026-03-03 10:00:01"), under: Town.book)?.item)
    var ladder = Self.longer
    ladder[1] = Rung(to: .office("leader"), after: limit("1h"), line: 12)
    ladder[2] = Rung(to: .group, after: limit("3h"), line: 13)
    let book = Town.with(ladder: ladder)
    #expect(item.pressed(at: at("2026-03-03 12:00"), under: book) == nil)
    let change = try #require(item.pressed(at: at("2026-03-04 10:00:01"), under: book))
    #expect(change.item.holder == .office("leader"))
    #expect(change.item.clock.nextRung == at("2026-03-04 13:00"))
  }

  // MARK: Provisional, and again

  @Test func aNextRungBeyondTheKnownDaysMakesTheItemProvisional() throws {
    let item = newChange(Report(matter: "MU-001", grid: "heshuikou-01"), at: at("2026-12-31 15:00")).item
    #expect(!item.clock.provisional)
    let change = try #require(item.pressed(at: at("2026-12-31 17:00:01"), under: Town.book))
    #expect(change.item.clock.provisional)
    #expect(change.item.clock.nextRung == at("2027-01-01 17:00"))
  }

  @Test func provisionalSticksThoughALaterRungIsCertain() throws {
    let book = Town.with(ladder: Self.longer)
    let item = newChange(
      Report(matter: "UM-001", grid: "heshuikou-01"), at: at("2026-12-31 10:00"), under: book
    ).item
    #expect(item.clock.provisional)
    let climbed = try #require(item.pressed(at: at("2027-06-01 00:00"), under: book)?.item)
    #expect(climbed.rung == 3)
    #expect(climbed.clock.provisional)
  }

  @Test func aReopenedItemClimbsAgain() throws {
    let first = try #require(itemAtPost().pressed(at: at("2026-03-04 10:00:01"), under: Town.book)?.item)
    let closed = try first.applying(.request(.resolve), received: at("2026-03-05 10:00"), under: Town.book).get().item
    #expect(closed.pressed(at: at("2036-01-01 00:00"), under: Town.book) == nil)
    let open = try closed.applying(.request(.reopen), received: at("2026-03-05 16:00"), under: Town.book).get().item
    #expect(open.pressed(at: at("2026-03-06 16:00"), under: Town.book) == nil)
    let again = try #require(open.pressed(at: at("2026-03-06 16:00:01"), under: Town.book))
    #expect(again.item.rung == 1)
    let notice = Notice(
      item: open.key, ordinal: open.memory.notices + 1, rung: 1, to: Self.group, deadline: at("2026-03-09 16:00"))
    #expect(again.notices == [notice])
    #expect(again.item.clock.nextRung == at("2026-03-09 16:00"))
  }
}
