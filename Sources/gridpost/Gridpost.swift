import ArgumentParser
import Console
import Words

@main
struct Gridpost: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "gridpost",
    abstract: say("Takes every report to the grid post whose job it is.", "把每一件上报派到该管的网格岗位。"),
    discussion: say(
      "Files come in, the rules say whose they are, the ledger remembers, notices go out, clocks press.",
      "文件进来，规则定岗，台账留痕，通知单送出，时限催办。"),
    version: version,
    subcommands: [
      RunCommand.self, ReloadCommand.self, PassCommand.self, CheckCommand.self, SchemaCommand.self, PlanCommand.self,
      BacktestCommand.self, MineCommand.self,
      ApplyCommand.self, RedispatchCommand.self,
      RulesCommand.self, RouteCommand.self, DueCommand.self,
      ListCommand.self,
      ShowCommand.self, WhyCommand.self, ReportCommand.self, SubjectsCommand.self, RoundsCommand.self,
      VisitsCommand.self, ActCommand.self, CourierCommand.self, ServeCommand.self, UserCommand.self, TokenCommand.self,
      DrainCommand.self,
      StatusCommand.self,
      VerifyCommand.self,
      ExportCommand.self, BackupCommand.self, RestoreCommand.self, AboutCommand.self,
    ])

  func run() throws {
    Console.err(Self.helpMessage())
    throw Exit.usage
  }

  static func main() {
    do {
      try Descriptors.prepare()
      try perform(try Arguments.words())
    } catch {
      Help.end(with: error, of: Self.self)
    }
  }

  /// Runs the command that the words name.
  private static func perform(_ words: [String]) throws {
    var command = try parsed(words)
    try command.run()
  }

  /// The command as the library parses it, unless the words say something else.
  ///
  /// The library takes `-1h` for a wish for help, and a value with a dash for an option.
  private static func parsed(_ words: [String]) throws -> any ParsableCommand {
    let first = Result { try parseAsRoot(words) }
    if case .success(let command) = first,
      command is Self || configuration.subcommands.contains(where: { type(of: command) == $0 })
    {
      return command
    }
    let sentence = Sentence(words, try Grammar(dump: _dumpHelp()))
    if let mistake = sentence.mistake { throw refusal(mistake, in: sentence.command?.name) }
    return sentence.tied == words ? try first.get() : try parseAsRoot(sentence.tied)
  }

  private static func refusal(_ mistake: Bilingual, in command: String?) -> ExitCode {
    Help.refuse(say(mistake.en, mistake.zh), help: command.map { "gridpost \($0) --help" } ?? "gridpost --help")
  }
}
