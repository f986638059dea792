import GridCore
import Ledger
import LedgerStories
import Testing

/// How items are found.
@Suite struct ItemContract {
  @Test(arguments: Store.all) func itemsAreFilteredAndPaged(_ store: Store) throws {
    try store.tell { intake in
      let ledger = intake.ledger
      try intake.take(
        TestFile(.report("r1")), TestFile(.report("r2", matter: "UM-002")),
        TestFile(.report("r3", grid: "heshuikou-02")), TestFile(.report("r4", matter: nil)),
        TestFile(.report("r5", source: "camera")))
      var filter = ItemFilter()
      filter.source = "camera"
      #expect(try ledger.items(filter, after: 0, limit: 10).map(\.position) == [5])
      filter.source = "hotline"
      #expect(try ledger.items(filter, after: 2, limit: 1).map(\.position) == [3])
      filter.state = .open
      filter.post = "patrol"
      filter.group = "city-appearance"
      filter.duty = "urban-management"
      filter.community = "heshuikou"
      #expect(try ledger.items(filter, after: 0, limit: 10).map(\.position) == [1, 3])
      filter.grid = "heshuikou-02"
      filter.matter = "UM-001"
      filter.overdueAt = noon(7201)
      #expect(try ledger.items(filter, after: 0, limit: 10).map(\.position) == [3])
      filter.overdueAt = noon(7200)
      #expect(try ledger.items(filter, after: 0, limit: 10).isEmpty)
    }
  }

  @Test(arguments: Store.all) func itemsAreFilteredByTheirReceipt(_ store: Store) throws {
    try store.tell { intake in
      for (id, later) in [("r1", 0), ("r2", 60), ("r3", 30)] {
        try intake.take(TestFile(.report(id)), at: noon(Int64(later)))
      }
      var filter = ItemFilter()
      filter.receivedFrom = noon(30)
      #expect(try intake.ledger.items(filter, after: 0, limit: 10).map(\.position) == [2, 3])
      filter.receivedBefore = noon(60)
      #expect(try intake.ledger.items(filter, after: 0, limit: 10).map(\.position) == [3])
      filter.receivedFrom = nil
      #expect(try intake.ledger.items(filter, after: 0, limit: 10).map(\.position) == [1, 3])
    }
  }

  @Test(arguments: Store.all) func reportsAreReadAgainWithWhoeverHadThemFirst(_ store: Store) throws {
    try store.tell { intake in
      for (id, later) in [("r1", 0), ("r2", 60), ("r3", 30)] {
        try intake.take(TestFile(.report(id)), at: noon(Int64(later)))
      }
      try intake.take(TestFile(.report("r4", matter: nil), .report("r4", matter: nil)), at: noon(60))
      let all = try intake.ledger.reports(receivedIn: noon(30)...noon(60), after: 0, limit: 10)
      // A duplicate is no report.
      #expect(all.map(\.position) == [2, 3, 4])
      #expect(all.map(\.receivedAt) == [noon(60), noon(30), noon(60)])
      #expect(
        all.map { $0.first?.text } == ["heshuikou/heshuikou-01/patrol", "heshuikou/heshuikou-01/patrol", "triage"])
      #expect(all[0].bytes == TestRecord.report("r2").bytes)
      let rest = try intake.ledger.reports(receivedIn: noon(0)...noon(60), after: 2, limit: 1)
      #expect(rest.map(\.position) == [3])
      #expect(try intake.ledger.reports(receivedIn: noon(61)...noon(99), after: 0, limit: 10).isEmpty)
    }
  }

  @Test(arguments: Store.all) func anItemIsFoundByTheBeginningOfItsID(_ store: Store) throws {
    try store.tell { intake in
      try intake.take((1...40).map { TestFile(.report("r\($0)")) })
      let all = try intake.ledger.itemIDs(startingWith: "", limit: 100)
      #expect(all.count == 40)
      #expect(all == all.sorted())
      for length in [1, 3, 16] {
        let prefix = String(all[7].prefix(length))
        #expect(try intake.ledger.itemIDs(startingWith: prefix, limit: 100) == all.filter { $0.hasPrefix(prefix) })
      }
      #expect(try intake.ledger.itemIDs(startingWith: "u", limit: 1).isEmpty)
      #expect(try intake.ledger.itemIDs(startingWith: all[7] + "0", limit: 1).isEmpty)
    }
  }

  @Test(arguments: Store.all) func whatHasChangedIsToldOnceAndAsItIsNow(_ store: Store) throws {
    try store.tell { intake in
      #expect(try intake.ledger.changedItems(after: 0, limit: 10).items.isEmpty)
      try intake.take(TestFile(.report("r1"), .report("r2")))
      try intake.take(TestFile(.step("s1", .accept, on: "r1"), .step("s2", .resolve, on: "r1")))
      // The first entry puts the rules in force.
      let first = try intake.ledger.changedItems(after: 0, limit: 2)
      #expect(first.items.map(\.item.identity.id) == ["r1"])
      let all = try intake.ledger.changedItems(after: 0, limit: 100)
      #expect(all.items.map(\.item.identity.id) == ["r1", "r2"])
      #expect(all.items.map(\.item.state.kind) == [.closed, .open])
      #expect(try intake.ledger.changedItems(after: all.through, limit: 100).through == all.through)
      try intake.take(TestFile(.step("s3", .void, on: "r2")))
      let later = try intake.ledger.changedItems(after: all.through, limit: 100)
      #expect(later.items.map(\.item.identity.id) == ["r2"])
      #expect(later.through > all.through)
    }
  }
}
