import GridCore
import Testing

@Suite struct OverrideTests {
  static let received = at("2026-03-02 10:00")

  static func override(
    _ name: String? = "exception", post: String? = "livelihood", group: String? = nil, limit text: String? = nil,
    line: Int = 40, when: (inout Override.Condition) -> Void
  ) -> Override {
    var condition = Override.Condition()
    when(&condition)
    return Override(name: name, when: condition, post: post, group: group, limit: text.map(limit), line: line)
  }

  func assign(
    _ matter: String = "UM-001", _ grid: String = "heshuikou-01", risk: Risk? = nil, source: String = "hotline",
    received: Timestamp = Self.received, under book: RuleBook
  ) -> Assignment {
    book.assign(Report(matter: matter, grid: grid, risk: risk), source: source, received: received)
  }

  // MARK: Each condition

  @Test func anOverrideByDutyTakesThatDutyOnly() {
    let book = Town.with(overrides: Self.override { $0.duty = Town.urbanManagement })
    #expect(assign("UM-001", under: book).to == Town.post("heshuikou-01", "livelihood"))
    #expect(assign("UM-002", under: book).to == Town.post("heshuikou-01", "livelihood"))
    #expect(assign("MU-001", under: book).to == Town.post("heshuikou-01", "info"))
  }

  @Test func anOverrideByMatterTakesThatMatterOnly() {
    let book = Town.with(overrides: Self.override { $0.matter = Town.vendor })
    #expect(assign("UM-002", under: book).to == Town.post("heshuikou-01", "livelihood"))
    #expect(assign("流动摊贩", under: book).to == Town.post("heshuikou-01", "livelihood"))
    #expect(assign("UM-001", under: book).to == Town.post("heshuikou-01", "info"))
  }

  @Test func anOverrideByCommunityTakesItsGridsOnly() {
    let book = Town.with(overrides: Self.override { $0.community = Town.heshuikou })
    #expect(assign("UM-001", "heshuikou-02", under: book).to == Town.post("heshuikou-02", "livelihood"))
    #expect(assign("UM-001", "jiangwei-01", under: book).to == Town.post("jiangwei-01", "info"))
  }

  @Test func anOverrideByGridTakesThatGridOnly() {
    let book = Town.with(overrides: Self.override { $0.grid = Town.heshuikou02 })
    #expect(assign("UM-001", "heshuikou-02", under: book).to == Town.post("heshuikou-02", "livelihood"))
    #expect(assign("UM-001", "heshuikou-01", under: book).to == Town.post("heshuikou-01", "info"))
  }

  @Test(arguments: [Risk?.none, .red, .orange, .yellow, .blue])
  func anOverrideByRiskTakesThatRiskOnly(_ risk: Risk?) {
    let book = Town.with(overrides: Self.override { $0.risk = .red })
    let post = risk == .red ? "livelihood" : "info"
    #expect(assign(risk: risk, under: book).to == Town.post("heshuikou-01", post))
  }

  @Test(arguments: [("caf\u{E9}", true), ("cafe\u{301}", false), ("Caf\u{E9}", false), ("hotline", false), ("", false)])
  func anOverrideBySourceTakesExactlyThatSource(_ source: String, _ fits: Bool) {
    let book = Town.with(overrides: Self.override { $0.source = ByteText("caf\u{E9}") })
    #expect(assign(source: source, under: book).to == Town.post("heshuikou-01", fits ? "livelihood" : "info"))
  }

  @Test func everyConditionOfAnOverrideMustHold() {
    let book = Town.with(
      overrides: Self.override {
        $0.duty = Town.urbanManagement
        $0.community = Town.heshuikou
        $0.risk = .red
      })
    #expect(assign(risk: .red, under: book).to == Town.post("heshuikou-01", "livelihood"))
    #expect(assign(risk: .blue, under: book).to == Town.post("heshuikou-01", "info"))
    #expect(assign("UM-001", "jiangwei-01", risk: .red, under: book).to == Town.post("jiangwei-01", "info"))
    #expect(assign("MU-001", risk: .red, under: book).to == Town.post("heshuikou-01", "info"))
  }

  // MARK: Hours

  @Test(arguments: [
    ("2026-03-02 21:59:59", false), ("2026-03-02 22:00", true), ("2026-03-02 23:59:59", true),
    ("2026-03-03 00:00", true), ("2026-03-03 05:59:59", true), ("2026-03-03 06:00", false), ("2026-03-03 12:00", false),
  ])
  func hoursMayWrapMidnightAndEndBeforeTheirEnd(_ received: String, _ fits: Bool) {
    let book = Town.with(overrides: Self.override { $0.hours = .init(start: 22 * 3600, end: 6 * 3600) })
    let assignment = assign(received: at(received), under: book)
    #expect(assignment.to == Town.post("heshuikou-01", fits ? "livelihood" : "info"))
  }

  @Test(arguments: [
    ("2026-03-02 08:59:59", false), ("2026-03-02 09:00", true), ("2026-03-02 11:59:59", true),
    ("2026-03-02 12:00", false), ("2026-03-02 00:00", false), ("2026-03-02 23:59:59", false),
  ])
  func hoursWithinADayBeginAtTheirStart(_ received: String, _ fits: Bool) {
    let book = Town.with(overrides: Self.override { $0.hours = .init(start: 9 * 3600, end: 12 * 3600) })
    let assignment = assign(received: at(received), under: book)
    #expect(assignment.to == Town.post("heshuikou-01", fits ? "livelihood" : "info"))
  }

  @Test func hoursOfTheWholeDayHoldAlways() {
    let day = Override.DailyHours(start: 0, end: 86_400)
    #expect([0, 1, 43_200, 86_399].allSatisfy(day.contains))
    let untilMidnight = Override.DailyHours(start: 22 * 3600, end: 86_400)
    #expect(untilMidnight.contains(86_399))
    #expect(!untilMidnight.contains(0))
    let fromMidnight = Override.DailyHours(start: 22 * 3600, end: 0)
    #expect(fromMidnight.contains(86_399))
    #expect(!fromMidnight.contains(0))
  }

  // MARK: What an override sets

  @Test func anOverrideThatSetsOnlyThePostKeepsGroupAndLimit() {
    let book = Town.with(overrides: Self.override("night shift", post: "patrol") { $0.matter = Town.occupied })
    let assignment = assign(under: book)
    #expect(assignment.to == Town.post("heshuikou-01", "patrol"))
    #expect(assignment.group == "city-appearance")
    #expect(assignment.limit == limit("1wd"))
    #expect(assignment.matter == "UM-001")
    #expect(assignment.duty == "urban-management")
    let why = AssignmentReason(kind: .override, subject: "night shift")
    #expect(assignment.assignedBy == AssignedBy(rules: book.digest, line: 40, why: why))
  }

  @Test func anOverrideThatSetsOnlyTheGroupKeepsPostAndLimit() {
    let book = Town.with(
      overrides: Self.override(post: nil, group: "urban-construction") { $0.matter = Town.occupied })
    let assignment = assign(under: book)
    #expect(assignment.to == Town.post("heshuikou-01", "info"))
    #expect(assignment.group == "urban-construction")
    #expect(assignment.limit == limit("1wd"))
    #expect(assignment.deadline?.moment == at("2026-03-03 10:00"))
    #expect(assignment.assignedBy.line == 40)
  }

  @Test func anOverrideThatSetsOnlyTheLimitKeepsPostAndGroup() {
    let book = Town.with(overrides: Self.override(post: nil, limit: "3wh") { $0.matter = Town.occupied })
    let assignment = assign(under: book)
    #expect(assignment.to == Town.post("heshuikou-01", "info"))
    #expect(assignment.group == "city-appearance")
    #expect(assignment.limit == limit("3wh"))
    #expect(assignment.deadline?.moment == at("2026-03-02 15:00"))
  }

  @Test func anOverrideWithoutANameIsToldByItsLine() {
    let book = Town.with(overrides: Self.override(nil) { $0.matter = Town.occupied })
    let assignment = assign(under: book)
    #expect(assignment.assignedBy.why == AssignmentReason(kind: .override, subject: ""))
    #expect(assignment.assignedBy.line == 40)
  }

  @Test func theDeadlineCountsInTheHoursOfThePostThatAnOverrideSets() {
    // One working day of the patrol is 14 hours, of the others 7.
    let toPatrol = Town.with(overrides: Self.override(post: "patrol") { $0.matter = Town.occupied })
    #expect(assign(received: at("2026-03-02 08:00"), under: toPatrol).deadline?.moment == at("2026-03-02 22:00"))
    let fromPatrol = Town.with(overrides: Self.override(post: "info") { $0.matter = Town.vendor })
    #expect(assign("UM-002", under: fromPatrol).deadline?.moment == at("2026-03-02 16:00"))
  }

  // MARK: Order

  @Test func theFirstOverrideThatFitsWins() {
    let grid = Self.override("grid", post: "livelihood", line: 41) { $0.grid = Town.heshuikou01 }
    let community = Self.override("community", post: "patrol", line: 42) { $0.community = Town.heshuikou }
    let specificFirst = Town.with(overrides: grid, community)
    #expect(assign(under: specificFirst).assignedBy.why.subject == "grid")
    #expect(assign("UM-001", "heshuikou-02", under: specificFirst).assignedBy.why.subject == "community")
    let generalFirst = Town.with(overrides: community, grid)
    #expect(assign(under: generalFirst).to == Town.post("heshuikou-01", "patrol"))
  }

  @Test func anOverrideThatWinsIsTakenAloneAndNotMixedWithLaterOnes() {
    let book = Town.with(
      overrides: Self.override("limit", post: nil, limit: "2h", line: 41) { $0.matter = Town.occupied },
      Self.override("post", post: "patrol", line: 42) { $0.matter = Town.occupied })
    let assignment = assign(under: book)
    #expect(assignment.to == Town.post("heshuikou-01", "info"))
    #expect(assignment.limit == limit("2h"))
  }
}
