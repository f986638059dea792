import Formats
import GridCore
import Ledger
import LedgerStories
import Testing

/// Whose an identity is, and what a second record of it becomes.
@Suite struct IdentityContract {
  @Test(arguments: Store.all) func theSameIdentityIsTakenOnce(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")), TestFile(.report("r1")))
      try intake.take(TestFile(.report("r1")), TestFile(.report("r1", wording: "another")))
      let counts = try intake.ledger.counts(at: noon())
      #expect([counts.received, counts.accepted, counts.duplicate, counts.rejected] == [4, 1, 2, 1])
      #expect(counts.conflict == 1)
      #expect(counts.filesTaken == 4)
    }
  }

  @Test(arguments: Store.all) func identitiesAreComparedAsBytes(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("caf\u{E9}")), TestFile(.report("cafe\u{301}")))
      #expect(try intake.ledger.counts(at: noon()).accepted == 2)
    }
  }

  @Test(arguments: Store.all) func aRejectedRecordDoesNotOwnItsIdentity(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")))
      try intake.take(TestFile(.step("s1", .void, on: "r1", note: nil)))
      let step = EventIdentity(source: "desk", id: "s1")
      guard case .rejected = try #require(try intake.ledger.record(of: step, key: step.key)).outcome else {
        Issue.record("a void without a note was not rejected")
        return
      }
      #expect(try intake.ledger.counts(at: noon()).conflict == 0)
      try intake.take(TestFile(.step("s1", .void, on: "r1")))
      let answer = try intake.ledger.record(of: step, key: step.key)
      #expect(answer == RecordAnswer(seq: 3, outcome: .accepted(item: TestRecord.item(of: "r1"))))
    }
  }
}
