import Testing

/// The lines of users.yaml that two commands print and nobody writes by hand.
@Suite(.crew) struct UserCommandTests {
  @Test func aUsersLineIsPrintedAndNothingWritten() throws {
    let town = try Town()
    let before = town.names(in: town.folder).count
    let said = try town.gridpost(
      "user", "add", "zhang", "--name", "张三", "--at", "heshuikou/heshuikou-03/patrol", "--may", "rules,report",
      stdin: "geheim\n"
    ).exits(0)
    #expect(said.out.hasPrefix("  zhang: {name: \"张三\", secret: \"$y$"))
    #expect(said.out.hasSuffix("\", at: \"heshuikou/heshuikou-03/patrol\", may: [rules, report]}\n"))
    #expect(!said.out.contains("geheim") && !said.err.contains("geheim"))
    #expect(try town.gridpost("user", "add", "李四", stdin: "x").exits(0).out.hasPrefix("  \"李四\": {secret: \"$y$"))
    #expect(town.names(in: town.folder).count == before)
  }

  @Test func aTokenIsShownOnceWithTheDigestOfIt() throws {
    let town = try Town()
    let said = try town.gridpost("token", "add", "zhilitong", "--source", "zhilitong").exits(0)
    let lines = said.out.split(separator: "\n").map(String.init)
    #expect(lines.count == 2 && lines[0].hasPrefix("gp_") && lines[0].utf8.count == 46)
    #expect(lines[1].hasPrefix("  zhilitong: {secret: \"sha256:") && lines[1].hasSuffix("\", source: zhilitong}"))
    #expect(!said.err.contains(lines[0]))
    #expect(try town.gridpost("token", "add", "wall", "--may", "look").exits(0).out.contains(", may: [look]}"))
    let both = try town.gridpost("token", "add", "desk", "--may", "rules", "--may", "look,report").exits(0)
    #expect(both.out.contains(", may: [look, rules, report]}"), "none is lost")
  }

  @Test(arguments: [
    ["user"], ["user", "add"], ["user", "del", "a"], ["user", "add", " a"], ["user", "add", "a", "--at", "a/b"],
    ["user", "add", "a", "--may", "everything"], ["token", "add", "a", "--source", "board"],
    ["token", "add", "a", "--source", "a/b"], ["token", "remove", "a"], ["token", "add", "a", "--may", "x"],
  ]) func wrongUsageIs64(_ arguments: [String]) throws {
    let said = try Town().gridpost(arguments, stdin: "geheim\n").exits(64, "\(arguments)")
    #expect(said.out.isEmpty && !said.err.isEmpty)
  }

  @Test(arguments: ["", "\n", String(repeating: "x", count: 600) + "\n", "a\0b\n"])
  func aPasswordThatIsNoneIs65(_ text: String) throws {
    let said = try Town().gridpost("user", "add", "zhang", stdin: text).exits(65)
    #expect(said.out.isEmpty)
  }
}
