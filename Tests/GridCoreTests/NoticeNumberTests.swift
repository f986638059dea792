import GridCore
import Testing

/// A notice's id is its item's and its ordinal: no two of one item may have the same.
@Suite struct NoticeNumberTests {
  @Test func aNewItemCountsTheNoticeItCameWith() {
    let change = newChange(Report(matter: "UM-001", grid: "heshuikou-01"), at: at("2026-03-02 10:00"))
    #expect(change.notices.map(\.ordinal) == [1])
    #expect(change.item.memory.notices == 1)
  }

  @Test func anItemInTriageCountsTheNoticeItCameWith() {
    let change = newChange(Report(), at: at("2026-03-02 10:00"))
    #expect(change.notices.map(\.ordinal) == [1])
    #expect(change.item.memory.notices == 1)
  }

  @Test func theNoticesOfALifeAreNumberedWithoutAGapOrRepetition() throws {
    var change = newChange(Report(matter: "UM-001"), at: at("2026-03-02 10:00"))
    var notices = change.notices
    change = try change.item.applying(
      .request(.assign) { $0.grid = "heshuikou-01" }, received: at("2026-03-02 11:00"), under: Town.book
    ).get()
    notices += change.notices
    change = try #require(change.item.pressed(at: at("2026-04-01 00:00"), under: Town.book))
    notices += change.notices
    change = try change.item.applying(.request(.resolve), received: at("2026-04-01 10:00"), under: Town.book).get()
    notices += change.notices
    change = try change.item.applying(.request(.reopen), received: at("2026-04-02 10:00"), under: Town.book).get()
    notices += change.notices
    #expect(notices.map(\.ordinal) == [1, 2, 3, 4, 5])
    #expect(notices.map(\.rung) == [0, 0, 1, 2, 0])
    #expect(Set(notices.map(\.id)).count == 5)
    #expect(change.item.memory.notices == 5)
  }

  @Test func theNoticesOfEveryItemOfARandomStreamAreNumberedWithoutAGap() {
    for seed: UInt64 in 0..<20 {
      var generator = SeededGenerator(seed: seed)
      var shelf = Shelf()
      shelf.receive(BatchBoundaryTests.randomStream(length: 40, using: &generator))
      for (key, item) in shelf.items {
        #expect(shelf.notices.filter { $0.item == key }.map(\.ordinal) == (0..<item.memory.notices).map { $0 + 1 })
      }
    }
  }
}
