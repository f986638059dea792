import Answers
import ArgumentParser
import Console
import Custody
import Formats
import Glibc
import GridCore
import JSON
import Linux
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
  @Flag(help: hint("Warnings fail the check too.", "有警告也不算通过。"))
  var strict = false

  func run() throws {
    let input = InputFile(file ?? place.rules)
    let reading = try readRules(input)
    let rules = reading.rules
    let isWell = rules.book != nil && !(strict && !rules.diagnostics.isEmpty)
    if output.json {
      var writer = JSONWriter()
      rules.write(to: &writer, language: language, isWell: isWell, at: ServiceClock.wallTime)
      writer.endLine()
      try Console.out(writer.bytes)
    } else {
      if !rules.diagnostics.isEmpty { Console.err(reading.rendered(language, colour: Console.coloured)) }
      let coverage = rules.coverage
      try Console.out(
        rules.book == nil
          ? say("\(input.name): not usable", "\(input.name)：不可用")
          : isWell
            ? say("\(input.name): well", "\(input.name)：无误")
            : say("\(input.name): usable, with warnings", "\(input.name)：可用，但有警告"))
      try Console.out(
        listing([
          (say("duties", "职责"), "\(coverage.duties)"), (say("matters", "事项"), "\(coverage.matters)"),
          (say("communities", "社区"), "\(coverage.communities)"), (say("grids", "网格"), "\(coverage.grids)"),
          (say("routes", "派单路线"), "\(coverage.routes)"), (say("holes", "缺口"), "\(coverage.holes)"),
          (say("shadowed overrides", "轮不到的特殊规定"), "\(coverage.shadowed)"),
        ]))
    }
    if !isWell { throw Exit.badData }
  }
}
