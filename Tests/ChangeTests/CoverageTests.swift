import Change
import GridCore
import Testing

/// The override analysis against trying every report there is, on small random books.
@Suite struct CoverageTests {
  private func book(_ overrides: [Override]) throws -> RuleBook {
    let hours = try #require(WorkingHours(windows: [.init(start: 0, end: 86_400)]))
    let limit = try #require(TimeLimit("2h"))
    let matters = (0..<5).map { index in
      Matter(
        code: "M\(index)", name: "matter \(index)", duty: index % 2, post: "p", group: "g", limit: limit,
        urgency: .normal,
        keywords: [], line: 1)
    }
    let grids = (0..<4).map { Grid(id: "grid\($0)", name: "", community: $0 / 2) }
    return RuleBook(
      digest: .zero, subdistrict: Named(id: "s", name: ""), offices: [],
      communities: [Named(id: "c0", name: ""), Named(id: "c1", name: "")], grids: grids,
      posts: [PostType(id: "p", name: "", hours: nil)], groups: [Named(id: "g", name: "")],
      calendar: WorkCalendar(utcOffset: 0, hours: hours, holidays: [], makeUpDays: [], knownUntil: nil), ladder: [],
      duties: [Named(id: "d0", name: ""), Named(id: "d1", name: "")], matters: matters, overrides: overrides,
      intake: IntakeLimits())
  }

  private func override(_ line: Int, _ change: (inout Override.Condition) -> Void) -> Override {
    var when = Override.Condition()
    change(&when)
    return Override(name: nil, when: when, post: "p", group: nil, limit: nil, line: line)
  }

  private func random(_ line: Int, _ dice: inout SeededGenerator) -> Override {
    // Few conditions each, so that overrides often cover one another.
    override(line) { when in
      for _ in 0..<Int.random(in: 0...3, using: &dice) {
        switch Int.random(in: 0..<7, using: &dice) {
        case 0: when.duty = Int.random(in: 0..<2, using: &dice)
        case 1: when.matter = Int.random(in: 0..<5, using: &dice)
        case 2: when.community = Int.random(in: 0..<2, using: &dice)
        case 3: when.grid = Int.random(in: 0..<4, using: &dice)
        case 4: when.risk = Risk.allCases[Int.random(in: 0..<2, using: &dice)]
        case 5: when.source = ByteText("s\(Int.random(in: 0..<2, using: &dice))")
        default:
          when.hours = .init(
            start: Int.random(in: 0..<4, using: &dice) * 21_600, end: Int.random(in: 0...4, using: &dice) * 21_600)
        }
      }
    }
  }

  /// The lines of the overrides that some report comes to.
  private func reached(_ book: RuleBook) -> Set<Int> {
    var lines: Set<Int> = []
    for matter in book.matters {
      for grid in book.grids {
        for risk in [nil] + Risk.allCases.map(Optional.some) {
          for source in ["s0", "s1", "other"] {
            for second in stride(from: Int64(0), to: 86_400, by: 10_800) {
              let assignment = book.assign(
                Report(matter: matter.code, grid: grid.id, risk: risk), source: source,
                received: Timestamp(seconds: second))
              if assignment.assignedBy.why.kind == .override, let line = assignment.assignedBy.line {
                lines.insert(line)
              }
            }
          }
        }
      }
    }
    return lines
  }

  @Test func theAnalysisAgreesWithTryingEveryReport() throws {
    var dice = SeededGenerator(seed: 42)
    var never = 0
    for _ in 0..<40 {
      let overrides = (0..<Int.random(in: 1...14, using: &dice)).map { random($0 + 1, &dice) }
      let book = try book(overrides)
      let reached = reached(book)
      for (override, reach) in zip(overrides, book.overrideReaches()) {
        #expect(reach != .unproven)
        #expect((reach == .matches) == reached.contains(override.line), "line \(override.line) of \(overrides)")
        if reach != .matches { never += 1 }
      }
    }
    // The books must not all be trivial.
    #expect(never > 50)
  }

  @Test func namedTakersReallyTakeAll() throws {
    var dice = SeededGenerator(seed: 43)
    for _ in 0..<40 {
      let overrides = (0..<12).map { random($0 + 1, &dice) }
      for (index, reach) in try book(overrides).overrideReaches().enumerated() {
        guard case .never(.taken(let takers)) = reach else { continue }
        #expect(takers.allSatisfy { $0 < index })
        let few = try book(takers.map { overrides[$0] } + [overrides[index]])
        #expect(few.overrideReaches().last != .matches)
      }
    }
  }

  @Test func contradictionsAreNamed() throws {
    let reaches = try book([
      override(1) { ($0.duty, $0.matter) = (0, 1) },
      override(2) { ($0.community, $0.grid) = (0, 3) },
      override(3) { $0.hours = .init(start: 3600, end: 3600) },
      override(4) { _ in },
      override(5) { $0.risk = .red },
    ]).overrideReaches()
    #expect(
      reaches == [
        .never(.matterOutsideDuty), .never(.gridOutsideCommunity), .never(.noHours), .matches, .never(.taken(by: [3])),
      ])
  }

  @Test func allRisksTogetherLeaveReportsWithoutOne() throws {
    let risks = Risk.allCases.enumerated().map { index, risk in override(index + 1) { $0.risk = risk } }
    #expect(try book(risks + [override(9) { _ in }]).overrideReaches().last == .matches)
  }

  @Test func anUnreadableOverrideTakesNothing() {
    var coverage = OverrideCoverage(
      dutyOfMatter: [0], communityOfGrid: [0], conditions: [nil, Override.Condition()])
    #expect(coverage.reaches() == [.unproven, .matches])
  }

  @Test func withoutBudgetNothingIsClaimed() {
    var coverage = OverrideCoverage(
      dutyOfMatter: [0], communityOfGrid: [0], conditions: [Override.Condition(), Override.Condition()], budget: 0)
    #expect(coverage.reaches() == [.unproven, .unproven] || coverage.reaches().last == .unproven)
  }
}
