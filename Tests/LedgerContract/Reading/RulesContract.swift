import Formats
import GridCore
import Ledger
import LedgerStories
import Testing

/// Which rules are in force, and which texts are kept.
@Suite struct RulesContract {
  @Test(arguments: Store.all) func theRulesInForceAreTheLastAdopted(_ store: Store) throws {
    try store.tell { intake in
      let text = Array("other rules\n".utf8)
      var other = TestTown.rulesRecord
      other.digest = sha256(of: text)
      other.text = text
      try intake.ledger.adopt(other)
      #expect(try intake.ledger.rulesInForce() == other)
      try intake.ledger.adopt(TestTown.rulesRecord)
      #expect(try intake.ledger.rulesInForce() == TestTown.rulesRecord)
      #expect(try intake.ledger.rulesText(other.digest) == text)
      #expect(try intake.ledger.rulesText(sha256(of: [])) == nil)
    }
  }
}
