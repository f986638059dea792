import Glibc
import Testing

/// Exit codes and streams that hold for every command.
@Suite(.crew) struct UsageTests {
  @Test(arguments: [
    ["frobnicate"], ["status", "--frobnicate"], ["pass", "--at", "yesterday"], ["pass", "--at", "2026-03-02T10:00:00"],
    ["pass", "--at"], ["due"], ["due", "2026-03-02T10:00:00+08:00"], ["due", "soon", "1wd"],
    ["due", "2026-03-02T10:00:00+08:00", "3parsecs"], ["show"], ["why"], ["act"], ["act", "resolve"],
    ["act", "frobnicate", "abc"], ["list", "--limit", "many"], ["report", "--by", "colour"],
    ["report", "--from", "monday"], ["report", "--rows"],
    ["report", "returns", "--by", "grid"], ["report", "--json", "--csv"],
    ["drain", "--timeout", "x"], ["route", "--risk", "purple", "--matter", "UM-001", "--grid", "heshuikou-01"],
  ])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let town = try Town()
    let outcome = try town.gridpost(arguments).exits(64, "\(arguments)")
    #expect(outcome.out.isEmpty)
    #expect(!outcome.err.isEmpty)
  }

  @Test func gridpostAloneAndHelpExplainTheWhole() throws {
    let town = try Town()
    let alone = try town.gridpost().exits(64)
    #expect(alone.out.isEmpty)
    #expect(alone.err.contains("USAGE: gridpost") && alone.err.contains("verify"))
    for arguments in [["--help"], ["-h"], ["help"]] {
      let help = try town.gridpost(arguments).exits(0, "\(arguments)")
      #expect(help.out.contains("USAGE: gridpost") && help.err.isEmpty)
    }
    try town.gridpost("help", "status").exits(0).says("USAGE: gridpost status")
    try town.gridpost("--version").exits(0)
  }

  @Test func anUnknownCommandIsCalledSoWithTheOneThatWasMeant() throws {
    let town = try Town()
    try town.gridpost("statu").exits(64).says("no such command: statu", "did you mean “status”?", "gridpost --help")
    try town.gridpost("frobnicate", "--json").exits(64).says("no such command: frobnicate")
    town.language = "zh_CN.UTF-8"
    try town.gridpost("chekc").exits(64).says("没有这个命令：chekc", "“check”")
    try town.gridpost("\u{1b}[31m").exits(64).says("\\u{1b}[31m")
  }

  @Test func oneIsSingularAndLinesEndWithTheirText() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.drop("bad.json", text: "{")
    try town.gridpost("drain", "--timeout", "0").exits(75).says("still 2 files waiting; no daemon")
    try town.pass(at: Moment.monday10)
    try town.gridpost("list").exits(0).says("1 item\n")
    try town.gridpost("list", "--state", "void").exits(0).says("0 items\n")
    try town.gridpost("drain", "--timeout", "0").exits(75).says("still 1 item due")
    let verify = try town.gridpost("verify").exits(0).says("1 quarantined file\n", "1 notice in the outbox\n")
    let show = try town.gridpost("show", town.item(of: "a")).exits(0)
    for line in (verify.out + show.out).split(separator: "\n") { #expect(!line.hasSuffix(" "), "\(line)|") }
  }

  @Test(arguments: [
    "run", "pass", "check", "schema", "route", "due", "list", "show", "why", "report", "act", "courier", "user",
    "token", "drain",
    "status",
    "verify",
    "export", "about",
  ])
  func everyCommandExplainsItself(_ command: String) throws {
    try Town().gridpost(command, "--help").exits(0).says(command)
  }

  @Test func aboutNamesTheVersionThatStatusShows() throws {
    let town = try Town()
    try town.pass(at: Moment.monday10)
    let version = try #require(try town.status()["version"].text)
    try town.gridpost("about").exits(0).says("gridpost", version)
    #expect(try !town.json("about").keys.isEmpty)
  }

  @Test func rulesAndStateAreFoundByFlagByVariableAndInTheCurrentFolder() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let nowhere: [String: String?] = ["GRIDPOST_RULES": nil, "GRIDPOST_STATE": nil]
    let byFlag = try town.gridpost(
      "status", "--json", "--rules", town.rulesFile, "--state", town.state, environment: nowhere, in: "/")
    #expect(try byFlag.exits(0).json()["records"]["accepted"] == 1)
    let byFolder = try town.gridpost("status", "--json", environment: nowhere)
    #expect(try byFolder.exits(0).json()["records"]["accepted"] == 1)
    let byVariable = try town.gridpost("status", "--json", in: "/")
    #expect(try byVariable.exits(0).json()["records"]["accepted"] == 1)
    let flagBeforeVariable = try town.gridpost(
      "status", "--json", "--state", town.state, environment: ["GRIDPOST_STATE": "/nonexistent"])
    #expect(try flagBeforeVariable.exits(0).json()["records"]["accepted"] == 1)
  }

  @Test func machineOutputIsAloneOnStdout() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    for command in [
      ["status"], ["list"], ["show", item], ["why", item], ["report"], ["report", "time"], ["verify"], ["check"],
      ["about"],
      ["route", "--matter", "UM-001", "--grid", "heshuikou-03"], ["due", Moment.monday10, "1wd"],
    ] {
      let outcome = try town.gridpost(command + ["--json"]).exits(0, "\(command)")
      _ = try outcome.json()
    }
  }

  @Test func readingCommandsAnswerPeopleToo() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    let item = try town.item(of: "a")
    for command in ["show", "why"] {
      try town.gridpost(command, item).exits(0).says("heshuikou-03", "UM-001")
    }
    try town.gridpost("list").exits(0).says(item)
    try town.gridpost("status").exits(0).says("next due     2026-03-02T12:00:00+08:00")
    try town.gridpost("verify").exits(0)
  }

  @Test func closedStandardStreamsAreNobodyElses() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    town.wrapper = ["sh", "-c", "exec \"$0\" \"$@\" <&- >&- 2>&-"]
    try town.pass(at: Moment.monday10)
    try town.gridpost("status").exits(74)
    try town.gridpost("check", "-").exits(74)
    town.wrapper = []
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    try town.verify()
  }

  @Test func anInboxThatIsNoFolderIsShownAndHidesNothingElse() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    #expect(rename(town.inbox, town.folder + "/away") == 0)
    // Items are due by the wall clock: put off.
    #expect(try town.status(at: Moment.monday10)["degraded"].array.map { $0["code"] } == ["not-running"])
    try town.write(bytes: [], to: Array(town.inbox.utf8))
    let status = try town.status(at: Moment.monday10)
    #expect(status["degraded"].array.map { $0["code"] } == ["not-running", "inbox"])
    #expect(status["records"]["accepted"] == 1)
    try town.gridpost("status").exits(0).says("inbox")
    try town.gridpost("drain", "--timeout", "0").exits(74).says("inbox")
    try town.verify()
  }

  @Test func anAbsentInboxHoldsNothingToWaitFor() throws {
    let town = try Town()
    try town.drop("a.json", report("a", ["resolved": ["by": "小李"]]))
    try town.pass(at: Moment.monday10)
    #expect(rename(town.inbox, town.folder + "/away") == 0)
    try town.gridpost("drain", "--timeout", "0").exits(0)
  }

  /// As a library that is loaded before the program may do: the runtime then finds no arguments.
  @Test(.enabled(if: Tools.compiler != nil, "no C compiler is here"))
  func aPreloadedLibraryThatSetsTheEnvironmentChangesNothing() throws {
    let town = try Town()
    let library = town.folder + "/setenv.so"
    let source = town.folder + "/setenv.c"
    try town.write(
      bytes: Array(
        "#include <stdlib.h>\n__attribute__((constructor)) static void f(void) { setenv(\"GP_TEST\", \"1\", 1); }\n"
          .utf8), to: Array(source.utf8))
    try StepClock.compile(source, to: library)
    let plain = try town.gridpost("due", "2026-03-02T10:00:00+08:00", "2h", "--json")
    let preloaded = try town.gridpost(
      "due", "2026-03-02T10:00:00+08:00", "2h", "--json", environment: ["LD_PRELOAD": library])
    #expect(preloaded.code == 0)
    #expect(preloaded.out == plain.out)
  }
}
