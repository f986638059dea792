import GridCore
import Ledger
import LedgerStories
import Testing

/// Which notices are owed, announced and delivered.
@Suite struct NoticeContract {
  @Test(arguments: Store.all) func aNoticeIsOwedThenAnnouncedThenDelivered(_ store: Store) throws {
    try store.tell { intake in
      let ledger = intake.ledger
      try intake.take(TestFile(.report("r1")), TestFile(.report("r2")))
      let owed = try ledger.owed(after: 0, limit: 10, bytes: 1 << 20).map(\.row)
      #expect(try ledger.owed(after: owed[0], limit: 10, bytes: 1 << 20).map(\.row) == [owed[1]])
      try ledger.advance(publishing: owed, delivered: [], at: noon())
      #expect(try ledger.owed(after: 0, limit: 10, bytes: 1 << 20).isEmpty)
      #expect(try ledger.announced(after: 0, limit: 10).map(\.row) == owed)
      try ledger.advance(publishing: [], delivered: [owed[0]], at: noon())
      try ledger.advance(publishing: [owed[0]], delivered: [owed[0]], at: noon())
      let counts = try ledger.counts(at: noon())
      #expect([counts.noticesOwed, counts.noticesDelivered] == [2, 1])
      let known = try ledger.knownNotices(among: ["\(TestRecord.item(of: "r1").itemID)n1", "xn1", "n", ""])
      #expect(known == ["\(TestRecord.item(of: "r1").itemID)n1": "heshuikou/heshuikou-01/patrol"])
    }
  }

  @Test(arguments: Store.all) func largeReportsAreHandedOutAFewAtATime(_ store: Store) throws {
    try store.tell { intake in
      try intake.take((1...4).map { TestFile(.report("r\($0)")) })
      let all = try intake.ledger.owed(after: 0, limit: 10, bytes: 1 << 20)
      let two = all[0].report.count + 1
      #expect(try intake.ledger.owed(after: 0, limit: 10, bytes: two).map(\.row) == all[..<2].map(\.row))
      #expect(try intake.ledger.owed(after: all[1].row, limit: 10, bytes: 1).map(\.row) == [all[2].row])
    }
  }

  @Test(arguments: Store.all) func theLatestOwedAreHandedOutLatestFirst(_ store: Store) throws {
    try store.tell { intake in
      try intake.take((1...4).map { TestFile(.report("r\($0)")) })
      let all = try intake.ledger.owed(after: 0, limit: 10, bytes: 1 << 20).map(\.row)
      #expect(all == all.sorted())
      #expect(try intake.ledger.newestOwed(after: 0, limit: 10, bytes: 1 << 20).map(\.row) == all.reversed())
      #expect(try intake.ledger.newestOwed(after: all[1], limit: 1, bytes: 1 << 20).map(\.row) == [all[3]])
      #expect(try intake.ledger.newestOwed(after: all[3], limit: 9, bytes: 1 << 20).isEmpty)
    }
  }

  @Test(arguments: Store.all) func whatIsOwedOrAnnouncedIsPending(_ store: Store) throws {
    try store.tell { intake in
      let ledger = intake.ledger
      #expect(try ledger.pendingNotices() == 0)
      try intake.take((1...3).map { TestFile(.report("r\($0)")) })
      let rows = try ledger.owed(after: 0, limit: 10, bytes: 1 << 20).map(\.row)
      try ledger.advance(publishing: Array(rows[..<2]), delivered: [], at: noon())
      #expect(try ledger.pendingNotices() == 3)
      try ledger.advance(publishing: [], delivered: rows, at: noon())
      // The third was never announced: it cannot have been laid down.
      #expect(try ledger.pendingNotices() == 1)
      #expect(try ledger.owed(after: 0, limit: 10, bytes: 1 << 20).map(\.row) == [rows[2]])
    }
  }
}
