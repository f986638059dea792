import GridCore
import Testing

/// What signals count of a change: noted where it happens, for the post whose the item was just before.
@Suite struct WorkFactTests {
  private static func book(_ kinds: [SignalRule.Kind], _ change: (inout Town) -> Void = { _ in }) -> RuleBook {
    var town = Town()
    town.integrity = IntegrityRules(
      matter: "UM-001", limit: limit("3wd"), to: "command-centre",
      signals: kinds.map { SignalRule(name: $0.rawValue, kind: $0, threshold: .times(2), per: .week, line: 1) })
    change(&town)
    return town.book
  }

  private func taking(
    _ item: Item, _ step: StepRequest, at moment: String, under book: RuleBook
  ) throws -> ItemChange {
    try item.applying(step, received: at(moment), under: book).get()
  }

  @Test func withoutASignalThatCountsItNothingIsNoted() throws {
    let plain = itemAtPost()
    let book = Self.book([.bounced])
    #expect(newChange(Report(matter: "UM-001", grid: "heshuikou-01"), at: at("2026-03-02 10:00")).facts.isEmpty)
    let late = try taking(plain, .request(.resolve), at: "2026-03-05 10:00", under: book)
    #expect(late.facts.isEmpty && late.passed == nil && late.item.memory.passed.isEmpty)
  }

  @Test func aResolveAndADeadlineThatPassedBeforeItAreNotedOnce() throws {
    let book = Self.book([.quick, .late])
    let item = itemAtPost(under: book)
    let change = try taking(item, .request(.resolve), at: "2026-03-05 10:00", under: book)
    #expect(change.facts.map(\.kind) == [.late, .quick])
    #expect(change.facts.first?.at == item.clock.deadline)
    let again = try taking(change.item, .request(.reopen), at: "2026-03-05 11:00", under: book)
    #expect(again.facts.isEmpty)
    let second = try taking(again.item, .request(.resolve), at: "2026-03-12 11:00", under: book)
    #expect(second.facts.first?.kind == .late && second.facts.first?.at == again.item.clock.deadline)
    #expect(second.item.memory.passed == [again.item.clock.deadline].compactMap { $0 })
  }

  @Test func anEarlyClimbLeavesAClockThatNotesThePassing() throws {
    let book = Self.book([.late]) { $0.lifecycle.bounces = ByUrgency(1) }
    let item = itemAtPost(under: book)
    #expect(item.clock.passing == nil)
    let climbed = try taking(
      item, .request(.return) { $0.to = "heshuikou/heshuikou-01/patrol" }, at: "2026-03-02 10:30", under: book
    ).item
    let deadline = try #require(climbed.clock.deadline)
    #expect(climbed.rung == 1 && climbed.clock.passing == deadline && climbed.wake == deadline)
    #expect(climbed.pressed(at: deadline, under: book) == nil)
    let noted = try #require(climbed.pressed(at: deadline.adding(1), under: book))
    #expect(noted.entries.isEmpty && noted.facts.map(\.kind) == [.late] && noted.passed == deadline)
    #expect(noted.item.clock.passing == nil && noted.item.pressed(at: deadline.adding(9), under: book) == nil)
  }

  @Test func aCheckByWhoResolvedItIsOfOneHand() throws {
    let book = Self.book([.sameHand, .reopened]) { $0.lifecycle.check = .group }
    let resolved = try taking(itemAtPost(under: book), .request(.resolve), at: "2026-03-02 10:30", under: book).item
    let check = { (by: String?) in StepRequest.request(.check) { ($0.by, $0.outcome) = (by, "fail") } }
    let facts = { (by: String?) in
      try taking(resolved, check(by), at: "2026-03-02 10:40", under: book).facts.map(\.kind)
    }
    #expect(try facts("王") == [.sameHand, .reopened] && facts("李") == [.reopened] && facts(nil) == [.reopened])
  }
}
