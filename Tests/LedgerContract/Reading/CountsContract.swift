import GridCore
import Ledger
import LedgerStories
import Testing

/// What `status` counts.
@Suite struct CountsContract {
  @Test(arguments: Store.all) func whatWasPutRightOnTheSpotOwesNothing(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1", onSite: true)))
      var counts = try intake.ledger.counts(at: noon())
      #expect([counts.closed, counts.onSite, counts.noticesOwed] == [1, 1, 0])
      try intake.take(TestFile(.step("s1", .reopen, on: "r1")))
      counts = try intake.ledger.counts(at: noon())
      #expect([counts.open, counts.closed, counts.onSite, counts.noticesOwed] == [1, 0, 0, 1])
    }
  }

  @Test(arguments: Store.all) func triageIsCountedUntilItIsAssigned(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1", matter: "unheard of")))
      #expect(try intake.ledger.counts(at: noon()).triage == 1)
      try intake.take(TestFile(.step("s1", .void, on: "r1")))
      let counts = try intake.ledger.counts(at: noon())
      #expect([counts.triage, counts.open, counts.void] == [0, 0, 1])
    }
  }
}
