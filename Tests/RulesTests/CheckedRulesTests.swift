import Checking
import Testing
import Words

@testable import Rules

/// What a check tells beside the faults of the text.
@Suite struct CheckedRulesTests {
  private func base() throws -> String {
    let (input, _) = try TestFiles.parts(of: TestFiles.read(TestFiles.golden + "/00-good.case"))
    return String(decoding: input, as: UTF8.self)
  }

  @Test func whatCouldNotBeProvedIsToldAndHoldsNothingBack() throws {
    let text = try base()
    let checked = load(text).checked(at: GoldenRulesTests.now, budget: 0)
    #expect(checked.proofs == nil && checked.rules.book != nil)
    #expect(checked.rules.diagnostics.map(\.code) == [.unproven])
    #expect(checked.rules.diagnostics.map(\.line) == [36])
    #expect(!checked.isWellStrictly(onThatDay: false))
    #expect(load(text).checked(at: GoldenRulesTests.now).isWellStrictly(onThatDay: true))
  }

  @Test func readingAloneProvesNothing() throws {
    let text = try base().replacing("groups: {", with: "groups: {idle: 闲置组, ")
    #expect(load(text).diagnostics.isEmpty)
    #expect(load(text).checked(at: GoldenRulesTests.now).rules.diagnostics.map(\.code) == [.idleGroup])
  }

  @Test func aFaultyTextIsToldAsItWasRead() throws {
    let text = try base().replacing("post: patrol", with: "post: patroll")
    let (loaded, checked) = (load(text), load(text).checked(at: GoldenRulesTests.now))
    #expect(checked.proofs == nil && checked.rules.diagnostics == loaded.diagnostics)
    #expect(!checked.isWellStrictly(onThatDay: false))
  }

  @Test func warningsBeyondTheBoundAreCounted() throws {
    let groups = (0..<120).map { "g\($0): 组, " }.joined()
    let checked = load(try base().replacing("groups: {", with: "groups: {\(groups)")).checked(at: GoldenRulesTests.now)
    #expect(checked.rules.diagnostics.count == DiagnosticList.shown + 1)
    #expect(checked.rules.diagnostics.last?.code == .moreFaults && checked.rules.book != nil)
    #expect(!checked.isWellStrictly(onThatDay: false))
  }
}
