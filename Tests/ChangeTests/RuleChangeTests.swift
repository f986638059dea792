import GridCore
import Testing
import Words

@testable import Change

/// What a change of rules is told as, on a town small enough to tell it by hand.
@Suite struct RuleChangeTests {
  @Test func aDutyThatGoesToAnotherPostIsOneLine() {
    let change = SmallTown.change { $0.matters = $0.matters.map { $0.duty == 0 ? $0.with(post: "info") : $0 } }
    #expect(change.cells.total == 12 && change.cells.moved == 8 && change.cells.changed == 8)
    #expect(change.cells.movedPercent?.text == "66.67")
    #expect(
      change.moves == [
        RuleChange.Line(
          duty: "d0", matters: ["A1", "A2"], communities: nil, grids: nil, when: nil, from: "patrol", to: "info",
          cells: 8)
      ])
    #expect(change.emptied == ["patrol"])
    #expect(change.limits.isEmpty && change.groups.isEmpty && change.other.isEmpty)
    #expect(change.changesAnything)
  }

  @Test func anOverrideIsToldByItsEffectAlone() {
    let night = SmallTown.override(post: "info") {
      $0.community = 0
      $0.hours = .init(start: 79_200, end: 21_600)
    }
    let change = SmallTown.change { $0.overrides = [night] }
    #expect(change.moves.count == 1)
    #expect(change.moves.first?.communities == ["c0"])
    #expect(change.moves.first?.when == KindProduct(hours: [.init(start: 79_200, end: 21_600)]))
    #expect(change.other.isEmpty)
    // One that reaches nothing changes nothing.
    let idle = SmallTown.override(post: "patrol") { $0.duty = 0 }
    #expect(!SmallTown.change { $0.overrides = [idle] }.changesAnything)
  }

  @Test func kindsThatAreNoProductTakeSeveralLines() {
    let red = SmallTown.override(post: "info") {
      $0.matter = 0
      $0.grid = 0
      $0.risk = .red
    }
    let hotline = SmallTown.override(post: "info") {
      $0.matter = 0
      $0.grid = 0
      $0.source = ByteText("hotline")
    }
    let change = SmallTown.change { $0.overrides = [red, hotline] }
    #expect(change.cells.moved == 1)
    #expect(change.moves.map(\.grids) == [["g0"], ["g0"]])
    #expect(
      Set(change.moves.map(\.when)) == [
        KindProduct(risks: [.red]), KindProduct(risks: [nil], sources: [ByteText("hotline")]),
      ])
  }

  @Test func limitsOfOneLengthAreOne() {
    let minutes = SmallTown.change { $0.matters[0] = $0.matters[0].with(limit: "120m") }
    #expect(!minutes.changesAnything)
    let days = SmallTown.change { $0.matters[0] = $0.matters[0].with(limit: "1wd") }
    #expect(days.limits.map(\.from) == ["2h"] && days.limits.map(\.to) == ["1wd"])
    #expect(days.cells.moved == 0 && days.cells.changed == 4)
    // 7 working hours may be a day, and are another limit.
    let sevenHours = SmallTown.with { $0.matters[0] = $0.matters[0].with(limit: "7wh") }
    let oneDay = SmallTown.with { $0.matters[0] = $0.matters[0].with(limit: "1wd") }
    #expect(RuleChange(from: sevenHours, to: oneDay).cells.changed == 4)
  }

  @Test func aGridOfAnotherCommunityIsGoneThereAndNewHere() {
    let change = SmallTown.change { $0.grids[1] = ("g1", 1) }
    #expect(change.cells.gone == 3 && change.cells.new == 3 && change.cells.moved == 0)
    #expect(change.goneGrids == ["g1"] && change.newGrids == ["g1"])
    #expect(change.cells.movedPercent?.text == "25.00")
  }

  @Test func roundsVisitsAndSignalsThatDifferAreTold() throws {
    let limit = try #require(TimeLimit("3wd"))
    func round(_ name: String, day: Int = 1, summary: String? = nil, line: Int = 1) -> RoundRule {
      RoundRule(
        name: name, every: .month, day: day, holidays: .next, audience: .grid, to: .branch, limit: limit,
        summary: summary, line: line)
    }
    func signal(_ name: String, times: Int) -> SignalRule {
      SignalRule(name: name, kind: .late, threshold: .times(times), per: .week, line: 1)
    }
    func integrity(_ signals: SignalRule...) -> IntegrityRules {
      IntegrityRules(matter: "A1", limit: limit, to: "o", signals: signals)
    }
    let old = SmallTown.with {
      $0.rounds = [round("same"), round("gone"), round("day"), round("words")]
      $0.visits = VisitRules(duties: ["d0"], matters: ["B1"], together: limit, cap: [.red: 12])
      $0.integrity = integrity(signal("s", times: 1), signal("t", times: 1))
    }
    let new = SmallTown.with {
      $0.rounds = [round("words", summary: "more"), round("day", day: 2), round("new"), round("same", line: 9)]
      $0.visits = VisitRules(duties: ["d0"], matters: ["B1"], together: limit, cap: [.red: 6])
      $0.integrity = integrity(signal("t", times: 1), signal("s", times: 2))
    }
    #expect(
      RuleChange(from: old, to: new).other == [
        "rounds.gone", "rounds.new", "rounds.words.summary", "rounds.day", "visits.cap", "integrity.signals.s",
      ])
    #expect(
      RuleChange(from: SmallTown().book, to: new).other == [
        "rounds.words", "rounds.day", "rounds.new", "rounds.same", "visits.inspections", "visits.together",
        "visits.cap",
        "integrity.matter", "integrity.limit", "integrity.to", "integrity.signals.t", "integrity.signals.s",
      ])
    #expect(!RuleChange(from: new, to: new).changesAnything)
  }

  @Test func aMatterOfAnotherDutyIsTheSameCell() {
    let change = SmallTown.change { $0.matters[0] = $0.matters[0].with(duty: 1) }
    #expect(change.cells.gone == 0 && change.cells.changed == 0)
    #expect(change.other == ["duties.d1.matters.A1"])
  }

  @Test func mattersThatAreGoneNewAndRenamed() {
    let change = SmallTown.change {
      $0.matters[0] = $0.matters[0].with(name: "other")
      $0.matters[1] = $0.matters[1].with(code: "A9")
    }
    #expect(change.goneMatters == ["A2"] && change.newMatters == ["A9"])
    #expect(change.renamed == [RuleChange.Renaming(code: "A1", from: "A1 name", to: "other")])
    #expect(change.cells.gone == 4 && change.cells.new == 4 && change.other.isEmpty)
  }

  @Test func whatIsToldNowhereElseIsToldByItsKey() {
    let change = SmallTown.change {
      $0.lifecycle.check = .group
      $0.lifecycle.extensions = ByUrgency(2, [.emergency: 0])
      $0.matters[0] = $0.matters[0].with(urgency: .urgent)
      $0.posts.append("new")
      $0.sources = SourceGrants(may: [ByteText("x"): ["report"]])
      $0.guard.movedPercent = nil
    }
    #expect(
      change.other == [
        "posts.new", "lifecycle.check", "lifecycle.extensions", "duties.d0.matters.A1.urgency", "sources.x", "guard",
      ])
    let same = SmallTown.change {
      $0.lifecycle.recurrence = ByUrgency(TimeLimit(days: 30), [.urgent: TimeLimit(days: 30)])
    }
    #expect(!same.changesAnything)
  }

  @Test func laddersAndCalendars() throws {
    let day = try #require(TimeLimit("1440m"))
    let hours = SmallTown.with { $0.ladder = [Rung(to: .group, after: TimeLimit("24h"), line: 1)] }
    let minutes = SmallTown.with { $0.ladder = [Rung(to: .group, after: day, line: 7)] }
    #expect(!RuleChange(from: hours, to: minutes).changesAnything)
    let shorter = SmallTown.change { $0.ladder = [] }
    #expect(shorter.ladder != nil && shorter.climbsLess)
    let calendar = SmallTown.change { $0.holidays = [20_000, 20_001] }
    #expect(calendar.calendar?.to.holidays == [20_000...20_001] && calendar.other.isEmpty)
  }
}

/// Two communities, four grids, two duties, three matters; a test changes the part it is about.
struct SmallTown {
  struct Line {
    var code: String
    var name: String
    var duty: Int
    var post: String
    var limit: String
    var urgency = Urgency.normal

    func with(
      code: String? = nil, name: String? = nil, duty: Int? = nil, post: String? = nil, limit: String? = nil,
      urgency: Urgency? = nil
    ) -> Line {
      Line(
        code: code ?? self.code, name: name ?? self.name, duty: duty ?? self.duty, post: post ?? self.post,
        limit: limit ?? self.limit, urgency: urgency ?? self.urgency)
    }
  }

  var matters = [
    Line(code: "A1", name: "A1 name", duty: 0, post: "patrol", limit: "2h"),
    Line(code: "A2", name: "A2 name", duty: 0, post: "patrol", limit: "4wh"),
    Line(code: "B1", name: "B1 name", duty: 1, post: "info", limit: "1wd"),
  ]
  var grids = [("g0", 0), ("g1", 0), ("g2", 1), ("g3", 1)]
  var posts = ["info", "patrol"]
  var overrides: [Override] = []
  var lifecycle = Lifecycle()
  var sources = SourceGrants()
  var `guard` = Guard()
  var ladder = [Rung(to: .group, after: nil, line: 1)]
  var holidays: Set<Int> = []
  var rounds: [RoundRule] = []
  var visits: VisitRules?
  var integrity: IntegrityRules?

  var book: RuleBook {
    let hours = WorkingHours(windows: [.init(start: 32_400, end: 64_800)]) ?? .wholeDay
    return RuleBook(
      digest: .zero, subdistrict: Named(id: "s", name: "s"), offices: [],
      communities: [Named(id: "c0", name: "c0"), Named(id: "c1", name: "c1")],
      grids: grids.map { Grid(id: $0.0, name: $0.0, community: $0.1) },
      posts: posts.map { PostType(id: $0, name: $0, hours: nil) }, groups: [Named(id: "g", name: "g")],
      calendar: WorkCalendar(utcOffset: 0, hours: hours, holidays: holidays, makeUpDays: [], knownUntil: 30_000),
      ladders: ByUrgency(ladder), duties: [Named(id: "d0", name: "d0"), Named(id: "d1", name: "d1")],
      matters: matters.compactMap { line in
        TimeLimit(line.limit).map {
          Matter(
            code: line.code, name: line.name, duty: line.duty, post: line.post, group: "g", limit: $0,
            urgency: line.urgency, keywords: [], line: 1)
        }
      }, overrides: overrides, intake: IntakeLimits(), lifecycle: lifecycle, sources: sources, guard: self.guard,
      rounds: rounds, visits: visits, integrity: integrity)
  }

  static func with(_ edit: (inout SmallTown) -> Void) -> RuleBook {
    var town = SmallTown()
    edit(&town)
    return town.book
  }

  static func change(_ edit: (inout SmallTown) -> Void) -> RuleChange {
    RuleChange(from: SmallTown().book, to: with(edit))
  }

  static func override(post: String, _ when: (inout Override.Condition) -> Void) -> Override {
    var condition = Override.Condition()
    when(&condition)
    return Override(name: nil, when: condition, post: post, group: nil, limit: nil, line: 1)
  }
}
