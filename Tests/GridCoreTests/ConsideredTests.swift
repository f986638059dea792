import GridCore
import Testing

/// What routing tells of the overrides that it looked at in vain.
@Suite struct ConsideredTests {
  static let misfits = Town.with(
    overrides: OverrideTests.override("duty", line: 41) { $0.duty = Town.municipal },
    OverrideTests.override("matter", line: 42) { $0.matter = Town.vendor },
    OverrideTests.override("community", line: 43) { $0.community = Town.jiangwei },
    OverrideTests.override("grid", line: 44) { $0.grid = Town.heshuikou02 },
    OverrideTests.override("risk", line: 45) { $0.risk = .red },
    OverrideTests.override("source", line: 46) { $0.source = ByteText("camera") },
    OverrideTests.override(nil, line: 47) { $0.hours = .init(start: 0, end: 3600) },
    OverrideTests.override("winner", line: 48) { $0.matter = Town.occupied },
    OverrideTests.override("never reached", line: 49) { $0.duty = Town.municipal })

  @Test func everyOverrideBeforeTheWinnerIsToldWithWhatFailed() {
    var told: [Considered] = []
    let assignment = Self.misfits.assign(
      Report(matter: "UM-001", grid: "heshuikou-01"), source: "hotline", received: OverrideTests.received
    ) { told.append($0) }
    #expect(assignment.assignedBy.line == 48)
    #expect(told.map(\.line) == [41, 42, 43, 44, 45, 46, 47])
    #expect(told.map(\.name) == ["duty", "matter", "community", "grid", "risk", "source", nil])
    #expect(told.map(\.mismatch) == [.duty, .matter, .community, .grid, .risk, .source, .hours])
  }

  @Test func whereNoOverrideFitsAllAreTold() {
    var told: [Int] = []
    let assignment = Self.misfits.assign(
      Report(matter: "UM-003", grid: "heshuikou-01"), source: "hotline", received: OverrideTests.received
    ) { told.append($0.line) }
    #expect(assignment.assignedBy.line == 23)
    #expect(told == [41, 42, 43, 44, 45, 46, 47, 48, 49])
  }

  @Test func askingWhyDoesNotChangeTheAnswer() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      var town = Town()
      town.overrides = (0..<6).map { randomOverride(line: 40 + $0, using: &generator) }
      let book = town.book
      let report = Report(
        matter: town.matters.randomElement(using: &generator)?.code,
        grid: book.grids.randomElement(using: &generator)?.id, risk: Risk.allCases.randomElement(using: &generator))
      let received = at("2026-03-02 00:00").adding(.random(in: 0..<86_400, using: &generator))
      let source = Bool.random(using: &generator) ? "hotline" : "camera"
      var told: [Int] = []
      let asked = book.assign(report, source: source, received: received) { told.append($0.line) }
      let plain = book.assign(report, source: source, received: received)
      #expect(asked.assignedBy == plain.assignedBy)
      #expect(asked.to == plain.to)
      #expect(asked.deadline == plain.deadline)
      // In file order, without gaps, and the winner comes right after.
      #expect(told == Array(40..<40 + told.count))
      #expect(asked.assignedBy.why.kind == .override ? asked.assignedBy.line == 40 + told.count : told.count == 6)
    }
  }

  private func randomOverride(line: Int, using generator: inout SeededGenerator) -> Override {
    let posts = ["info", "patrol", "livelihood"]
    let post = posts.randomElement(using: &generator)
    return OverrideTests.override("at \(line)", post: post, line: line) { when in
      switch Int.random(in: 0..<7, using: &generator) {
      case 0: when.duty = .random(in: 0...1, using: &generator)
      case 1: when.matter = .random(in: 0...4, using: &generator)
      case 2: when.community = .random(in: 0...1, using: &generator)
      case 3: when.grid = .random(in: 0...2, using: &generator)
      case 4: when.risk = Risk.allCases.randomElement(using: &generator)
      case 5: when.source = ByteText(Bool.random(using: &generator) ? "hotline" : "camera")
      default:
        let start = Int.random(in: 0..<86_400, using: &generator)
        when.hours = .init(start: start, end: .random(in: 0..<86_400, using: &generator))
      }
    }
  }
}
