extension TestTown {
  /// Rules of a town as somebody writes them, for who reads them from a file: two communities, one duty, a ladder of two rungs.
  package static let writtenRules = """
    version: 1
    declares: {duties: 1, matters: 3, communities: 2, grids: 5}
    subdistrict: {id: matian, name: 马田街道, offices: {command-centre: 街道指挥中心}}
    communities:
      heshuikou: {name: 合水口社区, grids: 3}
      jiangwei: {name: 将围社区, grids: 2}
    posts:
      info: 基础网格信息岗
      patrol: {name: 综合巡查纠治岗, hours: ["08:00-22:00"]}
      livelihood: 民生诉求服务岗
    groups:
      party-affairs: 党建综合组
      peace-stability: 平安稳定组
      digital-grid: 数字网格组
      livelihood: 民生诉求组
      work-safety: 安全生产组
      city-appearance: 市容环境组
      urban-construction: 城市建设组
    calendar:
      utc_offset: "+08:00"
      hours: ["09:00-12:00", "14:00-18:00"]
      holidays: ["2026-05-01..2026-05-05"]
      make_up_days: ["2026-05-09"]
      known_until: "2026-12-31"
    ladder:
      - {to: group}
      - {to: subdistrict/command-centre, after: 1wd}
    duties:
      urban-management:
        name: 城管
        post: patrol
        group: city-appearance
        deadline: 2h
        matters:
          UM-001: 占道经营
          UM-002: {name: 流动摊贩, post: info, deadline: 4wh}
          UM-003: {name: 夜间噪音, deadline: 1s}
    end: rules

    """
}
