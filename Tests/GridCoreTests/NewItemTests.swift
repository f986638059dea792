import GridCore
import Testing

/// What a report makes, and the words of histories.
@Suite struct NewItemTests {
  @Test func aReportOpensAnItemAtRung0WithOneNotice() {
    let received = at("2026-03-02 10:00")
    let change = newChange(Report(matter: "UM-001", grid: "heshuikou-01", risk: .red), at: received)
    let holder = Town.post("heshuikou-01", "info")
    let why = AssignmentReason(kind: .matter, subject: "UM-001")
    let item = change.item
    #expect(item.facts.risk == .red)
    #expect(item.facts.matter == "UM-001")
    #expect(item.facts.duty == "urban-management")
    #expect(item.ownPost == holder)
    #expect(item.facts.group == "city-appearance")
    #expect(item.facts.limit == limit("1wd"))
    #expect(item.facts.assignedBy == AssignedBy(rules: Town.book.digest, line: 21, why: why))
    #expect(item.holder == holder)
    #expect(item.rung == 0)
    #expect(item.place == .open)
    #expect(item.clock.start == received)
    #expect(item.clock.deadline == at("2026-03-03 10:00"))
    #expect(item.clock.nextRung == at("2026-03-03 10:00"))
    #expect(item.wake == at("2026-03-03 10:00"))
    #expect(item.memory.moment == received)
    #expect(item.memory.notices == 1)
    #expect(item.memory.revision == 1)
    var entry = HistoryEntry(
      at: received, what: .report, by: nil, note: nil, rung: 0, to: holder, rules: Town.book.digest)
    entry.decision = item.facts.assignedBy
    entry.deadline = at("2026-03-03 10:00")
    #expect(change.entries == [entry])
    let notice = Notice(item: itemKey(of: "r1"), ordinal: 1, rung: 0, to: holder, deadline: at("2026-03-03 10:00"))
    #expect(change.notices == [notice])
    #expect(change.isNew)
    #expect(change.item.id == itemID(of: "r1"))
  }

  @Test func aReportForTriageHasANoticeAndNoClock() {
    let change = newChange(Report(matter: "XX-999", grid: "heshuikou-01"), at: at("2026-03-02 10:00"))
    #expect(change.item.isInTriage)
    #expect(change.item.state.kind == .open)
    #expect(change.item.facts.post == nil)
    #expect(change.item.clock.deadline == nil)
    #expect(change.item.clock.nextRung == nil)
    #expect(change.notices == [Notice(item: itemKey(of: "r1"), ordinal: 1, rung: 0, to: .triage)])
    #expect(change.entries.map(\.to) == [.triage])
  }

  @Test(arguments: ["UM-001", "XX-999", nil])
  func whatWasPutRightOnTheSpotIsClosedWithoutNoticeOrClock(_ matter: String?) {
    let resolved = OnSiteResolution(by: "李", at: at("2026-03-02 09:50"), note: "已劝离")
    let change = newChange(
      Report(matter: matter, grid: "heshuikou-01", resolved: resolved), at: at("2026-03-02 10:00"))
    #expect(change.item.state.kind == .closed)
    #expect(change.item.onSite)
    #expect(change.item.clock.deadline == nil)
    #expect(change.item.clock.nextRung == nil)
    #expect(change.item.memory.notices == 0)
    #expect(!change.item.isInTriage)
    #expect(change.notices == [])
    #expect(change.entries.map(\.what) == [.report])
    #expect(change.entries.map(\.by) == ["李"])
    #expect(change.entries.map(\.note) == ["已劝离"])
    #expect(change.entries.map(\.at) == [at("2026-03-02 10:00")])
  }

  @Test func withoutALadderAnItemHasADeadlineAndNoNextRung() {
    let item = itemAtPost(under: Town.with(ladder: []))
    #expect(item.clock.deadline == at("2026-03-03 10:00"))
    #expect(item.clock.nextRung == nil)
  }

  @Test func anItemIsOverdueWhenNowIsLaterThanItsDeadlineWhileItsClockRuns() {
    let item = itemAtPost()
    #expect(!item.isOverdue(at: at("2026-03-03 09:59:59")))
    #expect(!item.isOverdue(at: at("2026-03-03 10:00")))
    #expect(item.isOverdue(at: at("2026-03-03 10:00:01")))
    for place in [Item.Place.triage, .suspended, .resolved, .closed, .void] {
      #expect(!StepTableTests.item(at: place).isOverdue(at: at("2036-01-01 00:00")))
    }
  }

  @Test func theWordsOfAHistoryAreReadBack() {
    let all: [HistoryEntry.What] = [.report, .escalate, .remind, .bounce, .lapse] + StepKind.allCases.map { .step($0) }
    for what in all { #expect(HistoryEntry.What(word: what.word) == what) }
    #expect(Set(all.map(\.word)).count == 21)
    #expect(HistoryEntry.What(word: "Report") == nil)
    #expect(HistoryEntry.What(word: "") == nil)
  }

  @Test func anEventsTypeIsReportOrItsStep() {
    #expect(reportEvent("r1").type == "report")
    #expect(stepEvent("s1", .return, on: "r1").type == "return")
  }
}
