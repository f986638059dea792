import Answers
import Checking
import Custody
import Formats
import GridCore
import JSON
import Laws
import Ledger
import LedgerStore
import LedgerStories
import Rules
import Testing
import Words

/// The JSON of the answers has the fields that the contract names, in its order.
@Suite struct JSONAnswerTests {
  private func text(_ write: (inout JSONWriter) throws -> Void) rethrows -> String {
    var writer = JSONWriter()
    try write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func intake() throws -> TestIntake {
    let intake = TestIntake(ledger: try SQLiteLedger.inMemory())
    try intake.ledger.adopt(TestTown.rulesRecord)
    try intake.take(TestFile(.report("r1")))
    return intake
  }

  @Test func anItemIsToldWithItsHistoryOrWithout() throws {
    let ledger = try intake().ledger
    let key = TestRecord.item(of: "r1")
    let item = try #require(try ledger.item(key))
    let answer = try ItemAnswer(item, at: noon(), under: TestTown.book, in: ledger)
    let short = text { $0.write(answer, decidedUnder: TestTown.book, language: .en) }
    let digest = TestTown.book.digest.hex
    #expect(
      short.hasPrefix(
        #"{"item":"\#(key.itemID)","source":"hotline","id":"r1","matter":"UM-001","duty":"urban-management","#
          + #""community":"heshuikou","grid":"heshuikou-01","post":"patrol","group":"city-appearance","state":"open","#
          + #""rung":0,"holder":"heshuikou/heshuikou-01/patrol","received_at":"\#(RFC3339.text(noon()))""#), "\(short)")
    #expect(short.contains(#""assigned_by":{"rules":"\#(digest)","line":21,"why":""#), "\(short)")
    let standing = [
      #""},"accepted":null,"overdue":false,"late":false,"exempt":false,"request":null,"counts":{"returns":0,"#,
      #""bounces":0,"transfers":0,"extensions":0,"suspensions":0,"checks_failed":0,"reopenings":0,"reminders":0},"#,
      #""links":[],"suggest":[],"breach":null}"#,
    ].joined()
    #expect(short.hasSuffix(standing), "\(short)")
    let life = try ItemAnswer(item, at: noon(60), under: TestTown.book, in: ledger, isWhole: true)
    let whole = text { $0.write(life, decidedUnder: TestTown.book, language: .zh) }
    let seq = try ledger.history(of: key)[0].seq
    let (from, to, due) = (RFC3339.text(noon()), RFC3339.text(noon(60)), RFC3339.text(noon(7200)))
    let post = "heshuikou/heshuikou-01/patrol"
    let told = [
      #""breach":null,"spells":[{"from":"\#(from)","to":"\#(to)","holder":"\#(post)","why":"waiting","seconds":60}],"#,
      #""history":[{"seq":\#(seq),"at":"\#(from)","step":"report","by":null,"note":null,"rung":0,"to":"\#(post)","#,
      #""rules":"\#(digest)","due":null,"from":null,"deadline":"\#(due)","by_limit":null,"until":null,"#,
      #""outcome":null,"satisfaction":null,"ground":null}],"#,
      #""event":{"source":"hotline","id":"r1","wording":""}}"#,
    ].joined()
    #expect(whole.hasSuffix(told), "\(whole)")
  }

  @Test func routeAndWhyTellTheSameWithTheItemInFront() {
    let report = Report(matter: "流动摊贩", community: nil, grid: "heshuikou-02")
    var routing = Routing(TestTown.book, report, source: "x", at: noon())
    let route = text { routing.write(to: &$0, TestTown.book, language: .en) }
    let due = RFC3339.text(noon(7200))
    #expect(
      route.hasPrefix(
        #"{"to":"heshuikou/heshuikou-02/info","duty":"urban-management","matter":"UM-002","group":"city-appearance","#
          + #""limit":"2h","deadline":"\#(due)","provisional":false,"assigned_by":{"#), "\(route)")
    #expect(route.hasSuffix(#""considered":[]}"#))
    let decided = routing.assignment.assignedBy
    routing.recorded(AssignedBy(rules: decided.rules, line: 99, why: decided.why))
    let why = text { routing.write(to: &$0, TestTown.book, item: "0", language: .zh) }
    #expect(why.hasPrefix(#"{"item":"0","to":"#) && why.contains(#""line":99"#), "\(why)")
    let closed = Report(
      matter: "UM-001", community: nil, grid: "heshuikou-02", risk: nil,
      resolved: OnSiteResolution(by: nil, at: nil, note: nil))
    #expect(Routing(TestTown.book, closed, source: "x", at: noon()).assignment.deadline == nil)
  }

  @Test func theFiguresOfStatusAddUp() throws {
    var counts = try intake().ledger.counts(at: noon(7201))
    (counts.rejected, counts.noticesOwed) = (2, 5)
    let fault = StatusBoard.Fault(code: "inbox", since: noon(), text: "x")
    let status = Status(
      version: "9", now: noon(), counts: counts, rules: nil, rulesAreGood: false, waiting: 3, degraded: [fault])
    #expect(status.pending == 5)
    #expect(
      text { status.write(to: &$0, language: .en) }.hasPrefix(
        #"{"version":"9","now":"\#(RFC3339.text(noon()))","rules":{"digest":null,"ok":false,"loaded_at":null,"duties":0,"#
          + #""matters":0,"communities":0,"grids":0,"held":null},"files":{"taken":1,"waiting":3,"quarantined":0,"replayed":0},"#
      ))
    #expect(
      text { status.write(to: &$0, language: .en) }.contains(
        #""notices":{"owed":5,"delivered":0,"pending":5},"escalations":0,"next_due":"\#(RFC3339.text(noon(7200)))","#
          + #""rounds":{"next":null,"raised":0,"missed":0,"spared":0,"skipped":0},"subjects":0,"signals":0,"#
          + #""degraded":[{"code":"inbox","since":"\#(RFC3339.text(noon()))","text":"x"}]}"#))
  }

  @Test func aRulesFileIsToldWithItsFaultsAndWhatItCovers() {
    let rules = RuleFile.load(bytes: Array("version: 2\n".utf8), name: "rules.yaml", digest: .zero)
    let answer = text {
      rules.checked(at: noon()).write(to: &$0, language: .zh, isWell: false, at: noon())
    }
    #expect(answer.hasPrefix(#"{"ok":false,"digest":"\#(Digest.zero.hex)","faults":[{"code":""#), "\(answer)")
    #expect(answer.contains(#""severity":"error","path":"version","line":1,"column":10,"message":""#), "\(answer)")
    #expect(
      answer.hasSuffix(
        #"],"coverage":{"duties":0,"matters":0,"communities":0,"grids":0,"routes":0,"holes":0,"shadowed":0,"cells":0,"#
          + #""kinds":0,"unreached":[],"idle_groups":[],"hidden":[],"rounds":{"a_month":0}}}"#),
      "\(answer)")
  }

  @Test func everyRecordHasItsLineAndItsNotices() throws {
    let intake = try intake()
    try intake.take(TestFile(.unreadable("?")))
    let records = try intake.ledger.records(after: 0, limit: 9)
    let lines = records.map { record in text { record.write(to: &$0, language: .en) } }
    #expect(lines.count == 2)
    #expect(
      lines[0].contains(
        #""notices":[{"notice":"\#(TestRecord.item(of: "r1").itemID)n1","to":"heshuikou/heshuikou-01/patrol","rung":0,"#
          + #""state":"pending"}]}"#), "\(lines[0])")
    #expect(
      lines[1].contains(#""state":"rejected","reason":"syntax","text":"not a record","item":null"#), "\(lines[1])")
  }

  @Test func aBrokenLawIsToldInTheLanguageAskedFor() {
    let report = LawReport(
      laws: [
        .init(law: "door", ok: true, words: Bilingual(en: "well", zh: "好")),
        .init(law: "chain", ok: false, words: Bilingual(en: "bad", zh: "坏")),
      ],
      counts: LedgerCounts())
    let chinese = text { report.write(to: &$0, language: .zh) }
    #expect(
      chinese.hasPrefix(
        #"{"ok":false,"laws":[{"law":"door","ok":true,"text":"好"},{"law":"chain","ok":false,"text":"坏"}],"#))
    #expect(chinese.contains(#""counts":{"files_taken":0,"#) && chinese.hasSuffix(#""pending":0,"escalations":0}}"#))
    #expect(text { report.write(to: &$0, language: .en) }.contains(#""text":"bad""#))
  }

  @Test func aDeadlineIsToldWithWhatWasCounted() throws {
    let limit = try #require(TimeLimit("2h"))
    let answer = DueAnswer(TestTown.book, filed: noon(), limit: limit, post: nil)
    let (from, to) = (RFC3339.text(noon()), RFC3339.text(noon(7200)))
    #expect(
      text { answer.write(to: &$0) } == #"{"filed":"\#(from)","limit":"2h","due":"\#(to)","provisional":false,"#
        + #""steps":[{"from":"\#(from)","to":"\#(to)","counted":7200}]}"#)
  }

  @Test func aDaemonThatDoesNotMoveIsAFaultAndSoIsNone() {
    let none = SignsOfLife.none(since: noon(-60)).faults(at: noon(), wall: noon(), language: .zh)
    #expect(none == [.init(code: "not-running", since: noon(-60), text: "没有值守程序在运行")])
    #expect(SignsOfLife.none(since: nil).faults(at: noon(), wall: noon(), language: .en).first?.since == noon())
    let standing = LedgerStanding(
      ledger: "x", epoch: 1, revision: 1, records: 0, recordChain: TestTown.book.digest, entries: 0,
      entryChain: TestTown.book.digest)
    let note = LockNote(pid: 7, beat: 100, boot: "", standing: standing, faults: [])
    #expect(SignsOfLife.held(note, bootSeconds: 104).faults(at: noon(), wall: noon(), language: .en).isEmpty)
    let stalled = SignsOfLife.held(note, bootSeconds: 130).faults(at: noon(), wall: noon(), language: .en)
    #expect(stalled == [.init(code: "stalled", since: noon(-30), text: "the daemon (pid 7) has not moved for 30 s")])
    #expect(SignsOfLife.held(nil, bootSeconds: 130).faults(at: noon(), wall: noon(), language: .en).isEmpty)
  }
}
