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
