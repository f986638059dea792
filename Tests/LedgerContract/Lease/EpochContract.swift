import GridCore
import Ledger
import LedgerStories
import Testing

/// Who may write.
@Suite struct EpochContract {
  @Test(arguments: Store.shared) func whoWasOvertakenWritesNothingAndStillReads(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      try first.take(TestFile(.report("r1")))
      let batch = try first.batch([TestFile(.report("r2"))], at: noon())
      let second = try openAgain(.first)
      let standing = try second.ledger.standing()
      #expect(throws: LedgerError.fenced) { try first.ledger.receive(batch) }
      #expect(throws: LedgerError.fenced) { try first.ledger.adopt(TestTown.rulesRecord) }
      #expect(throws: LedgerError.fenced) { try first.ledger.advance(publishing: [1], delivered: [], at: noon()) }
      #expect(try second.ledger.standing() == standing)
      try second.take(TestFile(.report("r3")))
      #expect(try first.ledger.counts(at: noon()).received == 2)
    }
  }

  @Test(arguments: Store.shared) func everyOpeningTakesAHigherEpoch(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      let before = try first.ledger.standing()
      let after = try openAgain(.first).ledger.standing()
      #expect(after.epoch > before.epoch)
      #expect(after.revision > before.revision)
      #expect((after.records, after.entries) == (before.records, before.entries))
    }
  }
}
