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

  @Test(arguments: Store.all) func anOpenProvisionalItemIsFoundByWhenItIsDue(_ store: Store) throws {
    try store.tell { intake in
      let ledger = intake.ledger
      try intake.take(TestFile(.report("r1")), TestFile(.report("r2")))
      #expect(try !ledger.hasProvisionalItem(dueFrom: Timestamp(seconds: .min)))
      var item = try #require(try ledger.item(TestRecord.item(of: "r1")))
      item.clock.provisional = true
      item.memory.revision += 1
      #expect(try ledger.apply([ItemChange(item: item, entries: [], notices: [])]).isEmpty)
      let deadline = try #require(item.clock.deadline)
      #expect(try ledger.hasProvisionalItem(dueFrom: Timestamp(seconds: .min)))
      #expect(try ledger.hasProvisionalItem(dueFrom: deadline))
      #expect(try !ledger.hasProvisionalItem(dueFrom: deadline.adding(1)))
      // A rung that is raised later is later than the deadline.
      item.clock.nextRung = deadline.adding(3600)
      item.memory.revision += 1
      #expect(try ledger.apply([ItemChange(item: item, entries: [], notices: [])]).isEmpty)
      #expect(try ledger.hasProvisionalItem(dueFrom: deadline.adding(1)))
      try intake.take(TestFile(.step("s1", .void, on: "r1")))
      #expect(try !ledger.hasProvisionalItem(dueFrom: Timestamp(seconds: .min)))
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
