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

  @Test(arguments: Store.all) func reportsOfThePastTellWhatBecameOfThem(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(
        TestFile(
          records: (1...4).map { .report("r\($0)") } + [.report("r5", onSite: true), .report("r6", matter: nil)]))
      try intake.take(TestFile(.step("s1", .resolve, on: "r2"), .step("s2", .void, on: "r3")), at: noon(60))
      try intake.take(TestFile(.step("s3", .suspend, on: "r4"), .report("r7")), at: noon(60))
      let page = try intake.ledger.pastReports(receivedIn: noon()...noon(59), after: 0, limit: 100)
      #expect(page.rows.map(\.position) == [1, 2, 3, 4, 5, 6])
      #expect(page.rows.map(\.key) == (1...6).map { TestRecord.item(of: "r\($0)") })
      #expect(page.rows.map(\.receivedAt) == Array(repeating: noon(), count: 6))
      let stopped = PastReports.End.stopped
      #expect(page.rows.map(\.end) == [.none, stopped(noon(60)), .void, .none, stopped(noon()), .none])
      // Two hours; of what was put right on the spot, and in triage, no clock ran.
      let due = noon(7200)
      #expect(page.rows.map(\.deadline) == [due, due, due, due, nil, nil])
      let text = { String(decoding: page.bytes[$0], as: UTF8.self) }
      #expect(Set(page.rows.prefix(5).map { text($0.first) }) == ["heshuikou/heshuikou-01/patrol"])
      #expect(text(page.rows[5].first) == "triage" && text(page.rows[0].source) == "hotline")
      #expect(Array(page.bytes[page.rows[1].report]) == TestRecord.report("r2").bytes)
      #expect(Set(page.rows.map { page.rules[$0.rules] }) == [intake.book.digest])
      #expect(page.rows.allSatisfy { !$0.wasMoved })
      // As long as pages want it, and empty behind the last.
      let next = try intake.ledger.pastReports(receivedIn: noon()...noon(60), after: 5, limit: 1)
      #expect(next.rows.map(\.position) == [6])
      #expect(try intake.ledger.pastReports(receivedIn: noon()...noon(59), after: 6, limit: 9).rows.isEmpty)
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

  @Test(arguments: Store.all) func whatHappenedIsToldLineByLineWithItsItemAsItIsNow(_ store: Store) throws {
    try store.tell { intake in
      #expect(try intake.ledger.changes(after: 0, limit: 10).lines.isEmpty)
      try intake.take(TestFile(.report("r1"), .report("r2")))
      try intake.take(TestFile(.step("s1", .accept, on: "r1"), .step("s2", .resolve, on: "r1")))
      let all = try intake.ledger.changes(after: 0, limit: 100)
      #expect(all.lines.map(\.entry.entry.what.word) == ["report", "report", "accept", "resolve"])
      #expect(all.lines.map(\.item.identity.id) == ["r1", "r2", "r1", "r1"])
      #expect(all.lines.first?.item.state.kind == .closed)
      #expect(all.lines.map(\.entry.seq) == all.lines.map(\.entry.seq).sorted())
      #expect(try intake.ledger.lastEntry() == all.through)
      let rest = try intake.ledger.changes(after: all.lines[2].entry.seq, limit: 100)
      #expect(rest.lines.map(\.entry.entry.what.word) == ["resolve"])
      #expect(try intake.ledger.changes(after: all.through, limit: 100).lines.isEmpty)
      let first = try #require(try intake.ledger.items(ItemFilter(), after: 0, limit: 1).first?.position)
      let own = try intake.ledger.entries(after: 0, through: all.through) { $0 == first }
      #expect(own.map(\.entry.entry.what.word) == ["report", "accept", "resolve"])
      #expect(own.allSatisfy { $0.position == first })
      let two = try intake.ledger.entries(after: own[0].entry.seq, through: own[1].entry.seq) { _ in true }
      #expect(two.map(\.entry.entry.what.word) == ["report", "accept"])
    }
  }
}
