package import ArgumentParser
import Words

/// The parsing library's last word (help, the version, a refusal), in the reader's language.
package enum Help {
  /// Ends the process as the library would: answers on stdout, refusals on stderr.
  package static func end(with error: any Error, of root: any ParsableCommand.Type) -> Never {
    let code = root.exitCode(for: error)
    let text = translated(root.fullMessage(for: error))
    if !text.isEmpty {
      if code == .success {
        do { try Console.out(text) } catch { root.exit(withError: Exit.io) }
      } else {
        Console.err(text)
      }
    }
    root.exit(withError: code)
  }

  /// The library speaks English only: its few fixed phrases are put into Chinese here.
  private static func translated(_ text: String) -> String {
    guard language == .zh else { return text }
    return phrases.reduce(text) { $0.replacing($1.en, with: $1.zh) }
      .replacing(#/\(default:\s+([^)]*)\)/#) { "（默认：\($0.1)）" }
      .replacing(#/ See '(gridpost .*)' for (more information|detailed help)\./#) { " 详见：\($0.1)" }
  }

  private static let phrases: [(en: String, zh: String)] = [
    ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("Usage: ", "用法："), ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："),
    ("SUBCOMMANDS:", "命令："), ("Error: ", "错误："), ("Show help information.", "显示帮助。"),
    ("Show the version.", "显示版本。"), ("Show subcommand help information.", "显示某个命令的帮助。"),
    ("<options>", "<选项>"), ("<subcommand>", "<命令>"),
  ]
}
