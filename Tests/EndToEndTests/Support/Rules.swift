/// A small rules file in the making: two communities, two duties. Change what the story is about, then take `text`.
struct Rules {
  struct Matter {
    var code: String
    /// What stands behind the colon: a name, or a map.
    var body: String

    init(_ code: String, _ body: String) {
      self.code = code
      self.body = body
    }
  }

  struct Duty {
    var id: String
    var name: String
    var post: String
    var group: String
    var deadline: String
    var matters: [Matter]
  }

  struct Community {
    var id: String
    var name: String
    var grids: Int
  }

  var communities = [
    Community(id: "heshuikou", name: "合水口社区", grids: 3),
    Community(id: "jiangwei", name: "将围社区", grids: 2),
  ]
  var posts = [
    "info: 基础网格信息岗", "patrol: {name: 综合巡查纠治岗, hours: [\"08:00-22:00\"]}", "livelihood: 民生诉求服务岗",
  ]
  var groups = [
    "party-affairs: 党建综合组", "peace-stability: 平安稳定组", "digital-grid: 数字网格组", "livelihood: 民生诉求组",
    "work-safety: 安全生产组", "city-appearance: 市容环境组", "urban-construction: 城市建设组",
  ]
  var ladder = ["{to: group}", "{to: subdistrict/command-centre, after: 1wd}"]
  var duties = [
    Duty(
      id: "urban-management", name: "城管", post: "patrol", group: "city-appearance", deadline: "2h",
      matters: [
        Matter("UM-001", "占道经营"),
        Matter("UM-002", "{name: 流动摊贩, post: info, deadline: 4wh, urgency: urgent, keywords: [流动摊, 摆摊]}"),
        Matter("UM-003", "{name: 夜间噪音, deadline: 1s}"),
      ]),
    Duty(
      id: "civil-affairs", name: "民政", post: "livelihood", group: "livelihood", deadline: "1wd",
      matters: [Matter("CA-001", "高龄津贴"), Matter("CA-002", "{name: 低保核查, deadline: 3wd}")]),
  ]
  /// Far off: nothing is provisional, whatever the wall clock says, unless a story is about that.
  var knownUntil = "2100-12-31"
  var intake: [String] = []
  var lifecycle: [String] = []
  var overrides: [String] = []
  var examples: [String] = []
  /// What a change may do without a word: everything, unless a story is about that.
  var guarding = ["moved_percent", "changed_percent", "emptied_posts", "orphaned_items", "late_items"].map {
    "\($0): none"
  }
  /// Lines of the file for themselves: `rounds:`, `visits:`, `integrity:`.
  var sections: [String] = []
  var offices = ["command-centre: 街道指挥中心"]
  /// Instead of the true counts.
  var declares: String?
  var ending = "end: rules\n"

  var text: String {
    let matters = duties.reduce(0) { $0 + $1.matters.count }
    let grids = communities.reduce(0) { $0 + $1.grids }
    let counts =
      declares ?? "{duties: \(duties.count), matters: \(matters), communities: \(communities.count), grids: \(grids)}"
    var text = """
      version: 1
      declares: \(counts)
      subdistrict: {id: matian, name: 马田街道, offices: {\(offices.joined(separator: ", "))}}
      communities:
      \(block(communities.map { "\($0.id): {name: \($0.name), grids: \($0.grids)}" }))
      posts:
      \(block(posts))
      groups:
      \(block(groups))
      calendar:
        utc_offset: "+08:00"
        hours: ["09:00-12:00", "14:00-18:00"]
        holidays: ["2026-01-01..2026-01-03", "2026-02-15..2026-02-23", "2026-04-04..2026-04-06",
          "2026-05-01..2026-05-05", "2026-06-19..2026-06-21", "2026-09-25..2026-09-27", "2026-10-01..2026-10-07"]
        make_up_days: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
        known_until: "\(knownUntil)"
      ladder:
      \(list(ladder))
      duties:

      """
    for duty in duties {
      text += """
          \(duty.id):
            name: \(duty.name)
            post: \(duty.post)
            group: \(duty.group)
            deadline: \(duty.deadline)
            matters:
        \(block(duty.matters.map { "\($0.code): \($0.body)" }, indent: 6))

        """
    }
    if !intake.isEmpty { text += "intake: {\(intake.joined(separator: ", "))}\n" }
    if !lifecycle.isEmpty { text += "lifecycle: {\(lifecycle.joined(separator: ", "))}\n" }
    if !overrides.isEmpty { text += "overrides:\n\(list(overrides))\n" }
    if !examples.isEmpty { text += "examples:\n\(list(examples))\n" }
    if !guarding.isEmpty { text += "guard: {\(guarding.joined(separator: ", "))}\n" }
    for section in sections { text += section + "\n" }
    return text + ending
  }

  /// The plain rules with a comment in front, so many bytes in all.
  static func padded(to size: Int) -> String {
    let text = Rules().text
    return "#" + String(repeating: "x", count: size - text.utf8.count - 2) + "\n" + text
  }

  /// The number of the first line that holds this.
  func line(of part: String) -> Int? {
    text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(part) }.map { $0 + 1 }
  }

  /// The same rules with changes.
  func with(_ change: (inout Rules) -> Void) -> Rules {
    var copy = self
    change(&copy)
    return copy
  }

  private func block(_ lines: [String], indent: Int = 2) -> String {
    lines.map { String(repeating: " ", count: indent) + $0 }.joined(separator: "\n")
  }

  private func list(_ lines: [String]) -> String {
    lines.map { "  - \($0)" }.joined(separator: "\n")
  }
}
