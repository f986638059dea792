import Answers
import Figures
import GridCore
import Ledger
import LedgerStore
import LedgerStories
import Testing
import Words

/// What is told of an item beside its own fields.
@Suite struct ItemAnswerTests {
  private func intake() throws -> TestIntake {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
    try intake.take(TestFile(.report("r1")), TestFile(.report("r2", matter: nil)))
    return intake
  }

  private func answer(
    _ id: String, at now: Timestamp, _ intake: TestIntake, isWhole: Bool = false, under book: RuleBook? = TestTown.book
  ) throws -> ItemAnswer {
    let item = try #require(try intake.ledger.item(TestRecord.item(of: id)))
    return try ItemAnswer(item, at: now, under: book, in: intake.ledger, isWhole: isWhole)
  }

  @Test func aBreachIsTheFaultOfWhoUsedUpTheTime() throws {
    let intake = try intake()
    try intake.take(TestFile(.step("s1", .accept, on: "r1")), at: noon(60))
    #expect(try answer("r1", at: noon(7200), intake).breach == nil)
    let late = try answer("r1", at: noon(7201), intake)
    let post = Addressee.post(GridPost(community: "heshuikou", grid: "heshuikou-01", post: "patrol"))
    let breach = ItemAnswer.Breach(at: noon(7200), by: post)
    #expect(late.breach == breach)
    #expect(late.life == nil)
    let nobodys = ItemAnswer.Breach(at: noon(7200), by: nil)
    #expect(try answer("r1", at: noon(7201), intake, under: nil).breach == nobodys)
    let told = try answer("r1", at: noon(100), intake, isWhole: true)
    #expect(told.life?.spells.map(\.why) == [.waiting, .working])
    #expect(told.life?.spells.map(\.seconds) == [60, 40])
    #expect(told.life?.history.count == 2)
  }

  @Test func whatIsLeftIsToldWithWhatWas() throws {
    let intake = try intake()
    func told(at now: Timestamp) throws -> Bilingual? {
      let answer = try answer("r1", at: now, intake)
      return timeTold(of: answer.item, at: now, under: intake.book)
    }
    #expect(try told(at: noon(3600))?.zh == "剩 1 小时")
    #expect(try told(at: noon(10_800))?.zh == "超时 1 小时")
    try intake.take(TestFile(.step("s1", .resolve, on: "r1")), at: noon(10_800))
    #expect(try told(at: noon(10_900)) == Bilingual(en: "was late", zh: "曾超时"))
    #expect(try told(at: noon(3600)) == nil)
  }

  @Test func countsAreToldWhereThereAreAny() {
    var counts = Item.Counts()
    #expect(counts.told == nil)
    counts.returns = 2
    counts.reminders = 1
    #expect(counts.told == Bilingual(en: "returns 2, reminders 1", zh: "回退 2、催办 1"))
    let keys = [
      "returns", "bounces", "transfers", "extensions", "suspensions", "checks_failed", "reopenings", "reminders",
    ]
    #expect(counts.shown.map(\.key) == keys)
  }

  @Test func anEntryTellsWhatItSaysBesideWhoAndWhen() throws {
    var entry = HistoryEntry(
      at: noon(), what: .step(.extend), by: "李", note: "等批复", rung: 0, to: nil, rules: TestTown.book.digest)
    func details() -> Bilingual {
      entry.details(time: { _ in "T" }, matter: { "m \($0)" }, grid: { "g \($0)" })
    }
    #expect(details().zh == "等批复")
    entry.asked = true
    entry.byLimit = TimeLimit("1wd")
    #expect(details() == Bilingual(en: "asked for; by 1 working day; 等批复", zh: "待批；延长 1 个工作日；等批复"))
    entry.asked = false
    (entry.byLimit, entry.note, entry.outcome, entry.satisfaction) = (nil, nil, .fail, 2)
    #expect(details() == Bilingual(en: "fail; satisfaction 2 of 5", zh: "不通过；满意度 2/5"))
    (entry.outcome, entry.satisfaction, entry.ground, entry.grid) = (nil, nil, .place, "x")
    #expect(details() == Bilingual(en: "wrong place; grid g x", zh: "地点不符；网格改为 g x"))
  }
}
