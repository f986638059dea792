import Glibc
import Harness
import Testing

/// What time stands before a line of the log.
@Suite(.crew) struct JournalTimeTests {
  private static let script = access("/usr/bin/script", X_OK) == 0

  @Test func aFileOrAPipeGetsUTC() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    let pass = try town.gridpost("pass", "--at", Moment.monday10).exits(0)
    let line = try #require(pass.err.split(separator: "\n").first { $0.contains("UM-001") })
    #expect(line.prefix { $0 != " " }.hasSuffix("Z"), "\(line)")
  }

  @Test(.enabled(if: script, "no program here makes a terminal"))
  func aPersonAtATerminalReadsTheTownsTime() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    town.wrapper = ["sh", "-c", #"exec script -qec "$0 $*" /dev/null"#]
    let pass = try town.gridpost("pass", "--at", Moment.monday10).exits(0)
    let line = try #require(pass.said.split(whereSeparator: \.isNewline).first { $0.contains("UM-001") })
    #expect(line.prefix { $0 != " " }.hasSuffix("+08:00"), "\(line)")
  }
}
