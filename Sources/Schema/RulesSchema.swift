internal import GridCore
package import JSON

/// What may stand in a rules file, described once: the reader takes its keys from here, and editors their schema.
package enum RulesSchema {
  /// Writes the JSON Schema (2020-12) of a rules file.
  ///
  /// It takes every file that `check` takes, as an editor reads it (YAML 1.2, core schema).
  package static func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("$schema", "https://json-schema.org/draft/2020-12/schema")
    writer.field("title", "Gridpost rules.yaml")
    writer.field(
      "description",
      "网格事件派单规则。引用是否存在、数目是否对得上、样例是否符合，由 gridpost check 检查。\n"
        + "Who gets which report, by when, and who hears of delays. References, counts and examples are what gridpost check looks at."
    )
    SchemaNode.fields(file).writeKeywords(to: &writer)
    writer.key("$defs")
    writer.beginObject()
    for form in SchemaForm.allCases {
      writer.key(form.rawValue)
      form.write(to: &writer)
    }
    writer.endObject()
    writer.endObject()
  }

  /// The sections.
  package static let file = SchemaFields([
    SchemaKey("version", .count(1...1), "格式版本，写 1", "The version of the format: 1", isNeeded: true),
    SchemaKey("declares", .fields(declares), "总数核对：数目对不上就算错误", "How many there are: another count is an error"),
    SchemaKey("subdistrict", .fields(subdistrict), "街道", "The subdistrict", isNeeded: true),
    SchemaKey(
      "communities", .map(.placeID, .fields(community), atLeast: 1), "各社区，短名: {name, grids}",
      "The communities, id: {name, grids}", isNeeded: true),
    SchemaKey(
      "posts", .map(.postID, .either([.form(.name), .fields(post)]), atLeast: 1),
      "每个小分格的岗位，短名: 名称，或 短名: {name, hours, staff}",
      "The posts of every grid, id: name or id: {name, hours, staff}", isNeeded: true),
    SchemaKey(
      "groups", .map(.id, .form(.name), atLeast: 1), "每个社区的功能组，短名: 名称",
      "The functional groups of every community, id: name",
      isNeeded: true),
    SchemaKey("calendar", .fields(calendar), "上班时间和节假日", "Working hours and holidays", isNeeded: true),
    SchemaKey(
      "ladder", .byUrgency(.ladder(first: .fields(firstRung), rest: .fields(rung))), "逾期逐级上报：时限一到先报第一级",
      "Who hears of delays: the first rung when the deadline passes"),
    SchemaKey("lifecycle", .fields(lifecycle), "办理：从派出到办结，谁该做什么、多久", "How a case lives between its notice and its end"),
    SchemaKey(
      "duties", .map(.id, .fields(duty), atLeast: 1), "各项职责和事项", "The duties and their matters", isNeeded: true),
    SchemaKey("intake", .fields(intake), "收件的设置", "The bounds of the inbox"),
    SchemaKey(
      "sources", .map(.source, .fields(grant), atLeast: 0), "各来源能报什么、文件怎么读；others 是没有写到的来源",
      "What each source may send and how its files are read; others are the sources not named"),
    SchemaKey(
      "guard", .fields(guardian), "改动上限：一次改动超过任何一条，新规则先扣住", "How much may change at once before the new rules are held"),
    SchemaKey("rounds", .list(.fields(round), atLeast: 0), "定期任务：日历到点就派", "What the calendar brings forth"),
    SchemaKey(
      "visits", .fields(visits), "综合查一次：哪些检查合成一次，一年几次", "Which inspections make one visit, and how many a year"),
    SchemaKey(
      "integrity", .fields(integrity), "廉情监督：从办理情况里看出的信号", "Signs in the work itself that a station is to look at"),
    SchemaKey(
      "overrides", .list(.fields(override), atLeast: 0), "特殊规定：从上往下，第一条合得上的就用",
      "Exceptions: the first that fits wins over the matter's own line"),
    SchemaKey(
      "examples", .list(.fields(example), atLeast: 0), "样例：每次检查、每次换规则之前都先跑一遍",
      "Examples, run by every check and before every reload"),
    SchemaKey("end", .words(["rules"]), "最后一行：没存完整的文件没有它", "The last line: a half-saved file lacks it", isNeeded: true),
  ])
}
