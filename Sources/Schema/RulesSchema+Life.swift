internal import GridCore
internal import JSON

/// What becomes of a case, and what comes in.
extension RulesSchema {
  private static let target = SchemaKey(
    "to", .form(.rungTarget), "报给谁：group（社区功能组）或 subdistrict/街道部门", "Whom to tell: group, or subdistrict/OFFICE",
    isNeeded: true)
  private static let after = SchemaKey(
    "after", .form(.limit), "比下一级晚多久，如 1wd", "How long after the rung below, such as 1wd", isNeeded: true)
  private static let again = [
    SchemaKey("repeat", .form(.span), "停在这一级时，每隔多久再催一次", "How often whoever stands here is told again"),
    SchemaKey("times", .count(1...RuleBounds.turns), "最多催几次", "How often at most"),
    SchemaKey("unless_accepted", .truth, "承办人已签收的，跳过这一级", "Passed over while the holder has accepted"),
  ]

  /// The first rung fires at the deadline itself.
  package static let firstRung = SchemaFields([target] + again, needs: ["times": "repeat"])
  /// A rung above the first.
  package static let rung = SchemaFields([target, after] + again, needs: ["times": "repeat"])

  private static let turns = SchemaNode.byUrgency(.count(0...RuleBounds.turns))
  private static let spanOrNone = SchemaNode.byUrgency(.form(.spanOrNone))
  private static let span = SchemaNode.byUrgency(.form(.span))

  /// The life of a case.
  package static let lifecycle = SchemaFields([
    SchemaKey(
      "accept_within", spanOrNone, "多久没人签收就提醒；两倍时升一级",
      "Not accepted within this: reminded; at twice that it climbs one rung"),
    SchemaKey(
      "remind_at", .byUrgency(.form(.share)), "时限用掉多少时提醒承办人，如 80%",
      "The share of the limit after which the holder is reminded, such as 80%"),
    SchemaKey(
      "check", .form(.id), "办完先由谁核查：none、group 或街道部门", "Who looks before an item is closed: none, group, or an office"),
    SchemaKey("check_within", spanOrNone, "核查的时限", "How long a check may take"),
    SchemaKey(
      "visit", .map(.otherSource, spanOrNone, atLeast: 0), "要回访的来源和时限",
      "The sources that are owed a follow-up call, and by when"),
    SchemaKey("visit_by", .form(.id), "由哪个岗位回访；none 为没有", "The post that makes the calls; none"),
    SchemaKey(
      "approve", .words(["none", "above"]), "延期、挂账要不要上一级批准",
      "Whether extensions and suspensions need the word of a rung above"),
    SchemaKey("extensions", turns, "能延期几次", "How many extensions"),
    SchemaKey("suspensions", turns, "能挂账几次", "How many suspensions"),
    SchemaKey("bounces", turns, "退得没道理的，第几次起升一级；0 不升", "The bounce from which on the item climbs; 0 never"),
    SchemaKey("reopenings", turns, "重开第几次起升一级；0 不升", "The reopening from which on the item climbs; 0 never"),
    SchemaKey("longest_suspension", span, "挂账最长多久", "How long a suspension may last"),
    SchemaKey("recurrence", span, "办结后多久之内又来，记为复发", "How long after its end the same trouble is a recurrence"),
    SchemaKey("triage_within", spanOrNone, "待分拨多久没人管，告诉街道", "Longer than this in triage: the subdistrict is told"),
  ])

  /// The bounds of the inbox.
  package static let intake = SchemaFields([
    SchemaKey("settle", .form(.wait), "直接写进收件箱的文件静止多久才收", "How long a file written in place rests first"),
    SchemaKey("patience", .form(.wait), "没写完的文件等多久", "How long a torn text is waited for"),
    SchemaKey("step_wait", .form(.wait), "处置先到、上报未到时等多久", "How long a step waits for its report"),
    SchemaKey(
      "max_file", .size(IntakeLimits.smallestSize...IntakeLimits.largestFile), "文件最大多少，如 64MiB",
      "The largest file, such as 64MiB"),
    SchemaKey(
      "max_event", .size(IntakeLimits.smallestSize...IntakeLimits.largestEvent), "一件来件最大多少，如 1MiB",
      "The largest event, such as 1MiB"),
    SchemaKey("max_depth", .count(1...StrictJSON.deepest), "来件嵌套最深几层", "The deepest nesting of an event"),
  ])

  private static func bound(_ most: Int) -> SchemaNode { .either([.words(["none"]), .count(0...most)]) }

  /// The guard.
  package static let guardian = SchemaFields([
    SchemaKey("moved_percent", bound(100), "换了岗位的派单路线占百分之几", "Routes that go to another post, in percent"),
    SchemaKey(
      "changed_percent", bound(100), "岗位、功能组或时限变了的占百分之几", "Routes with another post, group or limit, in percent"),
    SchemaKey("emptied_posts", bound(RuleBounds.guarded), "几个岗位一件事也分不到了", "Post types left without any work"),
    SchemaKey("orphaned_items", bound(RuleBounds.guarded), "几件在办事项找不到去处", "Open items that the new rules do not list"),
    SchemaKey(
      "late_items", bound(RuleBounds.guarded), "几件在办事项一下子就超时", "Open items that would be over their deadline at once"),
  ])
}
