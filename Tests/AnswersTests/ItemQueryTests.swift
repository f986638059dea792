import Answers
import GridCore
import Ledger
import LedgerStore
import LedgerStories
import Testing

/// What somebody asks of the items, and what is told where nobody knows his word.
@Suite struct ItemQueryTests {
  private func intake() throws -> TestIntake {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
    try intake.take(
      TestFile(.report("r1")), TestFile(.report("r2", matter: "UM-002", source: "camera")),
      TestFile(.report("r3", grid: "heshuikou-02")), TestFile(.report("r4", matter: nil)))
    return intake
  }

  private func unknown(_ field: ItemQuery.Field, _ word: String, _ intake: TestIntake) throws -> String? {
    var query = ItemQuery()
    query.words[field] = word
    return try query.unknown(intake.book, intake.ledger).map {
      "\($0.field) \($0.word) \($0.meant.isEmpty ? "-" : $0.meant.joined(separator: " "))"
    }
  }

  @Test func aWordOfTheRulesOrOfAnItemIsKnown() throws {
    let intake = try intake()
    let known: [(ItemQuery.Field, String)] = [
      (.community, "heshuikou"), (.grid, "heshuikou-03"), (.post, "info"), (.group, "city-appearance"),
      (.duty, "urban-management"), (.matter, "UM-002"), (.matter, "流动摊贩"), (.source, "camera"),
    ]
    for (field, word) in known { #expect(try unknown(field, word, intake) == nil, "\(field) \(word)") }
  }

  @Test func aWordThatNobodyKnowsIsToldWithTheOneThatWasMeant() throws {
    let intake = try intake()
    #expect(try unknown(.community, "heshuikuo", intake) == "community heshuikuo heshuikou")
    #expect(try unknown(.community, "合水口社区", intake) == "community 合水口社区 heshuikou")
    #expect(try unknown(.grid, "heshuikou-3", intake) == "grid heshuikou-3 heshuikou-03")
    #expect(try unknown(.grid, "heshuikou-x3", intake) == "grid heshuikou-x3 heshuikou-03")
    #expect(
      try unknown(.grid, "heshuikou-0x", intake) == "grid heshuikou-0x heshuikou-01 heshuikou-02 heshuikou-03")
    #expect(try unknown(.post, "patroll", intake) == "post patroll patrol")
    #expect(try unknown(.matter, "um-001", intake) == "matter um-001 UM-001")
    #expect(try unknown(.source, "camara", intake) == "source camara camera")
    #expect(try unknown(.source, "somebody", intake) == "source somebody -")
    #expect(try unknown(.subject, "福来餐馆", intake) == "subject 福来餐馆 -")
    #expect(try unknown(.community, "", intake) == "community  -")
  }

  @Test func withoutRulesTheItemsAreAskedAlone() throws {
    let intake = try intake()
    var query = ItemQuery()
    query.words[.post] = "patrol"
    #expect(try query.unknown(nil, intake.ledger) == nil)
    query.words[.post] = "patroll"
    #expect(try query.unknown(nil, intake.ledger)?.meant == ["patrol"])
  }

  @Test func itemsAreHandedOutInTheirOrderUpToTheLimit() throws {
    let intake = try intake()
    func ids(_ change: (inout ItemQuery) -> Void) throws -> [String] {
      var query = ItemQuery()
      change(&query)
      var ids: [String] = []
      try query.forEach(intake.book, intake.ledger) { ids.append($0.identity.id) }
      return ids
    }
    #expect(try ids { _ in } == ["r1", "r2", "r3", "r4"])
    #expect(try ids { $0.limit = 2 } == ["r1", "r2"])
    #expect(try ids { $0.limit = 0 } == [])
    #expect(try ids { $0.words[.source] = "camera" } == ["r2"])
    #expect(try ids { $0.words[.matter] = "占道经营" } == ["r1", "r3"])
    #expect(try ids { $0.words[.subject] = "福来餐馆" } == [])
  }

  @Test func theLateAndTheOwedAreSifted() throws {
    let intake = try intake()
    try intake.take(TestFile(.step("s1", .resolve, on: "r1")), at: noon(7201))
    func ids(_ change: (inout ItemQuery) -> Void) throws -> [String] {
      var query = ItemQuery()
      change(&query)
      var ids: [String] = []
      try query.forEach(intake.book, intake.ledger) { ids.append($0.identity.id) }
      return ids
    }
    #expect(try ids { $0.lateAt = noon(7200) } == [])
    // Closed too late is late for good; the one in triage has no deadline.
    #expect(try ids { $0.lateAt = noon(7201) } == ["r1", "r2", "r3"])
    #expect(try ids { ($0.lateAt, $0.limit) = (noon(7201), 1) } == ["r1"])
    #expect(try ids { $0.overdueAt = noon(7201) } == ["r2", "r3"])
    #expect(try ids { $0.owedOnly = true } == [])
  }
}
