import GridCore
import Ledger
import LedgerStories
import Postings
import Proof
import Testing

/// What a proof says of a ledger that nobody touched.
@Suite struct VerifyContract {
  @Test(arguments: Store.shared) func allThatIsAskedIsAskedOfOneSnapshot(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1"), .report("r1")))
      let ledger = intake.ledger
      let seen = try ledger.prove { snapshot in
        let before = try Self.count(snapshot)
        try ledger.record(Incident(at: noon(), code: "clock", text: "meanwhile"))
        return [before, try Self.count(snapshot)]
      }
      #expect(seen[0] == seen[1] && seen[0].records == 2 && seen[0].incidents == 0)
      #expect(try ledger.prove(Self.count).incidents == 1)
    }
  }

  private struct Count: Equatable {
    var records = 0
    var incidents = 0
  }

  private static func count(_ snapshot: any LedgerSnapshot) throws -> Count {
    var count = Count()
    try snapshot.eachRecord { _ in count.records += 1 }
    let entries = try snapshot.entries()
    while let entry = try entries.next() { count.incidents += entry.row.kind == .incident ? 1 : 0 }
    return count
  }

  @Test(arguments: Store.all) func anEmptyLedgerProves(_ store: Store) throws {
    try store.tell { _ in }
  }
}
