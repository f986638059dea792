import Foundation
import Glibc
import Testing

/// People are spoken to in Chinese where the locale says so.
@Suite(.crew) struct LanguageTests {
  /// Rules without a Chinese word, so that every Chinese word comes from the program.
  private static let plain = Rules().with {
    $0.communities = [
      .init(id: "heshuikou", name: "Heshuikou", grids: 3), .init(id: "jiangwei", name: "Jiangwei", grids: 2),
    ]
    $0.posts = ["info: Info", "patrol: Patrol", "livelihood: Livelihood"]
    $0.groups = ["city-appearance: Appearance", "livelihood: Life"]
    $0.duties = [
      .init(
        id: "urban-management", name: "Urban", post: "patrol", group: "city-appearance", deadline: "2h",
        matters: [.init("UM-001", "Vendors"), .init("UM-002", "Noise")])
    ]
    $0.ladder = ["{to: group}"]
  }

  private func town(_ language: String) throws -> Town {
    let town = try Town(nil)
    town.language = language
    try town.write(
      rulesText: Self.plain.text.replacingOccurrences(of: "马田街道", with: "Matian").replacingOccurrences(
        of: "街道指挥中心", with: "Centre"))
    try town.drop("a.ndjson", report("a"), report("b", matter: "unlisted"))
    try town.pass(at: Moment.monday10)
    return town
  }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    (0x4e00...0x9fff).contains(scalar.value)
  }

  private func speaksChinese(_ outcome: Outcome) -> Bool {
    outcome.said.unicodeScalars.contains(where: Self.isHan)
  }

  @Test func chineseUnderAChineseLocaleAndEnglishElsewhere() throws {
    for (language, chinese) in [("zh_CN.UTF-8", true), ("C.UTF-8", false), ("en_GB.UTF-8", false)] {
      let town = try town(language)
      let item = try town.item(of: "a")
      for command in [
        ["check"], ["list"], ["show", item], ["why", item], ["report"], ["status"], ["verify"],
        ["route", "--matter", "UM-001", "--grid", "heshuikou-03"], ["due", Moment.monday10, "1wd", "--explain"],
      ] {
        let outcome = try town.gridpost(command).exits(0)
        #expect(speaksChinese(outcome) == chinese, "\(language) \(command): \(outcome.said)")
      }
    }
  }

  @Test func faultsAreExplainedInChinese() throws {
    let town = try Town(nil)
    town.language = "zh_CN.UTF-8"
    try town.write(rulesText: Self.plain.with { $0.duties[0].post = "patroll" }.text)
    let outcome = try town.gridpost("check").exits(65)
    outcome.says("rules.yaml:", "[unknown-post]", "patroll", "^")
    let line = try #require(outcome.said.split(separator: "\n").first { $0.contains("unknown-post") })
    #expect(line.unicodeScalars.contains(where: Self.isHan), "\(line)")
    let missing = try town.gridpost("show", "nosuchitem").exits(66)
    #expect(speaksChinese(missing))
  }

  @Test func theWorldsFaultsAreToldInChinese() throws {
    let town = try Town()
    town.language = "zh_CN.UTF-8"
    let daemon = try town.run()
    let second = try town.gridpost("pass").exits(75)
    #expect(second.err == "gridpost: 状态目录正由另一进程（进程 \(daemon.pid)）占用\n")
    try town.write(bytes: [], to: Array((town.outbox + "/heshuikou").utf8))
    try town.drop("a.json", report("a"))
    try town.until("it is shown") { try !town.status()["degraded"].array.isEmpty }
    #expect(
      try town.status()["degraded"].array.map { $0["text"] } == [
        "outbox/heshuikou/heshuikou-03/patrol：不是目录；请移走占用目录位置的文件"
      ])
    town.endAll()
    unlink(town.state + "/lock")
    #expect(mkdir(town.state + "/lock", 0o755) == 0)
    let blocked = try town.gridpost("pass").exits(74)
    #expect(blocked.err == "gridpost: 无法打开“\(town.state)/lock”：是目录，不是文件\n")
  }

  @Test func verifyTellsTheSameNumbersInBothLanguages() throws {
    let town = try town("C.UTF-8")
    let laws = ["door", "route", "balance", "uniqueness", "chain", "items"]
    func numbers(_ language: String) throws -> [[Substring]] {
      try town.gridpost("verify", environment: ["LANG": language]).exits(0).out.split(separator: "\n")
        .filter { line in laws.contains { line.hasPrefix($0) } }
        .map { $0.split { !$0.isASCII || !$0.isNumber } }
    }
    let english = try numbers("C.UTF-8")
    let chinese = try numbers("zh_CN.UTF-8")
    #expect(english.count == 6 && english == chinese)
    let one = try Town()
    try one.drop("a.json", report("a"))
    try one.pass(at: Moment.monday10)
    try one.gridpost("verify").exits(0).says(
      "in 1 file", "1 record and", "1 report accepted", "to 1 addressee", "1 item is what its entries say")
  }

  @Test func theLocaleIsTakenInTheUsualOrder() throws {
    let town = try town("C.UTF-8")
    #expect(try speaksChinese(town.gridpost("list", environment: ["LC_ALL": "zh_CN.UTF-8"])))
    #expect(try speaksChinese(town.gridpost("list", environment: ["LC_MESSAGES": "zh_CN.UTF-8"])))
    #expect(try !speaksChinese(town.gridpost("list", environment: ["LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"])))
    #expect(try speaksChinese(town.gridpost("list", environment: ["LANG": "zh_TW.UTF-8"])))
  }

  @Test func machineOutputIsTheSameInEveryLanguage() throws {
    let town = try town("C.UTF-8")
    let item = try town.item(of: "a")
    for command in [["list"], ["show", item], ["check"], ["verify"], ["due", Moment.monday10, "1wd"]] {
      let english = try town.gridpost(command + ["--json"]).exits(0).out
      let chinese = try town.gridpost(command + ["--json"], environment: ["LANG": "zh_CN.UTF-8"]).exits(0).out
      #expect(try JSON(parsing: english).keys == JSON(parsing: chinese).keys)
      if command[0] == "due" { #expect(english == chinese, "\(command)") }
      // Warnings are told in the reader's language; what they are is the same.
      let (left, right) = (try JSON(parsing: english), try JSON(parsing: chinese))
      #expect(left["coverage"] == right["coverage"])
      #expect(left["faults"].array.map { $0["code"] } == right["faults"].array.map { $0["code"] })
    }
  }

  @Test func columnsLineUpWithWideLettersToo() throws {
    let rules = Rules().with {
      $0.duties[0].matters[1].body = "{name: 一个名字特别特别长的治理事项, post: patrol}"
      $0.duties[0].matters[2].body = "x"
    }
    for language in ["zh_CN.UTF-8", "C.UTF-8"] {
      let town = try Town(rules)
      town.language = language
      try town.drop("a.ndjson", report("a"), report("b", matter: "UM-002"), report("c", matter: "UM-003"))
      try town.pass(at: Moment.monday10)
      let lines = try town.gridpost("list").exits(0).said.split(separator: "\n").map(String.init)
      let items = try town.items().compactMap { $0["item"].text }
      let rows = items.compactMap { item in lines.first { $0.contains(item) } }
      try #require(rows.count == 3)
      // Every column that all rows fill starts at the same place: count the starts of words after two spaces.
      let starts = rows.map(Self.columnStarts)
      #expect(starts.allSatisfy { $0 == starts[0] }, "\(language)\n\(rows.joined(separator: "\n"))")
      #expect(starts[0].count >= 3)
    }
  }

  @Test func hostileTextDoesNotReachTheTerminal() throws {
    let town = try Town()
    try town.drop(
      "a.json", report("a\u{202e}x").with(["matter": "\u{1b}[31m停电\u{7}", "summary": "\u{1b}]0;pwned\u{7}\u{202e}"]))
    try town.drop("s.json", step("note", on: "a\u{202e}x", id: "s", ["note": "\u{1b}[2J\u{9b}31m", "by": "\u{1b}c"]))
    try town.pass(at: Moment.monday10)
    let item = try #require(try town.items().first?["item"].text)
    for command in [
      ["list"], ["show", item], ["why", item], ["report", "--by", "source"],
      ["report", "--rows", "--column", "received"],
    ] {
      let said = try town.gridpost(command).exits(0).said
      let hostile = said.unicodeScalars.filter { scalar in
        (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7f...0x9f).contains(scalar.value)
          || scalar == "\u{202e}"
      }
      #expect(hostile.isEmpty, "\(command): \(hostile.map(\.value))")
    }
  }

  @Test func showTellsWhatTheReportSaid() throws {
    let said: [String: JSON] = [
      "summary": "路面\u{1b}[31m塌陷\n两处", "place": "合水口三巷", "subject": "某店", "reporter": "小李", "risk": "red",
      "time": "2026-03-02T01:30:00Z", "x": [1, "y"],
    ]
    let town = try Town()
    try town.drop("a.json", report("a", said))
    try town.drop(
      "b.json",
      ["specversion": "1.0", "id": "b", "source": "test", "type": "gridpost.report", "data": ["summary": "enveloped"]])
    try town.pass(at: Moment.monday10)
    let a = try town.item(of: "a")
    let shown = try town.gridpost("show", a).exits(0)
    shown.says(#"路面\u{1b}[31m塌陷\u{a}两处"#, "合水口三巷", "某店", "小李", "red", "2026-03-02T09:30:00+08:00")
    #expect(!shown.out.contains("\u{1b}"))
    let event = try town.show(a)["event"]
    for (name, value) in said { #expect(event[name] == value, "\(name)") }
    let b = try town.item(of: "b")
    #expect(try town.show(b)["event"]["summary"] == "enveloped")
    let bare = try town.gridpost("show", b).exits(0)
    #expect(bare.out.contains("enveloped") && !bare.out.contains("reporter"))
  }

  /// Where words begin that follow at least two spaces, in terminal columns.
  private static func columnStarts(_ line: String) -> [Int] {
    var starts: [Int] = []
    var column = 0
    var spaces = 2
    for scalar in line.unicodeScalars {
      if scalar == " " {
        spaces += 1
        column += 1
        continue
      }
      if spaces >= 2 { starts.append(column) }
      spaces = 0
      let isWide =
        (0x1100...0x115f).contains(scalar.value) || (0x2e80...0xa4cf).contains(scalar.value)
        || (0xac00...0xd7a3).contains(scalar.value) || (0xf900...0xfaff).contains(scalar.value)
        || (0xfe30...0xfe6f).contains(scalar.value) || (0xff00...0xff60).contains(scalar.value)
      column += isWide ? 2 : 1
    }
    return starts
  }
}
