package import ArgumentParser
import Words

/// The parsing library's last word (help, the version, a refusal), in the reader's language.
package enum Help {
  /// Ends the process as the library would: answers on stdout, refusals on stderr.
  package static func end(with error: any Error, of root: any ParsableCommand.Type) -> Never {
    let code = root.exitCode(for: error)
    let whole = root.fullMessage(for: error)
    if code == Exit.usage, !whole.isEmpty { root.exit(withError: refusal(root.message(for: error), whole)) }
    let text = translated(whole)
    if !text.isEmpty {
      if code == .success {
        do { try Console.out(text) } catch { root.exit(withError: Exit.io) }
      } else {
        Console.err(text)
      }
    }
    root.exit(withError: code)
  }

  /// What a command's own look at its words refused, told as every other refusal: the library would print its usage around it.
  ///
  /// The usage names the command.
  private static func refusal(_ message: String, _ whole: String) -> ExitCode {
    let help = whole.firstMatch(of: #/'(gridpost [a-z]+ --help)'/#).map { String($0.1) }
    return refuse(message, help: help ?? "gridpost --help")
  }

  /// Ends with what is wrong with the words, and where their form stands.
  package static func refuse(_ text: String, help: String) -> ExitCode {
    let shown = neutral(text)
    let code = fail(Exit.usage, shown, shown)
    Console.err(say("See: \(help)", "用法见：\(help)"))
    return code
  }

  /// The library speaks English only: its few fixed phrases are put into Chinese here.
  private static func translated(_ text: String) -> String {
    guard language == .zh else { return text }
    return phrases.reduce(text) { $0.replacing($1.en, with: $1.zh) }
      .replacing(#/\(default:\s+([^)]*)\)/#) { "（默认：\($0.1)）" }
      .replacing(#/ See '(gridpost .*)' for (more information|detailed help)\./#) { " 详见：\($0.1)" }
  }

  private static let phrases: [(en: String, zh: String)] = [
    ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："),
    ("SUBCOMMANDS:", "命令："), ("Show help information.", "显示帮助。"),
    ("Show the version.", "显示版本。"), ("Show subcommand help information.", "显示某个命令的帮助。"),
    ("<options>", "<选项>"), ("<subcommand>", "<命令>"),
  ]
}
