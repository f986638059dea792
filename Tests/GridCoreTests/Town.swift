import GridCore

/// A small town: two communities, three grids, three posts, two groups, two duties, five matters; a ladder of group and office.
///
/// A test changes the part it is about and builds a book of it.
struct Town {
  static let book = Town().book

  // Positions, as overrides name them.
  static let urbanManagement = 0
  static let municipal = 1
  static let occupied = 0
  static let vendor = 1
  static let heshuikou = 0
  static let jiangwei = 1
  static let heshuikou01 = 0
  static let heshuikou02 = 1

  var digest = content("rules")
  var calendar = Town.calendar2026
  var patrolHours: WorkingHours? = hours("08:00-22:00")
  var ladder = [
    Rung(to: .group, after: nil, line: 11), Rung(to: .office("command-centre"), after: limit("1wd"), line: 12),
  ]
  var matters = [
    Town.matter("UM-001", "占道经营", duty: 0, post: "info", group: "city-appearance", limit: "1wd", line: 21),
    Town.matter("UM-002", "流动摊贩", duty: 0, post: "patrol", group: "city-appearance", limit: "4wh", line: 22),
    Town.matter(
      "UM-003", "Caf\u{E9} 外摆", duty: 0, post: "livelihood", group: "city-appearance", limit: "2wd", line: 23),
    Town.matter("MU-001", "道路破损", duty: 1, post: "info", group: "urban-construction", limit: "2h", line: 24),
    Town.matter("MU-002", "井盖缺失", duty: 1, post: "livelihood", group: "urban-construction", limit: "30m", line: 25),
  ]
  var overrides: [Override] = []
  var ladders: [Urgency: [Rung]] = [:]
  var lifecycle = Lifecycle()
  var dutyChecks: [Checker?] = []
  var sources = SourceGrants()
  var integrity: IntegrityRules?

  var book: RuleBook {
    RuleBook(
      digest: digest, subdistrict: Named(id: "matian", name: "马田街道"),
      offices: [Named(id: "command-centre", name: "街道指挥中心"), Named(id: "leader", name: "值班领导")],
      communities: [Named(id: "heshuikou", name: "合水口社区"), Named(id: "jiangwei", name: "将围社区")],
      grids: [
        Grid(id: "heshuikou-01", name: "一", community: 0), Grid(id: "heshuikou-02", name: "二", community: 0),
        Grid(id: "jiangwei-01", name: "一", community: 1),
      ],
      posts: [
        PostType(id: "info", name: "基础网格信息岗", hours: nil),
        PostType(id: "patrol", name: "综合巡查纠治岗", hours: patrolHours),
        PostType(id: "livelihood", name: "民生诉求服务岗", hours: nil),
      ],
      groups: [
        Named(id: "city-appearance", name: "市容环境组"), Named(id: "urban-construction", name: "城市建设组"),
      ],
      calendar: calendar, ladders: ByUrgency(ladder, ladders),
      duties: [Named(id: "urban-management", name: "城管"), Named(id: "municipal", name: "市政")],
      dutyChecks: dutyChecks, matters: matters, overrides: overrides, intake: IntakeLimits(), lifecycle: lifecycle,
      sources: sources, integrity: integrity)
  }

  static func matter(
    _ code: String, _ name: String, duty: Int, post: String, group: String, limit text: String, line: Int
  ) -> Matter {
    Matter(
      code: code, name: name, duty: duty, post: post, group: group, limit: limit(text), urgency: .normal,
      keywords: [], line: line)
  }

  static func with(ladder: [Rung]) -> RuleBook {
    var town = Town()
    town.ladder = ladder
    town.digest = content("rules with a ladder of \(ladder.count)")
    return town.book
  }

  static func with(overrides: Override...) -> RuleBook {
    var town = Town()
    town.overrides = overrides
    return town.book
  }

  static func post(_ grid: String, _ post: String) -> Addressee {
    .post(GridPost(community: String(grid.prefix { $0 != "-" }), grid: grid, post: post))
  }

  // MARK: The calendar of 2026

  static let holidays2026: [Int] = [
    "2026-01-01..2026-01-03", "2026-02-15..2026-02-23", "2026-04-04..2026-04-06", "2026-05-01..2026-05-05",
    "2026-06-19..2026-06-21", "2026-09-25..2026-09-27", "2026-10-01..2026-10-07",
  ].flatMap { range in
    let ends = range.split(separator: ".").map { day(String($0)) }
    return Array(ends[0]...ends[1])
  }

  static let makeUpDays2026: [Int] = [
    "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
  ].map(day)

  static let calendar2026: WorkCalendar = calendar(knownUntil: day("2026-12-31"))

  static func calendar(
    hours own: WorkingHours = hours("09:00-12:00", "14:00-18:00"), offset: Int64 = 8 * 3600, knownUntil: Int?
  ) -> WorkCalendar {
    WorkCalendar(
      utcOffset: offset, hours: own, holidays: Set(holidays2026), makeUpDays: Set(makeUpDays2026),
      knownUntil: knownUntil)
  }
}
