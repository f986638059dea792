import Formats
import GridCore
import Ledger
import LedgerStories
import Proof
import Testing

/// What is a seat's own, of two that keep one ledger in turn.
@Suite struct SeatContract {
  private static let second = Seat(rawValue: 1)

  @Test(arguments: Store.shared) func aSeatSettlesItsOwnPapersOnly(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      try first.take((1...3).map { TestFile(.report("r\($0)")) })
      let rows = try first.ledger.owed(after: 0, limit: 10, bytes: 1 << 20).map(\.row)
      try first.ledger.advance(publishing: Array(rows[..<2]), delivered: [], at: noon())
      let second = try openAgain(Self.second).ledger
      #expect(second.seat == Self.second)
      // What is owed and not announced is whoever's turn it is; what was announced lies before another machine.
      #expect(try second.owed(after: 0, limit: 10, bytes: 1 << 20).map(\.row) == [rows[2]])
      #expect(try second.announced(after: 0, limit: 10).isEmpty)
      #expect(try second.pendingNotices() == 1)
      try second.advance(publishing: rows, delivered: rows, at: noon(1))
      #expect(try second.counts(at: noon()).noticesDelivered == 1)
      #expect(try second.pendingNotices() == 0)
      let again = try openAgain(.first).ledger
      #expect(try again.announced(after: 0, limit: 10).map(\.row) == Array(rows[..<2]))
      #expect(try again.pendingNotices() == 2)
      try again.advance(publishing: [], delivered: rows, at: noon(2))
      #expect(try again.counts(at: noon()).noticesDelivered == 3)
      #expect(try again.pendingNotices() == 0)
    }
  }

  @Test(arguments: Store.shared) func aSeatKnowsItsOwnFilesOnly(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      let file = TestFile(.report("r1"))
      let half = TestFile(.report("r2"), outcome: .reading(offset: 9))
      let rows = try first.take(file, half)
      var question = IntakeQuestion()
      question.files = [file.trace, half.trace]
      question.keys = [TestRecord.item(of: "r1")]
      let second = try openAgain(Self.second)
      let knowledge = try second.ledger.lookUp(question)
      #expect(knowledge.files == [nil, nil])
      // The event is everybody's, whoever read it.
      #expect(knowledge.known.count == 1)
      // Another machine's file may well have the same name, inode and times.
      let others = try second.take(file)
      #expect(try second.ledger.counts(at: noon()).duplicate == 1)
      #expect(try second.ledger.lookUp(question).files.map { $0?.row } == [others[0], nil])
      #expect(try openAgain(.first).ledger.lookUp(question).files.map { $0?.row } == rows)
    }
  }

  @Test(arguments: Store.shared) func aSeatLooksAfterItsOwnQuarantine(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      let rows = try first.take(TestFile(.unreadable("{"), outcome: .quarantined(code: "syntax", name: "a.json")))
      let second = try openAgain(Self.second)
      #expect(try second.ledger.quarantinedFiles(after: 0, limit: 10).isEmpty)
      #expect(try second.ledger.quarantinedFile(rows[0]) == nil)
      #expect(throws: LedgerError.self) { try second.ledger.renameQuarantined(file: rows[0], to: "b.json") }
      // A name is taken in one quarantine, and free in another.
      try second.take(TestFile(.unreadable("["), outcome: .quarantined(code: "syntax", name: "a.json")))
      #expect(try second.ledger.quarantinedFiles(after: 0, limit: 10).map(\.name) == ["a.json"])
      #expect(try first.ledger.quarantinedFiles(after: 0, limit: 10).map(\.row) == rows)
      #expect(try second.ledger.counts(at: noon()).filesQuarantined == 2)
    }
  }

  @Test(arguments: Store.shared) func eachSeatHasItsAdoptedRules(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      let text = Array("other rules\n".utf8)
      var other = TestTown.rulesRecord
      (other.digest, other.text, other.loadedAt) = (sha256(of: text), text, noon(5))
      let second = try openAgain(Self.second).ledger
      #expect(try second.rulesInForce() == nil)
      try second.adopt(other)
      #expect(try second.rulesInForce() == other)
      #expect(try first.ledger.rulesInForce() == TestTown.rulesRecord)
      // Both adopt the same, and then go different ways again.
      let again = try openAgain(.first).ledger
      try again.adopt(other)
      #expect(try again.rulesInForce() == other)
      #expect(try second.rulesInForce() == other)
      try again.adopt(TestTown.rulesRecord)
      #expect(try again.rulesInForce() == TestTown.rulesRecord)
      #expect(try second.rulesInForce() == other)
      #expect(try second.rulesText(TestTown.book.digest) == TestTown.rulesText)
    }
  }

  @Test(arguments: Store.shared) func clocksArePressedByWhoeversTurnItIs(_ store: Store) throws {
    try store.tellOfTwo { first, openAgain in
      try first.take(TestFile(.report("r1")))
      let second = try openAgain(Self.second)
      let due = try second.ledger.due(by: noon(20_000), limit: 10)
      let change = try #require(due.first?.pressed(at: noon(20_000), under: second.book))
      #expect(try second.ledger.apply([change]).isEmpty)
      #expect(try openAgain(.first).ledger.due(by: noon(20_000), limit: 10).isEmpty)
    }
  }
}
