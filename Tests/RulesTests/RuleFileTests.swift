import Checking
import Formats
import GridCore
import Testing
import Words

@testable import Rules

/// The file that comes with the program, and small good files.
@Suite struct RuleFileTests {
  private func base() throws -> String {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good.case"))
    return String(decoding: input, as: UTF8.self)
  }

  @Test func theFileThatComesWithTheProgramHasNoFault() throws {
    let bytes = try TestFiles.read(TestFiles.package + "/rules.yaml")
    let checked = load(bytes).checked(at: GoldenRulesTests.now)
    let loaded = checked.rules
    #expect(checked.isWellStrictly(onThatDay: true))
    let rendering = DiagnosticRendering(name: "rules.yaml", bytes: bytes, language: .en)
    #expect(loaded.diagnostics.isEmpty, "\(rendering.text(loaded.diagnostics))")
    #expect(loaded.book != nil)
    let coverage = loaded.coverage
    #expect([coverage.duties, coverage.matters, coverage.communities, coverage.grids] == [17, 208, 8, 80])
    #expect([coverage.routes, coverage.holes, coverage.shadowed] == [208 * 80, 0, 0])
  }

  @Test func aGoodBookRoutes() throws {
    let loaded = load(try base())
    let book = try #require(loaded.book)
    #expect(book.grids.map(\.id) == ["heshuikou-01", "heshuikou-02", "heshuikou-03", "jiangwei-a", "jiangwei-b"])
    #expect(book.matters.map(\.post) == ["patrol", "info", "patrol"])
    #expect(book.matters.map(\.limit.text) == ["1wd", "2h", "4wh"])
    #expect(book.matters.map(\.line) == [29, 30, 35])
    #expect(book.ladder.map(\.line) == [20, 21])
    let report = Report(matter: "占道经营", grid: "heshuikou-03")
    // 2026-03-02 is a Monday; 10:00 in China.
    let day = book.assign(report, source: "s", received: Timestamp(seconds: 1_772_416_800))
    #expect(day.to.text == "heshuikou/heshuikou-03/patrol")
    #expect(day.assignedBy.line == 29)
    let night = book.assign(report, source: "s", received: Timestamp(seconds: 1_772_416_800 + 14 * 3600))
    #expect(night.to.text == "heshuikou/heshuikou-03/info")
    #expect(night.assignedBy.line == 37)
  }

  @Test func numbersOfGridsArePadded() throws {
    let text = try base().replacing("grids: 3}", with: "grids: 100}").replacing("grids: 5}", with: "grids: 102}")
    let book = try #require(load(text).book)
    #expect(book.grids[8].id == "heshuikou-09")
    #expect(book.grids[99].id == "heshuikou-100")
  }

  @Test func intakeIsReadInItsUnits() throws {
    let text = try base().replacing(
      "overrides:",
      with: "intake: {settle: 50ms, patience: 2m, step_wait: 48h, max_file: 512MiB, max_event: 65536, max_depth: 256}\n"
        + "overrides:")
    let intake = try #require(load(text).book).intake
    #expect(intake.settle == .milliseconds(50))
    #expect(intake.patience == .seconds(120))
    #expect(intake.stepWait == 48 * 3600)
    #expect(intake.maxFile == 512 << 20)
    #expect(intake.maxEvent == 65_536)
    #expect(intake.maxDepth == 256)
  }

  @Test func aSmallFileBoundsItsEvents() throws {
    let text = try base().replacing("overrides:", with: "intake: {max_file: 64KiB}\noverrides:")
    #expect(load(text).book?.intake.maxEvent == 65_536)
  }

  @Test func lineEndsAndByteOrderMarkDoNotMatter() throws {
    let text = try base()
    for variant in [
      text.replacing("\n", with: "\r\n"), text.replacing("\n", with: "\r"), "\u{FEFF}" + text, "---\n" + text,
      text + "...\n",
      text + "\n\n# the end\n", String(text.dropLast()),
    ] {
      let loaded = load(variant)
      #expect(loaded.book != nil, "\(loaded.diagnostics.first.map { $0.message.en } ?? "")")
      #expect(loaded.diagnostics.isEmpty)
    }
  }

  @Test func everySectionIsCheckedWhateverBefellTheOthers() throws {
    let bytes = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/99-many-sections-at-once.case")).input
    let codes = load(bytes).diagnostics.map(\.code)
    #expect(codes.count >= 10)
    #expect(codes.contains(.version) && codes.contains(.unknownDuty) && codes.contains(.badDate))
  }

  @Test func pathsLeadToTheValue() throws {
    let text = try base().replacing("post: info, deadline", with: "post: inof, deadline")
      .replacing("community: heshuikou, hours", with: "community: heshuiku, hours")
    #expect(
      load(text).diagnostics.map(\.path) == [
        "duties.urban-management.matters.UM-002.post", "overrides[0].when.community",
      ])
  }

  @Test func faultyMattersAreHoles() throws {
    let text = try base().replacing("post: info, deadline", with: "post: inof, deadline")
    let coverage = load(text).coverage
    #expect([coverage.matters, coverage.routes, coverage.holes] == [3, 10, 5])
  }

  @Test func shadowedOverridesAreCounted() throws {
    let text = try base().replacing("overrides:\n", with: "overrides:\n  - {when: {}, deadline: 2h}\n")
    #expect(load(text).coverage.shadowed == 1)
  }

  @Test func aTornFileIsNeverTaken() throws {
    let bytes = Array(try base().utf8)
    // Whole again from where only the line end is missing.
    for length in stride(from: 0, to: bytes.count - 1, by: 3) {
      #expect(load(Array(bytes[..<length])).book == nil, "torn at \(length)")
    }
  }

  @Test(arguments: 1...2) func aFileCutWithinACharacterIsHalfSaved(_ left: Int) throws {
    let loaded = load(Array(try base().utf8) + Array("岗".utf8).prefix(left))
    #expect(loaded.diagnostics.map(\.code) == [.halfSaved])
    #expect(loaded.diagnostics.map(\.line) == [41])
    // Bytes of another encoding are none of a character that goes on.
    #expect(load(Array(try base().utf8) + [0xB8, 0xDA]).diagnostics.map(\.code) == [.encoding])
  }

  /// A piece of a good file, and what makes the whole of it unusable in its place.
  @Test(arguments: [
    ("end: rules", "end: rule"), ("grids: 3}", "grids: 80}"), ("deadline: 1wd", "deadline: 2"),
    ("deadline: 1wd", "deadline:"), ("urgency: urgent", "urgency: soonish"), ("  info: 基", "  in/fo: 基"),
    ("  heshuikou: {", "  \"../../etc\": {"), ("{city-appearance:", "{\"../x\":"), ("UM-002: {", "UM-001: {"),
    ("PS-001: {", "UM-001: {"), ("{name: 消防通道堵塞", "{name: 占道经营"), ("22:00-06:00", "22:00-25:00"),
    ("{duty: urban-management,", "{color: red,"), ("{duty: urban-management,", "{risk: purple,"),
    ("{duty: urban-management,", "{matter: XX-001,"),
    ("community: heshuikou,", "community: jiangwei, grid: heshuikou-03,"),
    ("\"22:00-06:00\"}, post: info}", "\"22:00-06:00\"}}"), ("overrides:", "intake: {setle: 1s}\noverrides:"),
    ("overrides:", "intake: {settle: soon}\noverrides:"), ("expect: heshuikou/heshuikou-03/patrol", "expect: triage"),
  ])
  func oneFaultMakesTheWholeFileUnusable(_ good: String, _ bad: String) throws {
    let text = try base()
    #expect(text.contains(good))
    #expect(load(text.replacing(good, with: bad)).book == nil, "\(bad)")
  }

  @Test func whatIsCoveredHasNoConsequences() throws {
    // Each line of the file in turn is spoilt; whatever it holds, the fault is told there and nowhere else.
    let lines = try base().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for number in lines.indices.dropLast(2) {
      var spoilt = lines
      guard let colon = spoilt[number].firstRange(of: ": ") else { continue }
      spoilt[number].replaceSubrange(colon, with: ": @")
      let faults = load(spoilt.joined(separator: "\n")).diagnostics
      #expect(faults.map(\.line) == [number + 1], "\(spoilt[number]): \(faults.map(\.message.en))")
    }
  }

  @Test func aFileAboveTheLimitIsRefusedUnread() {
    let loaded = load([UInt8](repeating: 0x23, count: RuleFile.largest + 1))
    #expect(loaded.diagnostics.map(\.code) == [.tooLarge])
  }

  @Test func manyFaultsAreBounded() {
    var text = "version: 1\nposts:\n"
    for number in 0..<60_000 { text += "  ?\(number): x\n" }
    let loaded = load(text + "end: rules\n")
    #expect(loaded.diagnostics.count == DiagnosticList.shown + 1)
    #expect(loaded.diagnostics.last?.code == .moreFaults)
    #expect(loaded.book == nil)
  }
}

/// Faults of syntax without end.
@Suite struct ManySyntaxFaultsTests {
  @Test func theyEndTheReadingInTime() {
    var duties = "version: 1\nduties:\n"
    for number in 0..<9000 { duties += "  d\(number): {name: a, post: p, keywords: [甲, 乙, 丙], deadline: 2h}\n" }
    let files = [
      duties + String(repeating: "  e {name: a post: b}\n", count: 200),
      "\"" + String(repeating: "a\n", count: 300_000),
      String(repeating: "{a: b c: d\n", count: 60_000), String(repeating: "  a: \"b\n", count: 60_000),
      String(repeating: "    x\n   - y: z: a\n", count: 30_000),
    ]
    let clock = ContinuousClock()
    for file in files {
      let time = clock.measure { #expect(load(file).book == nil) }
      print("a file of \(file.utf8.count) bytes full of faults is refused in \(time)")
      #expect(time < .seconds(60))
    }
  }
}

/// Files made to cost time or memory out of all proportion to their size.
@Suite struct OversizedRulesTests {
  private func section(_ name: String, _ line: (Int) -> String) -> String {
    var text = "version: 1\n\(name):\n"
    for number in 0..<40_000 where text.utf8.count < 500_000 { text += "  \(line(number))\n" }
    return text + "end: rules\n"
  }

  @Test func growingFilesAreRefusedInTime() {
    let files = [
      section("communities") { "c\($0): {name: a, grids: 999}" },
      section("overrides") { "- {when: {source: s\($0)}, post: a}" },
      section("duties") { "d\($0): {name: a, post: p, group: g, deadline: 1h, matters: {m\($0): n}}" },
      section("examples") { "- {matter: m\($0), grid: g, expect: triage}" },
      "calendar:\n" + section("  holidays") { _ in "    - \"2026-01-01..2026-12-31\"" }.dropFirst(11),
      section("posts") { "p\($0): a" }
        + section("duties") { "d\($0): {name: a, post: x\($0), matters: {}}" }.dropFirst(11),
    ]
    let clock = ContinuousClock()
    for file in files {
      let time = clock.measure { #expect(load(file).book == nil) }
      print("a file of \(file.utf8.count) bytes is refused in \(time)")
      #expect(time < .seconds(30))
    }
    #expect(load(files[0]).diagnostics.contains { $0.code == .tooMany })
  }
}
