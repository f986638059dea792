import ArgumentParser
import Daemon
import Formats
import Glibc
import GridCore
import Rules
import Words

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: say("Check a rules file: every fault at once.", "检查规则文件，一次列出全部错误。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Argument(
    help: ArgumentHelp(
      say("The rules file to check, or - for standard input.", "要检查的规则文件；- 为标准输入。"), valueName: "rules"))
  var file: String?

  func run() throws {
    let input = InputFile(file ?? place.rules)
    let reading = try readRules(input)
    let rules = reading.rules
    if output.json {
      try Console.out(checkJSON(reading))
    } else {
      if !rules.diagnostics.isEmpty { Console.err(reading.rendered(language, colour: Console.coloured)) }
      let coverage = rules.coverage
      try Console.out(
        rules.book == nil
          ? say("\(input.name): not usable", "\(input.name)：不可用") : say("\(input.name): well", "\(input.name)：无误"))
      try Console.out(
        listing([
          (say("duties", "职责"), "\(coverage.duties)"), (say("matters", "事项"), "\(coverage.matters)"),
          (say("communities", "社区"), "\(coverage.communities)"), (say("grids", "网格"), "\(coverage.grids)"),
          (say("routes", "派单路线"), "\(coverage.routes)"), (say("holes", "缺口"), "\(coverage.holes)"),
          (say("shadowed overrides", "轮不到的特殊规定"), "\(coverage.shadowed)"),
        ]))
    }
    if rules.book == nil { throw Exit.badData }
  }

  private func checkJSON(_ reading: RulesReading) -> [UInt8] {
    let rules = reading.rules
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("ok", rules.book != nil)
    writer.field("digest", rules.digest?.hex)
    writer.key("faults")
    writer.beginArray()
    for fault in rules.diagnostics {
      writer.beginObject()
      writer.field("code", fault.code.rawValue)
      writer.field("severity", fault.severity.rawValue)
      writer.field("path", fault.path)
      writer.field("line", fault.line)
      writer.field("column", fault.column)
      writer.field("message", fault.message.text(language))
      writer.field("suggestion", fault.suggestion?.text(language))
      writer.endObject()
    }
    writer.endArray()
    writer.key("coverage")
    writer.beginObject()
    let coverage = rules.coverage
    writer.field("duties", coverage.duties)
    writer.field("matters", coverage.matters)
    writer.field("communities", coverage.communities)
    writer.field("grids", coverage.grids)
    writer.field("routes", coverage.routes)
    writer.field("holes", coverage.holes)
    writer.field("shadowed", coverage.shadowed)
    writer.endObject()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
