import Advice
import Answers
import ArgumentParser
import Console
import Formats
import GridCore
import JSON
import Words

struct DueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "due", abstract: say("The deadline of a limit filed at a time.", "某时受理、某时限的截止时刻。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  @Argument(help: hint("When the clock starts (RFC 3339).", "起算时刻（RFC 3339）。", "filed"))
  var filed: Moment

  @Argument(
    help: hint("30s 15m 2h run day and night; 4wh, 3wd working time.", "30s 15m 2h 昼夜连算；4wh 工作小时，3wd 工作日。", "limit"))
  var limit: Limit

  @Option(help: hint("Count in this post's hours.", "按此岗位的工作时间计算。", "post"))
  var post: String?

  @Flag(help: hint("Walk the working hours.", "逐段列出工作时间。"))
  var explain = false

  func run() throws {
    let book = try usableBook(place.rules)
    if let post, !book.posts.contains(where: { $0.id == post }) {
      let known = book.posts.map { Named(id: $0.id, name: $0.name) }
      let message = Bilingual(
        en: "no such post: \(neutral(post)); known: \(known.map(\.id).joined(separator: ", "))",
        zh: "没有这个岗位：\(neutral(post))；已有：\(known.map(\.id).joined(separator: "、"))"
      ).suggesting(Suggestions.nearest(to: post, among: known))
      throw fail(Exit.usage, message.en, message.zh)
    }
    let answer = DueAnswer(book, filed: filed.timestamp, limit: limit.limit, post: post)
    let deadline = answer.deadline
    guard RFC3339.holds(deadline.moment) else {
      throw fail(
        Exit.usage, "the deadline lies beyond the year 9999, and no time there can be written", "截止时刻晚于 9999 年，无法表示")
    }
    if output.json {
      var writer = JSONWriter()
      answer.write(to: &writer)
      writer.endLine()
      return try Console.out(writer.bytes)
    }
    let offset = book.calendar.utcOffset
    if explain {
      var table = Table([say("from", "自"), say("to", "至"), say("counted", "计时")])
      for step in answer.steps {
        table.add([
          RFC3339.localText(step.from, offset: offset), RFC3339.localText(step.to, offset: offset), span(step.counted),
        ])
      }
      try Console.out(table.text(coloured: Console.answersColoured))
    }
    let mark = deadline.provisional ? say("  (provisional: no calendar is known that far)", "  （暂定：该日之后尚无放假安排）") : ""
    try Console.out(RFC3339.localText(deadline.moment, offset: offset) + mark)
  }
}

/// A number of seconds as people say it: `7h`, `1h30m`, `45s`.
func span(_ seconds: Int64) -> String {
  let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
  let text = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
  return text.isEmpty ? "0s" : text
}
