import ArgumentParser
import Daemon
import Formats
import GridCore
import Rules
import Words

struct DueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "due", abstract: say("The deadline of a limit filed at a time.", "某时受理、某时限的截止时刻。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  @Argument(help: ArgumentHelp(say("When the clock starts (RFC 3339).", "起算时刻（RFC 3339）。"), valueName: "filed"))
  var filed: Moment

  @Argument(
    help: ArgumentHelp(
      say("30s 15m 2h run day and night; 4wh, 3wd working time.", "30s 15m 2h 昼夜连算；4wh 工作小时，3wd 工作日。"),
      valueName: "limit"))
  var limit: Limit

  @Option(name: .long, help: ArgumentHelp(say("Count in this post's hours.", "按此岗位的工作时间计算。"), valueName: "post"))
  var post: String?

  @Flag(name: .long, help: ArgumentHelp(say("Walk the working hours.", "逐段列出工作时间。")))
  var explain = false

  func run() throws {
    let book = try usableBook(place.rules)
    if let post, !book.posts.contains(where: { $0.id == post }) {
      throw fail(
        Exit.usage, "no such post: \(post); known: \(book.posts.map(\.id).joined(separator: ", "))",
        "没有这个岗位：\(post)；已有：\(book.posts.map(\.id).joined(separator: "、"))")
    }
    var steps: [CountedStretch] = []
    let deadline = book.calendar.due(
      from: filed.timestamp, limit: limit.limit, hours: post.map { book.hours(ofPost: $0) },
      telling: { steps.append($0) })
    guard RFC3339.holds(deadline.moment) else {
      throw fail(
        Exit.usage, "the deadline lies beyond the year 9999, and no time there can be written", "截止时刻晚于 9999 年，无法表示")
    }
    if output.json { return try Console.out(json(deadline, steps)) }
    let offset = book.calendar.utcOffset
    if explain {
      var table = Table([say("from", "自"), say("to", "至"), say("counted", "计时")])
      for step in steps {
        table.add([
          RFC3339.localText(step.from, offset: offset), RFC3339.localText(step.to, offset: offset), span(step.counted),
        ])
      }
      try Console.out(table.text(coloured: Console.answersColoured))
    }
    let mark = deadline.provisional ? say("  (provisional: no calendar is known that far)", "  （暂定：该日之后尚无放假安排）") : ""
    try Console.out(RFC3339.localText(deadline.moment, offset: offset) + mark)
  }

  private func json(_ deadline: Deadline, _ steps: [CountedStretch]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("filed", filed.timestamp)
    writer.field("limit", limit.limit.text)
    writer.field("due", deadline.moment)
    writer.field("provisional", deadline.provisional)
    writer.key("steps")
    writer.beginArray()
    for step in steps {
      writer.beginObject()
      writer.field("from", step.from)
      writer.field("to", step.to)
      writer.field("counted", step.counted)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}

/// A number of seconds as people say it: `7h`, `1h30m`, `45s`.
func span(_ seconds: Int64) -> String {
  let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
  let text = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
  return text.isEmpty ? "0s" : text
}
