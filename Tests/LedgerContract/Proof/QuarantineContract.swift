import GridCore
import Ledger
import LedgerStories
import Proof
import Testing

/// What the ledger can say of a file that it set aside.
@Suite struct QuarantineContract {
  @Test(arguments: Store.all) func aFileIsToldByItsRowAsLongAsItLiesThere(_ store: Store) throws {
    try store.tell { intake in
      let file = TestFile(.unreadable("{"), outcome: .quarantined(code: "syntax", name: "a.json"))
      let rows = try intake.take(TestFile(.report("r1")), file)
      let found = try #require(try intake.ledger.quarantinedFile(rows[1]))
      #expect(found.name == "a.json")
      #expect((found.inode, found.size, found.sha256) == (file.trace.inode, 1, file.digest))
      #expect(try intake.ledger.quarantinedFile(rows[0]) == nil)
      #expect(try intake.ledger.quarantinedFile(rows[1] + 1) == nil)
      #expect(try intake.ledger.quarantinedFiles(after: 0, limit: 10) == [found])
      #expect(try intake.ledger.quarantinedFiles(after: rows[1], limit: 10).isEmpty)
    }
  }

  @Test(arguments: Store.all) func theBytesOfItsRecordsAreKept(_ store: Store) throws {
    try store.tell { intake in
      let rows = try intake.take(
        TestFile(.report("r1"), .report("r1")),
        TestFile(.unreadable("{"), outcome: .quarantined(code: "syntax", name: "a.json")),
        TestFile(.unreadable("{"), .unreadable("["), outcome: .quarantined(code: "syntax", name: "b.json")))
      let kept = try rows.map { try intake.ledger.keptBytes(ofFile: $0) }
      // Of a duplicate nothing is kept.
      #expect(kept[0] == KeptBytes(records: 2, kept: 1, isWhole: false))
      #expect(kept[1] == KeptBytes(records: 1, kept: 1, isWhole: true))
      #expect(kept[2] == KeptBytes(records: 2, kept: 2, isWhole: false))
    }
  }
}
