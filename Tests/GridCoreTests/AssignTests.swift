import GridCore
import Testing

/// `assign`: an item in triage, and the facts that somebody found.
@Suite struct AssignTests {
  static let received = at("2026-03-02 10:00")
  static let now = at("2026-03-04 16:00")

  func assign(
    _ report: Report, under book: RuleBook = Town.book, changing: (inout StepRequest) -> Void
  ) -> Result<ItemChange, StepRefusal.Failure> {
    newChange(report, at: Self.received).item
      .applying(.request(.assign, note: nil, changing: changing), received: Self.now, under: book)
  }

  @Test func aFoundMatterIsRoutedInTheGridOfTheReport() throws {
    let change = try assign(Report(matter: "XX-999", grid: "heshuikou-02")) { $0.matter = "流动摊贩" }.get()
    #expect(change.item.holder == Town.post("heshuikou-02", "patrol"))
    #expect(change.item.facts.matter == "UM-002")
    #expect(change.item.facts.duty == "urban-management")
    #expect(change.item.facts.assignedBy.line == 22)
  }

  @Test func aFoundGridIsRoutedWithTheMatterOfTheReport() throws {
    let change = try assign(Report(matter: "MU-001")) { $0.grid = "jiangwei-01" }.get()
    #expect(change.item.holder == Town.post("jiangwei-01", "info"))
    #expect(change.item.facts.community == "jiangwei")
    #expect(change.item.facts.group == "urban-construction")
  }

  @Test func aFoundGridOverrulesTheCommunityOfTheReport() throws {
    let elsewhere = Report(matter: "UM-001", community: "heshuikou", grid: "jiangwei-01")
    let change = try assign(elsewhere) { $0.grid = "jiangwei-01" }.get()
    #expect(change.item.facts.community == "jiangwei")
    #expect(change.item.holder == Town.post("jiangwei-01", "info"))
  }

  @Test func aFoundMatterAndGridAreRoutedWhereTheReportSaidNothing() throws {
    let change = try assign(Report()) {
      $0.matter = "UM-001"
      $0.grid = "heshuikou-01"
    }.get()
    #expect(change.item.holder == Town.post("heshuikou-01", "info"))
    #expect(change.notices.map(\.to) == [Town.post("heshuikou-01", "info")])
  }

  @Test func aCorrectedMatterReplacesTheListedOneOfTheReport() throws {
    let change = try assign(Report(matter: "UM-001")) {
      $0.matter = "MU-002"
      $0.grid = "heshuikou-01"
    }.get()
    #expect(change.item.facts.matter == "MU-002")
    #expect(change.item.holder == Town.post("heshuikou-01", "livelihood"))
  }

  @Test func theClockOfAnAssignedItemRunsFromTheAssignment() throws {
    let change = try assign(Report(matter: "UM-001")) { $0.grid = "heshuikou-01" }.get()
    #expect(change.item.receivedAt == Self.received)
    #expect(change.item.clock.deadline == at("2026-03-05 16:00"))
    #expect(change.item.clock.nextRung == at("2026-03-05 16:00"))
    #expect(change.item.facts.limit == limit("1wd"))
  }

  @Test func overridesSeeTheSourceAndTheRiskOfTheReportAndTheHourOfTheAssignment() throws {
    var when = Override.Condition()
    when.source = ByteText("hotline")
    when.risk = .red
    when.hours = .init(start: 16 * 3600, end: 17 * 3600)
    let book = Town.with(
      overrides: Override(name: "late", when: when, post: "patrol", group: nil, limit: nil, line: 40))
    let red = try assign(Report(matter: "UM-001", risk: .red), under: book) { $0.grid = "heshuikou-01" }.get()
    #expect(red.item.holder == Town.post("heshuikou-01", "patrol"))
    #expect(red.item.facts.post == "patrol")
    let blue = try assign(Report(matter: "UM-001", risk: .blue), under: book) { $0.grid = "heshuikou-01" }.get()
    #expect(blue.item.holder == Town.post("heshuikou-01", "info"))
  }

  struct Vain: Sendable, CustomTestStringConvertible {
    let report: Report
    var matter: String?
    var grid: String?
    let kind: AssignmentReason.Kind
    let subject: String

    var testDescription: String { "\(kind.rawValue) \(subject)" }
  }

  static let vain = [
    Vain(report: Report(matter: "UM-001"), kind: .noGrid, subject: ""),
    Vain(report: Report(matter: "UM-001"), matter: "MU-001", kind: .noGrid, subject: ""),
    Vain(report: Report(matter: "UM-001"), grid: "nowhere-01", kind: .unknownGrid, subject: "nowhere-01"),
    Vain(report: Report(grid: "heshuikou-01"), kind: .noMatter, subject: ""),
    Vain(report: Report(grid: "heshuikou-01"), matter: "YY-1", kind: .unlistedMatter, subject: "YY-1"),
    Vain(
      report: Report(matter: "UM-001"), matter: "YY-1", grid: "heshuikou-01", kind: .unlistedMatter, subject: "YY-1"),
  ]

  @Test(arguments: vain) func factsThatStillLeadToNoPostAreRefusedWithTheReason(_ vain: Vain) {
    let answer = assign(vain.report) {
      $0.matter = vain.matter
      $0.grid = vain.grid
    }
    let why = StepRefusal.Why.stillInTriage(AssignmentReason(kind: vain.kind, subject: vain.subject), suggestions: [])
    expect(answer, refuses: .assign, why, legal: [.assign, .resolve, .void, .note])
  }

  @Test func anAssignedItemIsNotAssignedAgain() throws {
    let item = try assign(Report(matter: "UM-001")) { $0.grid = "heshuikou-01" }.get().item
    let again = item.applying(
      .request(.assign) { $0.grid = "heshuikou-02" }, received: Self.now, under: Town.book)
    #expect(refusalOf(again)?.why == .notInTriage)
  }

  @Test func aNewBookRoutesWhatIsAssignedUnderIt() throws {
    var town = Town()
    town.digest = content("new rules")
    town.matters[Town.occupied] = Town.matter(
      "UM-001", "占道经营", duty: 0, post: "patrol", group: "city-appearance", limit: "2h", line: 99)
    let change = try assign(Report(matter: "UM-001"), under: town.book) { $0.grid = "heshuikou-01" }.get()
    #expect(change.item.holder == Town.post("heshuikou-01", "patrol"))
    #expect(change.item.facts.assignedBy.line == 99)
    #expect(change.item.facts.assignedBy.rules == town.digest)
    #expect(change.entries.map(\.rules) == [town.digest])
    #expect(change.item.clock.deadline == at("2026-03-04 18:00"))
  }
}
