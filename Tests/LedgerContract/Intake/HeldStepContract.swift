import Formats
import GridCore
import Ledger
import LedgerStories
import Testing

/// What becomes of a step that comes before its report.
@Suite struct HeldStepContract {
  @Test(arguments: Store.all) func aStepWaitsForItsReport(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.step("s1", .resolve, on: "r1")))
      let held = try intake.ledger.heldRecords(receivedBefore: noon(1), limit: 10)
      #expect(held.map(\.item) == [TestRecord.item(of: "r1").itemID])
      #expect(held.map(\.readBy) == [.current])
      #expect(try intake.ledger.counts(at: noon()).held == 1)
      var question = IntakeQuestion()
      question.reports = Array(repeating: TestRecord.item(of: "r1").itemID, count: 2)
      #expect(try intake.ledger.lookUp(question).held == held)
      try intake.take(TestFile(.report("r1")), at: noon(5))
      let counts = try intake.ledger.counts(at: noon())
      #expect([counts.held, counts.accepted, counts.closed] == [0, 2, 1])
      let history = try intake.ledger.history(of: TestRecord.item(of: "r1")).map(\.entry.what)
      #expect(history == [.report, .step(.resolve)])
    }
  }

  @Test(arguments: Store.all) func theLastLineOfAHistoryIsToldWhereAStepAsksForIt(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1"), .report("r2")))
      try intake.take(TestFile(.step("s1", .note, on: "r1")), at: noon(5))
      var question = IntakeQuestion()
      let keys = ["r1", "r2", "r3"].map { TestRecord.item(of: $0) }
      question.lines = keys
      let lines = try intake.ledger.lookUp(question).lines
      for key in keys { #expect(try lines[key] == intake.ledger.history(of: key).last?.seq) }
      #expect(lines.count == 2 && lines[keys[0]] != lines[keys[1]])
      #expect(try intake.ledger.lookUp(IntakeQuestion()).lines.isEmpty)
    }
  }

  @Test(arguments: Store.all) func anExpiredStepIsRejectedAndItsIdentityFree(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.step("s1", .resolve, on: "r1")))
      var batch = ReceivedBatch(at: noon(100), rules: intake.book.digest)
      batch.released = [(1, .rejected(code: "unknown-item", text: "nobody reported it"))]
      #expect(try intake.ledger.receive(batch).isEmpty)
      let step = EventIdentity(source: "desk", id: "s1")
      let answer = try intake.ledger.record(of: step, key: step.key)
      #expect(answer?.outcome == .rejected(code: "unknown-item", text: "nobody reported it"))
      #expect(try intake.ledger.heldRecords(receivedBefore: noon(200), limit: 10).isEmpty)
      let counts = try intake.ledger.counts(at: noon())
      #expect([counts.held, counts.rejected] == [0, 1])
    }
  }
}
