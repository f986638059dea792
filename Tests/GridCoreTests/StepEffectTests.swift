import GridCore
import Testing

/// What every legal step that this version carries out changes, and what it leaves.
@Suite struct StepEffectTests {
  static let now = at("2026-03-04 10:00")

  enum Clock: Sendable {
    case same, stopped, new
  }

  struct Effect: Sendable, CustomTestStringConvertible {
    let step: StepKind
    let place: StepTableTests.Place
    let state: ItemState
    let rung: Int
    let holder: String
    let clock: Clock
    var notices = 0

    var testDescription: String { "\(step) at \(place)" }
  }

  static let group = "heshuikou/group/city-appearance"
  static let post = "heshuikou/heshuikou-01/info"

  static let effects = [
    Effect(step: .assign, place: .triage, state: .open, rung: 0, holder: post, clock: .new, notices: 1),
    Effect(step: .accept, place: .triage, state: .open, rung: 0, holder: "triage", clock: .same),
    Effect(step: .accept, place: .atPost, state: .open, rung: 1, holder: group, clock: .same),
    Effect(step: .resolve, place: .triage, state: .closed, rung: 0, holder: "triage", clock: .stopped),
    Effect(step: .resolve, place: .atPost, state: .closed, rung: 1, holder: group, clock: .stopped),
    Effect(step: .reopen, place: .resolved, state: .open, rung: 0, holder: post, clock: .new, notices: 1),
    Effect(step: .reopen, place: .closed, state: .open, rung: 0, holder: post, clock: .new, notices: 1),
    Effect(step: .void, place: .triage, state: .void, rung: 0, holder: "triage", clock: .stopped),
    Effect(step: .void, place: .atPost, state: .void, rung: 1, holder: group, clock: .stopped),
    Effect(step: .void, place: .suspended, state: .void, rung: 1, holder: group, clock: .stopped),
    Effect(step: .note, place: .triage, state: .open, rung: 0, holder: "triage", clock: .same),
    Effect(step: .note, place: .atPost, state: .open, rung: 1, holder: group, clock: .same),
    Effect(step: .note, place: .suspended, state: .suspended, rung: 1, holder: group, clock: .same),
    Effect(step: .note, place: .resolved, state: .resolved, rung: 1, holder: group, clock: .same),
    Effect(step: .note, place: .closed, state: .closed, rung: 1, holder: group, clock: .same),
    Effect(step: .note, place: .void, state: .void, rung: 1, holder: group, clock: .same),
  ]

  @Test func theEffectsAreThoseOfEveryLegalCellThatIsTaken() {
    let cells = StepTableTests.cells.filter { $0.mark == "+" && StepKind.taken.contains($0.step) }
    #expect(Set(cells.map(\.testDescription)) == Set(Self.effects.map(\.testDescription)))
  }

  @Test(arguments: effects) func everyStepChangesWhatItShouldAndNothingElse(_ effect: Effect) throws {
    let before = effect.place.item
    let request = StepRequest.request(effect.step) {
      if effect.step == .assign { $0.grid = "heshuikou-01" }
    }
    let change = try before.applying(request, received: Self.now, under: Town.book).get()

    var expected = before
    expected.state = effect.state
    expected.rung = effect.rung
    expected.holder = try #require(Addressee(text: effect.holder))
    expected.revision = before.revision + 1
    expected.notices = before.notices + effect.notices
    switch effect.clock {
    case .same: break
    case .stopped: expected.nextDue = nil
    case .new:
      expected.deadline = at("2026-03-05 10:00")
      expected.nextDue = at("2026-03-05 10:00")
    }
    if effect.step == .assign {
      expected.community = "heshuikou"
      expected.grid = "heshuikou-01"
      expected.post = "info"
      expected.group = "city-appearance"
      expected.limit = limit("1wd")
      let why = AssignmentReason(kind: .matter, subject: "UM-001")
      expected.assignedBy = AssignedBy(rules: Town.book.digest, line: 21, why: why)
    }
    #expect(change.item == expected)
    #expect(!change.isNew)

    let to = effect.notices > 0 ? expected.holder : nil
    let entry = HistoryEntry(
      at: Self.now, what: .step(effect.step), by: "王", note: "因故", rung: effect.rung, to: to,
      rules: Town.book.digest)
    #expect(change.entries == [entry])
    let notice = Notice(
      item: before.key, ordinal: before.notices + 1, rung: 0, to: expected.holder, deadline: expected.nextDue)
    #expect(change.notices == (effect.notices > 0 ? [notice] : []))
  }

  // MARK: New items

  @Test func aReportOpensAnItemAtRung0WithOneNotice() {
    let received = at("2026-03-02 10:00")
    let change = newChange(Report(matter: "UM-001", grid: "heshuikou-01", risk: .red), at: received)
    let holder = Town.post("heshuikou-01", "info")
    let why = AssignmentReason(kind: .matter, subject: "UM-001")
    #expect(
      change.item
        == Item(
          key: itemKey(of: "r1"), identity: EventIdentity(source: "hotline", id: "r1"), state: .open, onSite: false,
          risk: .red, matter: "UM-001", duty: "urban-management", community: "heshuikou", grid: "heshuikou-01",
          post: "info", group: "city-appearance", limit: limit("1wd"), holder: holder, rung: 0, receivedAt: received,
          deadline: at("2026-03-03 10:00"), provisional: false, nextDue: at("2026-03-03 10:00"),
          assignedBy: AssignedBy(rules: Town.book.digest, line: 21, why: why), notices: 1, revision: 1
        ))
    let entry = HistoryEntry(
      at: received, what: .report, by: nil, note: nil, rung: 0, to: holder, rules: Town.book.digest)
    #expect(change.entries == [entry])
    let notice = Notice(item: itemKey(of: "r1"), ordinal: 1, rung: 0, to: holder, deadline: at("2026-03-03 10:00"))
    #expect(change.notices == [notice])
    #expect(change.isNew)
    #expect(change.item.id == itemID(of: "r1"))
  }

  @Test func aReportForTriageHasANoticeAndNoClock() {
    let change = newChange(Report(matter: "XX-999", grid: "heshuikou-01"), at: at("2026-03-02 10:00"))
    #expect(change.item.isInTriage)
    #expect(change.item.state == .open)
    #expect(change.item.post == nil)
    #expect(change.item.deadline == nil)
    #expect(change.item.nextDue == nil)
    #expect(change.notices == [Notice(item: itemKey(of: "r1"), ordinal: 1, rung: 0, to: .triage)])
    #expect(change.entries.map(\.to) == [.triage])
  }

  @Test(arguments: ["UM-001", "XX-999", nil])
  func whatWasPutRightOnTheSpotIsClosedWithoutNoticeOrClock(_ matter: String?) {
    let resolved = OnSiteResolution(by: "李", at: at("2026-03-02 09:50"), note: "已劝离")
    let change = newChange(
      Report(matter: matter, grid: "heshuikou-01", resolved: resolved), at: at("2026-03-02 10:00"))
    #expect(change.item.state == .closed)
    #expect(change.item.onSite)
    #expect(change.item.deadline == nil)
    #expect(change.item.nextDue == nil)
    #expect(change.item.notices == 0)
    #expect(!change.item.isInTriage)
    #expect(change.notices == [])
    #expect(change.entries.map(\.what) == [.report])
    #expect(change.entries.map(\.by) == ["李"])
    #expect(change.entries.map(\.note) == ["已劝离"])
    #expect(change.entries.map(\.at) == [at("2026-03-02 10:00")])
  }

  @Test func withoutALadderAnItemHasADeadlineAndNoNextRung() {
    let item = itemAtPost(under: Town.with(ladder: []))
    #expect(item.deadline == at("2026-03-03 10:00"))
    #expect(item.nextDue == nil)
  }

  @Test func anItemIsOverdueWhenNowIsLaterThanItsDeadlineWhileItIsOpen() {
    var item = itemAtPost()
    #expect(!item.isOverdue(at: at("2026-03-03 09:59:59")))
    #expect(!item.isOverdue(at: at("2026-03-03 10:00")))
    #expect(item.isOverdue(at: at("2026-03-03 10:00:01")))
    for state in ItemState.allCases where state != .open {
      item.state = state
      #expect(!item.isOverdue(at: at("2026-03-03 10:00:01")))
    }
    #expect(!StepTableTests.Place.triage.item.isOverdue(at: at("2036-01-01 00:00")))
  }

  @Test func theWordsOfAHistoryAreReadBack() {
    let all: [HistoryEntry.What] = [.report, .escalate] + StepKind.allCases.map { .step($0) }
    for what in all { #expect(HistoryEntry.What(word: what.word) == what) }
    #expect(Set(all.map(\.word)).count == 15)
    #expect(HistoryEntry.What(word: "Report") == nil)
    #expect(HistoryEntry.What(word: "") == nil)
  }

  @Test func anEventsTypeIsReportOrItsStep() {
    #expect(reportEvent("r1").type == "report")
    #expect(stepEvent("s1", .return, on: "r1").type == "return")
  }

  @Test func aNoteOfBlanksIsNoneUnlessTheFirstVersionTookIt() throws {
    let item = StepTableTests.Place.atPost.item
    for blank in [" \u{3000} ", "\u{A0}", "\u{200B}", "\t\n"] {
      let accepted = try item.applying(.request(.accept, note: blank), received: Self.now, under: Town.book).get()
      #expect(accepted.entries[0].note == nil)
      let void = StepRequest.request(.void, note: blank)
      #expect(throws: (any Error).self) { try item.applying(void, received: Self.now, under: Town.book).get() }
      let once = try item.applying(void, received: Self.now, under: Town.book, as: .first).get()
      #expect(once.item.state == .void && once.entries[0].note == blank)
    }
    let kept = try item.applying(.request(.void, note: " 重复 "), received: Self.now, under: Town.book).get()
    #expect(kept.entries[0].note == " 重复 ")
  }
}
