import Foundation
import Glibc
import Testing

/// A line of the journal says what has happened, no more and no less, and where.
@Suite(.crew) struct JournalTests {
  private func lines(_ text: String, with words: String...) -> [String] {
    text.split(separator: "\n").map(String.init).filter { line in words.allSatisfy { line.contains($0) } }
  }

  @Test func aNoticeIsToldWhenItLiesThereAndNotBefore() throws {
    let town = try Town()
    try town.write(bytes: [], to: Array((town.state + "/in-the-way").utf8))
    #expect(mkdir(town.outbox, 0o755) == 0)
    let blocked = town.outbox + "/heshuikou"
    #expect(rename(town.state + "/in-the-way", blocked) == 0)
    try town.run()
    try town.drop("a.json", report("a"))
    try town.drop("b.json", report("b", grid: "jiangwei-01"))
    try town.until("it is shown") { try town.status()["degraded"].array.contains { $0["code"] == "outbox" } }
    let (a, b) = (try town.item(of: "a"), try town.item(of: "b"))
    #expect(lines(town.daemonsSaid, with: "notice \(b)n1 -> jiangwei/jiangwei-01/patrol").count == 1)
    #expect(lines(town.daemonsSaid, with: "notice \(a)n1 ->") == [])
    #expect(unlink(blocked) == 0)
    try town.settle()
    #expect(try town.papers(at: "heshuikou/heshuikou-03/patrol").count == 1)
    #expect(lines(town.daemonsSaid, with: "notice \(a)n1 -> heshuikou/heshuikou-03/patrol").count == 1)
    #expect(lines(town.daemonsSaid, with: "notice \(b)n1 ->").count == 1)
  }

  @Test func aConflictAndABadLineAmongManyAreToldWithTheirPlaces() throws {
    let town = try Town()
    #expect(mkdir(town.inbox + "/police", 0o755) == 0)
    var records = (0..<25).map { report("r\($0)", source: "police").rendered }
    records.insert("{\"id\": \"bad\", \"source\": }", at: 11)
    records.append(report("r3", source: "police", ["summary": "something else"]).rendered)
    try town.drop("police/day.ndjson", text: records.joined(separator: "\n") + "\n")
    let said = try town.gridpost("pass").exits(0).err
    #expect(lines(said, with: "police/day.ndjson:12:", "syntax").count == 1, "\(said)")
    #expect(lines(said, with: "police/day.ndjson:27:1", "police/r3", "conflict").count == 1, "\(said)")
    #expect(lines(said, with: "27 records", "25 accepted", "2 rejected").count == 1, "\(said)")
    #expect(!said.contains("?/?"))
    // The conflict is known for good, and in the other language too.
    let incidents = try town.sqlite("SELECT what, note FROM entry WHERE kind = 'incident'")
    #expect(lines(incidents, with: "conflict", "police/day.ndjson:27", "police/r3").count == 1, "\(incidents)")
    try town.drop("police/day.ndjson", report("r3", source: "police", ["summary": "again something else"]))
    town.language = "zh_CN.UTF-8"
    let chinese = try town.gridpost("pass").exits(0).err
    #expect(lines(chinese, with: "police/day.ndjson:1:1", "conflict", "以先到者为准").count == 1, "\(chinese)")
    try town.verify()
  }

  /// Every conflict is an alarm, however large the batch; bad lines are bounded by file.
  @Test func manyConflictsAreToldEachAndManyBadLinesAsASum() throws {
    let town = try Town()
    try town.drop("a.ndjson", text: (0..<3_000).map { report("r\($0)").rendered + "\n" }.joined())
    try town.gridpost("pass").exits(0)
    try town.drop("b.ndjson", text: (0..<3_000).map { report("r\($0)", matter: "UM-002").rendered + "\n" }.joined())
    let said = try town.gridpost("pass").exits(0).err
    #expect(lines(said, with: "b.ndjson:", "conflict").count == 3_000)
    #expect(try town.sqlite("SELECT count(*) FROM entry WHERE kind = 'incident' AND what = 'conflict'") == "3000\n")
    let bad = (0..<30_000).map { "{\"id\": \($0)}\n" }.joined() + report("good").rendered + "\n"
    try town.drop("bad.ndjson", text: bad)
    let bounded = try town.gridpost("pass").exits(0).err
    #expect(lines(bounded, with: "bad.ndjson:1:").count == 1 && lines(bounded, with: "bad.ndjson").count < 40)
    #expect(lines(bounded, with: "bad.ndjson", "30000").count == 1, "\(bounded.suffix(600))")
    try town.verify()
  }

  @Test func filesOfOneNameAreToldByTheirFolders() throws {
    let town = try Town()
    for producer in ["police", "fire"] {
      #expect(mkdir(town.inbox + "/" + producer, 0o755) == 0)
      try town.drop("\(producer)/1.json", text: "no event")
      try town.drop("\(producer)/2.txt", text: "no event")
      try town.drop("\(producer)/3.json", report("x", source: "somebody"))
    }
    try town.drop("1.json", text: "no event")
    let said = try town.gridpost("pass").exits(0).err
    for name in ["police/1.json", "fire/1.json", "1.json"] {
      #expect(lines(said, with: " \(name):1:2 set aside: syntax").count == 1, "\(said)")
    }
    for name in ["police/3.json", "fire/3.json"] {
      #expect(lines(said, with: " \(name):1:1 set aside: wrong-source").count == 1, "\(said)")
    }
    for name in ["police/2.txt", "fire/2.txt"] { #expect(lines(said, with: " \(name) ends in none").count == 1) }
  }

  /// What a power cut left of the first line hides none of the others.
  @Test func aFirstLineThatIsNoTextIsRefusedAlone() throws {
    let town = try Town()
    let good = ["a", "b"].map { report($0).rendered + "\n" }.joined()
    try town.drop("cut.ndjson", bytes: [UInt8](repeating: 0, count: 4_000) + [0x0A] + Array(good.utf8))
    let wide: [UInt8] = [0xFF, 0xFE] + Array("{\"id\":\"w\"}\n".utf8).flatMap { [$0, 0] }
    try town.drop("wide.ndjson", bytes: wide + Array((report("c").rendered + "\n").utf8))
    try town.drop("all-wide.ndjson", bytes: wide + wide.dropFirst(2))
    let said = try town.gridpost("pass").exits(0).err
    #expect(lines(said, with: "cut.ndjson:1:1", "rejected").count == 1, "\(said)")
    #expect(lines(said, with: "wide.ndjson:1:1", "rejected").count == 1, "\(said)")
    let records = try town.status()["records"]
    #expect(records["accepted"] == 3 && records["rejected"] == 2, "\(records.rendered)")
    #expect(town.quarantined() == ["all-wide.ndjson"])
    #expect(lines(said, with: "all-wide.ndjson", "set aside: encoding").count == 1, "\(said)")
    try town.expectBalance()
    try town.verify()
  }
}
