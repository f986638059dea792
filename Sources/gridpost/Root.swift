import ArgumentParser

@main
struct Gridpost: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "gridpost",
    abstract: say("Takes every report to the grid post whose job it is.", "把每一件上报派到该管的网格岗位。"),
    discussion: say(
      "Files come in, the rules say whose they are, the ledger remembers, notices go out, clocks press.",
      "文件进来，规则定岗，台账留痕，通知单送出，时限催办。"),
    version: version,
    subcommands: [
      RunCommand.self, PassCommand.self, CheckCommand.self, RouteCommand.self, DueCommand.self, ListCommand.self,
      ShowCommand.self, WhyCommand.self, ActCommand.self, DrainCommand.self, StatusCommand.self, VerifyCommand.self,
      ExportCommand.self, AboutCommand.self,
    ])

  func run() throws {
    Console.err(Self.helpMessage())
    throw Exit.usage
  }

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      exit(withError: error)
    }
  }
}
