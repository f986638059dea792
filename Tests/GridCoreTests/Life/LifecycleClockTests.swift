import GridCore
import Testing

/// Each clock of the lifecycle over weekends, holidays and make-up days.
@Suite struct LifecycleClockTests {
  /// The dues of what a pass brings, with the words.
  func pressed(_ item: Item, at now: Timestamp, under book: RuleBook) -> [String] {
    item.pressed(at: now, under: book)?.entries.map { "\($0.what.word) \($0.due?.testDescription ?? "-")" } ?? []
  }

  func item(_ matter: String, at received: String, under book: RuleBook) -> Item {
    newChange(Report(matter: matter, grid: "heshuikou-01"), at: at(received), under: book).item
  }

  func book(_ change: (inout Town) -> Void) -> RuleBook {
    var town = Town()
    change(&town)
    return town.book
  }

  @Test func acceptanceCountsInTheHoursOfTheOfficeOverTheSpringHolidays() {
    let book = book { $0.lifecycle.acceptWithin = ByUrgency(limit("4wh")) }
    let item = item("UM-003", at: "2026-02-14 16:30", under: book)
    #expect(item.wake == at("2026-02-24 11:30"))
    #expect(pressed(item, at: at("2026-02-24 11:30"), under: book) == [])
    #expect(pressed(item, at: at("2026-02-24 11:31"), under: book) == ["remind 2026-2-24 11:30:00+08:00"])
    #expect(
      pressed(item, at: at("2026-02-24 18:00"), under: book)
        == ["remind 2026-2-24 11:30:00+08:00", "escalate 2026-2-24 17:30:00+08:00"])
    let accepted = item.after([.request(.accept)], at: at("2026-02-24 09:00"), under: book)
    #expect(pressed(accepted, at: at("2026-02-24 18:00"), under: book) == [])
  }

  @Test func theReminderComesWhenNoMoreThanTheRestIsLeft() {
    let book = book { $0.lifecycle.remindAt = ByUrgency(80) }
    let item = item("UM-001", at: "2026-02-13 16:00", under: book)
    #expect(item.clock.deadline == at("2026-02-14 16:00"))
    #expect(item.wake == at("2026-02-14 14:36"))
    #expect(pressed(item, at: at("2026-02-14 14:36"), under: book) == ["remind 2026-2-14 14:36:00+08:00"])
  }

  @Test func aRestThatEndsAtAClosingIsDueAtTheClosing() {
    let book = book { $0.lifecycle.remindAt = ByUrgency(50) }
    // Four working hours of the patrol from 20:00: two are left at 22:00, and still at 08:00.
    let item = item("UM-002", at: "2026-03-02 20:00", under: book)
    #expect(item.clock.deadline == at("2026-03-03 10:00"))
    #expect(item.clock.remind == at("2026-03-02 22:00"))
  }

  @Test func whatIsLeftOfASuspensionRunsOnByItselfOverTheHolidays() {
    let item = item("UM-003", at: "2026-02-13 16:00", under: Town.book)
    #expect(item.clock.deadline == at("2026-02-24 16:00"))
    let suspended = item.after(
      [.request(.suspend) { $0.until = at("2026-02-24 09:30") }], at: at("2026-02-14 10:00"))
    #expect(
      suspended.state == .suspended(.init(since: at("2026-02-14 10:00"), until: at("2026-02-24 09:30"), left: 39_600)))
    #expect(suspended.wake == at("2026-02-24 09:30"))
    let change = suspended.pressed(at: at("2026-02-24 12:00"), under: Town.book)
    #expect(change?.item.clock.deadline == at("2026-02-25 15:30"))
    #expect(change?.notices.map(\.kind) == [.told])
    #expect(change?.entries.map(\.at) == [at("2026-02-24 12:00")])
    #expect(change?.entries.map(\.due) == [at("2026-02-24 09:30")])
    // A step that comes first finds it open, as of the `until`.
    let step = suspended.after([.request(.note)], at: at("2026-02-24 12:00"))
    #expect(step.clock == change?.item.clock)
  }

  @Test func aMoveCountsFromTheStartWithoutWhatDidNotCount() throws {
    let item = itemAtPost().after(
      [.request(.suspend) { $0.until = at("2026-03-02 13:00") }], at: at("2026-03-02 11:00"))
    let change = try item.applying(
      .request(.return) { $0.matter = "流动摊贩" }, received: at("2026-03-02 15:30"), under: Town.book
    ).get()
    #expect(change.item.holder == Town.post("heshuikou-01", "patrol"))
    #expect(change.item.clock.deadline == at("2026-03-02 16:00"))
    #expect(change.entries.map(\.what) == [.step(.resume), .step(.return)])
    #expect(change.entries.map(\.at) == [at("2026-03-02 13:00"), at("2026-03-02 15:30")])
    #expect(change.notices.map(\.kind) == [.told, .task, .told])
    #expect(change.item.memory.counts.bounces == 0)
  }

  @Test func anExtensionMovesTheRungsAlongAndIsAddedInItsOwnUnit() {
    let item = itemAtPost().after([.request(.extend) { $0.byLimit = limit("2h") }], at: at("2026-03-03 10:00"))
    #expect(item.clock.deadline == at("2026-03-03 12:00"))
    #expect(item.clock.nextRung == at("2026-03-03 12:00"))
    #expect(item.memory.accepted != nil)
    let late = itemAtPost().applying(
      .request(.extend) { $0.byLimit = limit("2h") }, received: at("2026-03-03 10:00:01"), under: Town.book)
    #expect(refusalOf(late)?.why == .condition(.beforeDeadline))
  }

  @Test func reworkLeavesATenthAtTheLeast() throws {
    let book = book { $0.lifecycle.check = .group }
    let resolved = itemAtPost(under: book).after([.request(.resolve)], at: at("2026-03-03 09:58"), under: book)
    #expect(resolved.holder == EscalationTests.group)
    let change = try resolved.applying(
      .request(.check) { $0.outcome = "fail" }, received: at("2026-03-03 15:00"), under: book
    ).get()
    #expect(change.item.clock.deadline == at("2026-03-03 15:42"))
    #expect(change.notices.map(\.to) == [Town.post("heshuikou-01", "info")])
    #expect(change.item.memory.counts.checksFailed == 1)
  }

  @Test func uncheckedUnvisitedAndUnassignedThingsAreToldOnce() {
    let book = book {
      $0.lifecycle.check = .group
      $0.lifecycle.checkWithin = ByUrgency(limit("1wd"))
      $0.lifecycle.triageWithin = ByUrgency(limit("2h"))
      $0.lifecycle.visit = [ByteText("hotline"): ByUrgency<TimeLimit?>(limit("2wd"))]
      $0.lifecycle.visitBy = "livelihood"
    }
    let resolved = itemAtPost(under: book).after([.request(.resolve)], at: at("2026-03-02 11:00"), under: book)
    let told = resolved.pressed(at: at("2026-03-03 11:01"), under: book)
    #expect(told?.notices.map(\.to) == [EscalationTests.centre])
    #expect(told?.item.wake == nil)
    let closed = resolved.after(
      [.request(.check) { $0.outcome = "pass" }], at: at("2026-03-02 12:00"), under: book)
    #expect(closed.holder == Town.post("heshuikou-01", "info"))
    #expect(closed.wake == at("2026-03-04 12:00"))
    #expect(closed.pressed(at: at("2026-03-05 09:00"), under: book)?.notices.map(\.to) == [EscalationTests.group])
    let triage = newChange(Report(matter: "XX", grid: "heshuikou-01"), at: at("2026-03-07 10:00"), under: book).item
    let late = triage.pressed(at: at("2026-03-07 12:01"), under: book)
    #expect(late?.notices.map(\.to) == [EscalationTests.centre])
    #expect(late?.item.memory.counts.reminders == 0)
    #expect(late?.item.wake == nil)
  }

  @Test func repeatsMissedAreToldOnceAndCountAsAll() {
    let ladder = [
      Rung(to: .group, after: nil, repeat: .init(every: limit("30m"), times: 3), line: 11),
      Rung(to: .office("command-centre"), after: limit("1wd"), line: 12),
    ]
    let book = Town.with(ladder: ladder)
    let item = itemAtPost(under: book)
    #expect(
      pressed(item, at: at("2026-03-03 11:10"), under: book)
        == ["escalate 2026-3-3 10:00:00+08:00", "remind 2026-3-3 11:00:00+08:00"])
    let once = item.pressed(at: at("2026-03-03 11:10"), under: book)?.item
    #expect(once?.wake == at("2026-03-03 11:30"))
    #expect(once?.pressed(at: at("2026-03-03 20:00"), under: book)?.entries.count == 1)
  }
}
