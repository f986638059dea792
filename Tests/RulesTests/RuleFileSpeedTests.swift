import Change
import Formats
import FuzzPromises
import GridCore
import Testing
import Words

@testable import Rules

/// How long a reload's reading takes; the figures are printed, the bounds are generous for a busy machine.
@Suite struct RuleFileSpeedTests {
  private func fastest(of runs: Int, _ bytes: [UInt8]) -> Duration {
    let clock = ContinuousClock()
    return (0..<runs).map { _ in clock.measure { _ = load(bytes) } }.min() ?? .zero
  }

  @Test func readingTheFileThatComesWithTheProgramIsQuick() throws {
    let time = fastest(of: 10, try TestFiles.read(TestFiles.package + "/rules.yaml"))
    print("rules.yaml loads in \(time)")
    #expect(time < .seconds(1))
  }

  @Test func twoHundredOverridesAreAnalysedQuickly() throws {
    let text = String(decoding: try TestFiles.read(TestFiles.package + "/rules.yaml"), as: UTF8.self)
    let book = try #require(load(text).book)
    var dice = SplitMix(seed: 7)
    var more = "overrides:\n"
    for number in 0..<200 {
      let matter = book.matters.randomElement(using: &dice) ?? book.matters[0]
      let grid = book.grids.randomElement(using: &dice) ?? book.grids[0]
      var when: [String] = ["source: s\(number)"]
      if Bool.random(using: &dice) { when[0] = "risk: \(Risk.allCases.randomElement(using: &dice) ?? .red)" }
      when.append(Bool.random(using: &dice) ? "matter: \(matter.code)" : "duty: \(book.duties[matter.duty].id)")
      when.append(Bool.random(using: &dice) ? "grid: \(grid.id)" : "community: \(book.communities[grid.community].id)")
      if Bool.random(using: &dice) { when.append("hours: \"\(10 + number % 10):00-0\(number % 9):30\"") }
      more += "  - {when: {\(when.joined(separator: ", "))}, deadline: 3h}\n"
    }
    let start = try #require(text.firstRange(of: "\noverrides:")?.lowerBound)
    let bytes = Array((text[..<start] + "\n" + more + "end: rules\n").utf8)
    let loaded = load(bytes)
    #expect(loaded.diagnostics.allSatisfy { $0.code == .overrideNeverMatches })
    print("with 200 overrides \(fastest(of: 5, bytes)), \(loaded.coverage.shadowed) of them shadowed")
  }

  @Test func hostileOverridesEndInTime() throws {
    // Every one overlaps every other on each side, so that pieces multiply.
    let matters = 64
    let conditions = (0..<300).map { number -> Override.Condition in
      var when = Override.Condition()
      switch number % 4 {
      case 0: when.matter = number % matters
      case 1: when.grid = number / 4 % 64
      case 2: when.hours = .init(start: number * 60, end: (number * 120 + 7200) % 86_400)
      default: when.source = ByteText("s\(number)")
      }
      return when
    }
    var coverage = OverrideCoverage(
      dutyOfMatter: Array(repeating: 0, count: matters), communityOfGrid: Array(repeating: 0, count: 64),
      conditions: conditions)
    let clock = ContinuousClock()
    var reaches: [OverrideReach] = []
    let time = clock.measure { reaches = coverage.reaches() }
    print("300 overlapping overrides: \(time), unproven \(reaches.count { $0 == .unproven })")
    #expect(time < .seconds(5))
  }
}
