import GridCore
import LedgerStore
import Testing

@Suite struct IntakeContractTests {
  @Test(arguments: LedgerMaker.all) func aReportBecomesAnItemWithANotice(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("r1")))
      let item = try #require(try intake.ledger.item(TestRecord.item(of: "r1")))
      #expect(item.identity == EventIdentity(source: "hotline", id: "r1"))
      #expect(item.holder.text == "heshuikou/heshuikou-01/patrol")
      #expect(try intake.ledger.history(of: item.key).map(\.entry.what) == [.report])
      let owed = try intake.ledger.owed(after: 0, limit: 10, bytes: 1 << 20)
      #expect(owed.map(\.notice.ordinal) == [1])
      #expect(owed.first?.item == item)
      #expect(try intake.ledger.reportBytes(of: item.key) == TestRecord.report("r1").bytes)
    }
  }

  @Test(arguments: LedgerMaker.all) func theSameIdentityIsTakenOnce(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("r1")), TestFile(.report("r1")))
      try intake.take(TestFile(.report("r1")), TestFile(.report("r1", wording: "another")))
      let counts = try intake.ledger.counts(at: noon())
      #expect([counts.received, counts.accepted, counts.duplicate, counts.rejected] == [4, 1, 2, 1])
      #expect(counts.filesTaken == 4)
    }
  }

  @Test(arguments: LedgerMaker.all) func identitiesAreComparedAsBytes(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("caf\u{E9}")), TestFile(.report("cafe\u{301}")))
      #expect(try intake.ledger.counts(at: noon()).accepted == 2)
    }
  }

  @Test(arguments: LedgerMaker.all) func aRejectedRecordDoesNotOwnItsIdentity(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("r1")))
      try intake.take(TestFile(.step("s1", .void, on: "r1", note: nil)))
      let step = EventIdentity(source: "desk", id: "s1")
      guard case .rejected = try #require(try intake.ledger.record(of: step, key: step.key)).outcome else {
        Issue.record("a void without a note was not rejected")
        return
      }
      try intake.take(TestFile(.step("s1", .void, on: "r1")))
      let answer = try intake.ledger.record(of: step, key: step.key)
      #expect(answer == RecordAnswer(seq: 3, outcome: .accepted(item: TestRecord.item(of: "r1"))))
    }
  }

  @Test(arguments: LedgerMaker.all) func aStepWaitsForItsReport(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.step("s1", .resolve, on: "r1")))
      let held = try intake.ledger.heldRecords(receivedBefore: noon(1), limit: 10)
      #expect(held.map(\.item) == [TestRecord.item(of: "r1").itemID])
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

  @Test(arguments: LedgerMaker.all) func anExpiredStepIsRejectedAndItsIdentityFree(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
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

  @Test(arguments: LedgerMaker.all) func aFileInPartsIsCountedWhenItIsDone(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
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

  @Test(arguments: LedgerMaker.all) func onlyTheVeryFileIsKnown(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
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

  @Test(arguments: LedgerMaker.all) func aQuarantinedFileIsListedUnderItsName(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      let file = TestFile(.unreadable("{"), outcome: .quarantined(code: "syntax", name: "a.json"))
      let row = try #require(try intake.take(file).first)
      try intake.ledger.renameQuarantined(file: row, to: "a.json.2")
      #expect(try intake.ledger.quarantinedFiles(after: 0, limit: 10).map(\.name) == ["a.json.2"])
      #expect(try intake.ledger.counts(at: noon()).filesQuarantined == 1)
      #expect(throws: LedgerError.self) { try intake.ledger.renameQuarantined(file: row + 1, to: "b") }
    }
  }

  @Test(arguments: LedgerMaker.all) func aStaleChangeRollsTheBatchBack(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("r1")))
      let batch = try intake.batch([TestFile(.step("s1", .resolve, on: "r1"))], at: noon())
      try intake.take(TestFile(.step("s2", .accept, on: "r1")))
      let before = try intake.ledger.standing()
      #expect(throws: LedgerError.self) { try intake.ledger.receive(batch) }
      #expect(try intake.ledger.standing() == before)
    }
  }

  @Test(arguments: LedgerMaker.all) func exportTellsEveryRecordInOrder(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(
        TestFile(.report("r1"), .report("r1"), .unreadable("{")), TestFile(.step("s1", .accept, on: "r9")))
      let records = try intake.ledger.records(after: 0, limit: 10)
      // Unreadable records come last in their file, and the reception's verdicts are in the order of events.
      #expect(records.map(\.seq) == [1, 2, 3, 4])
      #expect(records.map(\.line) == [1, 2, 3, 1])
      #expect(records.map { $0.notices.count } == [1, 0, 0, 0])
      #expect(records[3].item == TestRecord.item(of: "r9").itemID)
      #expect(records[2].outcome == .rejected(code: "syntax", text: "not a record"))
      #expect(try intake.ledger.records(after: 3, limit: 10).map(\.seq) == [4])
    }
  }

  @Test(arguments: LedgerMaker.all) func aTextWithANullByteComesBackWhole(_ maker: LedgerMaker) throws {
    try maker.tell { intake in
      try intake.take(TestFile(.report("r1")), TestFile(.step("s1", .accept, on: "r1", note: "a\u{0}b")))
      #expect(try intake.ledger.history(of: TestRecord.item(of: "r1")).last?.entry.note == "a\u{0}b")
    }
  }
}
