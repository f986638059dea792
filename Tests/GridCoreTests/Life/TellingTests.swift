import Figures
import GridCore
import Receiving
import Testing
import Words

/// Links, suggestions, culprits and reports.
@Suite struct TellingTests {
  static let report = Report(matter: "UM-001", grid: "heshuikou-01", subject: " 老王面馆\u{3000}")

  @Test func theSameTroubleIsLinkedWhileItIsInHandAndForAMonthAfterwards() {
    var reception = Reception(
      book: Town.book, now: at("2026-03-02 10:00"), known: [:], items: [:], held: [:])
    for event in [
      reportEvent("r1", Self.report), reportEvent("r2", Self.report),
      stepEvent("s1", .resolve, on: "r1"), stepEvent("s2", .void, on: "r2") { $0.note = "重复" },
      reportEvent("r3", Self.report), reportEvent("r4", Report(matter: "UM-001", grid: "heshuikou-01", place: "路口")),
    ] { reception.take(event) }
    let links = reception.changes.filter(\.change.isNew).map(\.change.item.memory.links)
    #expect(
      links == [
        [], [Link(item: itemKey(of: "r1"), kind: .repeat)], [Link(item: itemKey(of: "r1"), kind: .recurrence)], [],
      ])
  }

  @Test(arguments: [("2026-04-01 10:00", true), ("2026-04-01 10:00:01", false)])
  func aRecurrenceIsNoLongerAgoThanTheRulesSay(_ received: String, _ isLinked: Bool) throws {
    let key = try #require(newChange(Self.report, at: at("2026-03-01 09:00")).item.facts.trouble)
    let earlier = Trouble(
      key: key, item: itemKey(of: "r0"), receivedAt: at("2026-03-01 09:00"), order: 1, state: .closed,
      end: at("2026-03-02 10:00"))
    let change = Item.new(
      from: reportEvent("r1", Self.report), report: Self.report, received: at(received), under: Town.book,
      troubles: [key: [earlier]])
    #expect(change.item.memory.links.map(\.kind) == (isLinked ? [.recurrence] : []))
  }

  @Test func aStepForAListIsDecidedForEachAlone() {
    var reception = Reception(
      book: Town.book, now: at("2026-03-02 10:00"), known: [:], items: [:], held: [:])
    reception.take(reportEvent("r1"))
    reception.take(reportEvent("r2"))
    let ids = [itemID(of: "r1"), "nobody", itemID(of: "r1"), itemID(of: "r2")]
    reception.take(stepEvent("s1", .accept, on: "r1") { $0 = .init(kind: .accept, items: ids) })
    reception.take(stepEvent("s2", .accept, on: "r1") { $0 = .init(kind: .accept, items: ids) })
    guard case .acceptedList(let first) = reception.verdicts[2],
      case .refused(.noneOfList(let second)) = reception.verdicts[3]
    else {
      Issue.record("\(reception.verdicts)")
      return
    }
    #expect(first.map(\.item) == [itemID(of: "r1"), "nobody", itemID(of: "r2")])
    #expect(first.map { $0.refusal == nil } == [true, false, true])
    #expect(second.allSatisfy { $0.refusal != nil })
  }

  @Test func aSourceSendsWhatTheRulesLetIt() {
    let grants = SourceGrants(may: [ByteText("hotline"): ["report"]], others: ["note"])
    #expect(grants.allow("hotline", toSend: "report"))
    #expect(!grants.allow("hotline", toSend: "accept"))
    #expect(!grants.allow("desk", toSend: "accept"))
    #expect(grants.allow("desk", toSend: "note"))
    #expect(grants.allow("gridpost-act", toSend: "accept"))
    var town = Town()
    town.sources = grants
    var reception = Reception(book: town.book, now: at("2026-03-02 10:00"), known: [:], items: [:], held: [:])
    reception.take(reportEvent("r1", source: "camera"))
    #expect(reception.verdicts == [.refused(.notAllowed(type: "report"))])
  }

  @Test func theLongestKeywordHidesThoseWithinIt() {
    var town = Town()
    let keywords = [["停电"], ["停电动车"], ["车"], ["漏水"], []]
    town.matters = zip(town.matters, keywords).map { matter, words in
      Matter(
        code: matter.code, name: matter.name, duty: matter.duty, post: matter.post, group: matter.group,
        limit: matter.limit, urgency: matter.urgency, keywords: words, line: matter.line)
    }
    let told = { (text: String) in
      town.book.suggest(matter: nil, summary: text, at: at("2026-03-02 10:00")).map(\.matter)
    }
    #expect(told("楼道停电动车") == ["UM-002"])
    #expect(told("楼道停电动车,后来停电") == ["UM-002", "UM-001"])
    #expect(told("停电漏水") == ["UM-001", "MU-001"])
    #expect(told("无") == [])
  }

  @Test func whoUsedUpTheTimeIsTheCulpritAndOfTwoTheLater() throws {
    let item = itemAtPost().after(
      [.request(.transfer) { $0.to = "heshuikou/heshuikou-01/patrol" }], at: at("2026-03-02 17:00"))
    let first = Spell(from: at("2026-03-02 10:00"), to: at("2026-03-02 15:30"), holder: .office("a"), why: .waiting)
    let later = Spell(from: at("2026-03-02 15:30"), to: at("2026-03-09 10:00"), holder: .office("b"), why: .working)
    // Three and a half hours each before Tuesday 10:00.
    let culprit = Spell.culprit(
      [first, later], before: at("2026-03-03 10:00"), in: item.facts.measure, under: Town.book)
    #expect(culprit == .office("b"))
  }

  @Test(arguments: [DecidingVersion.fifth, .sixth])
  func whoseFaultItWasIsNotToldAnewByAMoveAfterIt(_ version: DecidingVersion) throws {
    let late = newChange(Report(matter: "UM-001", grid: "heshuikou-01"), at: at("2026-03-02 10:00")).item
    let step: StepRequest = .request(.return) { ($0.matter, $0.note) = ("MU-002", "是井盖") }
    let moved = try late.applying(step, received: at("2026-03-03 12:00"), under: Town.book, as: version).get().item
    #expect(moved.memory.breach == at("2026-03-03 10:00"))
    #expect(moved.facts.measure == Item.Measure(kind: .continuous, post: "livelihood"))
    #expect(moved.memory.breachMeasure == (version < .sixth ? nil : late.facts.measure))
    #expect(moved.measureOfBreach == (version < .sixth ? moved : late).facts.measure)
    // A move in time has nothing to keep; that the shorter limit has passed already is told in the new measure.
    let early = try late.applying(step, received: at("2026-03-02 12:00"), under: Town.book).get().item
    #expect(early.memory.breachMeasure == nil && early.measureOfBreach == early.facts.measure)
  }

  @Test func theFiguresOfAReportCountEveryItemOnceByState() {
    var figures = ReportFigures()
    for place in Item.Place.allCases { figures.add(StepTableTests.item(at: place), at: at("2026-03-03 10:00:01")) }
    let resolved = OnSiteResolution(by: nil, at: nil, note: nil)
    let onSite = newChange(Report(matter: "UM-001", resolved: resolved), at: at("2026-03-02 10:00")).item
    figures.add(onSite, at: at("2026-03-03 10:00:01"))
    #expect(figures[.received] == 8)
    let states: [ReportColumn] = [.triage, .open, .suspended, .resolved, .closed, .void, .onSite]
    #expect(states.map { figures[$0] } == [1, 2, 1, 1, 1, 1, 1])
    #expect(figures[.overdue] == 2)
    #expect(figures[.onTime] == 1)
    #expect(figures.onTimeRate?.text == "33.33")
    #expect(figures.closingRate?.text == "16.67")
    #expect(figures.reworkRate?.text == "0.00")
    // 0.6 × 33.33… + 0.3 × 16.66… + 0.1 × 100
    #expect(figures.score?.text == "35.00")
    #expect(figures.handling(percentile: 50) == 1800)
  }
}
