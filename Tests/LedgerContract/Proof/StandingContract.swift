import GridCore
import Ledger
import LedgerStories
import Testing

/// Whether a ledger is the one that stood so before.
@Suite struct StandingContract {
  @Test(arguments: Store.all) func theLastMomentIsThatOfTheLastEntryWhateverCameBefore(_ store: Store) throws {
    try store.tell { intake in
      for at in [5_000, 9_000, 1_000] as [Int64] {
        let moment = Timestamp(seconds: at)
        try intake.ledger.record(Incident(at: moment, code: "clock", text: "set"))
        #expect(try intake.ledger.lastMoment() == moment)
      }
    }
  }

  @Test(arguments: Store.all) func aLedgerContinuesWhatItWas(_ store: Store) throws {
    try store.tell { intake in
      let empty = try intake.ledger.standing()
      try intake.take(TestFile(.report("r1")))
      let one = try intake.ledger.standing()
      try intake.take(TestFile(.report("r2")))
      for earlier in [empty, one, try intake.ledger.standing()] { #expect(try intake.ledger.continues(earlier)) }
      var other = one
      other.recordChain = one.entryChain
      #expect(try !intake.ledger.continues(other))
      other = one
      other.ledger += "x"
      #expect(try !intake.ledger.continues(other))
      other = try intake.ledger.standing()
      other.revision += 1
      #expect(try !intake.ledger.continues(other))
    }
  }
}
