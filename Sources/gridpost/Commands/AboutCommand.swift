import Answers
import ArgumentParser
import Console
import Custody
import Daemon
import Formats
import Glibc
import GridCore
import JSON
import Linux
import Rules
import Schema
import Spool
import Words

struct AboutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "about", abstract: say("Versions, limits and stated choices.", "版本、限度与既定做法。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Flag(
    name: .long,
    help: ArgumentHelp(say("Instead the steps that items take in each state.", "改为列出事项在各状态下可用的步骤。")))
  var steps = false

  func run() throws {
    if steps { return try printSteps() }
    let book = try Self.bookInForce(place.rules)
    let limits = Self.limits(book?.intake ?? IntakeLimits())
    if output.json {
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("version", Gridpost.version)
      writer.field("rules_version", 1)
      writer.field("rules", book?.digest.hex)
      writer.key("limits")
      writer.beginObject()
      for limit in limits {
        writer.key(limit.name)
        writer.value(.number(limit.value))
      }
      writer.endObject()
      writer.key("choices")
      writer.beginArray()
      for choice in Self.choices { writer.string(choice.text(language)) }
      writer.endArray()
      writer.endObject()
      writer.endLine()
      return try Console.out(writer.bytes)
    }
    try Console.out(say("gridpost \(Gridpost.version), rules version 1\n", "gridpost \(Gridpost.version)，规则格式 1\n"))
    let name = neutral(place.rules)
    try Console.out(
      book.map {
        say("limits as \(name) sets them (\($0.digest.hex.prefix(12)))\n", "限度依 \(name)（\($0.digest.hex.prefix(12))）\n")
      }
        ?? say(
          "limits as they are by default: \(name) is missing or unusable\n", "限度为默认值：\(name) 缺失或不可用\n"))
    var table = Table([say("limit", "限度"), say("value", "数值"), say("of what", "含义")])
    for limit in limits { table.add([limit.name, limit.value, limit.meaning.text(language)]) }
    try Console.out(table.text(coloured: Console.answersColoured))
    try Console.out("\n" + Self.choices.map { "- " + $0.text(language) }.joined(separator: "\n"))
  }

  private func printSteps() throws {
    let listing = StepListing()
    if output.json {
      var writer = JSONWriter()
      listing.write(to: &writer)
      writer.endLine()
      return try Console.out(writer.bytes)
    }
    var table = Table(listing.heads.map { $0.text(language) })
    for line in listing.lines(in: language) { table.add(line) }
    try Console.out(table.text(coloured: Console.answersColoured))
  }

  /// The book of the rules file, where there is a usable one; why there is none is told on stderr, unless nothing bears the name.
  private static func bookInForce(_ path: String) throws -> RuleBook? {
    guard path == "-" || access(path, F_OK) == 0 else { return nil }
    let reading: RulesReading
    do { reading = try readRules(InputFile(path)) } catch { return nil }
    if reading.rules.book == nil { Console.err(reading.rendered(language, colour: Console.coloured)) }
    return reading.rules.book
  }

  private struct Bound {
    let name: String
    /// As JSON has it: seconds may have a fraction.
    let value: String
    let meaning: Bilingual

    init(_ name: String, _ value: some BinaryInteger, _ en: String, _ zh: String) {
      self.name = name
      self.value = "\(value)"
      meaning = Bilingual(en: en, zh: zh)
    }

    init(_ name: String, seconds time: Duration, _ en: String, _ zh: String) {
      self.name = name
      let milliseconds = Int64(time / .milliseconds(1))
      value = milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
      meaning = Bilingual(en: en, zh: zh)
    }
  }

  /// The limits of `intake:`, how far the rules may raise them, and the bounds no rules can change.
  private static func limits(_ intake: IntakeLimits) -> [Bound] {
    let settle = intake.settle / .milliseconds(1)
    return [
      Bound("max_file", intake.maxFile, "bytes of a file; rules may set 256 to 512 MiB", "文件字节数，规则可设 256 至 512 MiB"),
      Bound("max_event", intake.maxEvent, "bytes of an event; rules may set 256 to 64 MiB", "单件字节数，规则可设 256 至 64 MiB"),
      Bound(
        "max_depth", intake.maxDepth, "levels of JSON; rules may set up to \(StrictJSON.deepest)",
        "JSON 嵌套层数，规则最大可设 \(StrictJSON.deepest)"),
      Bound("max_id", EventReader.longestName, "bytes of an id", "标识字节数"),
      Bound("max_source", EventReader.longestName, "bytes of a source", "来源字节数"),
      Bound(
        "max_producer", NAME_MAX, "bytes of a producer's folder name, and so of the source in it", "报送方目录名字节数，即其中来源的上限"),
      Bound(
        "settle_milliseconds", Int64(settle), "a file is left to settle; rules may set up to 10m", "文件静置毫秒数，规则最大可设 10m"),
      Bound(
        "patience_seconds", seconds: intake.patience,
        "a text that ends too early is waited for; rules may set up to 1h", "未写完的文件等候秒数，规则最大可设 1h"),
      Bound(
        "step_wait_seconds", intake.stepWait, "a step waits for its item; rules may set up to 8760h",
        "步骤等候事项秒数，规则最大可设 8760h"),
      Bound(
        "max_time_ahead_seconds", EventReader.farthestAhead, "an event's time may lie ahead of its receipt",
        "来件时间可晚于收到时刻的秒数"),
      Bound(
        "clock_step_seconds", ServiceClock.tolerance, "a wall clock set by more is shown and does not count",
        "系统时钟被拨动超过此秒数即提示，且不影响时限"),
      Bound("max_batch_files", Intake.mostFiles, "files taken in one transaction", "一次入账的文件数"),
      Bound(
        "max_reason_faults", Intake.mostTold, "rejected records told one by one in a reason file", "隔离原因中逐条列出的拒收记录数"),
      Bound(
        "max_quarantine_name", Quarantine.longest, "bytes of a quarantined file's name; a longer one is cut",
        "隔离文件名字节数，更长的截短"),
      Bound("min_open_files", Descriptors.needed, "files a command must be able to open", "命令须能打开的文件数"),
      Bound("max_rules_file", RuleFile.largest, "bytes of rules.yaml", "规则文件字节数"),
      Bound("max_rules_values", RuleBounds.values, "values in rules.yaml", "规则文件中值的个数"),
      Bound("max_rules_depth", RuleBounds.depth, "levels of rules.yaml", "规则文件嵌套层数"),
      Bound("max_rules_faults", RuleBounds.faults, "faults of rules.yaml told at once", "一次列出的规则错误条数"),
      Bound("max_rules_name", RuleBounds.name, "bytes of a name in rules.yaml", "规则文件中名称的字节数"),
      Bound("max_rules_id", RuleBounds.id, "bytes of an id in rules.yaml", "规则文件中短名的字节数"),
      Bound("max_communities", RuleBounds.communities, "communities of a town", "社区个数"),
      Bound("max_grids", RuleBounds.grids, "grids of a town", "小分格个数"),
      Bound(
        "max_grids_numbered", RuleBounds.gridsOfCommunity, "grids of a community given by their number", "以数目写明的社区小分格个数"
      ),
      Bound("max_matters", RuleBounds.matters, "matters of a town", "事项个数"),
      Bound("max_overrides", RuleBounds.overrides, "overrides", "特殊规定条数"),
      Bound("max_rounds", RuleBounds.rounds, "rounds", "定期任务项数"),
      Bound("max_signals", RuleBounds.signals, "signals of integrity", "廉情信号个数"),
      Bound("max_cause_name", RuleBounds.cause, "bytes of the name of a round or signal", "定期任务、信号名称的字节数"),
      Bound("max_round_summary", RuleBounds.summary, "bytes of the summary of a round", "定期任务说明的字节数"),
      Bound("max_examples", RuleBounds.examples, "examples", "样例条数"),
      Bound("max_listed_days", RuleBounds.days, "entries in a list of days", "日期列表条数"),
      Bound("max_utc_offset_hours", RuleBounds.offset, "hours the town's clock lies from UTC", "时差小时数"),
      Bound("max_limit_days", TimeLimit.mostDays, "days of a limit", "时限天数"),
    ]
  }

  private static let choices = [
    Bilingual(en: "a leap second (:60) is refused", zh: "不接受闰秒（:60）"),
    Bilingual(
      en: "lower-case t and z in a time are taken, a space is not", zh: "时间中的小写 t、z 可以，空格不可以"),
    Bilingual(
      en: "a fraction of a second is taken, whatever its length, and dropped", zh: "秒的小数部分不限位数，略去不计"),
    Bilingual(
      en: "a time ahead by no more than the limit is taken as written; order and clocks go by receipt, not by it",
      zh: "来件时间晚于收到时刻而在限度内的照收；先后和时限只看收到时刻"),
    Bilingual(en: "a byte order mark (UTF-8) in front is dropped", zh: "UTF-8 字节序标记略去不计"),
    Bilingual(
      en: "CloudEvents attributes this house does not know are taken as unknown fields, in capitals or longer than 20 "
        + "characters too; a repeated event may bring others and is still a duplicate",
      zh: "不认识的 CloudEvents 属性按未知字段收下，大写或超过 20 个字符的也收；重复来件的这些属性不同，仍算重复"),
    Bilingual(
      en: "id, source, type, time and specversion inside the data of a CloudEvent are dropped; the envelope's count",
      zh: "CloudEvent 的 data 中的 id、source、type、time、specversion 略去，以信封为准"),
    Bilingual(
      en: "a file that ends in none of .json, .ndjson and .csv, in capitals or not, is left where it is, and told once",
      zh: "不以 .json、.ndjson 或 .csv（不分大小写）结尾的文件留在原处，只提示一次"),
    Bilingual(
      en: "names that begin with a dot or end in .tmp .part .swp or ~ are passed over in silence",
      zh: "名称以点开头，或以 .tmp .part .swp ~ 结尾的，略过不提"),
    Bilingual(
      en: "file names are compared as bytes: two that differ only in case or in Unicode form are two files",
      zh: "文件名按字节比较：仅大小写或 Unicode 形式不同的是两份文件"),
    Bilingual(
      en:
        "symbolic links and files with a second name go to quarantine unread; FIFOs, sockets and devices are left alone",
      zh: "符号链接和硬链接文件不读即隔离；管道、套接字和设备不予处理"),
    Bilingual(
      en: "a producer's folder that is another mount is left alone and shown as degraded; so is an addressee's",
      zh: "报送方目录或岗位目录若是另一挂载点，不予处理并提示异常"),
    Bilingual(
      en: "a file that crashes the daemon three times goes to quarantine unread; a death nobody can explain counts "
        + "from the third on only",
      zh: "三次致使本程序崩溃的文件不读即隔离；原因不明的终止从第三次起才计入"),
    Bilingual(
      en:
        "a taken file that comes back torn after a power cut, because its producer never synced it, is another file: its torn text "
        + "goes to quarantine; the event is in the ledger already",
      zh: "已入账的文件若因报送方未落盘而在断电后残缺重现，按另一份文件处理：残缺的隔离，原件已在台账"),
    Bilingual(
      en: "files are taken in the order of their modification time within a batch of at most \(Intake.mostFiles)",
      zh: "每批至多 \(Intake.mostFiles) 份文件，批内按修改时间先后处理"),
    Bilingual(
      en:
        "a restored ledger lays down nothing again that the ledger before, or the outbox, knows as laid down before the same "
        + "addressee; what was laid down since the copy and taken, nobody knows where the ledger before is unreadable",
      zh: "恢复后的台账不再向同一收件处重投此前台账或投放目录已知投放过的通知单；此前台账不可读时，副本之后投放且已取走的无从得知"),
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
      en: "who may write the rules file rules: its owner and mode are not looked at", zh: "规则文件的属主和权限不作检查，能改者即能定规则"),
    Bilingual(
      en: "an unreadable .json file has no records; a bad line or array element is a rejected record",
      zh: "读不通的 .json 文件不计记录；坏行、坏数组元素计为拒收记录"),
  ]
}
