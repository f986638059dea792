import Figures
import GridCore
import Testing

/// What clocks bring beside a return, and at the top of the ladder.
@Suite struct OrderOfLinesTests {
  /// In another's hands from 11:00, and found at 15:00 to be his, of a matter whose time was over at 12:00.
  private func moved(as version: DecidingVersion, under book: RuleBook) throws -> ItemChange {
    try newChange(Report(matter: "UM-001", grid: "heshuikou-01"), at: at("2026-03-02 10:00"), under: book).item
      .after([.request(.transfer) { $0.to = "heshuikou/heshuikou-02/info" }], at: at("2026-03-02 11:00"), under: book)
      .applying(
        .request(.return) {
          $0.matter = "MU-001"
          $0.grid = "heshuikou-02"
        }, received: at("2026-03-02 15:00"), under: book, as: version
      ).get()
  }

  @Test func whatAMoveBringsComesAfterItThoughTheHolderStays() throws {
    var town = Town()
    town.lifecycle.acceptWithin = ByUrgency(limit("30m"))
    let book = town.book
    let change = try moved(as: .current, under: book)
    #expect(change.item.holder == Town.post("heshuikou-02", "info"))
    #expect(change.item.clock.deadline == at("2026-03-02 12:00"))
    let rung = try #require(change.item.pressed(at: at("2026-03-02 15:00:01"), under: book))
    #expect(rung.entries.map(\.what) == [.escalate])
    #expect(rung.entries.map(\.due) == [at("2026-03-02 12:00")])
    // The group has it from the return on, and as long as anybody to accept it.
    #expect(rung.item.clock.accept == at("2026-03-02 15:30"))
    var fold = SpellFold()
    for entry in [[newEntry], change.entries, rung.entries].joined() { fold.take(entry) }
    #expect(fold.spells(at: at("2026-03-02 16:00")).map { ($0.to.seconds - $0.from.seconds) / 60 } == [300, 60])
    // As the release before decided, so it stays: to the office at once, for what the group had never seen.
    let before = try moved(as: .ninth, under: book).item
      .pressed(at: at("2026-03-02 15:00:01"), under: book, as: .ninth)
    #expect(before?.entries.map(\.what) == [.escalate, .remind, .escalate, .remind])
    #expect(before?.item.rung == 2)
  }

  private var newEntry: HistoryEntry {
    HistoryEntry(
      at: at("2026-03-02 10:00"), what: .report, by: nil, note: nil, rung: 0, to: Town.post("heshuikou-02", "info"),
      rules: Town.book.digest)
  }

  /// Two matters of one post, the second with a ladder of its own.
  private func book(_ second: [Rung]) -> RuleBook {
    var town = Town()
    town.matters.append(
      Matter(
        code: "UM-009", name: "乱堆放", duty: 0, post: "info", group: "city-appearance", limit: limit("1wd"),
        urgency: .urgent, keywords: [], line: 29))
    town.ladders[.urgent] = second
    return town.book
  }

  @Test func aBetterMatterKeepsTheClockOfWhoeverStandsAboveIt() throws {
    let office = Rung(to: .office("leader"), after: limit("2h"), line: 13)
    let long = book(Town().ladder + [office])
    let top = try #require(itemAtPost(under: long).pressed(at: at("2026-03-04 11:00"), under: long)?.item)
    #expect(top.clock.nextRung == nil)
    let amend = StepRequest.request(.return) { $0.matter = "UM-009" }
    let received = at("2026-03-04 11:30")
    let longer = try top.applying(amend, received: received, under: long).get()
    #expect(longer.item.clock.nextRung == at("2026-03-04 12:00"))
    #expect(longer.item.clock.deadline == top.clock.deadline)
    #expect(try top.applying(amend, received: received, under: long, as: .ninth).get().item.clock.nextRung == nil)
    // With nobody above it any more it awaits nothing.
    let short = book([Town().ladder[0]])
    let first = try #require(itemAtPost(under: short).pressed(at: at("2026-03-03 11:00"), under: short)?.item)
    #expect(first.clock.nextRung == at("2026-03-04 10:00"))
    let shorter = try first.applying(amend, received: at("2026-03-03 11:30"), under: short).get()
    #expect(shorter.item.clock.nextRung == nil)
    #expect(shorter.notices.map(\.deadline) == [nil])
    // Where both have somebody above, nothing but facts and group changes.
    let same = book([Town().ladder[0], office])
    let middle = try #require(itemAtPost(under: same).pressed(at: at("2026-03-03 11:00"), under: same)?.item)
    let amended = try middle.applying(amend, received: at("2026-03-03 11:30"), under: same).get()
    #expect(amended.item.clock == middle.clock)
  }

  @Test func missedRepeatsAreToldOnceWhereNobodyIsLeftToClimbTo() throws {
    var town = Town()
    town.ladder = [Rung(to: .group, after: nil, repeat: .init(every: limit("30m"), times: nil), line: 11)]
    town.lifecycle.acceptWithin = ByUrgency(limit("2h"))
    let book = town.book
    let item = try #require(
      newChange(Report(matter: "MU-001", grid: "heshuikou-01"), at: at("2026-03-02 10:00"), under: book).item
        .pressed(at: at("2026-03-02 12:00:01"), under: book)?.item)
    let now = at("2026-03-02 17:10")
    let lines = { (version: DecidingVersion) in
      item.pressed(at: now, under: book, as: version)?.entries.map {
        "\($0.what.word) \($0.due?.testDescription ?? "-")"
      }
    }
    let (asked, climbed) = ("remind 2026-3-2 14:00:00+08:00", "escalate 2026-3-2 16:00:00+08:00")
    #expect(lines(.current) == [asked, climbed, "remind 2026-3-2 17:00:00+08:00"])
    #expect(lines(.ninth) == [asked, "remind 2026-3-2 16:00:00+08:00", climbed, "remind 2026-3-2 17:00:00+08:00"])
  }
}
