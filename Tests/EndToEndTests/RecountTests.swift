import Foundation
import Testing

/// A provisional deadline is counted anew when a calendar comes into force that is known further; nothing else touches what is open.
@Suite(.crew) struct RecountTests {
  @Test func aCalendarThatIsKnownFurtherCountsProvisionalDeadlinesAnew() throws {
    let known = { (day: String) in
      Rules().with { $0.knownUntil = day }.text
    }
    let town = try Town()
    // The days of Qingming are not published yet.
    try town.write(rulesText: known("2026-03-30"))
    try town.drop("a.json", report("a", matter: "CA-002"))
    try town.drop("b.json", report("b", matter: "UM-001"))
    try town.pass(at: "2026-04-02T10:00:00+08:00")
    let before = try town.show(of: "a")
    #expect(before["deadline"] == "2026-04-07T02:00:00Z" && before["provisional"] == true)
    let other = try town.show(of: "b")
    try town.write(Rules())
    try town.pass(at: "2026-04-02T10:30:00+08:00")
    let after = try town.show(of: "a")
    #expect(after["deadline"] == "2026-04-08T02:00:00Z" && after["provisional"] == false, "\(after.rendered)")
    let line = try #require(after["history"].array.last)
    #expect(try line["step"] == "recount" && line["rules"] == town.status()["rules"]["digest"])
    let told = try town.papers(at: "heshuikou/heshuikou-03/livelihood").filter { $0.content["kind"] == "told" }
    #expect(told.count == 1 && told[0].content["reason"]["step"] == "recount")
    #expect(try town.show(of: "b")["history"] == other["history"])
    #expect(!FileManager.default.fileExists(atPath: town.state + "/ladder.changed"))
    // Once, whatever is started again.
    try town.pass(at: "2026-04-02T11:00:00+08:00")
    #expect(try town.show(of: "a")["history"] == after["history"])
    try town.verify()
  }
}
