import GridCore
import Testing

/// The matters' own lines, and triage for what the list does not hold.
@Suite struct RoutingTests {
  static let received = at("2026-03-02 10:00")

  func assign(_ report: Report, under book: RuleBook = Town.book) -> Assignment {
    book.assign(report, source: "hotline", received: Self.received)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let matter: String
    let grid: String
    let to: String
    let group: String
    let limit: String
    let due: String
    let line: Int

    var testDescription: String { "\(matter) in \(grid)" }
  }

  static let cases = [
    Case(
      matter: "UM-001", grid: "heshuikou-01", to: "heshuikou/heshuikou-01/info", group: "city-appearance", limit: "1wd",
      due: "2026-03-03 10:00", line: 21),
    Case(
      matter: "占道经营", grid: "jiangwei-01", to: "jiangwei/jiangwei-01/info", group: "city-appearance", limit: "1wd",
      due: "2026-03-03 10:00", line: 21),
    // The patrol works 08:00-22:00: four hours from ten end at two, lunch or not.
    Case(
      matter: "UM-002", grid: "heshuikou-02", to: "heshuikou/heshuikou-02/patrol", group: "city-appearance",
      limit: "4wh", due: "2026-03-02 14:00", line: 22),
    Case(
      matter: "Caf\u{E9} 外摆", grid: "heshuikou-01", to: "heshuikou/heshuikou-01/livelihood", group: "city-appearance",
      limit: "2wd", due: "2026-03-04 10:00", line: 23),
    Case(
      matter: "MU-001", grid: "jiangwei-01", to: "jiangwei/jiangwei-01/info", group: "urban-construction", limit: "2h",
      due: "2026-03-02 12:00", line: 24),
    Case(
      matter: "井盖缺失", grid: "heshuikou-02", to: "heshuikou/heshuikou-02/livelihood", group: "urban-construction",
      limit: "30m", due: "2026-03-02 10:30", line: 25),
  ]

  @Test(arguments: cases) func aListedMatterGoesToItsPostByCodeOrExactName(_ routed: Case) throws {
    let assignment = assign(Report(matter: routed.matter, grid: routed.grid))
    let matter = try #require(Town.book.matter(routed.matter))
    #expect(assignment.to.text == routed.to)
    #expect(assignment.matter == matter.code)
    #expect(assignment.duty == (matter.code.hasPrefix("UM") ? "urban-management" : "municipal"))
    #expect(assignment.community == String(routed.grid.prefix { $0 != "-" }))
    #expect(assignment.grid == routed.grid)
    #expect(assignment.group == routed.group)
    #expect(assignment.limit == limit(routed.limit))
    #expect(assignment.deadline == Deadline(moment: at(routed.due), provisional: false))
    let why = AssignmentReason(kind: .matter, subject: matter.code)
    #expect(assignment.assignedBy == AssignedBy(rules: Town.book.digest, line: routed.line, why: why))
  }

  @Test func theCommunityMayBeNamedToo() {
    let assignment = assign(Report(matter: "UM-001", community: "heshuikou", grid: "heshuikou-01"))
    #expect(assignment.to == Town.post("heshuikou-01", "info"))
  }

  struct Stray: Sendable, CustomTestStringConvertible {
    let report: Report
    let kind: AssignmentReason.Kind
    let subject: String
    var matter: String?
    var duty: String?
    var community: String?
    var grid: String?

    var testDescription: String { "\(kind.rawValue) \(subject)" }
  }

  static let strays = [
    Stray(
      report: Report(matter: "XX-999", grid: "heshuikou-01"), kind: .unlistedMatter, subject: "XX-999",
      community: "heshuikou", grid: "heshuikou-01"),
    Stray(
      report: Report(grid: "jiangwei-01"), kind: .noMatter, subject: "", community: "jiangwei", grid: "jiangwei-01"),
    Stray(report: Report(), kind: .noMatter, subject: ""),
    Stray(report: Report(matter: "XX-999", grid: "nowhere-01"), kind: .unlistedMatter, subject: "XX-999"),
    Stray(
      report: Report(matter: "UM-001"), kind: .noGrid, subject: "", matter: "UM-001", duty: "urban-management"),
    Stray(
      report: Report(matter: "MU-001", community: "jiangwei"), kind: .noGrid, subject: "jiangwei", matter: "MU-001",
      duty: "municipal", community: "jiangwei"),
    Stray(
      report: Report(matter: "UM-001", grid: "nowhere-01"), kind: .unknownGrid, subject: "nowhere-01",
      matter: "UM-001", duty: "urban-management"),
    Stray(
      report: Report(matter: "UM-001", community: "heshuikou", grid: "jiangwei-01"), kind: .gridElsewhere,
      subject: "jiangwei-01", matter: "UM-001", duty: "urban-management", community: "heshuikou"),
    Stray(
      report: Report(matter: "UM-001", community: "atlantis", grid: "heshuikou-01"), kind: .unknownCommunity,
      subject: "atlantis", matter: "UM-001", duty: "urban-management"),
    // Nothing is guessed from what is nearly right.
    Stray(
      report: Report(matter: "um-001", grid: "heshuikou-01"), kind: .unlistedMatter, subject: "um-001",
      community: "heshuikou", grid: "heshuikou-01"),
    Stray(
      report: Report(matter: " UM-001", grid: "heshuikou-01"), kind: .unlistedMatter, subject: " UM-001",
      community: "heshuikou", grid: "heshuikou-01"),
    Stray(
      report: Report(matter: "占道", grid: "heshuikou-01"), kind: .unlistedMatter, subject: "占道",
      community: "heshuikou", grid: "heshuikou-01"),
    Stray(
      report: Report(matter: "", grid: "heshuikou-01"), kind: .unlistedMatter, subject: "", community: "heshuikou",
      grid: "heshuikou-01"),
    Stray(
      report: Report(matter: "UM-001", grid: "heshuikou-1"), kind: .unknownGrid, subject: "heshuikou-1",
      matter: "UM-001", duty: "urban-management"),
    Stray(
      report: Report(matter: "UM-001", grid: "heshuikou"), kind: .unknownGrid, subject: "heshuikou", matter: "UM-001",
      duty: "urban-management"),
  ]

  @Test(arguments: strays) func whatTheListDoesNotHoldGoesToTriageWithoutAClock(_ stray: Stray) {
    let assignment = assign(stray.report)
    #expect(assignment.to == .triage)
    #expect(assignment.deadline == nil)
    #expect(assignment.limit == nil)
    #expect(assignment.group == nil)
    #expect(assignment.matter == stray.matter)
    #expect(assignment.duty == stray.duty)
    #expect(assignment.community == stray.community)
    #expect(assignment.grid == stray.grid)
    let why = AssignmentReason(kind: stray.kind, subject: stray.subject)
    #expect(assignment.assignedBy == AssignedBy(rules: Town.book.digest, line: nil, why: why))
  }

  @Test func unlistedMatterGoesToTriageWithoutLookingAtOverrides() {
    var everything = Override.Condition()
    everything.community = Town.heshuikou
    let book = Town.with(
      overrides: Override(name: "all", when: everything, post: "patrol", group: nil, limit: nil, line: 40))
    #expect(assign(Report(matter: "XX-999", grid: "heshuikou-01"), under: book).to == .triage)
    #expect(assign(Report(grid: "heshuikou-01"), under: book).to == .triage)
  }

  @Test func theTwoSpellingsOfOneNameAreTwoNames() {
    #expect("Caf\u{E9} 外摆" == "Cafe\u{301} 外摆")
    #expect(assign(Report(matter: "Caf\u{E9} 外摆", grid: "heshuikou-01")).matter == "UM-003")
    let decomposed = assign(Report(matter: "Cafe\u{301} 外摆", grid: "heshuikou-01"))
    #expect(decomposed.to == .triage)
    #expect(decomposed.assignedBy.why.kind == .unlistedMatter)
  }

  @Test func aCodeWinsOverAnotherMattersName() {
    for swapped in [false, true] {
      var town = Town()
      let named = Town.matter(
        "MU-009", "UM-001", duty: 1, post: "patrol", group: "urban-construction", limit: "1h", line: 30)
      town.matters.insert(named, at: swapped ? 0 : town.matters.count)
      #expect(town.book.matter("UM-001")?.line == 21)
      #expect(town.book.matter("MU-009")?.line == 30)
    }
  }

  @Test func theBookTellsHoursAndNames() {
    #expect(Town.book.hours(ofPost: "patrol") == hours("08:00-22:00"))
    #expect(Town.book.hours(ofPost: "info") == hours("09:00-12:00", "14:00-18:00"))
    #expect(Town.book.dutyName("municipal") == "市政")
    #expect(Town.book.dutyName("none") == nil)
    #expect(Town.book.matter("none") == nil)
  }

  @Test func aDeadlineBeyondTheKnownDaysIsProvisional() {
    let assignment = Town.book.assign(
      Report(matter: "UM-001", grid: "heshuikou-01"), source: "hotline", received: at("2026-12-31 10:00"))
    #expect(assignment.deadline == Deadline(moment: at("2027-01-01 10:00"), provisional: true))
  }
}
