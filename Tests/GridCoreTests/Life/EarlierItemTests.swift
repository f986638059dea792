import Figures
import GridCore
import Testing

/// Items of the releases before, told from their history, are what this release would have made of the same steps.
@Suite struct EarlierItemTests {
  static let kinds: [StepKind] = [.assign, .accept, .resolve, .reopen, .void, .note, .note]

  @Test(arguments: 0..<400) func whatAnEarlierReleaseLeftIsToldFromItsHistory(_ seed: Int) throws {
    var lot = SeededGenerator(seed: UInt64(seed))
    let report = [
      Report(matter: "UM-001", grid: "heshuikou-01"), Report(matter: "UM-002", grid: "jiangwei-01"),
      Report(matter: "UM-001"),
      Report(
        matter: "MU-001", grid: "heshuikou-01", resolved: OnSiteResolution(by: nil, at: nil, note: nil)),
    ][seed % 4]
    var now = at("2026-03-02 10:00")
    var change = newChange(report, at: now)
    var history = change.entries
    for _ in 0..<8 {
      now = now.adding(Int64.random(in: 1...60_000, using: &lot))
      if let pressed = change.item.pressed(at: now, under: Town.book) {
        (change, history) = (pressed, history + pressed.entries)
      }
      let kind = Self.kinds.randomElement(using: &lot) ?? .note
      let step = StepRequest.request(kind) { $0.grid = kind == .assign ? "heshuikou-01" : nil }
      if case .success(let taken) = change.item.applying(step, received: now, under: Town.book, as: .second) {
        (change, history) = (taken, history + taken.entries)
      }
    }
    let item = change.item
    let earlier = EarlierItem(
      key: item.key, identity: item.identity, receivedAt: item.receivedAt, facts: item.facts, holder: item.holder,
      rung: item.rung, state: item.state.kind, onSite: item.onSite, deadline: item.clock.deadline,
      provisional: item.clock.provisional, nextRung: item.clock.nextRung, notices: item.memory.notices,
      revision: item.memory.revision)
    let old = history.map { $0.written(by: .second) }
    var told = Item(earlier, history: old, calendar: Town.book.calendar) { _ in Town.book }
    // An earlier release kept no due moments: its spells end where a rung was pressed.
    told.memory.since = item.memory.since
    #expect(told.clock == item.clock)
    #expect(told.memory == item.memory)
    #expect(told == item)
  }

  @Test func aNoteOfBlanksIsNoneUnlessTheFirstVersionTookIt() throws {
    let (item, now) = (itemAtPost(), at("2026-03-02 11:00"))
    for blank in [" \u{3000} ", "\u{A0}", "\u{200B}", "\t\n"] {
      let accepted = try item.applying(.request(.accept, note: blank), received: now, under: Town.book).get()
      #expect(accepted.entries[0].note == nil)
      let void = StepRequest.request(.void, note: blank)
      #expect(throws: (any Error).self) { try item.applying(void, received: now, under: Town.book).get() }
      let once = try item.applying(void, received: now, under: Town.book, as: .first).get()
      #expect(once.item.state.kind == .void && once.entries[0].note == blank)
    }
    let kept = try item.applying(.request(.void, note: " 重复 "), received: now, under: Town.book).get()
    #expect(kept.entries[0].note == " 重复 ")
  }
}
