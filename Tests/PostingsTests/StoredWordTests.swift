import GridCore
import Ledger
import Testing

@testable import Postings

/// Words that lie in ledgers and are chained there: whoever renames a case may not change them.
struct StoredWordTests {
  @Test func eachClockHasTheWordItAlwaysHad() {
    let words = Item.Ripe.allCases.map(\.word)
    let stored = [
      "resume", "lapse", "accept", "remind", "again", "check", "visit", "triage", "rung", "acceptClimb", "passing",
    ]
    #expect(words == stored)
  }
}
