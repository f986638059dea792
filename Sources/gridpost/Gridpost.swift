import ArgumentParser
import GridCore
import Linux
import Rules

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
      RunCommand.self, ReloadCommand.self, PassCommand.self, CheckCommand.self, RouteCommand.self, DueCommand.self,
      ListCommand.self,
      ShowCommand.self, WhyCommand.self, ActCommand.self, DrainCommand.self, StatusCommand.self, VerifyCommand.self,
      ExportCommand.self, BackupCommand.self, RestoreCommand.self, AboutCommand.self,
    ])

  func run() throws {
    Console.err(Self.helpMessage())
    throw Exit.usage
  }

  static func main() {
    var words: [String] = []
    do {
      try Descriptors.prepare()
      words = try Arguments.words()
      var command = try parseAsRoot(words)
      try command.run()
    } catch {
      refuseUnknownCommand(words)
      exit(withError: error)
    }
  }

  /// A first word that is no command is called so, with the command it may have been meant for.
  private static func refuseUnknownCommand(_ given: [String]) {
    let words = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = given.first, !word.hasPrefix("-"), !words.contains(word) else {
      return
    }
    let meant = Suggestions.nearest(to: word, among: words.map { Named(id: $0, name: $0) })
    let code = fail(
      Exit.usage, "no such command: \(neutral(word))" + (meant.map { "; did you mean “\($0)”?" } ?? ""),
      "没有这个命令：\(neutral(word))" + (meant.map { "；是不是“\($0)”？" } ?? ""))
    Console.err(say("All commands: gridpost --help", "全部命令见：gridpost --help"))
    exit(withError: code)
  }
}
