import Testing

/// Exit codes and streams that hold for every command.
@Suite(.crew) struct UsageTests {
  @Test(arguments: [
    ["frobnicate"], ["status", "--frobnicate"], ["pass", "--at", "yesterday"], ["pass", "--at", "2026-03-02T10:00:00"],
    ["pass", "--at"], ["due"], ["due", "2026-03-02T10:00:00+08:00"], ["due", "soon", "1wd"],
    ["due", "2026-03-02T10:00:00+08:00", "3parsecs"], ["show"], ["why"], ["act"], ["act", "resolve"],
    ["act", "frobnicate", "abc"], ["list", "--limit", "many"],
    ["drain", "--timeout", "x"], ["route", "--risk", "purple", "--matter", "UM-001", "--grid", "heshuikou-01"],
  ])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let town = try Town()
    let outcome = try town.gridpost(arguments).exits(64, "\(arguments)")
    #expect(outcome.out.isEmpty)
    #expect(!outcome.err.isEmpty)
  }

  @Test(arguments: [
    "run", "pass", "check", "route", "due", "list", "show", "why", "act", "drain", "status", "verify", "export",
    "about",
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
      ["status"], ["list"], ["show", item], ["why", item], ["verify"], ["check"], ["about"],
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
    try town.gridpost("status").exits(0)
    try town.gridpost("verify").exits(0)
  }
}
