import GridCore
import Testing

/// Who may take which step.
@Suite struct RightsTests {
  private static let post = "heshuikou/heshuikou-01/info"
  private static let neighbour = "heshuikou/heshuikou-02/info"
  private static let group = "heshuikou/group/city-appearance"
  private static let office = "subdistrict/command-centre"
  private static let book: RuleBook = {
    var town = Town()
    town.lifecycle.approveAbove = true
    town.lifecycle.check = .group
    town.lifecycle.visitBy = "livelihood"
    return town.book
  }()

  private func mayTake(_ item: Item, _ who: String) -> Set<StepKind> {
    Set(StepKind.allCases.filter { item.mayTake($0, who, under: Self.book) })
  }

  private func item() -> Item { itemAtPost(under: Self.book) }

  private func after(_ item: Item, _ steps: StepRequest...) -> Item {
    item.after(steps, at: at("2026-03-02 11:00"), under: Self.book)
  }

  private static let all = Set(StepKind.allCases)

  @Test func whoHasItMayTakeAllAndANeighbourLeavesANote() {
    #expect(mayTake(item(), Self.post) == Self.all)
    for other in [Self.neighbour, "heshuikou/heshuikou-01/patrol", Self.group, Self.office, "jiangwei", "triage", ""] {
      #expect(mayTake(item(), other) == [.note], "\(other)")
    }
  }

  @Test func aCommunityHasWhatIsInItsGridsAndTheTownHasAll() {
    #expect(mayTake(item(), "heshuikou") == Self.all && mayTake(item(), "*") == Self.all)
    let triage = newChange(Report(matter: "什么", grid: "heshuikou-01"), at: at("2026-03-02 10:00"), under: Self.book)
      .item
    #expect(mayTake(triage, "*") == Self.all && mayTake(triage, "heshuikou") == [.note])
    #expect(mayTake(triage, Self.post) == [.note])
  }

  @Test func theOwnPostKeepsItsSayButDoesNotGiveItAway() {
    let moved = after(item(), .request(.transfer) { $0.to = Self.neighbour })
    #expect(mayTake(moved, Self.neighbour) == Self.all)
    #expect(mayTake(moved, Self.post) == Self.all.subtracting([.transfer, .void]))
    var climbed = item()
    (climbed.rung, climbed.holder) = (1, .group(community: "heshuikou", group: "city-appearance"))
    #expect(mayTake(climbed, Self.group) == Self.all)
    #expect(mayTake(climbed, Self.post) == Self.all.subtracting([.transfer, .void, .extend]))
  }

  @Test func whatWasAskedIsAnsweredByWhomItWasLaidBefore() {
    let asked = after(item(), .request(.extend) { $0.byLimit = limit("1wd") })
    #expect(asked.memory.request?.asked?.text == Self.group)
    #expect(mayTake(asked, Self.group) == [.approve, .refuse, .note])
    #expect(mayTake(asked, Self.post) == Self.all.subtracting([.approve, .refuse]))
    #expect(mayTake(asked, Self.office) == [.note] && mayTake(asked, "heshuikou") == Self.all)
    // It stays with who was asked, whoever has the item since.
    let moved = after(asked, .request(.transfer) { $0.to = Self.group })
    #expect(moved.memory.request?.asked?.text == Self.group)
    var earlier = asked
    earlier.memory.request?.asked = nil
    #expect(mayTake(earlier, Self.group).contains(.approve), "an earlier release did not keep it")
  }

  @Test func nobodyChecksWhatAnotherIsToCheck() {
    let resolved = after(item(), .request(.resolve))
    #expect(resolved.holder.text == Self.group && mayTake(resolved, Self.group).contains(.check))
    #expect(!mayTake(resolved, Self.post).contains(.check))
  }

  @Test func whoOwesACallMayMakeIt() {
    var closed = after(item(), .request(.resolve), .request(.check) { $0.outcome = "pass" })
    let caller = "heshuikou/heshuikou-01/livelihood"
    #expect(mayTake(closed, caller) == [.note])
    closed.memory.visit = Item.VisitDebt(due: at("2026-03-04 10:00"))
    #expect(mayTake(closed, caller) == [.visit, .note])
  }

  @Test func aStepInSomebodysNameIsRefusedWhereItIsNotHis() {
    var step = StepRequest.request(.void)
    step.asker = Self.neighbour
    let answer = item().applying(step, received: at("2026-03-02 11:00"), under: Self.book)
    guard case .failure(let failure) = answer else { return #expect(Bool(false)) }
    #expect(failure.refusal.why == .notYours(Self.neighbour))
    step.asker = "heshuikou"
    guard case .success = item().applying(step, received: at("2026-03-02 11:00"), under: Self.book) else {
      return #expect(Bool(false))
    }
  }
}
