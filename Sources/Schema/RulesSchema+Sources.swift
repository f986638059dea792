internal import Formats
internal import GridCore

/// What sources may send, and how their files are read.
extension RulesSchema {
  /// What a source may send.
  package static let mayKey = "may"
  private static let may = SchemaNode.list(.words(SourceGrants.types), atLeast: 0)
  /// The fields that a source may have codes of its own for.
  package static let coded = ["matter", "grid", "community", "risk"]

  /// What a source may send, and how its files are read: one of these at the least.
  package static let grant: SchemaFields = {
    let fields = [
      SchemaKey(mayKey, may, "可报的类型：report，或步骤", "The types it may send: reports, or steps"),
      SchemaKey(
        "format", .words(SourceReading.Format.allCases.map(\.rawValue)), "文件格式；不写就看文件名的结尾",
        "How its files are laid out; left out: by their ending"),
      SchemaKey(
        "type", .words(sourceTypes), "没有写类型的记录是什么：report 或 rate", "What a record is that says no type: report or rate"),
      SchemaKey(
        "encoding", .words(SourceReading.Encoding.allCases.map(\.rawValue)), "表格的编码；文件开头有 BOM 的以 BOM 为准",
        "How a table is encoded; a byte order mark wins"),
      SchemaKey(
        "fields", .map(.cause, .form(.name), atLeast: 0), "对方的列名: 本系统的字段",
        "Its name of a column: the field it stands for"),
      SchemaKey(
        "codes",
        .fields(
          SchemaFields(
            coded.map {
              SchemaKey(
                $0, .map(.name, .form(.name), atLeast: 0), "对方的代码: 本系统的代码", "Its code: the one that the rules list")
            })), "对方的代码在本系统里是什么", "What its codes stand for"),
      SchemaKey(
        "time", .form(.name), "对方怎么写时间，如 \"yyyy/M/d H:mm:ss\"", "How it writes times, such as \"yyyy/M/d H:mm:ss\""),
      SchemaKey(
        "unknown_codes", .words(["triage", "reject"]), "规则里没有的事项、分格：待分拨（triage）还是不接受（reject）",
        "Matters and grids that the rules do not list: triage, or reject the record"),
    ]
    return SchemaFields(fields, oneOf: fields.map(\.key))
  }()

  /// What sources may send that are not named.
  package static let others = SchemaFields([
    SchemaKey(
      mayKey, may, "可报的类型：report，或步骤", "The types they may send: reports, or steps", isNeeded: true)
  ])

  /// What a record of a source may be that says no type.
  package static let sourceTypes = ["report", Rating.type]
}
