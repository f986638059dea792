import Checking
import GridCore
import Testing
import Town
import Words

@testable import Rules

/// Rounds, visits and signals as a book holds them, beside the golden cases of their faults.
@Suite struct TownRulesTests {
  private func text(_ town: String? = nil) throws -> String {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good-town.case"))
    let text = String(decoding: input, as: UTF8.self)
    guard let town, let start = text.firstRange(of: "rounds:\n"), let end = text.firstRange(of: "overrides:\n") else {
      return text
    }
    return text[..<start.lowerBound] + town + "\n" + text[end.lowerBound...]
  }

  private func book(_ town: String? = nil) throws -> RuleBook { try #require(load(text(town)).book) }

  private func round(_ fields: String) throws -> RoundRule {
    try #require(book("rounds: [{name: r, \(fields)}]").rounds.first)
  }

  @Test func roundsAreReadInTheirOrder() throws {
    let rounds = try book().rounds
    #expect(rounds.map(\.name) == ["一日一检查", "行走小分格", "一月一商议", "红色企业月查", "季度总结", "值守", "年检", "周末"])
    #expect(rounds.map(\.every) == [.workday, .week, .month, .month, .quarter, .day, .year, .week])
    #expect(rounds.map(\.day) == [1, 3, 25, 31, 92, 1, 366, 7])
    #expect(rounds.map(\.at) == [nil, 34_200, nil, nil, nil, 0, nil, nil])
    #expect(rounds.map(\.holidays) == [.skip, .next, .next, .skip, .next, .run, .next, .run])
    #expect(
      rounds.map(\.to) == [
        .station, .branch, .group, .routed, .office("discipline"), .post("info"), .group, .office("command-centre"),
      ])
    #expect(rounds.map(\.matter) == [nil, nil, "UM-001", "PS-001", nil, "PS-001", "PS-001", "UM-002"])
    #expect(rounds.map { $0.limit?.text } == ["1wd", "2wd", "3wd", nil, "10wd", nil, nil, nil])
    #expect(rounds.map(\.unlessOpen) == [true, false, true, true, true, true, true, true])
    #expect(rounds[0].told == "廉情监督站日检查" && rounds[1].told == "行走小分格")
    #expect(rounds[3].places == .init(grid: "heshuikou-01", colour: .red))
    #expect(rounds[6].places.colour == .colourless)
    #expect(rounds.map(\.line) == Array(54...61))
  }

  @Test func whatIsLeftOutIsTheUsual() throws {
    let usual = try round("every: month, for: grid, matter: UM-001")
    let written = try round(
      "unless_open: true, holidays: next, day: 1, to: post, matter: 占道经营, for: grid, every: month, summary: 月查")
    #expect(usual.to == .routed && usual.at == nil && usual.definition == written.definition)
    #expect(try round("every: day, for: grid, matter: UM-001").holidays == .run)
    #expect(try round("every: week, day: sat, for: grid, matter: UM-001").holidays == .run)
    #expect(try round("every: week, day: fri, for: grid, matter: UM-001").holidays == .next)
    #expect(try round("every: month, for: grid, matter: UM-001, at: \"09:00\"").definition != usual.definition)
    #expect(try round("every: month, for: grid, matter: UM-001, limit: 1wd").definition != usual.definition)
    #expect(try book("").rounds.isEmpty && book("").visits == nil && book("").integrity == nil)
    #expect(try book("rounds: []").rounds.isEmpty)
  }

  @Test func inspectionsAreDutiesAndMatters() throws {
    let visits = try #require(book().visits)
    #expect(visits.isInspection(matter: "PS-001", duty: "production-safety"))
    #expect(visits.isInspection(matter: "UM-002", duty: "urban-management"))
    #expect(!visits.isInspection(matter: "UM-001", duty: "urban-management"))
    #expect(!visits.isInspection(matter: nil, duty: nil))
    #expect(visits.together.text == "3wd")
    #expect(visits.cap == [.red: 12, .orange: 6, .yellow: 4, .colourless: 0])
  }

  @Test func signalsAreReadExactly() throws {
    let integrity = try #require(book().integrity)
    #expect(integrity.matter == "UM-001" && integrity.limit.text == "3wd" && integrity.to == "discipline")
    #expect(integrity.signals.map(\.kind) == SignalRule.Kind.allCases)
    #expect(integrity.signals.map(\.talk) == [false, false, true, false, false, false, false])
    #expect(integrity.signals[0].within?.text == "60s" && integrity.signals[0].per == .week)
    let share = integrity.signals[6].threshold
    #expect(share == .share(999_000, of: 200))
    let ladder = try #require(
      book("integrity: {matter: UM-001, limit: 3wd, signals: [{name: s, kind: late, times: 1, per: week}]}").integrity)
    #expect(ladder.to == "command-centre")
  }

  @Test(arguments: [("100%", 1_000_000), ("0.0001%", 1), ("5%", 50_000), ("50.05%", 500_500), ("99.9900%", 999_900)])
  func aShareIsExact(_ text: String, _ millionths: Int) throws {
    let town =
      "integrity: {matter: UM-001, limit: 3wd, signals: [{name: s, kind: on_site, share: \(text), of: 1, per: week}]}"
    #expect(try book(town).integrity?.signals.first?.threshold == .share(millionths, of: 1))
  }

  @Test func whatAMonthBringsIsToldButForSubjects() throws {
    // Five grids each day of a year, two communities twelve times, and what nobody can know.
    let town = """
      rounds:
        - {name: a, every: day, for: grid, matter: UM-001}
        - {name: b, every: month, for: community, to: group, matter: UM-001}
        - {name: c, every: day, for: subject, matter: UM-001}
      """
    let checked = load(try text(town)).checked(at: GoldenRulesTests.now)
    #expect(checked.roundsAMonth == (365 * 5 + 24 + 11) / 12)
    #expect(try load(text("")).checked(at: GoldenRulesTests.now).roundsAMonth == 0)
  }

  @Test func aFaultOfARoundStillRunsTheExamples() throws {
    let faulty = try text().replacing("day: wed", with: "day: 9").replacing(
      "expect: heshuikou/heshuikou-03/patrol", with: "expect: triage")
    #expect(load(faulty).diagnostics.map(\.code) == [.badRound, .exampleFailed])
  }
}
