import Figures
import GridCore
import Laws
import Ledger
import LedgerStories
import Testing

/// What one batch leaves in the ledger, or that it leaves nothing.
@Suite struct BatchContract {
  @Test(arguments: Store.all) func aReportBecomesAnItemWithANotice(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")))
      let item = try #require(try intake.ledger.item(TestRecord.item(of: "r1")))
      #expect(item.identity == EventIdentity(source: "hotline", id: "r1"))
      #expect(item.holder.text == "heshuikou/heshuikou-01/patrol")
      #expect(try intake.ledger.history(of: item.key).map(\.entry.what) == [.report])
      let owed = try intake.ledger.owed(after: 0, limit: 10, bytes: 1 << 20)
      #expect(owed.map(\.notice.ordinal) == [1])
      #expect(owed.first?.item == NoticedItem(item))
      #expect(try intake.ledger.reportBytes(of: item.key) == TestRecord.report("r1").bytes)
      var told: [[UInt8]] = []
      let stranger = EventKey(high: 1, low: 1)
      try intake.ledger.eachReport(of: [stranger, item.key, item.key]) { key, bytes in
        #expect(key == item.key)
        told.append(bytes)
      }
      #expect(told == [TestRecord.report("r1").bytes, TestRecord.report("r1").bytes])
      let position = try #require(try intake.ledger.items(ItemFilter(), after: 0, limit: 1).first?.position)
      try intake.ledger.eachReport(at: [position + 1, position]) { place, bytes in
        #expect(place == position)
        told.append(bytes)
      }
      #expect(told.count == 3 && told[2] == told[0])
    }
  }

  @Test(arguments: Store.all) func aStaleChangeRollsTheBatchBack(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")))
      let batch = try intake.batch([TestFile(.step("s1", .resolve, on: "r1"))], at: noon())
      try intake.take(TestFile(.step("s2", .accept, on: "r1")))
      let before = try intake.ledger.standing()
      #expect(throws: LedgerError.self) { try intake.ledger.receive(batch) }
      #expect(try intake.ledger.standing() == before)
    }
  }

  @Test(arguments: Store.all) func aTextWithANullByteComesBackWhole(_ store: Store) throws {
    try store.tell { intake in
      try intake.take(TestFile(.report("r1")), TestFile(.step("s1", .accept, on: "r1", note: "a\u{0}b")))
      #expect(try intake.ledger.history(of: TestRecord.item(of: "r1")).last?.entry.note == "a\u{0}b")
    }
  }

  @Test(arguments: Store.all) func incidentsOfABatchAreStoredWithItOrNotAtAll(_ store: Store) throws {
    try store.tell { intake in
      var first = try intake.batch([TestFile(.report("r1"))], at: noon())
      first.incidents = [
        Incident(at: noon(), code: "conflict", text: "one"), Incident(at: noon(), code: "conflict", text: "two"),
      ]
      _ = try intake.ledger.receive(first)
      var stale = try intake.batch([TestFile(.step("s1", .resolve, on: "r1"))], at: noon())
      stale.incidents = [Incident(at: noon(), code: "conflict", text: "three")]
      try intake.take(TestFile(.step("s2", .accept, on: "r1")))
      #expect(throws: LedgerError.self) { try intake.ledger.receive(stale) }
      #expect(try intake.ledger.incidents(limit: 10).map(\.text) == ["two", "one"])
      #expect(try intake.ledger.verify(deep: true).ok)
    }
  }
}
