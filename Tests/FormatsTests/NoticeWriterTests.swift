import Figures
import Formats
import FuzzPromises
import GridCore
import JSON
import Receiving
import Testing
import Words

@Suite struct NoticeWriterTests {
  private func book() throws -> RuleBook {
    let hours = try #require(
      WorkingHours(windows: [.init(start: 32_400, end: 43_200), .init(start: 50_400, end: 64_800)]))
    var night = Override.Condition()
    night.hours = .init(start: 79_200, end: 21_600)
    var red = Override.Condition()
    red.risk = .red
    return RuleBook(
      digest: sha256(of: Array("rules".utf8)), subdistrict: Named(id: "matian", name: "马田街道"),
      offices: [Named(id: "centre", name: "指挥中心")], communities: [Named(id: "hsk", name: "合水口社区")],
      grids: [Grid(id: "hsk-03", name: "三", community: 0)],
      posts: [PostType(id: "patrol", name: "综合巡查纠治岗", hours: nil), PostType(id: "info", name: "基础网格信息岗", hours: nil)],
      groups: [Named(id: "city", name: "市容环境组")],
      calendar: WorkCalendar(utcOffset: 28_800, hours: hours, holidays: [], makeUpDays: [], knownUntil: nil),
      ladder: [Rung(to: .group, after: nil, line: 9)], duties: [Named(id: "um", name: "城管")],
      matters: [
        Matter(
          code: "UM-001", name: "占道经营", duty: 0, post: "patrol", group: "city",
          limit: try #require(TimeLimit("2h")), urgency: .normal, keywords: ["占道"], line: 40)
      ],
      overrides: [
        Override(name: "night", when: night, post: "info", group: nil, limit: nil, line: 50),
        Override(name: nil, when: red, post: "info", group: nil, limit: nil, line: 51),
      ], intake: IntakeLimits())
  }

  private func change(_ text: String, received: Timestamp = receipt) throws -> ItemChange {
    let event = try readEvent(text).get()
    guard case .report(let report) = event.body else { throw CancellationError() }
    return Item.new(from: event, report: report, received: received, under: try book())
  }

  @Test func aNoticeHoldsAllOfTheContractInItsOrder() throws {
    let report = #"{"id":"1","source":"s","matter":"UM-001","grid":"hsk-03","n":1.50}"#
    let change = try change(report)
    let item = change.item
    let climbed = try #require(item.pressed(at: receipt.adding(7201), under: try book()))
    let writer = NoticeWriter(book: try book(), language: .en)
    let first = writer.write(change.notices[0], seq: 7, of: NoticedItem(item), report: Array(report.utf8), previous: [])
    let head = #"{"notice":"\#(item.id)n1","item":"\#(item.id)","seq":7,"kind":"task","rung":0,"#
    let rules = try book().digest.hex
    #expect(
      String(decoding: first, as: UTF8.self) == head
        + #""to":{"community":"hsk","grid":"hsk-03","post":"patrol"},"duty":"um","duty_name":"城管","matter":"UM-001","#
        + #""matter_name":"占道经营","state":"open","received_at":"2026-02-14T00:00:00Z","#
        + #""deadline":"2026-02-14T02:00:00Z","deadline_local":"2026-02-14T10:00:00+08:00","provisional":false,"#
        + #""assigned_by":{"rules":"\#(rules)","line":40,"#
        + #""why":"matter UM-001 占道经营 of duty 城管: post patrol 综合巡查纠治岗"},"reason":null,"previous":[],"#
        + #""event":\#(report)}"# + "\n")
    let second = writer.write(
      climbed.notices[0], seq: 8, of: NoticedItem(climbed.item), report: Array(report.utf8),
      previous: [(change.notices[0], receipt)],
      history: change.entries + climbed.entries)
    let text = String(decoding: second, as: UTF8.self)
    #expect(text.contains(#""rung":1,"to":{"community":"hsk","group":"city"},"#))
    #expect(text.contains(#""deadline":null,"deadline_local":null,"#))
    #expect(
      text.contains(
        #""reason":{"step":"escalate","by":null,"note":null,"at":"2026-02-14T02:00:01Z","to":"hsk/group/city","#
          + #""by_limit":null,"until":null,"outcome":null,"held":[{"holder":"hsk/hsk-03/patrol","seconds":7200}]},"#))
    #expect(!text.contains("suggest"))
    #expect(
      text.contains(
        #""previous":[{"notice":"\#(item.id)n1","rung":0,"to":"hsk/hsk-03/patrol","at":"2026-02-14T00:00:00Z"}],"#))
    #expect(SlowJSON.accepts(second))
  }

  @Test func aNoticeForTriageSaysWhy() throws {
    let report = #"{"id":"1","source":"s","matter":"\u001b[31m"}"#
    let change = try change(report)
    let text = String(
      decoding: NoticeWriter(book: try book(), language: .zh)
        .write(change.notices[0], seq: 7, of: NoticedItem(change.item), report: Array(report.utf8), previous: []),
      as: UTF8.self)
    #expect(text.contains(#""to":{"triage":true},"duty":null,"duty_name":null,"matter":null,"matter_name":null,"#))
    #expect(text.contains(#""line":null,"why":"事项“\\u{1B}[31m”不在清单内"},"reason":null,"suggest":[],"#))
  }

  private func text(
    _ report: String, _ notice: Notice, _ item: Item, _ history: [HistoryEntry]
  ) throws -> String {
    let paper = NoticeWriter(book: try book(), language: .en)
      .write(notice, seq: 7, of: NoticedItem(item), report: Array(report.utf8), previous: [], history: history)
    return String(decoding: paper, as: UTF8.self)
  }

  @Test(arguments: [
    #"{"id":"1","source":"s","summary":"有人在路边摆摊占道","grid":"hsk-03"}"#,
    #"{"specversion":"1.0","id":"1","source":"s","type":"gridpost.report","data":{"matter":"摆摊占道"}}"#,
  ]) func aNoticeForTriageSuggestsWhatTheReportsWordsSay(report: String) throws {
    let change = try change(report)
    #expect(
      try text(report, change.notices[0], change.item, []).contains(
        #""reason":null,"suggest":[{"matter":"UM-001","name":"占道经营","keyword":"占道"}],"previous":[],"#))
  }

  @Test func aReturnThatIsBouncedIsToldWithTheLineThatSaysSo() throws {
    let report = #"{"id":"1","source":"s","matter":"UM-001","grid":"hsk-03"}"#
    let first = try change(report)
    var step = StepRequest(kind: .return, item: first.item.id)
    (step.by, step.note, step.to) = ("李", "不归我", "hsk/hsk-03/info")
    let bounced = try first.item.applying(step, received: receipt.adding(600), under: try book()).get()
    let told = try #require(bounced.notices.first)
    let entry = bounced.entries[told.entry]
    #expect(told.kind == .told && entry.what == .bounce)
    let history = first.entries + bounced.entries.prefix(told.entry + 1)
    var item = bounced.item
    item.facts.assignedBy = AssignedBy(
      rules: try book().digest, line: 7, why: AssignmentReason(kind: .noMatter, subject: ""))
    let text = try text(report, told, item, history)
    #expect(text.contains(#""kind":"told","rung":0,"to":{"community":"hsk","grid":"hsk-03","post":"patrol"},"#))
    #expect(text.contains(#""line":40,"why":"matter UM-001 "#))
    #expect(
      text.contains(
        #""reason":{"step":"bounce","by":null,"note":null,"at":"2026-02-14T00:10:00Z","to":null,"by_limit":null,"#
          + #""until":null,"outcome":null,"held":[{"holder":"hsk/hsk-03/patrol","seconds":600}]},"#))
    // A task names the item's own line whatever it tells of.
    var task = told
    task.kind = .task
    #expect(try self.text(report, task, item, history).contains(#""line":7,"#))
  }

  @Test func aTransferTellsWhoHadItAndWhatWasAskedForIsThere() throws {
    let report = #"{"id":"1","source":"s","matter":"UM-001","grid":"hsk-03"}"#
    let first = try change(report)
    var step = StepRequest(kind: .transfer, item: first.item.id)
    (step.by, step.to) = ("王", "subdistrict/centre")
    let moved = try first.item.applying(step, received: receipt.adding(60), under: try book()).get()
    var extend = StepRequest(kind: .extend, item: first.item.id)
    (extend.byLimit, extend.by) = (TimeLimit("1h"), "赵")
    let longer = try moved.item.applying(extend, received: receipt.adding(90), under: try book()).get()
    let history = first.entries + moved.entries + longer.entries
    let notice = Notice(
      item: first.item.key, ordinal: 4, kind: .ask, rung: 0, to: .group(community: "hsk", group: "city"))
    let text = try text(report, notice, longer.item, history)
    #expect(
      text.contains(
        #""reason":{"step":"extend","by":"赵","note":null,"at":"2026-02-14T00:01:30Z","to":null,"by_limit":"1h","#
          + #""until":null,"outcome":null,"held":[{"holder":"hsk/hsk-03/patrol","seconds":60},"#
          + #"{"holder":"subdistrict/centre","seconds":30}]},"#))
    let told = try #require(moved.notices.last)
    #expect(
      try self.text(report, told, moved.item, first.entries + moved.entries).contains(
        #""reason":{"step":"transfer","by":"王","note":null,"at":"2026-02-14T00:01:00Z","to":"subdistrict/centre","#))
  }

  @Test func reasonsNameTheRule() throws {
    let book = try book()
    #expect(explain(AssignmentReason(kind: .matter, subject: "UM-001"), book: nil).en == "matter UM-001")
    #expect(
      explain(AssignmentReason(kind: .override, subject: "night"), book: book).en
        == "override “night”: post info 基础网格信息岗")
    for kind in AssignmentReason.Kind.allCases {
      for book in [book, nil] {
        let text = explain(AssignmentReason(kind: kind, subject: "x"), book: book)
        #expect(!text.en.isEmpty && !text.zh.isEmpty)
      }
    }
  }

  @Test func refusalsNameTheLegalSteps() throws {
    let item = try change(#"{"id":"1","source":"s","matter":"UM-001","grid":"hsk-03","resolved":{}}"#).item
    guard
      case .failure(let failure) = item.applying(
        StepRequest(kind: .resolve, item: item.id), received: receipt, under: try book())
    else { throw CancellationError() }
    #expect(
      Refusal(decided: failure.refusal).message.en
        == "an item that is closed does not take “resolve”; legal now: check, visit, reopen, note")
    #expect(
      Refusal(decided: failure.refusal, as: .third).message.en
        == "an item that is closed does not take “resolve”; legal now: reopen, note")
    #expect(Refusal(decided: Reception.Refusal.illegalStep(failure.refusal)).code == .illegalStep)
    let codes = [.conflict, .keyCollision, .unsupportedStep(.transfer), .unknownItem].map {
      (refusal: Reception.Refusal) in
      Refusal(decided: refusal).code
    }
    #expect(codes == [.conflict, .keyCollision, .unsupportedStep, .unknownItem])
  }

  @Test func overridesLookedAtInVainSayWhy() throws {
    var told: [String] = []
    let report = Report(matter: "UM-001", grid: "hsk-03")
    _ = try book().assign(report, source: "s", received: receipt) { told.append(explain($0).en) }
    #expect(
      told == [
        "override “night” on line 50 does not fit: it is for other hours of the day",
        "override on line 51 does not fit: it is for another risk",
      ])
  }
}

@Suite struct JSONWriterTests {
  @Test func membersAreWrittenInOrderWithCommasBetween() {
    var json = JSONWriter()
    json.beginObject()
    json.field("a", "x")
    json.field("b", nil as String?)
    json.field("c", -5)
    json.field("d", true)
    json.field("e", nil as Timestamp?)
    json.key("f")
    json.beginArray()
    json.endArray()
    json.key("g")
    json.beginArray()
    json.number(UInt64.max)
    json.null()
    json.raw(Array("{\"n\":1e400}".utf8))
    json.beginObject()
    json.endObject()
    json.time(receipt)
    json.localTime(receipt, offset: 28_800)
    json.endArray()
    json.endObject()
    json.endLine()
    json.bool(false)
    json.endLine()
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == #"{"a":"x","b":null,"c":-5,"d":true,"e":null,"f":[],"g":[18446744073709551615,null,{"n":1e400},{},"#
        + #""2026-02-14T00:00:00Z","2026-02-14T08:00:00+08:00"]}"# + "\nfalse\n")
  }

  @Test func stringsAreEscapedWhereTheyMustBe() {
    var json = JSONWriter()
    json.string("\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}\u{2028}\u{2029}é😀")
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == "\"\\\"\\\\/\\u0008\\u000C\\n\\r\\t\\u0000\\u001F\u{7f}\u{2028}\u{2029}é😀\"")
  }

  @Test func aMarkIsEscapedWhereverItStands() {
    for (mark, escaped) in [("\"", #"\""#), ("\\", #"\\"#), ("\u{1f}", #"\u001F"#), ("\u{0}", #"\u0000"#)] {
      for head in 0..<18 {
        for tail in 0..<10 {
          let (before, after) = (String(repeating: "中a!", count: head), String(repeating: "]", count: tail))
          var json = JSONWriter()
          json.string(before + mark + after)
          #expect(String(decoding: json.bytes, as: UTF8.self) == "\"\(before)\(escaped)\(after)\"")
        }
      }
    }
  }

  @Test func digestsAreHexadecimal() {
    var json = JSONWriter()
    json.hex(sha256(of: Array("abc".utf8)))
    #expect(String(decoding: json.bytes, as: UTF8.self) == "\"\(sha256(of: Array("abc".utf8)).hex)\"")
  }
}
