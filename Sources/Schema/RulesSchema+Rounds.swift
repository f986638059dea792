package import GridCore

/// What the calendar brings forth, what makes one visit, and what integrity stations look at.
extension RulesSchema {
  private static let ofMatter = SchemaKey(
    "matter", .text(most: RuleBounds.name), "事项，编号或名称", "The matter, by its code or its exact name")
  private static let ofLimit = SchemaKey("limit", .form(.limit), "时限：2h、4wh、3wd", "The limit: 2h, 4wh, 3wd")

  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let last = ["last"]

  private static let places = SchemaFields([
    SchemaKey("community", .form(.id), "社区", "The community"), SchemaKey("grid", .form(.id), "小分格", "The grid"),
    SchemaKey("risk", colours, "企业的颜色", "The colour of the subject"),
  ])
  private static let colours = SchemaNode.words(Colour.allCases.map(\.rawValue))

  /// A round.
  package static let round = SchemaFields(
    [
      SchemaKey("name", .form(.cause), "叫什么，不能重名", "What it is called; no two may share a name", isNeeded: true),
      SchemaKey(
        "every", .words(RoundRule.Every.allCases.map(\.rawValue)), "多久一次", "How often it comes", isNeeded: true),
      SchemaKey(
        "day", .either([.count(1...366), .words(weekdays + last)]), "第几天：周写 mon…sun，月、季、年写数字，或 last",
        "Which day: mon to sun of a week, a number of a month, quarter or year, or last"),
      SchemaKey("at", .form(.clock), "几点，如 \"09:30\"；不写就是上班时", "The time of day, such as \"09:30\"; the first opening"),
      SchemaKey(
        "holidays", .words(RoundRule.Holidays.allCases.map(\.rawValue)), "遇假日：照做、不做、顺延",
        "On a day off: run, skip, or the next working day"),
      SchemaKey(
        "for", .words(RoundRule.Audience.allCases.map(\.rawValue)), "对谁：每个小分格、社区、街道，或名册里的企业",
        "For each grid, community, the subdistrict, or each subject of the register", isNeeded: true),
      SchemaKey("where", .fields(places), "只在哪些地方", "Only at such places"),
      SchemaKey(
        "to", .either([.words(["post", "branch", "station", "group"]), .form(.postTarget), .form(.officeTarget)]),
        "派给谁：post、post/岗位、branch、station、group 或 subdistrict/街道部门",
        "Who has it: post, post/POST, branch, station, group or subdistrict/OFFICE"),
      ofMatter, ofLimit,
      SchemaKey("summary", .text(most: RuleBounds.summary), "内容说明", "What it is about"),
      SchemaKey("unless_open", .truth, "上一次没办完的，这次不再派", "Not raised while the one before is not ended"),
    ],
    shapes: [times, targets])

  /// What stands with each way to say how often.
  private static let times: [SchemaFields] = [
    SchemaFields([often(.day), when("day", .nothing), when("holidays", .words(["run", "skip"]))]),
    SchemaFields([often(.workday), when("day", .nothing), when("holidays", .nothing)]),
    SchemaFields([often(.week), when("day", .words(weekdays + last))]),
    SchemaFields([often(.month), when("day", numbered(.month))]),
    SchemaFields([often(.quarter), when("day", numbered(.quarter))]),
    SchemaFields([often(.year), when("day", numbered(.year))]),
  ]

  private static func often(_ every: RoundRule.Every) -> SchemaKey { needed("every", .words([every.rawValue])) }

  private static func numbered(_ every: RoundRule.Every) -> SchemaNode {
    .either([.count(1...every.mostDays), .words(last)])
  }

  /// What stands with each way to say for whom.
  private static let targets: [SchemaFields] = [
    SchemaFields([audience("grid"), at("community", "grid"), byMatter(.words(["post", "group"])), needed("matter")]),
    SchemaFields([audience("grid"), at("community", "grid"), needed("to", byName)], oneOf: ["matter", "limit"]),
    SchemaFields([audience("subject"), byMatter(.words(["post", "group"])), needed("matter")]),
    SchemaFields([audience("subject"), needed("to", byName)], oneOf: ["matter", "limit"]),
    SchemaFields([audience("community"), at("community"), needed("to", .words(["group"])), needed("matter")]),
    SchemaFields(
      [audience("community"), at("community"), needed("to", .form(.officeTarget))], oneOf: ["matter", "limit"]),
    SchemaFields([audience("subdistrict"), at(), needed("to", .form(.officeTarget))], oneOf: ["matter", "limit"]),
  ]

  private static let byName = SchemaNode.either([
    .words(["branch", "station"]), .form(.postTarget), .form(.officeTarget),
  ])

  private static func byMatter(_ node: SchemaNode) -> SchemaKey { when("to", node) }

  private static func audience(_ word: String) -> SchemaKey { needed("for", .words([word])) }

  /// By what its places may be picked.
  private static func at(_ keys: String...) -> SchemaKey {
    when("where", .fields(SchemaFields(places.fields.filter { keys.contains($0.key) })))
  }

  private static func when(_ key: String, _ node: SchemaNode) -> SchemaKey { SchemaKey(key, node, "", "") }

  private static func needed(_ key: String, _ node: SchemaNode = .anything) -> SchemaKey {
    SchemaKey(key, node, "", "", isNeeded: true)
  }

  /// What makes one visit.
  package static let visits = SchemaFields([
    SchemaKey(
      "inspections", .list(.form(.id), atLeast: 1), "哪些算检查：职责短名、事项编号",
      "Which are inspections: ids of duties, codes of matters", isNeeded: true),
    SchemaKey(
      "together", .form(.limit), "期限相差多久之内合成一次，如 3wd", "How far apart the deadlines of one visit lie, such as 3wd",
      isNeeded: true),
    SchemaKey(
      "cap",
      .fields(
        SchemaFields(
          Colour.allCases.map {
            SchemaKey($0.rawValue, .count(0...RuleBounds.turns), "这种颜色一年最多几次", "How many a year of this colour")
          })), "每种颜色一年最多查几次", "How many visits a year, by colour"),
  ])

  /// The integrity stations.
  package static let integrity = SchemaFields([
    SchemaKey(
      "matter", .text(most: RuleBounds.name), "计入哪个事项", "The matter its items are counted under", isNeeded: true),
    SchemaKey("limit", .form(.limit), "监督站多久内要看", "By when a station must have looked", isNeeded: true),
    SchemaKey("to", .form(.officeTarget), "到期没看的报给谁；不写是阶梯里第一个街道部门", "Who hears of it; the first office of the ladder"),
    SchemaKey(
      "signals", .list(.either([.fields(quick), .fields(onSite), .fields(counted)]), atLeast: 1), "要看的信号",
      "The signals", isNeeded: true),
  ])

  private static func signal(_ kinds: [SignalRule.Kind], _ own: [SchemaKey]) -> SchemaFields {
    SchemaFields(
      [
        SchemaKey("name", .form(.cause), "叫什么，不能重名", "What it is called; no two may share a name", isNeeded: true),
        SchemaKey("kind", .words(kinds.map(\.rawValue)), "数什么", "What is counted", isNeeded: true),
      ] + own + [
        SchemaKey("per", .words(["week", "month"]), "按周或按月数", "By week or by month", isNeeded: true),
        SchemaKey("talk", .truth, "要不要一对一谈话才能办结", "Whether it ends only with a talk"),
      ])
  }

  private static let often = SchemaKey(
    "times", .count(1...RuleBounds.counted), "几次算信号", "How many times are a signal", isNeeded: true)
  private static let quick = signal(
    [.quick],
    [
      SchemaKey("within", .form(.limit), "多快算太快，如 60s", "How soon is too soon, such as 60s", isNeeded: true), often,
    ])
  private static let onSite = signal(
    [.onSite],
    [
      SchemaKey("share", .form(.percent), "占百分之几算信号，如 99.9%", "Which share is a signal, such as 99.9%", isNeeded: true),
      SchemaKey("of", .count(1...RuleBounds.counted), "至少收到几件才算", "Of how many reports at least", isNeeded: true),
    ])
  private static let counted = signal(SignalRule.Kind.allCases.filter { $0 != .quick && $0 != .onSite }, [often])

  /// A signal of a kind.
  package static func signal(_ kind: SignalRule.Kind) -> SchemaFields {
    switch kind {
    case .quick: quick
    case .onSite: onSite
    case .late, .bounced, .reopened, .sameHand, .silent: counted
    }
  }

  /// What signals of any kind may say.
  package static let signalKeys = ["name", "kind", "within", "times", "share", "of", "per", "talk"]
}
