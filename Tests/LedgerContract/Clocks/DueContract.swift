import GridCore
import Ledger
import LedgerStories
import Receiving
import Testing

/// Which items a clock is asked for, and what its press leaves.
@Suite struct DueContract {
  @Test(arguments: Store.all) func anOverdueItemClimbsAndOwesANotice(_ store: Store) throws {
    try store.tell { intake in
      let ledger = intake.ledger
      try intake.take(TestFile(.report("r1")))
      #expect(try ledger.due(by: noon(7199), limit: 10).isEmpty)
      let due = try ledger.due(by: noon(7201), limit: 10)
      let change = try #require(due.first?.pressed(at: noon(20_000), under: intake.book))
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
      item.clock.nextRung = nil
      item.memory.revision += 1
      #expect(try intake.ledger.apply([ItemChange(item: item, entries: [], notices: [])]).isEmpty)
      #expect(try intake.ledger.item(item.key) == item)
      #expect(try intake.ledger.history(of: item.key).count == 1)
    }
  }

  @Test(arguments: Store.all) func theMostOverdueComeFirst(_ store: Store) throws {
    try store.tell { intake in
      let ledger = intake.ledger
      #expect(try ledger.nextDue() == nil)
      for (id, second) in [("r1", 300), ("r2", 100), ("r3", 200)] as [(String, Int64)] {
        try intake.take(TestFile(.report(id)), at: noon(second))
      }
      try intake.take(TestFile(.report("r4", matter: "unheard of"), .report("r5", onSite: true)))
      #expect(try ledger.nextDue() == noon(7300))
      let due = try ledger.due(by: noon(20_000), limit: 10)
      #expect(due.map(\.identity.id) == ["r2", "r3", "r1"])
      #expect(try ledger.due(by: noon(20_000), limit: 2).map(\.identity.id) == ["r2", "r3"])
      #expect(try ledger.due(by: noon(7301), limit: 10).map(\.identity.id) == ["r2"])
    }
  }

  @Test(arguments: Store.all) func aChangeOfAnItemThatIsNotThereIsLeftOut(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")))
      let due = try intake.ledger.due(by: noon(20_000), limit: 10)
      let change = try #require(due.first?.pressed(at: noon(20_000), under: intake.book))
      var strange = change
      strange.item = try #require(try intake.batch([TestFile(.report("r2"))], at: noon()).changes.first).change.item
      let before = try intake.ledger.standing()
      #expect(try intake.ledger.apply([strange]) == [strange])
      #expect(try intake.ledger.apply([]).isEmpty)
      let after = try intake.ledger.standing()
      #expect((after.records, after.entries) == (before.records, before.entries))
      #expect(try intake.ledger.apply([strange, change]) == [strange])
      #expect(try intake.ledger.item(change.item.key) == change.item)
    }
  }
}
