import Foundation
import Testing

/// `source` and `id` together: duplicates and conflicts.
@Suite(.crew) struct IdentityTests {
  @Test func theSameContentAgainIsADuplicate() throws {
    let town = try Town()
    let text = #"{"id":"a","source":"test","matter":"UM-001","grid":"heshuikou-03","x":{"p":1,"q":[1,2]}}"#
    try town.drop("a.json", text: text)
    try town.pass(at: Moment.monday10)
    try town.drop("same-bytes.json", text: text)
    try town.drop(
      "other-order.json",
      text: #"{"x":{"q":[1,2],"p":1},"grid":"heshuikou-03","matter":"UM-001","source":"test","id":"a"}"#)
    try town.drop(
      "other-space.json",
      text: text.replacingOccurrences(of: ",", with: " ,\r\n\t").replacingOccurrences(of: ":", with: " : ") + "\n")
    try town.drop("escaped.ndjson", text: text.replacingOccurrences(of: #""a""#, with: #""\u0061""#))
    try town.pass(at: Moment.monday11)
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 1)
    #expect(status["records"]["duplicate"] == 4)
    #expect(status["records"]["rejected"] == 0)
    #expect(try town.papers().count == 1)
    #expect(town.quarantined().isEmpty)
    try town.verify()
  }

  @Test func otherContentIsAConflictAndTheFirstStands() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.drop("b.json", report("a", grid: "heshuikou-01"))
    try town.drop("c.ndjson", report("c"), report("a", matter: "CA-001"))
    try town.pass(at: Moment.monday11)
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 2)
    #expect(status["records"]["duplicate"] == 0)
    #expect(status["records"]["rejected"] == 2 && status["records"]["conflict"] == 2)
    try town.expectNotice(at: "heshuikou/heshuikou-03/patrol", of: "a")
    try town.expectNoNotice(at: "heshuikou/heshuikou-01/patrol")
    #expect(try town.papers().count == 2)
    #expect(try town.show(of: "a")["grid"] == "heshuikou-03")
    try town.verify()
  }

  @Test func twiceInOneFileIsTheSameAsInTwo() throws {
    let town = try Town()
    try town.drop("a.ndjson", report("a"), report("b"), report("a"), report("b", grid: "jiangwei-01"), report("c"))
    try town.pass(at: Moment.monday10)
    let states = try town.export().map { $0["state"] }
    #expect(states == ["accepted", "accepted", "duplicate", "rejected", "accepted"])
    #expect(try town.papers().count == 3)
    try town.verify()
  }

  @Test func identityIsComparedAsBytes() throws {
    let town = try Town()
    try town.drop(
      "a.ndjson", report("caf\u{e9}"), report("cafe\u{301}"), report("CAFE\u{301}"), report("cafe\u{301} "),
      report("caf\u{e9}", source: "other"))
    try town.pass(at: Moment.monday10)
    #expect(try town.status()["records"]["accepted"] == 5)
    #expect(Set(try town.items().compactMap { $0["item"].text }).count == 5)
  }

  @Test func aDuplicateComesBackAfterRestartToo() throws {
    let town = try Town()
    let daemon = try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    daemon.kill()
    try town.run()
    try town.drop("a.json", report("a"))
    try town.settle()
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 1 && status["records"]["duplicate"] == 1)
    #expect(status["files"]["replayed"] == 0)
    #expect(try town.papers().count == 1)
  }

  @Test func aStepSentTwiceIsTakenOnce() throws {
    let town = try Town()
    try town.drop("a.json", report("a"))
    try town.pass(at: Moment.monday10)
    try town.drop("s1.json", step("resolve", on: "a", id: "s"))
    try town.drop("s2.json", step("resolve", on: "a", id: "s"))
    try town.pass(at: Moment.monday11)
    let status = try town.expectBalance()
    #expect(status["records"]["accepted"] == 2 && status["records"]["duplicate"] == 1)
    #expect(try town.show(of: "a")["history"].array.count == 2)
  }
}
