/// The rules of a town of any size.
struct TownRules {
  var name: String
  var communities: Int
  var grids: Int
  var matters: Int
  /// Whether every limit is most of a year, but the last matter's.
  var isPatient = false
  /// How many overrides of every kind there are, of twenty sources; without any the few of a district stand there.
  var overrideCount = 0
  /// Whether it is the same town after an edit: another post for three duties, and for some overrides.
  var isEdited = false

  private static let duties = [
    "party-building", "social-order", "mediation", "population", "urban-management", "sanitation", "municipal",
    "greening", "fire-safety", "production", "market", "ecology", "emergency", "construction", "housing", "labour",
    "civil-health",
  ]
  private static let names = [
    "heshuikou", "shutianpu", "mashantou", "genzhuyuan", "jiangwei", "shijia", "xinzhuang", "shiwei",
  ]
  private static let posts = ["info", "patrol", "livelihood"]
  private static let groups = ["party-affairs", "peace-stability", "livelihood", "city-appearance"]
  private static let limits = ["2h", "4wh", "1wd", "3wd", "8h", "10wd"]

  private var places: [String] {
    (0..<communities).map { $0 < Self.names.count ? Self.names[$0] : "community-\($0)" }
  }

  private func matters(of duty: Int) -> Range<Int> {
    matters * duty / Self.duties.count..<matters * (duty + 1) / Self.duties.count
  }

  private func code(_ matter: Int, of duty: Int) -> String {
    "\(UnicodeScalar(UInt8(65 + duty)))M-\(1000 + matter)"
  }

  /// What events can be about, as the floor reads it.
  func list(onlyLast: Bool) -> String {
    var text = ""
    for duty in Self.duties.indices {
      for matter in matters(of: duty) where !isPatient || onlyLast == (matter == matters - 1) {
        text += "matter \(code(matter, of: duty))\n"
      }
    }
    for place in places {
      for grid in 1...grids / communities { text += "grid \(place) \(place)-\(grid < 10 ? "0" : "")\(grid)\n" }
    }
    return text
  }

  var text: String {
    let places = places.map { "  \($0): {name: \($0)社区, grids: \(grids / communities)}\n" }.joined()
    let duties = Self.duties.indices.map(duty).joined()
    return """
      version: 1
      declares: {duties: \(Self.duties.count), matters: \(matters), communities: \(communities), grids: \(grids)}
      subdistrict: {id: town, name: 镇, offices: {command-centre: 指挥中心}}
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
        - {to: subdistrict/command-centre, after: \(isPatient ? "8000h" : "1wd")}
      communities:
      \(places)duties:
      \(duties)\(isPatient ? "" : overrideCount > 0 ? manyOverrides : overrides)end: rules

      """
  }

  private func duty(_ number: Int) -> String {
    let limit = isPatient ? "8000h" : Self.limits[number % Self.limits.count]
    let matters = matters(of: number).map { matter in
      var parts = ["name: 事项\(matter)"]
      if matter % 3 == 0 { parts.append("post: \(Self.posts[matter / 3 % 3])") }
      if isPatient, matter == self.matters - 1 {
        parts.append("deadline: \(Town.patience)s")
      } else if !isPatient, matter % 4 == 0 {
        parts.append("deadline: \(Self.limits[matter / 4 % Self.limits.count])")
      }
      return "      \(code(matter, of: number)): {\(parts.joined(separator: ", "))}\n"
    }
    return """
        \(Self.duties[number]):
          name: \(Self.duties[number])
          post: \(Self.posts[(number + (isEdited && number < 3 ? 1 : 0)) % 3])
          group: \(Self.groups[number % 4])
          deadline: \(limit)
          matters:
      \(matters.joined())
      """
  }

  private var manyOverrides: String {
    let lines = (0..<overrideCount).map { number in
      let duty = Self.duties[number % Self.duties.count]
      let matter =
        (0..<Self.duties.count).lazy.compactMap { duty in
          matters(of: duty).contains(number * 5 % matters) ? code(number * 5 % matters, of: duty) : nil
        }.first ?? ""
      let place = places[number * 7 % places.count]
      let grid = "\(place)-\(number % 10 < 9 ? "0" : "")\(number % 10 + 1)"
      let source = "source-\(number % 20)"
      let fits = [
        "matter: \(matter), source: \(source)", "duty: \(duty), community: \(place), hours: \"22:00-06:00\"",
        "duty: \(duty), risk: red, source: \(source)", "duty: \(duty), grid: \(grid)",
        "matter: \(matter), community: \(place)", "duty: \(duty), source: \(source), risk: orange",
        "matter: \(matter), grid: \(place)-\(20 + number % 70), hours: \"08:00-12:00\"",
      ][number % 7]
      let post = Self.posts[(number + (isEdited && number % 10 == 0 ? 1 : 0)) % 3]
      let gives = [
        "post: \(post)", "deadline: \(number % 50 + 1)h", "post: \(post), group: \(Self.groups[number % 4])",
      ]
      return "  - {name: line-\(number), when: {\(fits)}, \(gives[number % 3])}\n"
    }
    return "overrides:\n" + lines.joined()
  }

  private var overrides: String {
    """
    overrides:
      - {name: drill, when: {source: drill}, deadline: 30s}
      - {name: night, when: {duty: urban-management, community: heshuikou, hours: "22:00-06:00"}, post: info}
      - {name: red, when: {duty: production, risk: red}, deadline: 1h}
      - {name: site, when: {duty: ecology, grid: jiangwei-05}, group: peace-stability}
      - {name: line, when: {duty: sanitation, source: hotline-12345}, post: livelihood}

    """
  }
}
