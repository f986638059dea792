import GridCore
import Laws
import Ledger
import LedgerStories
import Testing

/// What is left of a ledger that was closed.
@Suite struct ClosingContract {
  @Test(arguments: Store.all) func whatIsClosedAnswersAndTakesNothing(_ store: Store) throws {
    let folder = try TemporaryFolder()
    let ledger = try store.make(folder)
    let intake = TestIntake(ledger: ledger)
    let batch = try intake.batch([TestFile(.report("r1"))], at: noon())
    try ledger.close()
    #expect(throws: LedgerError.self) { try ledger.counts(at: noon()) }
    #expect(throws: LedgerError.self) { try ledger.lookUp(IntakeQuestion()) }
    #expect(throws: LedgerError.self) { try ledger.receive(batch) }
    #expect(throws: LedgerError.self) { try ledger.verify(deep: false) }
    try ledger.close()
  }

  @Test(arguments: Store.shared) func theNextFindsAllThatWasCommitted(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      try first.take(TestFile(.report("r1")))
      let standing = try first.ledger.standing()
      let second = try openAgain(.first)
      #expect(try second.ledger.continues(standing))
      try second.take(TestFile(.report("r1")), TestFile(.report("r2")))
      let counts = try second.ledger.counts(at: noon())
      #expect([counts.accepted, counts.duplicate] == [2, 1])
      #expect(try second.ledger.rulesInForce() == TestTown.rulesRecord)
    }
  }
}
