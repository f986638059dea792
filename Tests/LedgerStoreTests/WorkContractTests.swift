import GridCore
import LedgerStore
import Testing

@Suite struct WorkContractTests {
  @Test(arguments: LedgerMaker.all) func aNoticeIsOwedThenAnnouncedThenDelivered(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      let ledger = intake.ledger
      try intake.take(TestFile(.report("r1")), TestFile(.report("r2")))
      let owed = try ledger.owed(after: 0, limit: 10, bytes: 1 << 20).map(\.row)
      #expect(try ledger.owed(after: owed[0], limit: 10, bytes: 1 << 20).map(\.row) == [owed[1]])
      try ledger.advance(publishing: owed, delivered: [], at: noon())
      #expect(try ledger.owed(after: 0, limit: 10, bytes: 1 << 20).isEmpty)
      #expect(try ledger.unsettled(after: 0, limit: 10).map(\.row) == owed)
      try ledger.advance(publishing: [], delivered: [owed[0]], at: noon())
      try ledger.advance(publishing: [owed[0]], delivered: [owed[0]], at: noon())
      let counts = try ledger.counts(at: noon())
      #expect([counts.noticesOwed, counts.noticesDelivered] == [2, 1])
      let known = try ledger.knownNotices(among: ["\(TestRecord.item(of: "r1").itemID)n1", "xn1", "n", ""])
      #expect(known == ["\(TestRecord.item(of: "r1").itemID)n1": "heshuikou/heshuikou-01/patrol"])
    }
  }

  @Test(arguments: LedgerMaker.all) func largeReportsAreHandedOutAFewAtATime(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take((1...4).map { TestFile(.report("r\($0)")) })
      let all = try intake.ledger.owed(after: 0, limit: 10, bytes: 1 << 20)
      let two = all[0].report.count + 1
      #expect(try intake.ledger.owed(after: 0, limit: 10, bytes: two).map(\.row) == all[..<2].map(\.row))
      #expect(try intake.ledger.owed(after: all[1].row, limit: 10, bytes: 1).map(\.row) == [all[2].row])
    }
  }

  @Test(arguments: LedgerMaker.all) func anOverdueItemClimbsAndOwesANotice(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
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

  @Test(arguments: LedgerMaker.all) func aChangeWithoutHistoryIsKept(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("r1")))
      var item = try #require(try intake.ledger.item(TestRecord.item(of: "r1")))
      item.nextDue = nil
      item.revision += 1
      #expect(try intake.ledger.apply([ItemChange(item: item, entries: [], notices: [])]).isEmpty)
      #expect(try intake.ledger.item(item.key) == item)
      #expect(try intake.ledger.history(of: item.key).count == 1)
    }
  }

  @Test(arguments: LedgerMaker.all) func whatWasPutRightOnTheSpotOwesNothing(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("r1", onSite: true)))
      var counts = try intake.ledger.counts(at: noon())
      #expect([counts.closed, counts.onSite, counts.noticesOwed] == [1, 1, 0])
      try intake.take(TestFile(.step("s1", .reopen, on: "r1")))
      counts = try intake.ledger.counts(at: noon())
      #expect([counts.open, counts.closed, counts.onSite, counts.noticesOwed] == [1, 0, 0, 1])
    }
  }

  @Test(arguments: LedgerMaker.all) func triageIsCountedUntilItIsAssigned(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("r1", matter: "unheard of")))
      #expect(try intake.ledger.counts(at: noon()).triage == 1)
      try intake.take(TestFile(.step("s1", .void, on: "r1")))
      let counts = try intake.ledger.counts(at: noon())
      #expect([counts.triage, counts.open, counts.void] == [0, 0, 1])
    }
  }

  @Test(arguments: LedgerMaker.all) func itemsAreFilteredAndPaged(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      let ledger = intake.ledger
      try intake.take(
        TestFile(.report("r1")), TestFile(.report("r2", matter: "UM-002")),
        TestFile(.report("r3", grid: "heshuikou-02")), TestFile(.report("r4", matter: nil)))
      var filter = ItemFilter()
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

  @Test(arguments: LedgerMaker.all) func anItemIsFoundByTheBeginningOfItsID(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
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

  @Test(arguments: LedgerMaker.all) func theRulesInForceAreTheLastAdopted(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      let text = Array("other rules\n".utf8)
      var other = TestTown.rulesRecord
      other.digest = sha256(text)
      other.text = text
      try intake.ledger.adopt(other)
      #expect(try intake.ledger.rulesInForce() == other)
      try intake.ledger.adopt(TestTown.rulesRecord)
      #expect(try intake.ledger.rulesInForce() == TestTown.rulesRecord)
      #expect(try intake.ledger.rulesText(other.digest) == text)
      #expect(try intake.ledger.rulesText(sha256([])) == nil)
    }
  }

  @Test(arguments: LedgerMaker.all) func incidentsAreToldLatestFirst(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      for code in ["clock-step", "rules-refused"] {
        try intake.ledger.record(Incident(at: noon(), code: code, text: "so it was"))
      }
      #expect(try intake.ledger.incidents(limit: 10).map(\.code) == ["rules-refused", "clock-step"])
    }
  }

  @Test(arguments: LedgerMaker.all) func aLedgerContinuesWhatItWas(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
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
