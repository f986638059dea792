import GridCore
import LedgerStore
import LedgerStories
import Testing

/// Which items a clock is asked for, and what its press leaves.
@Suite struct DueContract {
  @Test(arguments: Store.all) func anOverdueItemClimbsAndOwesANotice(_ store: Store) throws {
    try store.tell { intake in
      let ledger = intake.ledger
      try intake.take(TestFile(.report("r1")))
      #expect(try ledger.due(before: noon(7200), limit: 10).isEmpty)
      let due = try ledger.due(before: noon(7201), limit: 10)
      let change = try #require(due.first?.escalation(at: noon(20_000), under: intake.book))
      #expect(try ledger.apply([change]).isEmpty)
      #expect(try ledger.apply([change]) == [change])
      #expect(try ledger.item(change.item.key) == change.item)
      let owed = try ledger.owed(after: 0, limit: 10, bytes: 1 << 20)
      #expect(owed.map(\.notice.rung) == [0, 1, 2])
      #expect(owed.last?.previous.map(\.notice.ordinal) == [1, 2])
      let counts = try ledger.counts(at: noon(20_000))
      #expect([counts.escalations, counts.overdue, counts.dueNow] == [2, 1, 0])
      #expect(counts.nextDue == nil)
    }
  }

  @Test(arguments: Store.all) func aChangeWithoutHistoryIsKept(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")))
      var item = try #require(try intake.ledger.item(TestRecord.item(of: "r1")))
      item.nextDue = nil
      item.revision += 1
      #expect(try intake.ledger.apply([ItemChange(item: item, entries: [], notices: [])]).isEmpty)
      #expect(try intake.ledger.item(item.key) == item)
      #expect(try intake.ledger.history(of: item.key).count == 1)
    }
  }
}
