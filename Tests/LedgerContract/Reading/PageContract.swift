import GridCore
import Ledger
import LedgerStories
import Testing

/// Who waits for a reader: nobody.
@Suite struct PageContract {
  @Test(arguments: Store.shared) func aPageThatIsHeldOpenDelaysNoCommit(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r0")))
      let page = HeldPage(intake.ledger)
      // The page ends after these have returned, or by itself after half a minute: then one of them has waited for it.
      for number in 1...50 { try intake.take(TestFile(.report("r\(number)"))) }
      let owed = try intake.ledger.owed(after: 0, limit: 100, bytes: 1 << 20).map(\.row)
      try intake.ledger.advance(publishing: owed, delivered: owed, at: noon())
      let end = try page.letGo()
      #expect(end.wasLetGo)
      #expect(end.records == [1, 1])
      #expect(owed.count == 51)
    }
  }

  @Test(arguments: Store.shared) func aPageThatIsHeldOpenDelaysNoOtherPage(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r0")))
      let pages = (0..<3).map { _ in HeldPage(intake.ledger) }
      try intake.take(TestFile(.report("r1")))
      // What was committed is seen, though older snapshots are held.
      #expect(try intake.ledger.counts(at: noon()).received == 2)
      #expect(try intake.ledger.items(ItemFilter(), after: 0, limit: 9).count == 2)
      for page in pages {
        let end = try page.letGo()
        #expect(end.wasLetGo)
        #expect(end.records == [1, 1])
      }
    }
  }

  @Test(arguments: Store.shared) func pagesBackwardsHoldEveryItemOnce(_ store: Store) throws {
    try store.tell { intake in
      for number in 1...7 { try intake.take(TestFile(.report("r\(number)"))) }
      var (position, ids): (Int64, [String]) = (.max, [])
      while true {
        let page = try intake.ledger.items(ItemFilter(), before: position, limit: 3)
        ids += page.map(\.item.identity.id)
        guard let last = page.last else { break }
        // What comes meanwhile is newer than all that was asked for.
        try intake.take(TestFile(.report("later\(ids.count)")))
        position = last.position
      }
      #expect(ids == ["r7", "r6", "r5", "r4", "r3", "r2", "r1"])
      var filter = ItemFilter()
      filter.grid = "heshuikou-02"
      #expect(try intake.ledger.items(filter, before: .max, limit: 9).isEmpty)
    }
  }

  @Test(arguments: Store.shared) func aCommitIsSeenByWhoeverAsksAfterIt(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      let second = try openAgain(.first)
      for number in 1...20 {
        try second.take(TestFile(.report("r\(number)")))
        #expect(try second.ledger.counts(at: noon()).received == number)
        #expect(try first.ledger.counts(at: noon()).received == number)
      }
    }
  }
}
