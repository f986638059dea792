import Answers
import ArgumentParser
import Custody
import Formats
import Glibc
import GridCore
import JSON
import Rules
import Words

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: say("Check a rules file: every fault at once.", "检查规则文件，一次列出全部错误。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Argument(help: hint("The rules file to check, or - for standard input.", "要检查的规则文件；- 为标准输入。", "rules"))
  var file: String?

  func run() throws {
    let input = InputFile(file ?? place.rules)
    let reading = try readRules(input)
    let rules = reading.rules
    if output.json {
      var writer = JSONWriter()
      rules.write(to: &writer, language: language)
      writer.endLine()
      try Console.out(writer.bytes)
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
}
