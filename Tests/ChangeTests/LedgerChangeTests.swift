import GridCore
import Testing

@testable import Change

/// What another book would have made of open items and of last month's reports, and what the guard says of it.
@Suite struct LedgerChangeTests {
  private static let start = Timestamp(seconds: 1_772_000_000)

  private func item(
    _ number: UInt16, matter: String?, grid: String = "g0", community: String = "c0", state: Item.State = .open,
    under book: RuleBook = SmallTown().book
  ) -> Item {
    let event = Event(
      identity: EventIdentity(source: "s", id: "\(number)"), key: EventKey(high: 0, low: number), time: nil,
      content: .zero, body: .report(Report(matter: matter, community: community, grid: grid)))
    var item = Item.new(
      from: event, report: Report(matter: matter, community: community, grid: grid), received: Self.start, under: book
    ).item
    item.state = state
    return item
  }

  private func items(
    _ items: [Item], at now: Timestamp = start, _ edit: (inout SmallTown) -> Void
  ) -> ItemsChange {
    var change = ItemsChange(from: SmallTown().book, to: SmallTown.with(edit), at: now)
    for item in items { change.add(OpenCase(item)) }
    return change
  }

  @Test func anItemMovesWhereItsOwnPostIsAnother() {
    let change = items([item(1, matter: "A1"), item(2, matter: "B1")]) {
      $0.matters[0] = $0.matters[0].with(post: "info")
    }
    #expect(change.open == 2)
    #expect(
      Array(change.moved) == [
        ItemsChange.Moved(
          item: EventKey(high: 0, low: 1), from: .post(GridPost(community: "c0", grid: "g0", post: "patrol")),
          to: .post(GridPost(community: "c0", grid: "g0", post: "info")), rung: 0)
      ])
  }

  @Test func soonerLaterAndLateAtOnce() {
    let all = [item(1, matter: "A1")]
    let after = { Self.start.adding($0) }
    let sooner = items(all, at: after(3601)) { $0.matters[0] = $0.matters[0].with(limit: "1h") }
    #expect(sooner.sooner == 1 && sooner.later == 0 && sooner.lateAtOnce == 1)
    // At the second it is due it is not over.
    let due = items(all, at: after(3600)) { $0.matters[0] = $0.matters[0].with(limit: "1h") }
    #expect(due.sooner == 1 && due.lateAtOnce == 0)
    // It is over anyway.
    let late = items(all, at: after(7201)) { $0.matters[0] = $0.matters[0].with(limit: "1h") }
    #expect(late.sooner == 1 && late.lateAtOnce == 0)
    let later = items(all, at: after(7201)) { $0.matters[0] = $0.matters[0].with(limit: "3h") }
    #expect(later.later == 1 && later.sooner == 0 && later.lateAtOnce == 0)
  }

  @Test func anItemThatIsListedNoMoreIsAnOrphanAndNothingElse() {
    let change = items([item(1, matter: "A1"), item(2, matter: "A2", grid: "g1")]) {
      $0.matters.removeFirst()
      $0.grids[1] = ("g1", 1)
    }
    #expect(change.orphaned == 2 && change.moved.isEmpty && change.sooner + change.later == 0)
    #expect(change.open(ofGoneMatter: "A1") == 1 && change.open(ofGoneGrid: "g1") == 1)
    #expect(change.open(ofGoneGrid: "g0") == 0)
  }

  @Test func whatIsInTriageIsAskedForByItsReport() {
    let lost = item(1, matter: "new")
    #expect(lost.isInTriage)
    var change = ItemsChange(
      from: SmallTown().book, to: SmallTown.with { $0.matters[0] = $0.matters[0].with(name: "new") }, at: Self.start)
    change.add(OpenCase(lost, told: Report(matter: "new", grid: "g0")))
    change.add(OpenCase(item(2, matter: nil), told: Report(matter: nil, grid: "g0")))
    #expect(change.open == 2 && change.listed == 1 && change.orphaned == 0 && change.moved.isEmpty)
  }

  @Test func loadIsByPostAndTriage() {
    let (old, new) = (
      SmallTown().book, SmallTown.with { $0.matters[0] = $0.matters[0].with(name: "other", post: "info") }
    )
    let change = RuleChange(from: old, to: new)
    var load = LoadChange(from: old, to: new, change)
    load.add(first: "patrol", Report(matter: "A1", grid: "g0"), source: "s", received: Self.start)
    load.add(first: "patrol", Report(matter: "A1 name", grid: "g0"), source: "s", received: Self.start)
    load.add(first: "gone", Report(matter: "A2", grid: "g0"), source: "s", received: Self.start)
    load.add(first: nil, Report(matter: "other", grid: "g0"), source: "s", received: Self.start)
    // Producers send names: the old one finds nothing.
    #expect(load.reports(namingOld: "A1") == 1)
    #expect(
      load.rows == [
        row("info", 0, 2), row("patrol", 2, 1), row("gone", 1, 0), row(nil, 1, 1),
      ])
  }

  private func row(_ post: String?, _ before: Int, _ after: Int) -> LoadChange.Row {
    var row = LoadChange.Row(post: post)
    (row.before, row.after) = (before, after)
    return row
  }

  // MARK: The guard

  private func verdict(
    _ limits: (inout Guard) -> Void = { _ in }, orphaned: Int = 0, late: Int = 0, _ edit: (inout SmallTown) -> Void
  ) -> GuardVerdict {
    let old = SmallTown.with { limits(&$0.guard) }
    let new = SmallTown.with {
      limits(&$0.guard)
      edit(&$0)
    }
    return old.guard.verdict(on: RuleChange(from: old, to: new), orphaned: orphaned, late: late)
  }

  @Test func beyondALimitAndNotAtIt() {
    // A quarter of the cells.
    let move = { (town: inout SmallTown) in town.grids[1] = ("g1", 1) }
    #expect(!verdict({ $0.movedPercent = 25 }, move).held)
    #expect(verdict({ $0.movedPercent = 24 }, move).held)
    #expect(!verdict({ $0.movedPercent = nil }, move).held)
    // Of 12 cells 8: 66.67, which is more than 66.
    let most = { (town: inout SmallTown) in
      town.matters = town.matters.map { $0.with(limit: $0.duty == 0 ? "9h" : "1wd") }
    }
    #expect(verdict({ $0.changedPercent = 66 }, most).held)
    #expect(!verdict({ $0.changedPercent = 67 }, most).held)
    #expect(verdict(orphaned: 1) { _ in }.held)
    #expect(!verdict(late: 100) { _ in }.held)
    #expect(verdict(late: 101) { _ in }.held)
    let empty = { (town: inout SmallTown) in town.matters[2] = town.matters[2].with(post: "patrol") }
    #expect(verdict({ $0.movedPercent = nil }, empty).held)
    #expect(!verdict({ ($0.movedPercent, $0.emptiedPosts) = (nil, 1) }, empty).held)
  }

  @Test func aShorterLadderAndALooserGuardAreNamedAndHoldNothing() {
    let verdict = verdict {
      $0.ladder = []
      $0.guard.movedPercent = 31
      $0.guard.lateItems = nil
      $0.guard.changedPercent = 10
    }
    #expect(!verdict.held)
    #expect(verdict.reasons == [.shorterLadder, .looserGuard(keys: ["moved_percent", "late_items"])])
  }
}
