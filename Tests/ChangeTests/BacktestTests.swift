import GridCore
import Testing

@testable import Change

/// What other rules would have made of the reports of the past, on rows made by hand.
@Suite struct BacktestTests {
  private static let start = Timestamp(seconds: 1_772_000_000)
  private static let patrol = "c0/g0/patrol"

  /// A report about a matter at `g0`, received at the start.
  private func report(
    _ matter: String?, grid: String? = "g0", in test: Backtest, _ edit: (inout PastReport) -> Void = { _ in }
  ) -> PastReport {
    var past = test.numbered(Report(matter: matter, grid: grid), source: "s", received: Self.start)
    edit(&past)
    return past
  }

  /// A backtest against what was decided.
  private func recorded(at now: Timestamp = start, _ edit: (inout SmallTown) -> Void) -> Backtest {
    Backtest(to: SmallTown.with(edit), against: nil, at: now)
  }

  private func add(_ report: PastReport, first: String, says matter: String = "A1", to test: inout Backtest) {
    var report = report
    var address = first
    report.first = address.withUTF8 { test.first(UnsafeRawBufferPointer($0)) }
    test.add(report, PastRecall(book: { _ in SmallTown().book }) { (Report(matter: matter, grid: "g0"), "s") })
  }

  @Test func aPostOnBothSidesAndNotTheSameIsMoved() {
    var test = recorded { $0.matters[0] = $0.matters[0].with(post: "info") }
    for first in [Self.patrol, "c0/g0/info", "triage"] { add(report("A1", in: test), first: first, to: &test) }
    #expect((test.events, test.moved, test.newlyListed, test.newlyUnlisted) == (3, 1, 1, 0))
    add(report("gone", in: test), first: Self.patrol, says: "gone", to: &test)
    add(report("gone", in: test), first: "triage", to: &test)
    #expect((test.events, test.moved, test.newlyListed, test.newlyUnlisted) == (5, 1, 1, 1))
    #expect(
      test.movesInOrder == [
        .init(matter: "A1", from: "patrol", to: "info", events: 1),
        .init(matter: "A1", from: nil, to: "info", events: 1),
        .init(matter: nil, from: "patrol", to: nil, events: 1),
      ])
  }

  @Test func aMatterThatIsListedNoMoreIsCalledByTheRulesOfItsDay() {
    var test = recorded { $0.matters[0] = $0.matters[0].with(code: "Z", name: "Z name") }
    add(report("A1 name", in: test), first: Self.patrol, says: "A1 name", to: &test)
    #expect(test.movesInOrder == [.init(matter: "A1", from: "patrol", to: nil, events: 1)])
  }

  @Test func deadlinesAreComparedWhereAClockWouldHaveRunOnBothSides() {
    let hour = { (test: inout Backtest, deadline: Int64?, onSite: Bool, first: String) in
      let past = report("A1", in: test) {
        $0.deadline = deadline.map { Self.start.adding($0) }
        $0.isOnSite = onSite
      }
      add(past, first: first, to: &test)
    }
    var test = recorded { $0.matters[0] = $0.matters[0].with(limit: "1h") }
    hour(&test, 7200, false, Self.patrol)
    hour(&test, 1800, false, Self.patrol)
    hour(&test, 3600, false, Self.patrol)
    #expect((test.sooner, test.later) == (1, 1))
    // What an earlier release decided has no deadline in its record: two hours by the rules of its day.
    hour(&test, nil, false, Self.patrol)
    #expect((test.sooner, test.later) == (2, 1))
    hour(&test, nil, true, Self.patrol)
    hour(&test, nil, false, "triage")
    #expect((test.sooner, test.later) == (2, 1))
  }

  @Test func lateIsByTheEndOrByNowAndNeverOfWhatIsVoid() {
    var test = recorded(at: Self.start.adding(5400)) { $0.matters[0] = $0.matters[0].with(limit: "1h") }
    let ends: [PastReport.End] = [
      .none, .void, .stopped(Self.start.adding(3600)), .stopped(Self.start.adding(3601)),
      .stopped(Self.start.adding(7201)),
    ]
    for end in ends { add(report("A1", in: test) { $0.end = end }, first: Self.patrol, to: &test) }
    // Two hours as it was, one by the new rules; a limit used up exactly is none exceeded.
    #expect(test.late == .init(before: 1, after: 3))
  }

  @Test func loadIsByPostAndCommunityInTheOrderOfTheOldBook() {
    var test = recorded { $0.matters[0] = $0.matters[0].with(post: "info") }
    add(report("A1", grid: "g2", in: test), first: "c1/g2/patrol", to: &test)
    add(report("A1", grid: "g0", in: test), first: Self.patrol, to: &test)
    add(report("A2", grid: "g0", in: test), first: "c0/g0/elsewhere", to: &test)
    add(report(nil, in: test), first: "triage", to: &test)
    #expect(
      test.rows(inOrderOf: [SmallTown().book]) == [
        row("info", "c0", 0, 1), row("info", "c1", 0, 1), row("info", nil, 0, 2), row("patrol", "c0", 1, 1),
        row("patrol", "c1", 1, 0), row("patrol", nil, 2, 1), row("elsewhere", "c0", 1, 0),
        row("elsewhere", nil, 1, 0), row(nil, nil, 1, 1),
      ])
    #expect(test.earliest == Self.start)
  }

  private func row(_ post: String?, _ community: String?, _ before: Int, _ after: Int) -> Backtest.LoadRow {
    var row = Backtest.LoadRow(post: post, community: community)
    (row.before, row.after) = (before, after)
    return row
  }

  @Test func namesAreComparedAsBytes() {
    var names = NameTable()
    let composed = names.add("\u{E9}")
    #expect(names.add("e\u{301}") != composed)
    for number in 0..<500 { names.add("name \(number)") }
    #expect(names.number(of: "\u{E9}") == composed && names[composed] == "\u{E9}")
    #expect(names.number(of: "name 500") == NameTable.unknown && names.number(of: "") == NameTable.unknown)
    #expect(names[names.number(of: "name 499")] == "name 499")
    #expect(names.count == 503)
  }
}

/// A backtest of random reports under random books, against deciding each of them alone.
@Suite struct BacktestOracleTests {
  private static let start: Int64 = 1_772_000_000

  private struct Past {
    let report: Report
    let source: String
    let received: Timestamp
    let end: PastReport.End
  }

  private static func past(_ dice: inout SeededGenerator) -> Past {
    let pick = { (names: [String?], dice: inout SeededGenerator) in names[Int.random(in: 0..<names.count, using: &dice)]
    }
    let matters: [String?] = (0..<6).flatMap { ["M\($0)", "m\($0)", "name \($0)"] } + [nil, "", "else"]
    var report = Report(
      matter: pick(matters, &dice), community: pick([nil, nil, nil, "c0", "c1", "c2", "else"], &dice),
      grid: pick((0..<6).map { "c-\($0)" } + [nil, "else"], &dice),
      risk: ([nil] + Risk.allCases).randomElement(using: &dice) ?? nil)
    if Int.random(in: 0..<5, using: &dice) == 0 { report.resolved = OnSiteResolution(by: nil, at: nil, note: nil) }
    let received = Timestamp(seconds: start + Int64.random(in: 0..<1_000_000, using: &dice))
    let end: PastReport.End =
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: .none
      case 1: .void
      default: .stopped(received.adding(Int64.random(in: 0..<200_000, using: &dice)))
      }
    return Past(
      report: report, source: pick(["s0", "s1", "s2", "s3"], &dice) ?? "", received: received, end: end)
  }

  private static func post(_ assignment: Assignment) -> String? {
    if case .post(let post) = assignment.to { post.post } else { nil }
  }

  @Test(arguments: 0..<40) func everyCountIsThatOfDecidingOneByOne(_ seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let old = RandomBook(&dice)
    let (before, after) = (old.book, old.edited(&dice).book)
    let now = Timestamp(seconds: Self.start + 1_000_000)
    var test = Backtest(to: after, against: before, at: now)
    var replayed = Backtest(to: after, against: nil, at: now)
    var (moved, unlisted, listed, sooner, later) = (0, 0, 0, 0, 0)
    var late = Backtest.Late()
    var moves: [Backtest.Move: Int] = [:]
    var load: [[String?]: [Int]] = [:]
    for _ in 0..<300 {
      let past = Self.past(&dice)
      let one = before.assign(past.report, source: past.source, received: past.received)
      let other = after.assign(past.report, source: past.source, received: past.received)
      let posts = (Self.post(one), Self.post(other))
      for (side, (post, assignment)) in [(posts.0, one), (posts.1, other)].enumerated() {
        let keys: [[String?]] = post == nil ? [[nil, nil]] : [[post, assignment.community], [post, nil]]
        for key in keys { load[key, default: [0, 0]][side] += 1 }
      }
      if posts.0 != posts.1 {
        if posts.0 == nil { listed += 1 } else if posts.1 == nil { unlisted += 1 } else { moved += 1 }
        let matter = posts.1 == nil ? one.matter : other.matter
        moves[.init(matter: matter, from: posts.0, to: posts.1, events: 0), default: 0] += 1
      }
      if past.report.resolved == nil, let first = one.deadline?.moment, let second = other.deadline?.moment {
        if second < first { sooner += 1 } else if first < second { later += 1 }
      }
      let end: Timestamp? =
        switch past.end {
        case .none: now
        case .void: nil
        case .stopped(let moment): moment
        }
      if let end, let deadline = one.deadline?.moment, deadline < end { late.before += 1 }
      if let end, let deadline = other.deadline?.moment, deadline < end { late.after += 1 }
      var numbered = test.numbered(past.report, source: past.source, received: past.received)
      numbered.end = past.end
      test.add(numbered, PastRecall(book: { _ in nil }) { nil })
      var address = one.to.text
      numbered = replayed.numbered(past.report, source: past.source, received: past.received)
      numbered.end = past.end
      numbered.first = address.withUTF8 { replayed.first(UnsafeRawBufferPointer($0)) }
      numbered.deadline = past.report.resolved == nil && Bool.random(using: &dice) ? one.deadline?.moment : nil
      replayed.add(numbered, PastRecall(book: { _ in before }) { (past.report, past.source) })
    }
    for test in [test, replayed] {
      #expect((test.events, test.moved, test.newlyUnlisted, test.newlyListed) == (300, moved, unlisted, listed))
      #expect((test.sooner, test.later) == (sooner, later))
      #expect(test.late == late)
      let rows = test.rows(inOrderOf: [before])
      #expect(rows.count == load.count)
      for row in rows { #expect(load[[row.post, row.community]] == [row.before, row.after]) }
      #expect(test.movesInOrder.count == moves.count)
      for move in test.movesInOrder {
        #expect(moves[.init(matter: move.matter, from: move.from, to: move.to, events: 0)] == move.events)
      }
    }
  }
}
