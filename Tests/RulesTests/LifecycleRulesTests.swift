import Formats
import GridCore
import Testing
import Words
import YAML

@testable import Rules

/// What a rules file says of the life of a case, and what is said of it where that is wrong.
@Suite struct LifecycleRulesTests {
  private static func base() throws -> String {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good.case"))
    return String(decoding: input, as: UTF8.self)
  }

  /// The good file with a section `lifecycle:` of these lines.
  private static func file(_ lines: String...) throws -> String {
    try base().replacing("\nduties:", with: "\nlifecycle:\n" + lines.map { "  \($0)\n" }.joined() + "duties:")
  }

  private func span(_ text: String) throws -> TimeLimit {
    try #require(TimeLimit(span: text))
  }

  @Test func whatAFileDoesNotSayIsAsUsual() throws {
    let book = try #require(load(try Self.base()).book)
    #expect(book.lifecycle == Lifecycle())
    #expect(book.sources == SourceGrants())
    #expect(book.dutyChecks == [nil, nil])
    #expect(book.matters.allSatisfy { $0.check == nil && $0.until == nil })
    #expect(book.ladders.values.isEmpty)
    #expect(book.ladder.allSatisfy { $0.repeat == nil && !$0.unlessAccepted })
  }

  @Test func writingTheDefaultsOutChangesNothing() throws {
    let text = try Self.file(
      "accept_within: none", "remind_at: none", "check: none", "check_within: none", "visit: {}", "visit_by: none",
      "approve: none", "extensions: 2", "suspensions: 1", "bounces: 2", "reopenings: 3", "longest_suspension: 365d",
      "recurrence: 30d", "triage_within: none")
    let loaded = load(text)
    #expect(loaded.diagnostics.isEmpty)
    #expect(loaded.book?.lifecycle == Lifecycle())
  }

  @Test func everySettingIsRead() throws {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good-lifecycle.case"))
    let book = try #require(load(input).book)
    let life = book.lifecycle
    #expect(life.acceptWithin == ByUrgency(nil, [.urgent: try span("30m"), .emergency: try span("15m")]))
    #expect(life.remindAt == ByUrgency(80))
    #expect(life.check == .office("command-centre"))
    #expect(life.checkWithin == ByUrgency(try span("1wd")))
    #expect(life.visit.count == 2)
    #expect(life.visit[ByteText("hotline-12345")] == ByUrgency(try span("2wd")))
    #expect(life.visit[ByteText("board")] == ByUrgency(nil, [.emergency: try span("4h")]))
    #expect(life.visitBy == "info")
    #expect(life.approveAbove)
    #expect(life.extensions == ByUrgency(2, [.emergency: 0]))
    #expect([life.suspensions, life.bounces, life.reopenings] == [ByUrgency(1), ByUrgency(0), ByUrgency(3)])
    #expect(life.longestSuspension == ByUrgency(TimeLimit(days: 365)))
    #expect(life.recurrence == ByUrgency(TimeLimit(days: 30), [.routine: try span("10wd")]))
    #expect(life.triageWithin == ByUrgency(try span("2h")))
    #expect(book.dutyChecks == [nil, .group])
    #expect(book.matters.map(\.check) == [nil, nil, Checker.none])
    #expect(book.matters.map(\.until) == [nil, nil, CivilDate(year: 2026, month: 12, day: 31)?.dayNumber])
  }

  @Test func everyLadderIsRead() throws {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good-lifecycle.case"))
    let ladders = try #require(load(input).book).ladders
    #expect(ladders.fallback.map(\.to) == [.group, .office("command-centre")])
    #expect(ladders.fallback.map(\.unlessAccepted) == [false, true])
    #expect(ladders.fallback.map(\.repeat) == [nil, nil])
    let emergency = try #require(ladders.values[.emergency])
    #expect(emergency.map(\.after?.text) == [nil, "30m"])
    #expect(
      emergency.map(\.repeat) == [.init(every: try span("1d"), times: nil), .init(every: try span("30m"), times: 3)])
    #expect(ladders[.routine] == ladders.fallback)
  }

  @Test func sourcesAreNarrowed() throws {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good-lifecycle.case"))
    let sources = try #require(load(input).book).sources
    #expect(sources.allow("hotline-12345", toSend: "visit"))
    #expect(!sources.allow("hotline-12345", toSend: "void"))
    #expect(!sources.allow("board", toSend: "report"))
    #expect(sources.allow("camera", toSend: "report") && !sources.allow("camera", toSend: "note"))
    #expect(sources.allow("gridpost-act", toSend: "void"))
  }

  @Test func aMatterIsListedUpToItsLastDay() throws {
    let text = try Self.base().replacing("UM-001: 占道经营", with: "UM-001: {name: 占道经营, until: \"2026-03-02\"}")
    let book = try #require(load(text).book)
    let report = Report(matter: "占道经营", grid: "heshuikou-03")
    // 2026-03-02, 10:00 and 24:00 in China.
    let moments = [1_772_416_800, 1_772_416_800 + 14 * 3600].map { Timestamp(seconds: $0) }
    #expect(moments.map { book.assign(report, source: "s", received: $0).to == .triage } == [false, true])
  }

  /// A line of the section, what it is told as, and the column of what is wrong.
  @Test(arguments: [
    ("accept_within: 30", FaultCode.badLimit, 18), ("accept_within: 0m", .badLimit, 18),
    ("accept_within: {default: none, urgnt: 30m}", .unknownKey, 34),
    ("accept_within: {urgent: 30m}", .missingKey, 3), ("accept_within: [30m]", .wrongKind, 18),
    ("remind_at: 0%", .outOfRange, 14), ("remind_at: 100%", .outOfRange, 14), ("remind_at: 80", .badPercent, 14),
    ("remind_at: 80.5%", .badPercent, 14), ("remind_at: 080%", .badPercent, 14), ("remind_at: -1%", .badPercent, 14),
    ("check: centre", .unknownOffice, 10), ("check: {default: group}", .wrongKind, 10),
    ("check_within: soon", .badLimit, 17), ("visit: hotline", .wrongKind, 10),
    ("visit: {hotline: 2wd}", .missingKey, 3), ("visit_by: inof", .unknownPost, 13),
    ("approve: abov", .unknownWord, 12), ("approve: yes", .unknownWord, 12),
    ("extensions: two", .badNumber, 15), ("extensions: -1", .badNumber, 15), ("extensions: 1001", .outOfRange, 15),
    ("suspensions: 1.5", .badNumber, 16), ("bounces: none", .badNumber, 12),
    ("reopenings: 99999999999999999999", .outOfRange, 15),
    ("longest_suspension: none", .badLimit, 23), ("longest_suspension: 3651d", .badLimit, 23),
    ("recurrence: 1 month", .badLimit, 15), ("triage_within: \"\"", .emptyValue, 18),
    ("remind: 80%", .unknownKey, 3),
  ])
  func whatIsWrongIsToldAtItsPlace(_ line: String, _ code: FaultCode, _ column: Int) throws {
    let loaded = load(try Self.file(line))
    #expect(loaded.book == nil)
    #expect(loaded.diagnostics.map(\.code) == [code], "\(loaded.diagnostics.map(\.message.en))")
    #expect(loaded.diagnostics.map(\.line) == [23])
    #expect(loaded.diagnostics.map(\.column) == [column])
    #expect(loaded.diagnostics.allSatisfy { $0.path.hasPrefix("lifecycle") })
  }

  /// What was most likely meant is offered, in both languages.
  @Test(arguments: [
    ("accept_whitin: 30m", "accept_within"), ("remind_at: 0.8", "80%"), ("remind_at: 80％", "80%"),
    ("check: gruop", "group"), ("check: 街道指挥中心", "command-centre"), ("visit_by: ptrol", "patrol"),
    ("approve: abvoe", "above"), ("recurrence: 30 d", "30d"), ("recurrence: 30天", "30d"),
    ("extensions: {default: 2, emergncy: 0}", "emergency"), ("extensions: 02", "2"), ("退单: 2", "bounces"),
  ])
  func whatWasMeantIsOffered(_ line: String, _ meant: String) throws {
    let help = load(try Self.file(line)).diagnostics.compactMap(\.suggestion)
    #expect(help.contains { $0.en.contains(meant) && $0.zh.contains(meant) }, "\(help)")
  }

  @Test func everyNameOfASettingIsKnownToTheMender() {
    let keys = Vocabulary.rules.keys
    let names = RuleReader.lifecycleKeys + RuleReader.urgencyKeys + RuleReader.rungKeys + RuleReader.sections
    #expect(names.filter { !keys.contains($0) }.isEmpty)
  }

  @Test func theTownHasALifecycle() throws {
    let book = try #require(load(try TestFiles.read(TestFiles.package + "/rules.yaml")).book)
    let life = book.lifecycle
    #expect(life.acceptWithin[.urgent] == (try span("20m")))
    #expect(life.acceptWithin[nil] == nil)
    #expect(life.visit.keys.contains(ByteText("hotline-12345")) && life.visitBy == "livelihood")
    let safety = try #require(book.duties.firstIndex { $0.id == "production-safety" })
    #expect(book.dutyChecks[safety] == .group)
    #expect(book.ladders[.emergency].last?.repeat != nil && book.ladders[.normal].last?.repeat == nil)
  }
}
