import GridCore
import Testing

/// A deadline that was counted over days nobody had published is counted anew once they are.
@Suite struct RecountTests {
  private static let early = book(knownUntil: "2026-02-12")
  private static let late = book(knownUntil: "2026-12-31")

  private static func book(knownUntil: String) -> RuleBook {
    var town = Town()
    town.calendar = Town.calendar(knownUntil: day(knownUntil))
    town.lifecycle.extensions = ByUrgency(9)
    town.lifecycle.suspensions = ByUrgency(9)
    return town.book
  }

  private func life(_ steps: [(StepRequest, Timestamp)], under book: RuleBook) -> (item: Item, fold: ClockFold) {
    let change = newChange(
      Report(matter: "UM-003", grid: "heshuikou-01"), at: at("2026-02-10 10:00"), under: book)
    var (item, fold) = (change.item, ClockFold(change.entries))
    for (step, moment) in steps {
      guard case .success(let next) = item.applying(step, received: moment, under: book) else { continue }
      item = next.item
      for entry in next.entries { fold.take(entry) }
    }
    return (item, fold)
  }

  @Test func itIsCountedByItsOwnLimitAndItsHolderIsTold() throws {
    let (item, fold) = life(
      [(.request(.extend) { $0.byLimit = limit("1wd") }, at("2026-02-10 11:00"))], under: Self.early)
    // Three working days from Tuesday: Friday at ten, were it not for what comes.
    #expect(item.clock.deadline == at("2026-02-13 10:00") && item.clock.provisional)
    #expect(item.recounted(fold, countedBy: Self.late.calendar, at: at("2026-02-11 09:00"), under: Self.late) == nil)
    #expect(item.recounted(fold, countedBy: nil, at: at("2026-02-13 10:01"), under: Self.late) == nil)
    let change = try #require(
      item.recounted(fold, countedBy: Self.early.calendar, at: at("2026-02-11 09:00"), under: Self.late))
    #expect(change.entries.map(\.what) == [.recount] && change.notices.isEmpty)
    #expect(!change.item.clock.provisional && change.item.clock.deadline == item.clock.deadline)
    #expect(change.item.recounted(fold, countedBy: nil, at: at("2026-02-11 09:00"), under: Self.late) == nil)
  }

  @Test func whatWouldLieInThePastLiesAtTheRecount() throws {
    var (item, fold) = life([], under: Self.early)
    item.clock.deadline = at("2026-02-20 10:00")
    item.clock.provisional = true
    let change = try #require(item.recounted(fold, countedBy: nil, at: at("2026-02-19 09:00"), under: Self.late))
    #expect(change.item.clock.deadline == at("2026-02-19 09:00"))
    #expect(change.notices.map(\.kind) == [.told] && change.notices[0].to == item.holder)
    #expect(change.entries[0].deadline == at("2026-02-19 09:00"))
    fold.take(change.entries[0])
    #expect(fold.rules == Self.late.digest)
  }

  /// Whatever was added to it and however often it stood still, it ends where it would had the calendar been known all the while.
  @Test func itIsAsIfTheCalendarHadBeenKnown() {
    var generator = SeededGenerator(seed: 20_260_211)
    var (moved, suspended) = (0, 0)
    for _ in 0..<2_000 {
      var moment = at("2026-02-10 10:05")
      var steps: [(StepRequest, Timestamp)] = []
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let until = moment.adding(Int64.random(in: 60...400_000, using: &generator))
        switch Int.random(in: 0...3, using: &generator) {
        case 0: steps.append((.request(.extend) { $0.byLimit = limit("1wd") }, moment))
        case 1: steps.append((.request(.extend) { $0.byLimit = limit("3wh") }, moment))
        case 2: steps.append((.request(.suspend) { $0.until = until }, moment))
        default: steps.append((.request(.resume), moment))
        }
        moment = moment.adding(Int64.random(in: 60...20_000, using: &generator))
      }
      let (item, fold) = life(steps, under: Self.early)
      let (wanted, _) = life(steps, under: Self.late)
      guard item.mayBeRecounted, item.state.kind == wanted.state.kind, item.memory.counts == wanted.memory.counts,
        item.clock.pauses == wanted.clock.pauses
      else { continue }
      let now = max(moment, item.memory.last)
      guard !item.isOverdue(at: now), !wanted.isOverdue(at: now) else { continue }
      let counted = item.recounted(fold, countedBy: Self.early.calendar, at: now, under: Self.late)?.item ?? item
      #expect(counted.clock.deadline == wanted.clock.deadline && counted.state == wanted.state, "\(steps)")
      if counted.clock.deadline != item.clock.deadline { moved += 1 }
      if case .suspended = counted.state { suspended += 1 }
    }
    #expect(moved > 100 && suspended > 100, "\(moved), \(suspended)")
  }
}
