import Advice
import GridCore
package import Words

/// The words after the program's name, read once more because the parser did not take them.
///
/// A value may begin with a dash, as GNU's getopt has it, unless it is itself an option of the command.
package struct Sentence {
  /// What is wrong, in the order of the words; nil where nothing is.
  package private(set) var mistake: Bilingual?
  /// Whether help or the version was asked for.
  private(set) var asksForHelp = false
  /// The same words, each value that begins with a dash tied to its option, so that the parser takes it for one.
  package private(set) var tied: [String] = []
  /// The command, where it is one.
  package private(set) var command: Grammar.Command?

  private let words: [String]
  private var place = 0
  private var arguments = 0
  private var given: Set<String> = []

  /// Reads the words by what the commands take.
  package init(_ words: [String], _ grammar: Grammar) {
    self.words = words
    guard let first = words.first, first != "help" else {
      if words.count > 1 { mistake = Self.unknown(words[1], grammar) }
      asksForHelp = mistake == nil
      tied = words
      return
    }
    guard !first.hasPrefix("-") else {
      readAlone(grammar)
      return
    }
    guard let command = grammar.command(first) else {
      mistake = Self.unknown(first, grammar)
      return
    }
    self.command = command
    read(command)
    if mistake == nil, !asksForHelp { mistake = lacking(command) }
  }

  /// Options without a command.
  private mutating func readAlone(_ grammar: Grammar) {
    tied = words
    if let word = words.first(where: { !["-h", "--help", "--version"].contains($0) && $0.hasPrefix("-") }) {
      let isHelp = word.hasPrefix("--experimental") || word.hasPrefix("--help-hidden") || word.hasPrefix("--generate")
      guard !isHelp else {
        asksForHelp = true
        return
      }
      let owners = grammar.commands.filter { $0.option(word.drop { $0 == "-" }) != nil }
      mistake =
        owners.isEmpty
        ? Bilingual(en: "no such option: \(word)", zh: "没有这个选项：\(word)")
        : Bilingual(en: "\(word) stands behind a command, not before it", zh: "\(word) 应写在命令之后")
    } else {
      asksForHelp = true
    }
  }

  private static func unknown(_ word: String, _ grammar: Grammar) -> Bilingual? {
    let known = grammar.commands.map(\.name)
    guard !known.contains(word) else { return nil }
    return Bilingual(en: "no such command: \(word)", zh: "没有这个命令：\(word)")
      .suggesting(Suggestions.nearest(to: word, among: known))
  }

  private mutating func read(_ command: Grammar.Command) {
    tied = [command.name]
    place = 1
    while place < words.count, mistake == nil {
      let word = words[place]
      if word == "--" {
        for word in words[(place + 1)...] where mistake == nil { readArgument(word, command) }
        tied += words[place...]
        return
      } else if word.hasPrefix("--") {
        readOption(word, command)
      } else if word == "-h" {
        asksForHelp = true
        tied.append(word)
      } else if word.hasPrefix("-"), word != "-" {
        mistake = flaw(of: word, command) ?? Self.unknownOption(word, command)
      } else {
        readArgument(word, command)
        tied.append(word)
      }
      place += 1
    }
  }

  private mutating func readOption(_ word: String, _ command: Grammar.Command) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let attached = parts.count == 2 ? String(parts[1]) : nil
    guard let option = command.option(parts[0]) else {
      mistake = Self.unknownOption("--" + parts[0], command)
      return
    }
    given.insert(option.name)
    guard let name = option.value else {
      if attached != nil { mistake = Bilingual(en: "--\(option.name) takes no value", zh: "--\(option.name) 不带值") }
      if option.name == "help" || option.name == "version" { asksForHelp = true }
      tied.append(word)
      return
    }
    guard let value = attached ?? following(command) else {
      mistake = lacksValue(option, name)
      return
    }
    if attached == nil { place += 1 }
    tied +=
      attached == nil && value.hasPrefix("-") && value != "-"
      ? [word + "=" + value] : [word] + (attached == nil ? [value] : [])
    if let flaw = ValueForm.flaw(in: value, of: name) {
      mistake = Bilingual(en: "--\(option.name): \(flaw.en)", zh: "--\(option.name)：\(flaw.zh)")
    }
  }

  /// The next word, unless it is an option of the command.
  private func following(_ command: Grammar.Command) -> String? {
    guard place + 1 < words.count else { return nil }
    let next = words[place + 1]
    guard next.hasPrefix("--") else { return next }
    return next == "--" || command.option(next.dropFirst(2).prefix { $0 != "=" }) != nil ? nil : next
  }

  private func lacksValue(_ option: Grammar.Option, _ name: String) -> Bilingual {
    let isLast = place + 1 >= words.count
    return Bilingual(
      en: "--\(option.name) wants a <\(name)>"
        + (isLast ? "" : "; to give “\(words[place + 1])” as one: --\(option.name)=\(words[place + 1])"),
      zh: "--\(option.name) 后面应有 <\(name)>"
        + (isLast ? "" : "；若值就是“\(words[place + 1])”，请写 --\(option.name)=\(words[place + 1])"))
  }

  private mutating func readArgument(_ word: String, _ command: Grammar.Command) {
    guard command.argument(at: arguments) != nil else {
      mistake = Bilingual(
        en: command.arguments.isEmpty
          ? "“\(command.name)” takes options only, not “\(word)”" : "“\(word)” is one word too many",
        zh: command.arguments.isEmpty ? "“\(command.name)”只带选项，多了“\(word)”" : "多了“\(word)”")
      return
    }
    mistake = flaw(of: word, command)
    arguments += 1
  }

  /// What is wrong with a word as the next argument.
  private func flaw(of word: String, _ command: Grammar.Command) -> Bilingual? {
    command.argument(at: arguments).flatMap { ValueForm.flaw(in: word, of: $0.name) }
  }

  /// The first argument, or option, that may not be left out and is.
  private func lacking(_ command: Grammar.Command) -> Bilingual? {
    if let option = command.options.first(where: { !$0.isOptional && !given.contains($0.name) }) {
      return Bilingual(
        en: "“\(command.name)” wants --\(option.name) <\(option.value ?? "")>",
        zh: "“\(command.name)”缺少 --\(option.name) <\(option.value ?? "")>")
    }
    guard let lacking = command.arguments.dropFirst(arguments).first(where: { !$0.isOptional }) else { return nil }
    let known = ValueForm.words(of: lacking.name)
    return Bilingual(
      en: "“\(command.name)” wants a <\(lacking.name)>" + (known.isEmpty ? "" : ": " + known.joined(separator: " ")),
      zh: "“\(command.name)”缺少 <\(lacking.name)>" + (known.isEmpty ? "" : "：" + known.joined(separator: " ")))
  }

  private static func unknownOption(_ word: String, _ command: Grammar.Command) -> Bilingual {
    let meant = Suggestions.nearest(to: String(word.drop { $0 == "-" }), among: command.options.map(\.name))
    return Bilingual(en: "“\(command.name)” has no option \(word)", zh: "“\(command.name)”没有选项 \(word)")
      .suggesting(meant.map { "--" + $0 })
  }
}
