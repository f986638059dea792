import Formats
import GridCore
import Testing
import Words

/// Every state and every line of history has its word in both languages, and no two are told alike.
@Suite struct TellingTests {
  @Test func wordsAreInBothLanguagesAndApart() {
    let lines = [HistoryEntry.What.report, .escalate, .remind, .bounce, .lapse].map { wording($0) }
    for words in [ItemState.allCases.map { wording($0) }, StepKind.allCases.map { wording($0) } + lines] {
      #expect(Set(words.map(\.en)).count == words.count && Set(words.map(\.zh)).count == words.count)
      for word in words { #expect(!word.en.isEmpty && word.zh.unicodeScalars.contains { $0.value > 0x2E80 }) }
    }
    #expect(ItemState.allCases.map { wording($0).zh } == ["在办", "挂账", "待核查", "办结", "作废"])
  }
}
