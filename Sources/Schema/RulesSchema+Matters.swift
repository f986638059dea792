internal import GridCore

/// The duties with their matters, the exceptions from them, and the examples.
extension RulesSchema {
  private static let name = SchemaKey("name", .form(.name), "名称", "The name", isNeeded: true)
  private static let ownPost = SchemaKey("post", .form(.id), "由哪个岗位办", "The post whose job it is")
  private static let group = SchemaKey("group", .form(.id), "归哪个功能组", "The functional group it belongs to")
  private static let deadline = SchemaKey("deadline", .form(.limit), "时限：2h、4wh、3wd", "The limit: 2h, 4wh, 3wd")
  private static let urgency = SchemaKey(
    "urgency", .words(Urgency.allCases.map(\.rawValue)), "急缓，不影响派给谁", "How soon somebody must act; it does not route")
  private static let check = SchemaKey(
    "check", .form(.id), "办完先由谁核查：none、group 或街道部门", "Who looks before an item is closed: none, group, or an office")

  /// A duty.
  package static let duty = SchemaFields([
    name, ownPost, group, deadline, urgency, check,
    SchemaKey(
      "matters", .map(.id, .either([.form(.name), .fields(matter)]), atLeast: 1), "名下事项，编号: 名称，或 编号: {name, …}",
      "Its matters, code: name or code: {name, …}", isNeeded: true),
  ])

  /// A matter with more than a name.
  package static let matter = SchemaFields([
    name, ownPost, group, deadline, urgency,
    SchemaKey("keywords", .list(.text(most: nil), atLeast: 0), "别的叫法，不影响派给谁", "Other words for it; they do not route"),
    check,
    SchemaKey("until", .form(.day), "收到哪一天为止，之后当不在清单里", "The last day it is listed"),
  ])

  private static let risk = SchemaKey("risk", .words(Risk.allCases.map(\.rawValue)), "风险颜色", "The risk")
  private static let source = SchemaKey("source", .form(.source), "来源", "The source of the report")

  /// When an override fits.
  package static let condition = SchemaFields([
    SchemaKey("duty", .form(.id), "职责", "The duty"),
    SchemaKey("matter", .text(most: RuleBounds.name), "事项，编号或名称", "The matter, by its code or its exact name"),
    SchemaKey("community", .form(.id), "社区", "The community"), SchemaKey("grid", .form(.id), "小分格", "The grid"),
    risk, source,
    SchemaKey(
      "hours", .form(.clockSpan), "收到时的当地时间，可以跨夜，如 \"22:00-06:00\"",
      "The local time of receipt; may wrap midnight, such as \"22:00-06:00\""),
  ])

  /// An override.
  package static let override = SchemaFields(
    [
      SchemaKey("name", .form(.name), "叫什么，记录里会写", "What it is called in histories"),
      SchemaKey("when", .fields(condition), "条件，要全部满足", "The conditions, all of which must hold", isNeeded: true),
      ownPost, group, deadline,
    ], oneOf: ["post", "group", "deadline"])

  /// An example.
  package static let example = SchemaFields([
    SchemaKey("matter", .text(most: nil), "事项，编号或名称", "The matter, by its code or its exact name", isNeeded: true),
    SchemaKey("grid", .text(most: nil), "小分格", "The grid", isNeeded: true),
    SchemaKey("community", .text(most: nil), "社区", "The community"),
    risk, source,
    SchemaKey("at", .form(.moment), "收到的时间，\"22:30\" 或带时区的时刻", "When it comes: \"22:30\", or a moment with its zone"),
    SchemaKey(
      "expect", .form(.address), "应派给谁：社区/小分格/岗位，或 triage", "Where it must go: COMMUNITY/GRID/POST, or triage",
      isNeeded: true),
  ])
}
