import Answers
import ArgumentParser
import Checking
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
    abstract: say("Check rules files: every fault at once.", "检查规则文件，一次列出全部错误。"))

  @OptionGroup var place: PlaceOptions
  @OptionGroup var output: JSONOption
  @Argument(
    help: hint(
      "The rules files to check, or folders of them, or - for standard input.", "要检查的规则文件，或放规则文件的目录；- 为标准输入。",
      "rules"))
  var files: [String] = []
  @Flag(
    help: hint(
      "Warnings fail the check too; those that come of the day only with --at.", "有警告也不算通过；因日期而来的警告，写了 --at 才算。"))
  var strict = false
  @Option(help: hint("Warn as of this moment (RFC 3339).", "以此刻判断临近的日期（RFC 3339）。", "time"))
  var at: Moment?

  func validate() throws {
    guard files.filter({ $0 == "-" }).count > 1 else { return }
    throw ValidationError(say("only one of them can come from standard input", "标准输入只能作其中一份"))
  }

  func run() throws {
    let named = files.isEmpty ? [place.rules] : files
    var endings: [ExitCode] = []
    var (paths, areSeveral): ([String], Bool) = ([], named.count > 1)
    for path in named {
      guard let inside = try guarded({ try RulesFolder.files(path) }) else {
        paths.append(path)
        continue
      }
      areSeveral = true
      paths += inside
      if !inside.isEmpty { continue }
      let shown = neutral(path)
      endings.append(fail(Exit.noInput, "no rules file in the folder \(shown)", "目录 \(shown) 中没有规则文件"))
    }
    var writer = JSONWriter()
    if areSeveral { writer.beginArray() }
    for path in paths {
      do {
        if try !check(path, areSeveral, &writer) { endings.append(Exit.badData) }
      } catch let ending as ExitCode {
        endings.append(ending)
      }
    }
    if areSeveral { writer.endArray() }
    if output.json, !writer.bytes.isEmpty {
      writer.endLine()
      try Console.out(writer.bytes)
    }
    if let worst = [Exit.noInput, Exit.io, Exit.badData].first(where: endings.contains) { throw worst }
  }

  /// Checks one file and tells of it; answers whether it is well.
  private func check(_ path: String, _ isOneOfSeveral: Bool, _ writer: inout JSONWriter) throws -> Bool {
    let input = InputFile(path)
    let reading = try readRules(input)
    let now = at?.timestamp ?? ServiceClock.wallTime
    let checked = reading.rules.checked(at: now)
    let rules = checked.rules
    let isWell = strict ? checked.isWellStrictly(onThatDay: at != nil) : rules.book != nil
    if output.json {
      checked.write(
        to: &writer, language: language, file: isOneOfSeveral ? path : nil, isWell: isWell, at: now)
      return isWell
    }
    if !rules.diagnostics.isEmpty {
      Console.err(reading.rendered(rules.diagnostics, language, colour: Console.coloured))
    }
    try Console.out(
      rules.book == nil
        ? say("\(input.name): not usable", "\(input.name)：不可用")
        : isWell
          ? say("\(input.name): well", "\(input.name)：无误")
          : say("\(input.name): usable, with warnings", "\(input.name)：可用，但有警告"))
    if !isOneOfSeveral { try Console.out(summary(of: checked)) }
    return isWell
  }

  private func summary(of checked: CheckedRules) -> String {
    let coverage = checked.rules.coverage
    let rounds = say("rounds a month, without subjects", "每月定期任务（不算企业）")
    return listing([
      (say("duties", "职责"), "\(coverage.duties)"), (say("matters", "事项"), "\(coverage.matters)"),
      (say("communities", "社区"), "\(coverage.communities)"), (say("grids", "网格"), "\(coverage.grids)"),
      (say("routes", "派单路线"), "\(coverage.routes)"), (say("holes", "缺口"), "\(coverage.holes)"),
      (say("shadowed overrides", "轮不到的特殊规定"), "\(coverage.shadowed)"),
      (rounds, "\(checked.roundsAMonth)"),
    ])
  }
}
