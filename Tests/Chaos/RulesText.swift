/// The rules of the town under test, in variants that route alike, and in broken ones.
enum RulesText {
  /// Matters: `UM-001` for long, `UM-002` late after a second and again after another, `CA-001` and `CA-002` for long.
  static func good(_ variant: Int) -> String {
    """
    # variant \(variant)
    version: 1
    declares: {duties: 2, matters: 4, communities: 2, grids: 5}
    subdistrict: {id: matian, name: 马田街道, offices: {command-centre: 街道指挥中心}}
    communities:
      heshuikou: {name: 合水口社区, grids: 3}
      jiangwei: {name: 将围社区, grids: 2}
    posts: {info: 基础网格信息岗, patrol: 综合巡查纠治岗, livelihood: 民生诉求服务岗}
    groups: {party-affairs: 党建综合组, peace-stability: 平安稳定组, digital-grid: 数字网格组, livelihood: 民生诉求组,
      work-safety: 安全生产组, city-appearance: 市容环境组, urban-construction: 城市建设组}
    calendar: {utc_offset: "+08:00", hours: ["09:00-12:00", "14:00-18:00"], known_until: "2100-12-31"}
    ladder:
      - {to: group}
      - {to: subdistrict/command-centre, after: 1s}
    duties:
      urban-management:
        name: 城管
        post: patrol
        group: city-appearance
        deadline: 30wd
        matters:
          UM-001: 占道经营
          UM-002: {name: 夜间噪音, deadline: 1s}
      civil-affairs:
        name: 民政
        post: livelihood
        group: livelihood
        deadline: 30wd
        matters:
          CA-001: 高龄津贴
          CA-002: {name: 低保核查, post: info}
    intake: {settle: 50ms, patience: 2s}
    end: rules

    """
  }

  /// Half saved, of another schema, with an unknown post, with a wrong count: the last good rules must stay.
  static func bad(_ variant: Int) -> String {
    let text = good(variant)
    return switch variant % 4 {
    case 0: String(text.prefix(text.count * 2 / 3))
    case 1: text + "surplus: 1\n"
    case 2: text.replacing("post: patrol", with: "post: patroll")
    default: text.replacing("matters: 4", with: "matters: 5")
    }
  }

  static let grids = ["heshuikou-01", "heshuikou-02", "heshuikou-03", "jiangwei-01", "jiangwei-02"]

  /// Where a listed matter of a grid goes, by our own reading of the rules.
  static func address(_ matter: String, _ grid: String) -> String {
    let community = grid.prefix { $0 != "-" }
    let post = ["UM-001": "patrol", "UM-002": "patrol", "CA-001": "livelihood", "CA-002": "info"][matter] ?? "?"
    return "\(community)/\(grid)/\(post)"
  }

  static func group(_ grid: String) -> String {
    "\(grid.prefix { $0 != "-" })/group/city-appearance"
  }

  static let office = "subdistrict/command-centre"
}
