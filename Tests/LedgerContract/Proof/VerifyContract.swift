import GridCore
import LedgerStore
import LedgerStories
import Testing

/// What a proof says of a ledger that nobody touched.
@Suite struct VerifyContract {
  @Test(arguments: Store.all) func theLawsOfOthersAreAskedOnTheSameSnapshot(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1"), .report("r1")))
      var seen = 0
      let own = try intake.ledger.verify(deep: true).laws.map(\.law)
      let report = try intake.ledger.verify(deep: true) { snapshot in
        try snapshot.eachRecord { _ in seen += 1 }
        return [LawReport.Law(law: "another", ok: false, text: "broken", chinese: "不成立")]
      }
      #expect(seen == report.counts.received)
      #expect(report.laws.map(\.law) == own + ["another"])
      #expect(!report.ok)
    }
  }

  @Test(arguments: Store.all) func anEmptyLedgerProves(_ store: Store) throws {
    try store.tell { _ in }
  }
}
