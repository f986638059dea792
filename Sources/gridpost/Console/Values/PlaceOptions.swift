import ArgumentParser
import Custody
import Daemon

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
