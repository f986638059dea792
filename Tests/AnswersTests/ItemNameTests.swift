import Answers
import GridCore
import Ledger
import LedgerStore
import LedgerStories
import Testing

/// An item is found by as much of its id as no other shares.
@Suite struct ItemNameTests {
  private func told(_ name: String, _ ledger: any LedgerReading) throws -> String {
    switch try ItemName(name, in: ledger) {
    case .item(let item): item.id
    case .unknown: "unknown"
    case .notice(let item): "notice of \(item)"
    case .several(let ids, let areMore): ids.joined(separator: " ") + (areMore ? " …" : "")
    }
  }

  @Test func oneLetterIsEnoughForTheOnlyItem() throws {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
    try intake.take(TestFile(.report("r1")))
    let id = TestRecord.item(of: "r1").itemID
    for length in [1, 2, 8, 16] {
      #expect(try told(String(id.prefix(length)), intake.ledger) == id)
      #expect(try told(id.prefix(length).uppercased(), intake.ledger) == id)
    }
    #expect(try told("", intake.ledger) == "unknown")
    #expect(try told("u", intake.ledger) == "unknown")
    #expect(try told(id + "0", intake.ledger) == "unknown")
    #expect(try told(id + "n1", intake.ledger) == "notice of \(id)")
    #expect(try told(id + "nx", intake.ledger) == "unknown")
    #expect(try told("../../etc/passwd", intake.ledger) == "unknown")
  }

  @Test func lettersThatIdsDoNotKnowAreTheDigitsTheyLookLike() throws {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
    try intake.take((1...64).map { TestFile(.report("r\($0)")) })
    let id = try #require(
      try intake.ledger.itemIDs(startingWith: "", limit: 64).first { $0.contains("0") && $0.contains("1") })
    let misread = id.replacing("0", with: "O").replacing("1", with: "l")
    #expect(try told(misread, intake.ledger) == id)
  }

  @Test func anAmbiguousNameIsAnsweredWithTheFirstFew() throws {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
    try intake.take((1...400).map { TestFile(.report("r\($0)")) })
    let all = try intake.ledger.itemIDs(startingWith: "", limit: 400)
    let letter = String(all[0].prefix(1))
    let those = all.filter { $0.hasPrefix(letter) }
    #expect(those.count > 5)
    #expect(try told(letter, intake.ledger) == those.prefix(5).joined(separator: " ") + " …")
  }
}
