import ArgumentParser
import Formats
import GridCore

struct AboutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "about", abstract: say("Versions, limits and stated choices.", "版本、限度与既定做法。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption

  func run() throws {
    let limits = Self.limits
    if output.json {
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("version", Gridpost.version)
      writer.field("rules_version", 1)
      writer.key("limits")
      writer.beginObject()
      for limit in limits { writer.field(limit.name, limit.value) }
      writer.endObject()
      writer.key("choices")
      writer.beginArray()
      for choice in Self.choices { writer.string(choice.text(language)) }
      writer.endArray()
      writer.endObject()
      writer.endLine()
      return try Console.out(writer.bytes)
    }
    try Console.out("gridpost \(Gridpost.version)\n")
    try Console.out(listing(limits.map { ($0.name, "\($0.value)") }))
    try Console.out("\n" + Self.choices.map { "- " + $0.text(language) }.joined(separator: "\n"))
  }

  /// The defaults of `intake:`, and the bounds no rules can change; bytes, seconds or levels.
  private static var limits: [(name: String, value: Int64)] {
    let intake = IntakeLimits()
    return [
      ("max_file", intake.maxFile), ("max_event", Int64(intake.maxEvent)), ("max_depth", Int64(intake.maxDepth)),
      ("max_id", 256), ("max_source", 256), ("max_rules_file", 1 << 20),
      ("patience_seconds", intake.patience.components.seconds),
      ("step_wait_seconds", intake.stepWait), ("clock_step_seconds", 60),
    ]
  }

  private static let choices = [
    Bilingual(en: "a leap second (:60) is refused", zh: "不接受闰秒（:60）"),
    Bilingual(
      en: "lower-case t and z in a time are taken, a space is not", zh: "时间中的小写 t、z 可以，空格不可以"),
    Bilingual(
      en: "a file that ends neither in .json nor in .ndjson is left where it is, and told once",
      zh: "既非 .json 也非 .ndjson 的文件留在原处，只提示一次"),
    Bilingual(
      en:
        "symbolic links and files with a second name go to quarantine unread; FIFOs, sockets and devices are left alone",
      zh: "符号链接和硬链接文件不读即隔离；管道、套接字和设备不予处理"),
    Bilingual(
      en: "files are taken in the order of their modification time within a batch of 1024",
      zh: "每批至多 1024 份文件，批内按修改时间先后处理"),
    Bilingual(
      en: "a rejected record does not own its identity: the corrected one may come under the same id",
      zh: "被拒收的记录不占用其标识，更正后可用同一标识再报"),
    Bilingual(
      en: "a report under a new id is a new item, also after an earlier one was closed",
      zh: "新标识的上报即为新事项，前一件已办结亦然"),
    Bilingual(
      en: "posts and groups removed from the rules keep what they hold; only new decisions follow the new rules",
      zh: "规则中删去的岗位和功能组保留已有事项，新规则只管新的派单"),
    Bilingual(
      en: "an unreadable .json file has no records; a bad line or array element is a rejected record",
      zh: "读不通的 .json 文件不计记录；坏行、坏数组元素计为拒收记录"),
  ]
}
