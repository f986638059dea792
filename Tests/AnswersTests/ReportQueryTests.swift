import Answers
import Figures
import Formats
import GridCore
import JSON
import Ledger
import LedgerStore
import LedgerStories
import Reports
import Testing
import Words

/// A report asked of a ledger: which days count, what is told of them and in which form.
@Suite struct ReportQueryTests {
  /// Four reports just before and after midnight of 2026-04-02 in the town, which is 16:00 of the day before in UTC.
  private func intake() throws -> TestIntake {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
    let midnight = Timestamp(seconds: 1_775_059_200)
    try intake.take(TestFile(.report("r1"), .report("r2", matter: nil)), at: midnight.adding(-1))
    try intake.take(TestFile(.report("r3", matter: "UM-002", source: "=1+1")), at: midnight)
    try intake.take(TestFile(.report("r4", onSite: true)), at: midnight.adding(86_400))
    try intake.take(TestFile(.step("s1", .resolve, on: "r1")), at: midnight.adding(90_000))
    return intake
  }

  private func query(_ from: String? = nil, _ to: String? = nil, by axis: ReportAxis? = nil) throws -> ReportQuery {
    var query = ReportQuery(at: Timestamp(seconds: 1_775_200_000))
    query.from = try from.map { try #require(ReportDay($0)) }
    query.to = try to.map { try #require(ReportDay($0)) }
    query.axis = axis
    return query
  }

  @Test func daysAreTheTownsAndTheLastIsNotAmongThem() throws {
    let intake = try intake()
    for (from, to, count) in [
      (nil, nil, 4), ("2026-04-01", "2026-04-02", 2), ("2026-04-02", "2026-04-03", 1), ("2026-04-02", nil, 2),
      (nil, "2026-04-03", 3), ("2026-04-02", "2026-04-02", 0),
    ] as [(String?, String?, Int)] {
      let table = try query(from, to).figures(intake.book, intake.ledger)
      #expect(table.total[.received] == count, "\(from ?? "") \(to ?? "")")
      #expect(table.rows.isEmpty)
    }
    let days = try query(by: .day).figures(intake.book, intake.ledger).rows
    #expect(days.map(\.key) == ["2026-04-01", "2026-04-02", "2026-04-03"])
    #expect(days.map { $0.figures[.received] } == [2, 1, 1])
    let utc = try query(by: .day).figures(nil, intake.ledger).rows
    #expect(utc.map(\.key) == ["2026-04-01", "2026-04-02"])
  }

  @Test func aDayIsADayOfTheCalendar() {
    #expect(ReportDay("2024-02-29")?.text == "2024-02-29")
    for text in ["2026-02-29", "2026-2-9", "2026-02-09Z", "20260209", "2026-04-31", "", "2026-02-09 ", "今天"] {
      #expect(ReportDay(text) == nil, "\(text)")
    }
  }

  @Test func theJSONHasRowsByKeyAndTheTotal() throws {
    let intake = try intake()
    let asked = try query(nil, "2026-05-01", by: .matter)
    var writer = JSONWriter()
    asked.write(ReportQuery.sheet(try asked.figures(intake.book, intake.ledger), intake.book), to: &writer)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(StrictJSON.syntaxFault(of: writer.bytes[...]) == nil)
    #expect(text.hasPrefix(#"{"from":null,"to":"2026-05-01","at":"2026-04-03T07:06:40Z","by":"matter","rows":[{"#))
    #expect(text.contains(#"{"key":"UM-001","name":"占道经营","received":2,"on_site":1,"triage":0,"#))
    #expect(text.contains(#"{"key":null,"name":null,"received":1,"on_site":0,"triage":1,"#))
    #expect(text.contains(#""total":{"received":4,"on_site":1,"triage":1,"open":1,"#))
    #expect(text.contains(#""on_site_rate":"25.00","void_rate":"0.00","on_time_rate":"0.00","closing_rate":"33.33","#))
    #expect(text.contains(#""rework_rate":"0.00","score":"20.00","handling_p50":90001,"handling_p90":90001}}"#))
  }

  @Test func theCSVIsGuardedAndWithoutRowsHoldsTheTotal() throws {
    let intake = try intake()
    let asked = try query(by: .source)
    let lines = String(
      decoding: ReportQuery.sheet(try asked.figures(intake.book, intake.ledger), intake.book).csv, as: UTF8.self
    ).split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("\u{FEFF}key,name,received,on_site,triage,"))
    #expect(lines[0].hasSuffix(",score,handling_p50,handling_p90"))
    #expect(lines[1].hasPrefix("'=1+1,,1,0,0,"))
    #expect(lines[2].hasPrefix("hotline,,3,1,1,"))
    #expect(lines.count == 4 && lines[3].isEmpty)
    let all = ReportQuery.sheet(try query().figures(intake.book, intake.ledger), intake.book).csv
    #expect(String(decoding: all, as: UTF8.self).contains("\r\n,,4,1,1,1,0,0,1,0,"))
  }

  @Test func peopleSeeNamesAndNoEmptyColumns() throws {
    let intake = try intake()
    let sheet = ReportQuery.sheet(try query(by: .matter).figures(intake.book, intake.ledger), intake.book)
    let chinese = sheet.shown(to: .zh, sparing: true)
    #expect(chinese.heads.prefix(3) == ["事项", "收到", "现场整改"])
    #expect(!chinese.heads.contains("挂账") && chinese.heads.contains("办理时长（50%）"))
    #expect(chinese.lines.map(\.[0]) == ["占道经营", "流动摊贩", "（无）", "合计"])
    let english = sheet.shown(to: .en, sparing: false)
    #expect(english.heads.prefix(2) == ["matter", "name"])
    #expect(english.lines[2].prefix(3) == ["(none)", "-", "1"])
    #expect(english.heads.count == sheet.columns.count)
    let markdown = sheet.markdown(in: .zh).split(separator: "\n")
    #expect(markdown.count == 6)
    #expect(markdown[1].hasPrefix("| --- | --: |"))
    #expect(markdown[2].hasPrefix("| 占道经营 | 2 | 1 |"))
  }

  @Test func markdownHoldsNoMarksFromOutside() {
    var sheet = Sheet([Sheet.Column("a", Bilingual(en: "a", zh: "甲"))])
    sheet.rows = [[.text("x|<b>[y](z)\u{202e}\n")]]
    #expect(sheet.markdown(in: .en) == "| a |\n| --- |\n| x\\|\\<b\\>\\[y\\](z)\\u{202e}\\u{a} |\n")
  }

  @Test func theItemsBehindAFigureAreThoseItCounts() throws {
    let intake = try intake()
    func ids(_ column: ReportColumn, _ axis: ReportAxis?, _ key: String?) throws -> [String] {
      var ids: [String] = []
      try query(by: axis).each(in: column, key: key, intake.book, intake.ledger) { item in
        ids.append(item.identity.id)
        return true
      }
      return ids
    }
    #expect(try ids(.received, nil, nil) == ["r1", "r2", "r3", "r4"])
    #expect(try ids(.received, .matter, "UM-001") == ["r1", "r4"])
    #expect(try ids(.received, .matter, "") == ["r2"])
    #expect(try ids(.closed, .grid, "heshuikou-01") == ["r1"])
    #expect(try ids(.overdue, .day, "2026-04-02") == ["r3"])
    #expect(try ids(.received, .month, "2026-03") == [])
    #expect(try ids(.late, nil, nil) == ["r1"])
    #expect(try ids(.received, .source, "=1+1") == ["r3"])
  }

  @Test func timesAreToldByWhoHadThem() throws {
    let intake = try intake()
    let sheet = ReportQuery.sheet(try query().times(intake.book, intake.ledger), intake.book)
    var writer = JSONWriter()
    writer.beginObject()
    sheet.write(to: &writer)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(text.contains(#"{"holder":"heshuikou/heshuikou-01/patrol","why":"waiting","seconds":90001}"#))
    #expect(text.contains(#"{"holder":"triage","why":"triage","seconds":140801}"#))
    #expect(sheet.shown(to: .zh, sparing: true).lines.map(\.[0]).contains("合水口社区 网格1 巡查岗"))
    #expect(sheet.total == nil)
  }
}
