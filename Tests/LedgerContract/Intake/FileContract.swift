import GridCore
import Ledger
import LedgerStories
import Proof
import Testing

/// Which files the ledger knows again, and how far each is.
@Suite struct FileContract {
  @Test(arguments: Store.all) func aFileInPartsIsCountedWhenItIsDone(_ store: Store) throws {
    try store.tell { intake in
      var file = TestFile(.report("r1"), .unreadable("{"), outcome: .reading(offset: 40))
      let row = try #require(try intake.take(file).first)
      try intake.take(TestFile(.report("other")))
      #expect(try intake.ledger.counts(at: noon()).filesTaken == 1)
      var question = IntakeQuestion()
      question.files = [file.trace]
      let known = try #require(try intake.ledger.lookUp(question).files.first ?? nil)
      #expect(known.outcome == .reading(offset: 40))
      #expect([known.records, known.acceptable] == [2, 1])
      file.records = [.report("r2")]
      file.outcome = .taken
      file.continues = row
      #expect(try intake.take(file) == [row])
      #expect(try intake.ledger.counts(at: noon()).filesTaken == 2)
      #expect(throws: LedgerError.self) { try intake.take(file) }
    }
  }

  @Test(arguments: Store.all) func onlyTheVeryFileIsKnown(_ store: Store) throws {
    try store.tell { intake in
      let file = TestFile(.report("r1"))
      try intake.take(file)
      var others = [FileTrace](repeating: file.trace, count: 6)
      others[0].producer = []
      others[1].name.append(0xFF)
      others[2].inode += 1
      others[3].modified += 1
      others[4].born += 1
      others[5].size += 1
      var question = IntakeQuestion()
      question.files = others + [file.trace]
      let found = try intake.ledger.lookUp(question).files
      #expect(found.map { $0 != nil } == [false, false, false, false, false, false, true])
    }
  }

  @Test(arguments: Store.all) func aQuarantinedFileIsListedUnderItsName(_ store: Store) throws {
    try store.tell { intake in
      let file = TestFile(.unreadable("{"), outcome: .quarantined(code: "syntax", name: "a.json"))
      let row = try #require(try intake.take(file).first)
      try intake.ledger.renameQuarantined(file: row, to: "a.json.2")
      #expect(try intake.ledger.quarantinedFiles(after: 0, limit: 10).map(\.name) == ["a.json.2"])
      #expect(try intake.ledger.counts(at: noon()).filesQuarantined == 1)
      #expect(throws: LedgerError.self) { try intake.ledger.renameQuarantined(file: row + 1, to: "b") }
    }
  }

  @Test(arguments: Store.all) func whatCameBackIsCountedAndNothingElse(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")))
      let before = try intake.ledger.standing()
      var batch = ReceivedBatch(at: noon(), rules: intake.book.digest)
      batch.replayed = 3
      #expect(try intake.ledger.receive(batch).isEmpty)
      #expect(try intake.ledger.counts(at: noon()).filesReplayed == 3)
      let after = try intake.ledger.standing()
      #expect((after.records, after.entries) == (before.records, before.entries))
      #expect(after.revision > before.revision)
    }
  }

  @Test(arguments: Store.all) func theLastOfFilesWithOneTraceIsKnown(_ store: Store) throws {
    try store.tell { intake in
      let file = TestFile(.report("r1"))
      let rows = try intake.take(file) + intake.take(file)
      var question = IntakeQuestion()
      question.files = [file.trace]
      #expect(try intake.ledger.lookUp(question).files.map { $0?.row } == [rows[1]])
    }
  }
}
