import Foundation

/// Workload m: a year of the town under its own rules, a pass a day: rounds, ratings, sheets and signals beside 95,714 reports.
///
/// What the rounds raise is put right a day later, so that each is raised again; of the reports as many are put right on the spot as
/// in the figures we start from.
struct TownYear {
  private static let subjects = 3_177
  private static let reports = 95_714
  private static let onSite = 95_198
  private let yard: Yard

  init(_ yard: Yard) {
    self.yard = yard
  }

  func run() throws {
    guard yard.hasTime("m", seconds: 200 * yard.options.scale) else { return }
    let town = Town.shipped()
    guard access(town.rules, R_OK) == 0 else {
      throw Trouble("m is measured where rules.yaml of the town lies")
    }
    let gridpost = Gridpost(yard.options.binary, town, state: yard.place("year"))
    mkdir(gridpost.state, 0o755)
    mkdir(gridpost.inbox, 0o755)
    let places = try Places(gridpost)
    try drop(ratings(places), as: "register", gridpost)
    try gridpost.command("pass", "--at", "2026-01-01T08:00:00+08:00")
    var (reported, seconds, slowest) = (0, 0.0, 0.0)
    let days = max(7, Int(365 * yard.options.scale))
    for day in 1...days {
      let date = Self.date(day)
      try drop(lines(of: day, on: date, places, &reported) + roundsDone(gridpost), as: "day", gridpost)
      let begin = now()
      try gridpost.command("pass", "--at", "\(date)T18:00:00+08:00")
      seconds += now() - begin
      slowest = max(slowest, now() - begin)
    }
    try gridpost.verify()
    let raised = try gridpost.status("rounds", "raised")
    yard.table.add(
      .init(
        workload: "m",
        what: say(
          "\(days) days by pass, \(reported) reports, \(raised) rounds",
          "逐日 pass \(days) 天,\(reported) 件上报、\(raised) 件例行"),
        figure: "\(decimal(seconds, 1)) s, " + say("slowest day", "最慢一天") + " \(decimal(slowest)) s", value: seconds,
        bar: 120 * Double(days) / 365, unit: " s"))
    try sheets(gridpost, on: Self.date(days), places)
    yard.done(with: gridpost.state, files: 300_000)
  }

  /// Two inspections of each subject, and the sheets of all of them.
  private func sheets(_ gridpost: Gridpost, on date: String, _ places: Places) throws {
    let inspections = (0..<Self.subjects).flatMap { number in
      (1...2).map { time in
        #"{"id":"v\#(number)-\#(time)","source":"bench","matter":"WS-001","grid":"\#(places.grid(number))","subject":"企业\#(number)"}"#
      }
    }
    try drop(inspections, as: "inspections", gridpost)
    try gridpost.command("pass", "--at", "\(date)T18:30:00+08:00")
    let ends = try (0..<3).map { _ in
      let question = [
        "visits", "--json", "--rules", gridpost.town.rules, "--state", gridpost.state, "--at", "\(date)T19:00:00+08:00",
      ]
      return try Child([yard.options.binary] + question, output: gridpost.state + ".visits.out").wait()
    }
    yard.table.add(
      .init(
        workload: "m", what: say("the sheets of \(Self.subjects) subjects", "\(Self.subjects) 个主体的走访单"),
        figure: "\(decimal(median(ends.map(\.seconds)), 3)) s, \(decimal(ends.map(\.peak).max() ?? 0, 0)) MiB",
        value: median(ends.map(\.seconds)), bar: 0.2, unit: " s"))
  }

  private func ratings(_ places: Places) -> [String] {
    (0..<Self.subjects).map { number in
      let risk = number < 30 ? "red" : number < 432 ? "orange" : number < 1_500 ? "yellow" : "blue"
      return
        #"{"id":"r\#(number)","source":"bench","type":"rate","subject":"企业\#(number)","risk":"\#(risk)","grid":"\#(places.grid(number))"}"#
    }
  }

  private func lines(of day: Int, on date: String, _ places: Places, _ reported: inout Int) -> [String] {
    var lines: [String] = []
    let until = Self.reports * day / 365
    while reported < until {
      let number = reported
      reported += 1
      let matter = places.matters[number * 31 % places.matters.count]
      lines.append(
        #"{"id":"e\#(number)","source":"bench","matter":"\#(matter)","grid":"\#(places.grid(number * 7))","summary":"某处一事"}"#
      )
      if number % Self.reports * Self.onSite % Self.reports < Self.onSite {
        lines.append(
          #"{"id":"e\#(number)d","source":"bench","type":"resolve","report":{"source":"bench","id":"e\#(number)"},"by":"巡查员"}"#
        )
      }
    }
    return lines
  }

  /// A step for each round in hand.
  private func roundsDone(_ gridpost: Gridpost) throws -> [String] {
    let text = try gridpost.command("list", "--source", "rounds", "--state", "open", "--json", "--limit", "10000")
    let list = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
    return list.compactMap { $0["item"] as? String }.map {
      #"{"id":"done-\#($0)","source":"bench","type":"resolve","item":"\#($0)","by":"巡查员","note":"已办"}"#
    }
  }

  private func drop(_ lines: [String], as name: String, _ gridpost: Gridpost) throws {
    try write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "\(gridpost.inbox)/.\(name).part")
    rename("\(gridpost.inbox)/.\(name).part", "\(gridpost.inbox)/\(name).ndjson")
  }

  /// The so-manieth day of 2026.
  private static func date(_ day: Int) -> String {
    var broken = tm()
    var moment = time_t(1_767_225_600 + (day - 1) * 86_400)
    gmtime_r(&moment, &broken)
    let (month, monthDay) = (Int(broken.tm_mon) + 1, Int(broken.tm_mday))
    return "2026-" + [month, monthDay].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
  }
}

/// What the town's rules list.
private struct Places {
  let matters: [String]
  private let communities: [String]

  /// - Parameter gridpost: says what its rules are.
  init(_ gridpost: Gridpost) throws {
    let text = contents(gridpost.town.rules) ?? ""
    matters = text.matches(of: /\n      ([A-Z]{2}-[0-9]{3}):/).map { String($0.1) }
    communities = text.matches(of: /\n  ([a-z]+): +\{name: [^,}]+社区, +grids: 10\}/).map { String($0.1) }
    guard matters.count == 208, communities.count == 8 else {
      throw Trouble(
        "the town has 208 matters and 8 communities of 10 grids, not \(matters.count) and \(communities.count)")
    }
  }

  /// One of the 80 grids.
  func grid(_ number: Int) -> String {
    let place = number % 80
    return "\(communities[place / 10])-\(place % 10 < 9 ? "0" : "")\(place % 10 + 1)"
  }
}
