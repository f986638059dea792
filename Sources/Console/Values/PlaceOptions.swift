package import ArgumentParser
package import Custody
package import GridCore

/// What the help says of an option or an argument, and what it calls its value.
package func hint(_ en: String, _ zh: String, _ value: String? = nil) -> ArgumentHelp {
  ArgumentHelp(say(en, zh), valueName: value)
}

/// Where rules and state are: the same options on every command.
package struct PlaceOptions: ParsableArguments {
  @Option(help: hint("The rules file.", "规则文件。", "file"))
  package var rules = environment("GRIDPOST_RULES") ?? "./rules.yaml"

  @Option(help: hint("The state folder.", "状态目录。", "dir"))
  package var state = environment("GRIDPOST_STATE") ?? "./state"

  package var settings: Settings { Settings(rulesPath: rules, statePath: state, language: language) }

  package init() {}

  /// An option that names nothing, as one does whose variable nobody has set, is no wish for anything.
  package func validate() throws {
    for (option, path) in [("--rules", rules), ("--state", state)] where path.isEmpty {
      throw ValidationError(say("\(option) names nothing", "\(option) 后面是空的"))
    }
  }
}

/// Whether an answer is for machines.
package struct JSONOption: ParsableArguments {
  @Flag(help: hint("Print JSON.", "输出 JSON。"))
  package var json = false

  package init() {}
}

/// The moment by which lateness is told, where it is another than now.
package struct LatenessOption: ParsableArguments {
  @Option(help: hint("Lateness as of this moment (RFC 3339).", "以此刻判断是否超时（RFC 3339）。", "time"))
  package var at: Moment?

  package init() {}

  /// That moment, or the daemon's now.
  package func moment(_ settings: Settings) throws(Failure) -> Timestamp {
    if let at { at.timestamp } else { try LockNote.now(settings) }
  }
}
