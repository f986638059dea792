import Foundation
import Testing

/// Random days of a town: what signals have counted is what a model counts that reads the histories as they are shown, and what `verify`
/// counts from the ledger's own lines, late ones too.
@Suite(.crew) struct IntegrityWalkTests {
  private static let kinds = [
    "name: 秒结, kind: quick, within: 2h, times: 3, per: week", "name: 超时, kind: late, times: 2, per: month",
    "name: 推诿, kind: bounced, times: 2, per: month", "name: 假办结, kind: reopened, times: 2, per: week",
    "name: 自办自核, kind: same_hand, times: 1, per: month", "name: 久不签收, kind: silent, times: 2, per: week",
    "name: 全在现场, kind: on_site, share: 40%, of: 3, per: month",
  ]

  private static let rules = Rules().with {
    $0.lifecycle = [
      "accept_within: 1h", "check: group", "bounces: 2", "reopenings: 2",
    ]
    $0.sections = [
      "integrity:\n  matter: CA-001\n  limit: 3wd\n  signals:\n" + kinds.map { "    - {\($0)}" }.joined(separator: "\n")
    ]
  }

  /// A week or month of the town's time, in which a moment of an answer lies.
  private static func period(_ moment: String, _ unit: String) throws -> String {
    let date = try #require(ISO8601DateFormatter().date(from: moment)).addingTimeInterval(8 * 3600)
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .yearForWeekOfYear, .weekOfYear], from: date)
    let two = { (number: Int?) in String(format: "%02d", number ?? 0) }
    return unit == "week"
      ? "\(parts.yearForWeekOfYear ?? 0)-W\(two(parts.weekOfYear))" : "\(parts.year ?? 0)-\(two(parts.month))"
  }

  @Test(arguments: [1, 2, 3]) func aRandomHistoryIsCountedAsItIsTold(_ seed: UInt64) throws {
    var lot = Lot(seed: seed)
    let town = try Town()
    try town.write(Self.rules)
    var now = try #require(ISO8601DateFormatter().date(from: "2026-03-02T01:00:00Z"))
    var ids: [String] = []
    for round in 0..<40 {
      var lines: [JSON] = []
      for number in 0..<Int.random(in: 1...4, using: &lot) {
        let (id, moment) = ("\(round)-\(number)", Int.random(in: 0..<3, using: &lot))
        if ids.count < 4 || moment == 0 {
          let matter = try #require(["UM-001", "UM-002", "CA-001", "CA-002", "nothing"].randomElement(using: &lot))
          let isOnSite = Int.random(in: 0..<4, using: &lot) == 0
          lines.append(report(id, matter: matter, isOnSite ? ["resolved": ["by": "小李"]] : [:]))
          ids.append(id)
        } else {
          lines.append(Self.step(id, on: try #require(ids.randomElement(using: &lot)), at: now, &lot))
        }
      }
      try town.drop("\(round).ndjson", text: lines.map { $0.rendered + "\n" }.joined())
      try town.pass(at: now.ISO8601Format())
      now += Double(try #require([30, 1800, 5400, 14_400, 86_400, 200_000].randomElement(using: &lot)))
    }
    try town.pass(at: now.ISO8601Format())
    try town.verify()
    let rows = try town.json("report", "integrity", "--at", now.ISO8601Format())["rows"].array
    var found: [String: Int] = [:]
    for row in rows where row["kind"] != "late" && row["kind"] != "on_site" {
      found["\(row["kind"].text ?? "") \(row["period"].text ?? "") \(row["post"].text ?? "")"] = row["count"].int
    }
    #expect(try found == Self.told(of: ids, in: town), "\(seed)")
    #expect(rows.contains { $0["kind"] == "late" } && rows.contains { $0["item"] != .null })
  }

  private static func step(_ id: String, on report: String, at now: Date, _ lot: inout Lot) -> JSON {
    var more: [String: JSON] = ["note": "n", "by": [.null, "小李", "老王"].randomElement(using: &lot) ?? .null]
    let type =
      [
        "accept", "return", "return", "transfer", "extend", "suspend", "resume", "resolve", "resolve", "check", "check",
        "visit", "reopen",
      ]
      .randomElement(using: &lot) ?? "note"
    switch type {
    case "return":
      let way = Int.random(in: 0..<3, using: &lot)
      more[way == 0 ? "to" : "grid"] = way == 0 ? "heshuikou/heshuikou-02/info" : .text("heshuikou-0\(way + 1)")
    case "transfer": more["to"] = "heshuikou/heshuikou-01/info"
    case "extend": more["by_limit"] = "2h"
    case "suspend": more["until"] = .text((now + 50_000).ISO8601Format())
    case "check", "visit": more["outcome"] = Bool.random(using: &lot) ? "pass" : "fail"
    default: break
    }
    return EndToEndTests.step(type, on: report, id: "s\(id)", more)
  }

  /// What the histories tell, by kind, period and post.
  private static func told(of ids: [String], in town: Town) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for id in ids {
      let item = try town.show(of: id)
      let received = try #require(ISO8601DateFormatter().date(from: item["received_at"].text ?? ""))
      var (post, hand): (String?, String?) = (nil, nil)
      for line in item["history"].array {
        let (step, at, to, by) = (line["step"].text, line["at"].text ?? "", line["to"].text, line["by"].text)
        func count(_ kind: String, _ unit: String) throws {
          guard let post, post.split(separator: "/").count == 3, !post.contains("/group/") else { return }
          counts["\(kind) \(try period(at, unit)) \(post)", default: 0] += 1
        }
        switch step {
        case "report", "assign": post = to == "triage" ? nil : to
        case "return": post = to ?? post
        case "bounce": try count("bounced", "month")
        case "reopen": try count("reopened", "week")
        case "visit" where line["outcome"] == "fail": try count("reopened", "week")
        case "check":
          if by != nil, by == hand { try count("same_hand", "month") }
          if line["outcome"] == "fail" { try count("reopened", "week") }
        case "resolve":
          hand = by
          let moment = try #require(ISO8601DateFormatter().date(from: at))
          if moment.timeIntervalSince(received) <= 7200 { try count("quick", "week") }
        case "remind": try count("silent", "week")
        default: break
        }
      }
    }
    return counts
  }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
private struct Lot: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
