import CEvents
import Foundation

/// A town to measure with: its rules as gridpost reads them, and the list of its matters and grids as the floor does.
final class Town {
  let rules: String
  let list: String
  private(set) var c = town()

  /// The district's own size.
  static func district(_ folder: String) throws -> Town {
    try Town(folder, name: "district", communities: 8, grids: 80, matters: 208)
  }

  /// A whole city's list.
  static func city(_ folder: String) throws -> Town {
    try Town(folder, name: "city", communities: 50, grids: 10_000, matters: 4_315)
  }

  /// A district where nothing is due for most of a year, but for its last matter, after so many seconds.
  static func patient(_ folder: String, last: Int = 0) throws -> Town {
    try Town(
      folder, name: "patient", communities: 8, grids: 80, matters: 208, limits: ["8000h"],
      last: last == 0 ? "8000h" : "\(last)s")
  }

  private static let duties = [
    "party-building", "social-order", "mediation", "population", "urban-management", "sanitation", "municipal",
    "greening", "fire-safety", "production", "market", "ecology", "emergency", "construction", "housing", "labour",
    "civil-health",
  ]
  private static let places = [
    "heshuikou", "shutianpu", "mashantou", "genzhuyuan", "jiangwei", "shijia", "xinzhuang", "shiwei",
  ]
  private static let posts = ["info", "patrol", "livelihood"]
  private static let groups = ["party-affairs", "peace-stability", "livelihood", "city-appearance"]

  private init(
    _ folder: String, name: String, communities: Int, grids: Int, matters: Int,
    limits: [String] = ["2h", "4wh", "1wd", "3wd", "8h", "10wd"], last: String? = nil
  ) throws {
    rules = "\(folder)/\(name).rules.yaml"
    list = "\(folder)/\(name).list"
    let places = (0..<communities).map { $0 < Self.places.count ? Self.places[$0] : "community-\($0)" }
    let each = grids / communities
    var text = """
      version: 1
      declares: {duties: \(Self.duties.count), matters: \(matters), communities: \(communities), grids: \(grids)}
      subdistrict: {id: town, name: 镇, offices: {command-centre: 指挥中心}}
      communities:
      \(places.map { "  \($0): {name: \($0)社区, grids: \(each)}" }.joined(separator: "\n"))
      posts: {info: 信息岗, patrol: {name: 巡查岗, hours: ["08:00-22:00"]}, livelihood: 民生岗}
      groups: {party-affairs: 党建组, peace-stability: 平安组, livelihood: 民生组, city-appearance: 市容组}
      calendar:
        utc_offset: "+08:00"
        hours: ["09:00-12:00", "14:00-18:00"]
        holidays: ["2026-01-01..2026-01-03", "2026-02-15..2026-02-23", "2026-10-01..2026-10-07"]
        make_up_days: ["2026-02-14", "2026-10-10"]
        known_until: "2026-12-31"
      ladder:
        - {to: group}
        - {to: subdistrict/command-centre, after: \(last == nil ? "1wd" : "8000h")}
      duties:

      """
    var lines = ""
    for (number, duty) in Self.duties.enumerated() {
      text += """
          \(duty):
            name: \(duty)
            post: \(Self.posts[number % 3])
            group: \(Self.groups[number % 4])
            deadline: \(limits[number % limits.count])
            matters:

        """
      for matter in matters * number / Self.duties.count..<matters * (number + 1) / Self.duties.count {
        let letters = String(UnicodeScalar(UInt8(65 + number))) + "M"
        let code = "\(letters)-\(String(1000 + matter))"
        let own = matter % 3 == 0 ? ", post: \(Self.posts[(matter / 3) % 3])" : ""
        let limit = matter == matters - 1 ? last : matter % 4 == 0 ? limits[matter / 4 % limits.count] : nil
        text += "      \(code): {name: 事项\(matter)\(own)\(limit.map { ", deadline: \($0)" } ?? "")}\n"
        lines += "matter \(code)\n"
      }
    }
    if last == nil {
      text += """
        overrides:
          - {name: drill, when: {source: drill}, deadline: 30s}
          - {name: night, when: {duty: urban-management, community: heshuikou, hours: "22:00-06:00"}, post: info}
          - {name: red, when: {duty: production, risk: red}, deadline: 1h}
          - {name: site, when: {duty: ecology, grid: jiangwei-\(number(5))}, group: peace-stability}
          - {name: line, when: {duty: sanitation, source: hotline-12345}, post: livelihood}

        """
    }
    for place in places { for grid in 1...each { lines += "grid \(place) \(place)-\(number(grid))\n" } }
    try (text + "end: rules\n").write(toFile: rules, atomically: false, encoding: .utf8)
    try lines.write(toFile: list, atomically: false, encoding: .utf8)
    guard town_read(&c, list) == 0 else { throw Trouble("cannot read \(list)") }
  }

  /// The bytes of an event.
  func event(_ number: Int, source: String = "hotline", seed: Int, matter: Int = -1) -> [UInt8] {
    var bytes = [CChar](repeating: 0, count: Int(EVENT_MAX))
    let length = source.withCString { source in
      var series = series(source: source, seed: UInt32(seed), open: 0, of: 0, matter: Int32(matter))
      return event_write(&bytes, &c, &series, UInt64(number))
    }
    return bytes[..<length].map { UInt8(bitPattern: $0) }
  }

  /// The id of the same event.
  static func id(_ number: Int, seed: Int) -> String {
    let digits = String(number)
    return "\(seed)-" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
  }
}

private func number(_ grid: Int) -> String {
  grid < 10 ? "0\(grid)" : "\(grid)"
}
