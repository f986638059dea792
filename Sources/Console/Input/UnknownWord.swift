package import Answers
package import ArgumentParser
import Words

/// The failure of a command that was given a word which nobody knows.
package func fail(_ unknown: ItemQuery.Unknown) -> ExitCode {
  let option = "--\(unknown.field.rawValue) “\(neutral(unknown.word))”"
  let message = Bilingual(
    en: "\(option): neither the rules nor any item know it", zh: "\(option)：规则和所有事项中都没有"
  ).suggesting(unknown.meant)
  return fail(Exit.usage, message.en, message.zh)
}
