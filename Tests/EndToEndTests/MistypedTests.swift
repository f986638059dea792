import Testing

/// What is mistyped is told with what was found and what was wanted, in the reader's language; nothing is done.
@Suite(.crew) struct MistypedTests {
  private static let monday = "2026-03-02T10:00:00+08:00"

  private func says(_ words: [String], _ english: String, _ chinese: String) throws {
    let town = try Town()
    let outcome = try town.gridpost(words).exits(64, "\(words)").says(english)
    #expect(outcome.out.isEmpty)
    town.language = "zh_CN.UTF-8"
    let zh = try town.gridpost(words).exits(64, "\(words)").says(chinese)
    #expect(!zh.err.contains("Error") && !zh.err.contains("Usage"), "\(zh.err)")
  }

  @Test func aLimitWithASignIsNoWishForHelp() throws {
    try says(["due", Self.monday, "-1h"], "“-1h” has a sign; a limit is always ahead", "带了正负号")
    try says(["list", "-1h"], "“list” has no option -1h", "“list”没有选项 -1h")
    try says(["show", "-happy"], "“show” has no option -happy", "没有选项 -happy")
  }

  @Test func aLimitIsAdvisedAsInTheRules() throws {
    try says(["due", Self.monday, "1d"], "write 24h to count day and night, or 1wd", "连续计算请写 24h，按工作日请写 1wd")
    try says(["act", "extend", "x", "--by-limit", "1d"], "--by-limit: a day can be", "--by-limit：“1d” 没说清")
    try says(["act", "extend", "x", "--by-limit", "-1h"], "--by-limit: the limit “-1h” has a sign", "带了正负号")
    try says(["act", "extend", "x", "--by-limit", "soon"], "“soon” is not a limit", "“soon” 不是时限")
  }

  @Test(arguments: [["pass", "--at"], ["act", "suspend", "x", "--until"], ["route", "--matter", "x", "--at"]])
  func aTimeIsToldWithItsForm(_ words: [String]) throws {
    let option = words.last ?? ""
    try says(words + ["yesterday"], "\(option): “yesterday” is no time", "\(option)：“yesterday”不是时刻")
    try says(
      words + ["2026-03-02T10:00:00"], "has no zone: write 2026-03-02T10:00:00+08:00", "请写 2026-03-02T10:00:00+08:00")
    try says(words, "\(option) wants a <time>", "\(option) 后面应有 <time>")
  }

  @Test func numbersAreToldFromWhereTheyCount() throws {
    try says(["list", "--limit", "many"], "--limit: “many” is not a whole number from 0", "“many”不是从 0 起的整数")
    try says(["list", "--limit", "-1"], "--limit: “-1” is not a whole number from 0", "“-1”不是从 0 起的整数")
    try says(["act", "void", "x", "--wait", "-1"], "--wait: “-1” is not a number of seconds from 0", "“-1”不是从 0 起的秒数")
    try says(["drain", "--timeout", "nan"], "--timeout: “nan” is not a number", "“nan”不是")
    try says(["drain"], "“drain” wants --timeout <seconds>", "“drain”缺少 --timeout <seconds>")
    try says(["act", "void", "x", "--wait", "86401"], "0 to 86400 seconds", "0 到 86400 秒")
  }

  @Test func oneOfAFewWordsIsToldWithAllOfThem() throws {
    try says(["act", "resolv", "x"], "“resolv” is none of: assign", "是不是“resolve”？")
    try says(["act"], "“act” wants a <step>: assign accept", "“act”缺少 <step>：assign accept")
    try says(["act", "check", "x", "--outcome", "ok"], "--outcome: “ok” is none of: pass fail", "“ok”不在可选值内：pass fail")
    try says(["route", "--risk", "purple"], "none of: red orange yellow blue", "red orange yellow blue")
  }

  @Test func optionsAndWordsThatACommandDoesNotTake() throws {
    try says(["status", "--jsno"], "“status” has no option --jsno; did you mean “--json”?", "是不是“--json”？")
    try says(["status", "--json=yes"], "--json takes no value", "--json 不带值")
    try says(["status", "now"], "“status” takes options only, not “now”", "“status”只带选项，多了“now”")
    try says(["show", "a", "b"], "“b” is one word too many", "多了“b”")
    try says(["--state", "x", "status"], "--state stands behind a command", "--state 应写在命令之后")
    try says(["--verson"], "no such option: --verson", "没有这个选项：--verson")
    try says(["help", "statu"], "no such command: statu; did you mean “status”?", "没有这个命令：statu")
  }

  /// As of a script whose variable nobody has set.
  @Test func aPlaceThatNamesNothing() throws {
    for option in ["--state", "--rules"] {
      for command in [["status"], ["run"], ["pass"], ["check"], ["plan"], ["act", "note", "x"], ["serve"], ["reload"]] {
        try says(command + [option, ""], "\(option) names nothing", "\(option) 后面是空的")
      }
    }
  }

  /// What a command finds out by itself is told as what the words alone tell.
  @Test func optionsThatDoNotGoTogether() throws {
    try says(
      ["report", "--key", "x"], "gridpost: --key and --column go with --rows\nSee: gridpost report --help",
      "用法见：gridpost report")
    try says(["act", "resolve"], "gridpost: name at least one item", "gridpost: 请至少给出一件事项")
    try says(["show", "a", "--record", "1"], "gridpost: name an item", "gridpost: ")
    try says(["reload", "--wait", "99999999999999999999"], "gridpost: --wait wants 0 to 86400", "0 到 86400 秒")
    try says(["backtest", "x", "--report", "a\n\u{1B}[31m"], "not “a\\u{a}\\u{1b}[31m”", "不是“a\\u{a}\\u{1b}[31m”")
    for words in [
      ["report", "--key", "x"], ["list", "--state", "x", "--state", "y"], ["courier", "--test", "a", "--once"],
    ] {
      let outcome = try Town().gridpost(words).exits(64)
      #expect(!outcome.err.contains("Error") && !outcome.err.contains("Usage"), "\(outcome.err)")
    }
  }

  /// As GNU's getopt has it; only what is an option of the command is not taken for a value.
  @Test func aValueMayBeginWithADash() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    for note in ["-x", "-house", "--done", "-", "-1", "-h"] {
      try town.gridpost("act", "note", item, "--note", note, "--by", "-me", "--wait", "0").exits(75, note)
    }
    try town.gridpost("pass").exits(0)
    let lines = try town.show(item)["history"].array.filter { $0["step"] == "note" }
    #expect(Set(lines.compactMap { $0["note"].text }) == ["-x", "-house", "--done", "-", "-1", "-h"])
    #expect(lines.allSatisfy { $0["by"] == "-me" })
    try says(["act", "note", item, "--note", "--by", "x"], "to give “--by” as one: --note=--by", "请写 --note=--by")
  }

  @Test func helpSpeaksTheReadersLanguage() throws {
    let town = try Town()
    town.language = "zh_CN.UTF-8"
    let help = try town.gridpost("status", "--help").exits(0).says("用法：gridpost status", "选项：", "（默认：")
    #expect(help.err.isEmpty)
    for word in ["OVERVIEW", "USAGE", "OPTIONS", "default", "Show"] { #expect(!help.out.contains(word), "\(word)") }
    let all = try town.gridpost("--help").exits(0).says("用法：gridpost <命令>", "命令：")
    for word in ["SUBCOMMANDS", "See '", "detailed"] { #expect(!all.out.contains(word), "\(word)") }
  }

  @Test func aStateFolderThatIsNotThereIs66ForEveryReadingCommand() throws {
    let town = try Town()
    let item = "0000000000000000"
    let commands = [
      ["status"], ["list"], ["show", item], ["why", item], ["report"], ["verify"], ["verify", "--deep"], ["export"],
      ["act", "accept", item], ["backup", "copy"],
    ]
    for command in commands {
      let lost = try town.gridpost(command + ["--state", town.folder + "/nowhere"]).exits(66, "\(command)")
      lost.says("no such state folder: \(town.folder)/nowhere")
      #expect(lost.out.isEmpty, "\(command)")
      try town.gridpost(command + ["--state", town.rulesFile]).exits(66, "\(command)").says("is a file")
    }
    for command in [["check"], ["due", Self.monday, "1wd"], ["about"]] {
      try town.gridpost(command + ["--state", town.folder + "/nowhere"]).exits(0)
    }
  }

  @Test func aFilterThatNobodyKnowsIs64WithTheOneThatWasMeant() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a", ["subject": "福来餐馆 "]), report("b"))
    try town.drop("c.json", report("c", matter: "停电", ["subject": "福来餐馆"]))
    try town.pass(at: Moment.monday10)
    for (option, word, meant) in [
      ("--community", "heshuikuo", "heshuikou"), ("--grid", "heshuikou-033", "heshuikou-03"),
      ("--post", "patroll", "patrol"), ("--group", "city-apearance", "city-appearance"),
      ("--duty", "urban-managment", "urban-management"), ("--matter", "um-001", "UM-001"),
      ("--source", "tset", "test"), ("--subject", "福来餐管", "福来餐馆"),
    ] {
      let outcome = try town.gridpost("list", option, word, "--json").exits(64, option)
      outcome.says("\(option) “\(word)”", "did you mean “\(meant)”?")
      #expect(outcome.out.isEmpty, "\(option)")
    }
    try town.gridpost("list", "--state", "opne").exits(64).says("did you mean “open”?")
    // What the rules know and no item has is answered with none.
    #expect(try town.items("--grid", "heshuikou-02").isEmpty)
    #expect(try town.items("--source", "test").count == 3)
    #expect(try town.items("--subject", " 福来餐馆\u{3000}").map { $0["id"].text } == ["a", "c"])
    #expect(try town.items("--subject", "福来餐馆", "--limit", "1").count == 1)
    #expect(try town.items("--subject", "福来餐馆", "--matter", "UM-001").map { $0["id"].text } == ["a"])
  }

  @Test func anIdMayBeCutToAsMuchAsIsUnique() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    let letter = String(item.prefix(1))
    for command in ["show", "why"] {
      #expect(try town.json(command, letter)["item"].text == item)
      try town.gridpost(command, item + "n1").exits(66).says("its item is \(item)")
      try town.gridpost(command, "").exits(66)
    }
    try town.gridpost("act", "accept", letter, item, "--by", "x", "--wait", "0").exits(75)
    #expect(town.waiting().count == 1)
    try town.gridpost("pass").exits(0)
    #expect(try town.show(item)["history"].array.contains { $0["step"] == "accept" })
    // Of more than the alphabet has letters, two begin alike.
    try town.drop("more.json", .array((0..<33).map { report("b\($0)") }))
    try town.gridpost("pass").exits(0)
    let ids = try town.items().compactMap { $0["item"].text }
    let shared = try #require(Dictionary(grouping: ids) { $0.prefix(1) }.first { $0.value.count > 1 })
    for command in [["show"], ["act", "accept"]] {
      let outcome = try town.gridpost(command + [String(shared.key)]).exits(66)
      outcome.says("more than one item begins with “\(shared.key)”", shared.value.sorted()[0])
    }
  }

  @Test func aCopyIsNoStream() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    try town.gridpost("backup", "-").exits(64).says("write ./-")
    #expect(!town.names(in: town.folder).contains(Array("-".utf8)))
    try town.gridpost("restore", "-").exits(64).says("write ./-")
    try town.gridpost("backup", "./-").exits(0)
  }

  /// A reason that nobody can read is none, whatever blanks it is made of.
  @Test func aNoteOfBlanksIsNone() throws {
    let town = try Town()
    try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let item = try town.item(of: "a")
    for note in [" 　 ", "\t\u{A0}", "\u{200B}"] {
      try town.act("void", item, note: note).exits(65).says("illegal-step", "note")
      try town.act("note", item, note: note).exits(0)
    }
    #expect(try town.show(item)["history"].array.allSatisfy { $0["note"] == .null })
    try town.act("void", item, note: "　重复　").exits(0)
    #expect(try town.show(item)["history"].array.last?["note"] == "　重复　")
    try town.verify()
  }
}
