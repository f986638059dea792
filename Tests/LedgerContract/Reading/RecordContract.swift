import GridCore
import Ledger
import LedgerStories
import Testing

/// What is told of one record.
@Suite struct RecordContract {
  @Test(arguments: Store.all) func aRecordIsToldWithItsFileAndItsBytes(_ store: Store) throws {
    try store.tell { intake in
      let file = TestFile(.report("r1"), .unreadable("{"))
      try intake.take(file)
      try intake.take(TestFile(.report("r1"), .step("s1", .accept, on: "r9")))
      let exported = try intake.ledger.records(after: 0, limit: 10)
      for record in exported {
        let kept = try #require(try intake.ledger.record(numbered: record.seq))
        #expect(kept.record.seq == record.seq && kept.record.outcome == record.outcome)
        #expect(kept.record.sha256 == record.sha256 && kept.record.notices == record.notices)
        #expect((kept.bytes == nil) == (record.outcome == .duplicate))
      }
      let first = try #require(try intake.ledger.record(numbered: 1))
      #expect(first.fileName == file.trace.name)
      #expect(first.bytes == file.records[0].bytes)
      #expect(try intake.ledger.record(numbered: 2)?.bytes == Array("{".utf8))
    }
  }

  @Test(arguments: Store.all) func theLastRefusalOfAnIdentityIsFound(_ store: Store) throws {
    try store.tell { intake in
      let report = try #require(TestRecord.report("r1").event)
      #expect(try intake.ledger.lastRefusal(of: report.identity, key: report.key) == nil)
      // A step that its item does not take, of an identity of its own, twice.
      try intake.take(TestFile(.report("r1")))
      for _ in 1...2 { try intake.take(TestFile(.step("s1", .reopen, on: "r1"))) }
      let step = try #require(TestRecord.step("s1", .reopen, on: "r1").event)
      let last = try #require(try intake.ledger.records(after: 0, limit: 9).last)
      guard case .rejected = last.outcome else {
        Issue.record("the step was taken: \(last.outcome)")
        return
      }
      #expect(try intake.ledger.lastRefusal(of: step.identity, key: step.key) == last.seq)
      #expect(try intake.ledger.lastRefusal(of: report.identity, key: report.key) == nil)
    }
  }

  @Test(arguments: Store.all) func aNumberThatNoRecordHasIsNone(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")))
      for seq: Int64 in [0, 2, .max] { #expect(try intake.ledger.record(numbered: seq) == nil) }
    }
  }
}
