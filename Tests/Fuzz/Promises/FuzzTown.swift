import Formats
import GridCore
import Rules

/// The town the promises are asked in: a small rules file, and a moment.
enum FuzzTown {
  /// 2026-02-14T00:00:00Z.
  static let receipt = Timestamp(seconds: 1_771_027_200)

  /// What a scalar of the file is to be instead.
  struct Scalars {
    var limit = "2h"
    var hours = "09:00-12:00"
    var days = "2026-01-01..2026-01-03"
    var offset = "+08:00"
    var wait = "24h"
    var night = "22:00-06:00"
  }

  /// The file with these scalars, in double quotes.
  static func text(_ scalars: Scalars = Scalars()) -> String {
    """
    version: 1
    declares: {duties: 1, matters: 2, communities: 1, grids: 2}
    subdistrict: {id: matian, name: 马田街道, offices: {centre: 指挥中心}}
    communities: {hsk: {name: 合水口社区, grids: 2}}
    posts: {info: 基础网格信息岗, patrol: {name: 综合巡查纠治岗, hours: ["08:00-22:00"]}}
    groups: {city: 市容环境组}
    calendar:
      utc_offset: "\(scalars.offset)"
      hours: ["\(scalars.hours)"]
      holidays: ["\(scalars.days)"]
      make_up_days: ["2026-01-04"]
      known_until: "2100-12-31"
    ladder: [{to: group}, {to: subdistrict/centre, after: 1wd}]
    duties:
      um:
        name: 城管
        post: patrol
        group: city
        deadline: "\(scalars.limit)"
        matters: {UM-001: 占道经营, UM-002: {name: 流动摊贩, post: info, deadline: 4wh}}
    intake: {step_wait: "\(scalars.wait)"}
    overrides:
      - {name: night, when: {matter: UM-002, hours: "\(scalars.night)"}, post: patrol}
    end: rules

    """
  }

  static func load(_ scalars: Scalars = Scalars()) -> LoadedRules {
    let bytes = Array(text(scalars).utf8)
    return RuleFile.load(bytes: bytes, name: "rules.yaml", digest: sha256(of: bytes))
  }

  /// The rules as they stand above; nil if they should be unusable, which is the first promise asked.
  static let book = load().book
}
