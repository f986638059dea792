internal import GridCore

/// The town: its places, roles and hours.
extension RulesSchema {
  /// The counts that are declared.
  package static let declares = SchemaFields([
    SchemaKey("duties", .count(0...1_000_000), "职责数", "How many duties"),
    SchemaKey("matters", .count(0...1_000_000), "事项数", "How many matters"),
    SchemaKey("communities", .count(0...1_000_000), "社区数", "How many communities"),
    SchemaKey("grids", .count(0...1_000_000), "小分格数", "How many grids"),
  ])

  /// The subdistrict.
  package static let subdistrict = SchemaFields([
    SchemaKey("id", .form(.id), "街道的短名", "The id of the subdistrict", isNeeded: true),
    SchemaKey("name", .form(.name), "街道的名称", "The name of the subdistrict", isNeeded: true),
    SchemaKey(
      "offices", .map(.id, .form(.name), atLeast: 1), "听取逾期上报的街道部门，短名: 名称", "The offices that hear of delays, id: name",
      isNeeded: true),
  ])

  /// A community.
  package static let community = SchemaFields([
    SchemaKey("name", .form(.name), "社区的名称", "The name of the community", isNeeded: true),
    SchemaKey(
      "grids",
      .either([
        .count(1...RuleBounds.gridsOfCommunity), .map(.placeID, .either([.form(.name), .fields(grid)]), atLeast: 1),
      ]),
      "小分格的数目，或 短名: 名称，或 短名: {name, staff}", "The number of grids, or id: name, or id: {name, staff}", isNeeded: true),
  ])

  /// A grid with more than a name.
  package static let grid = SchemaFields([
    SchemaKey("name", .form(.name), "小分格的名称", "The name of the grid", isNeeded: true),
    SchemaKey(
      "staff", .map(.id, .count(RuleBounds.staff), atLeast: 0), "此格各岗位的人数，与别处不同时写",
      "People at its posts, where other than elsewhere"),
  ])

  /// A post with more than a name.
  package static let post = SchemaFields([
    SchemaKey("name", .form(.name), "岗位的名称", "The name of the post", isNeeded: true),
    SchemaKey(
      "hours", hours, "岗位自己的上班时间，名下事项的 wh、wd 按它算", "Its own hours, by which the wh and wd limits of its matters count"),
    SchemaKey("staff", .count(RuleBounds.staff), "每格几个人", "How many people it has in a grid"),
  ])

  private static let hours = SchemaNode.list(.form(.clockSpan), atLeast: 1)

  /// The calendar.
  package static let calendar = SchemaFields([
    SchemaKey(
      "utc_offset", .form(.offset), "与 UTC 的时差，如 \"+08:00\"", "The distance from UTC, such as \"+08:00\"",
      isNeeded: true),
    SchemaKey(
      "hours", hours, "上班时间，如 [\"09:00-12:00\", \"14:00-18:00\"]",
      "The working hours, such as [\"09:00-12:00\", \"14:00-18:00\"]",
      isNeeded: true),
    SchemaKey(
      "holidays", .list(.form(.days), atLeast: 0), "节假日，一段写“首日..末日”",
      "The holidays; several days are written first..last"),
    SchemaKey("make_up_days", .list(.form(.days), atLeast: 0), "调休上班的周末", "The weekend days that are worked"),
    SchemaKey(
      "known_until", .form(.day), "放假安排公布到哪一天；之后的工作时间标“暂定”",
      "The last day whose holidays are known; working time beyond is provisional"),
  ])
}
