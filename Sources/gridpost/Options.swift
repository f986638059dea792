import ArgumentParser
import Custody
import Daemon
import Formats
import GridCore

/// Where rules and state are: the same options on every command.
struct PlaceOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp(say("The rules file.", "规则文件。"), valueName: "file"))
  var rules = environment("GRIDPOST_RULES") ?? "./rules.yaml"

  @Option(name: .long, help: ArgumentHelp(say("The state folder.", "状态目录。"), valueName: "dir"))
  var state = environment("GRIDPOST_STATE") ?? "./state"

  var settings: Settings { Settings(rulesPath: rules, statePath: state, language: language) }
}

struct JSONOption: ParsableArguments {
  @Flag(name: .long, help: ArgumentHelp(say("Print JSON.", "输出 JSON。")))
  var json = false
}

/// A moment on the command line: RFC 3339, with its zone.
struct Moment: ExpressibleByArgument {
  let timestamp: Timestamp

  init?(argument: String) {
    guard let timestamp = RFC3339.timestamp(argument) else { return nil }
    self.timestamp = timestamp
  }
}

extension Risk: ExpressibleByArgument {}
extension StepKind: ExpressibleByArgument {}

struct Limit: ExpressibleByArgument {
  let limit: TimeLimit

  init?(argument: String) {
    guard let limit = TimeLimit(argument) else { return nil }
    self.limit = limit
  }
}
