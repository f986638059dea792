import Foundation
import Testing

/// Rounds: what the calendar asks for is brought forth once a period and place, or told why it is not.
@Suite(.crew) struct RoundTests {
  private static let daily = "  - {name: 日检, every: workday, for: grid, to: station, limit: 1wd, summary: 廉情监督站日检查}"
  private static let weekly = #"  - {name: 周走, every: week, day: wed, at: "09:30", for: grid, to: branch, limit: 2wd}"#
  private static let monthly =
    "  - {name: 月议, every: month, day: 25, for: community, to: group, matter: CA-001, limit: 3wd}"
  private static let red = "  - {name: 红查, every: month, for: subject, where: {risk: red}, matter: UM-001, limit: 10wd}"

  private static func rules(_ rounds: String...) -> Rules {
    Rules().with { $0.sections = ["rounds:"] + rounds }
  }

  private func town(_ rounds: String..., at moment: String = "2026-03-01T12:00:00+08:00") throws -> Town {
    let town = try Town()
    try town.write(Rules().with { $0.sections = ["rounds:"] + rounds })
    try town.pass(at: moment)
    return town
  }

  private func own(_ town: Town) throws -> [JSON] { try town.export().filter { $0["source"] == "rounds" } }

  private func lines(_ town: Town) throws -> [JSON] {
    try town.export().filter { $0["type"] != "report" && $0["round"] != .null }
  }

  @Test func whatIsDueIsRaisedOnceAtEveryPlace() throws {
    let town = try town(Self.daily, Self.weekly)
    #expect(try own(town).isEmpty)
    for _ in 0..<2 { try town.pass(at: "2026-03-02T09:00:00+08:00") }
    let raised = try own(town)
    #expect(
      raised.map { $0["id"] } == [1, 2, 3].map { .text("日检/2026-03-02/heshuikou-0\($0)") }
        + [1, 2].map { .text("日检/2026-03-02/jiangwei-0\($0)") })
    for field in ["producer", "file_sha256", "line"] { #expect(raised[0][field] == .null, "\(field)") }
    let item = try town.show(try #require(raised[0]["item"].text))
    #expect(item["holder"] == "heshuikou/heshuikou-01/station" && item["post"] == .null && item["duty"] == .null)
    #expect(item["deadline"] == "2026-03-02T10:00:00Z" && item["event"]["round"]["period"] == "2026-03-02")
    #expect(item["event"]["round"]["due"] == "2026-03-02T01:00:00Z" && item["event"]["time"] == "2026-03-02T01:00:00Z")
    #expect(item["event"]["summary"] == "廉情监督站日检查" && item["links"].array.isEmpty)
    let paper = try #require(try town.papers(at: "heshuikou/heshuikou-01/station").first)
    #expect(paper.content["to"] == ["community": "heshuikou", "grid": "heshuikou-01", "station": true])
    // The next day those that are not ended are skipped, and told.
    try town.drop("s.json", step("resolve", item: raised[0]["item"].text ?? "", id: "s1"))
    try town.pass(at: "2026-03-02T17:00:00+08:00")
    try town.pass(at: "2026-03-03T09:00:00+08:00")
    #expect(try own(town).count == 6)
    let skipped = try lines(town)
    #expect(skipped.count == 4 && skipped.allSatisfy { $0["type"] == "skipped" && $0["period"] == "2026-03-03" })
    #expect(skipped[0]["place"] == "heshuikou-02")
    let rounds = try town.status()["rounds"]
    #expect(rounds["raised"] == 6 && rounds["skipped"] == 4 && rounds["next"] == "2026-03-04T01:00:00Z")
    #expect(try town.status()["files"]["taken"] == 1 && town.status()["records"]["received"] == 7)
    try town.verify()
  }

  @Test func whatWasNotWatchedIsCaughtUpWithinItsPeriodElseMissed() throws {
    let town = try town(Self.daily, Self.weekly)
    // From Sunday to Thursday nobody watched: three days are over, the week is not.
    try town.pass(at: "2026-03-05T12:00:00+08:00")
    let missed = try lines(town)
    #expect(missed.map { $0["period"] } == ["2026-03-02", "2026-03-03", "2026-03-04"])
    #expect(missed.allSatisfy { $0["type"] == "missed" && $0["places"] == 5 && $0["place"] == .null })
    let raised = try own(town)
    #expect(raised.count == 10 && raised.filter { $0["id"].text?.hasPrefix("周走/2026-W10/") == true }.count == 5)
    #expect(try town.show(raised[0]["item"].text ?? "")["received_at"] == "2026-03-05T04:00:00Z")
    // Earlier than before raises and misses nothing.
    try town.pass(at: "2026-03-03T12:00:00+08:00")
    #expect(try own(town).count == 10 && lines(town).count == 3)
    let report = try town.json("report", "rounds", "--from", "2026-03-02", "--to", "2026-03-05")
    #expect(report["rows"].array.map { $0["missed"] } == [5, 5, 5, 0])
    #expect(report["total"]["places"] == 20 && report["total"]["raised"] == 5)
    try town.verify()
  }

  @Test func aRoundCountsFromWhenItCameIntoForce() throws {
    let town = try town(Self.daily)
    try town.pass(at: "2026-03-02T12:00:00+08:00")
    // Another summary is the same round; another limit begins anew, and a period that has its report has it.
    try town.write(Self.rules(Self.daily.replacingOccurrences(of: "廉情监督站日检查", with: "每日一查"), Self.weekly))
    try town.pass(at: "2026-03-04T10:00:00+08:00")
    #expect(try lines(town).count == 6, "a day is missed, and the next is skipped where the first is open")
    #expect(try own(town).count == 5, "the weekly round came into force after its moment")
    try town.write(Self.rules(Self.daily.replacingOccurrences(of: "1wd", with: "2wd")))
    try town.pass(at: "2026-03-06T10:00:00+08:00")
    #expect(try lines(town).count == 6, "a changed round has missed nothing")
    try town.pass(at: "2026-03-09T10:00:00+08:00")
    #expect(try lines(town).count == 11)
    try town.verify()
  }

  @Test func roundsOfSubjectsAndCommunitiesFindTheirPlaces() throws {
    let town = try town(Self.red, Self.monthly, at: "2026-02-20T12:00:00+08:00")
    let rated = [("甲厂", "red", "heshuikou-01"), ("乙店", "blue", "heshuikou-01"), ("丙楼", "red", "jiangwei-02")]
    try town.drop(
      "r.ndjson",
      text: rated.map {
        #"{"id":"\#($0)","source":"desk","type":"rate","subject":"\#($0)","risk":"\#($1)","grid":"\#($2)"}"#
      }.joined(separator: "\n") + "\n"
        + #"{"id":"n","source":"desk","type":"rate","subject":"无址","risk":"red"}"#)
    try town.pass(at: "2026-02-28T12:00:00+08:00")
    // The 25th is a working day; the first of March is a Sunday, and the next working day in it counts.
    let talks = try own(town)
    #expect(talks.map { $0["id"] } == ["月议/2026-02/heshuikou", "月议/2026-02/jiangwei"])
    let talk = try town.show(talks[0]["item"].text ?? "")
    #expect(talk["holder"] == "heshuikou/group/livelihood" && talk["matter"] == "CA-001" && talk["grid"] == .null)
    try town.pass(at: "2026-03-02T12:00:00+08:00")
    let visits = try own(town).dropFirst(2)
    #expect(visits.map { $0["id"] } == ["红查/2026-03/丙楼", "红查/2026-03/甲厂"])
    let visit = try town.show(visits.last?["item"].text ?? "")
    #expect(
      visit["risk"] == "red" && visit["risk_from"] == "register" && visit["holder"] == "heshuikou/heshuikou-01/patrol")
    #expect(visit["deadline"] != .null && visit["event"]["subject"] == "甲厂")
    #expect(try town.json("subjects").array.first { $0["subject"] == "甲厂" }?["year"] == 1)
    let ahead = try town.json("rounds", "--at", "2026-03-02T12:00:00+08:00", "--until", "2026-04-02T00:00:00+08:00")
    #expect(ahead.array.map { $0["round"] } == ["月议", "红查"] && ahead.array[1]["places"] == 2)
    #expect(ahead.array[1]["due_local"] == "2026-04-01T09:00:00+08:00" && ahead.array[1]["provisional"] == false)
    // They are nobody's trouble, and no figure of what people reported.
    #expect(try town.json("report")["total"]["received"] == 0 && town.json("report", "--own")["total"]["received"] == 4)
    #expect(try town.json("report", "--by", "source")["rows"].array.map { $0["key"] } == ["rounds"])
    try town.verify()
  }

  /// Killed at each write of a raising, every place has its report once.
  @Test(.enabled(if: Tools.strace, "strace is not here"), arguments: [1, 3, 5, 8, 12, 17, 23])
  func killedAnywhereEachPlaceHasItsReportOnce(_ place: Int) throws {
    let town = try town(Self.daily, Self.weekly)
    town.wrapper = Strace.command("pwrite64", "signal=KILL:when=\(place)")
    try town.gridpost("pass", "--at", "2026-03-04T10:00:00+08:00")
    town.wrapper = []
    try town.pass(at: "2026-03-04T10:00:00+08:00")
    let ids = try own(town).compactMap { $0["id"].text }
    #expect(ids.count == 10 && Set(ids).count == 10)
    #expect(try lines(town).count == 2)
    try town.verify()
    _ = try town.expectBalance()
  }

  @Test func aDaemonRaisesWhatComesRound() throws {
    let town = try Town()
    let soon = Date().addingTimeInterval(65)
    let formatter = DateFormatter()
    formatter.timeZone = TimeZone(secondsFromGMT: 8 * 3600)
    formatter.dateFormat = "HH:mm"
    let round = #"  - {name: 整点, every: day, at: "\#(formatter.string(from: soon))", for: grid, to: branch, limit: 1h}"#
    try town.write(Self.rules(round))
    let daemon = try town.run()
    try town.until("the round is raised", within: 90) { try own(town).count == 5 }
    try town.settle()
    #expect(try town.papers(at: "heshuikou/heshuikou-01/branch").count == 1)
    try daemon.stop()
    try town.verify()
  }
}
