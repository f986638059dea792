import Answers
import Figures
import Formats
import GridCore
import Testing
import Words

/// The words of a case's life stand in both languages, and no two of a kind are told alike.
@Suite struct TellingTests {
  private func check(_ words: [Bilingual]) {
    #expect(Set(words.map(\.en)).count == words.count && Set(words.map(\.zh)).count == words.count)
    for word in words { #expect(!word.en.isEmpty && word.zh.unicodeScalars.contains { $0.value > 0x2E80 }) }
  }

  @Test func wordsAreInBothLanguagesAndApart() {
    check(Item.Place.allCases.map { wording($0) })
    check(Notice.Kind.allCases.map { wording($0) })
    check(ReturnGround.allCases.map { wording($0) })
    check(Outcome.allCases.map { wording($0) })
    check(Spell.Why.allCases.map { wording($0) })
    check(Link.Kind.allCases.map { wording($0) })
    check(StepTable.Condition.allCases.map { wording($0) })
    check(ReportColumn.allCases.map { wording($0) })
    check(ReportAxis.allCases.map { wording($0) })
  }

  private func book() throws -> RuleBook {
    let hours = try #require(WorkingHours(windows: [.init(start: 32_400, end: 43_200)]))
    return RuleBook(
      digest: sha256(of: Array("names".utf8)), subdistrict: Named(id: "matian", name: "马田街道"),
      offices: [Named(id: "centre", name: "街道指挥中心")],
      communities: [Named(id: "hsk", name: "合水口社区"), Named(id: "jw", name: "将围社区")],
      grids: [
        Grid(id: "hsk-03", name: "合水口社区03", community: 0), Grid(id: "jw-01", name: "将围社区老街", community: 1),
        Grid(id: "jw-02", name: "新村", community: 1), Grid(id: "jw-03", name: "将围社区", community: 1),
      ],
      posts: [PostType(id: "patrol", name: "巡查岗", hours: nil)], groups: [Named(id: "city", name: "市容环境组")],
      calendar: WorkCalendar(utcOffset: 28_800, hours: hours, holidays: [], makeUpDays: [], knownUntil: nil),
      ladder: [], duties: [], matters: [], overrides: [], intake: IntakeLimits())
  }

  @Test(arguments: [
    ("hsk/hsk-03/patrol", "合水口社区 03 分格 巡查岗"), ("jw/jw-01/patrol", "将围社区 老街 巡查岗"),
    ("jw/jw-02/patrol", "将围社区 新村 巡查岗"), ("jw/jw-03/patrol", "将围社区 将围社区 巡查岗"),
    ("hsk/group/city", "合水口社区 市容环境组"), ("subdistrict/centre", "街道指挥中心"), ("triage", "待分拨"),
    ("gone/gone-01/info", "gone gone-01 info"), ("hsk/hsk-99/patrol", "合水口社区 hsk-99 巡查岗"),
    ("hsk/group/gone", "合水口社区 gone"), ("subdistrict/gone", "gone"),
  ])
  func addresseesHaveTheNamesOfTheRules(_ address: String, _ name: String) throws {
    let addressee = try #require(Addressee(text: address))
    #expect(AddresseeNames(try book())[addressee] == Bilingual(en: address, zh: name))
  }

  @Test func withoutRulesIdsStay() throws {
    let addressee = try #require(Addressee(text: "hsk/hsk-03/patrol"))
    #expect(AddresseeNames(nil)[addressee].zh == "hsk hsk-03 patrol")
  }

  // MARK: What is left

  private func item(_ limit: String, due: Int64, _ state: Item.State = .open) throws -> Item {
    let identity = EventIdentity(source: "s", id: "1")
    let received = Timestamp(seconds: 1_771_214_400)
    let digest = sha256(of: Array("names".utf8))
    let facts = Item.Facts(
      risk: nil, matter: "m", duty: "d", community: "hsk", grid: "hsk-03", post: "patrol", group: "city",
      limit: TimeLimit(limit),
      assignedBy: AssignedBy(rules: digest, line: 1, why: AssignmentReason(kind: .matter, subject: "m")))
    var clock = Item.Clock()
    clock.deadline = received.adding(due)
    return Item(
      key: identity.key, identity: identity, receivedAt: received, facts: facts, holder: .office("centre"),
      clock: clock, memory: Item.Memory(moment: received), state: state)
  }

  @Test func whatIsLeftIsToldInTheTimeOfTheLimit() throws {
    // Monday 2026-02-16, 12:00 in the town, where a working day has three hours, from 9 to 12.
    let day = try item("2h", due: 7200)
    #expect(timeLeft(of: day, at: day.receivedAt.adding(2400), under: try book())?.zh == "剩 1 小时 20 分")
    #expect(timeLeft(of: day, at: day.receivedAt.adding(7200), under: try book())?.zh == "剩 0 秒")
    #expect(timeLeft(of: day, at: day.receivedAt.adding(18_000), under: try book())?.en == "3 h overdue")
    let working = try item("9wh", due: 3 * 86_400)
    #expect(timeLeft(of: working, at: working.receivedAt, under: try book())?.zh == "剩 9 小时")
    #expect(timeLeft(of: working, at: working.receivedAt, under: nil)?.zh == "剩 3 天")
  }

  @Test func aClockThatStandsStillKeepsWhatIsLeft() throws {
    let now = Timestamp(seconds: 1_771_214_400)
    let rest = Item.Suspension(since: now, until: now.adding(9_999_999), left: 100_000)
    #expect(
      timeLeft(of: try item("9wd", due: 60, .suspended(rest)), at: now.adding(999_999), under: try book())?.en
        == "27 h 46 min left")
    let checking = Item.Checking(since: now, resolver: .triage, left: nil, due: nil)
    #expect(timeLeft(of: try item("2h", due: 60, .resolved(checking)), at: now, under: try book()) == nil)
    #expect(timeLeft(of: try item("2h", due: 60, .void(at: now)), at: now, under: try book()) == nil)
  }

  @Test(arguments: [
    #"{"summary":"一","place":"","matter":7,"x":{"summary":"no"}}"#, #"{"summary":"a\u4e00\"b","place":"p"}"#,
    #"{"\u0073ummary":"escaped key","place":"p"}"#, #"{"summary":["no"],"matter":"m"}"#, "[1]", "", "{",
    #"{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"summary":"in a cloud","place":"p"}}"#,
  ]) func someTextsOfAReportAreThoseOfAll(_ report: String) {
    let kept = Array(report.utf8)
    let all = ReportTexts(flatEvent(kept))
    #expect(
      ReportTexts.some(["summary", "matter", "place"], of: kept) == [all["summary"], all["matter"], all["place"]])
  }
}
