import ArgumentParser
import Console
import Users
import Words

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: say(
      "Print a new token, once, and the line of users.yaml for it; nothing is written.",
      "生成一个令牌并输出其在 users.yaml 中的一行；只显示这一次，不改任何文件。"))

  @Argument(help: hint("What to do: add.", "要做什么：add。", "what"))
  var what: UserWords

  @Argument(help: hint("What the token is called.", "令牌的名称。"))
  var name: String

  @Option(help: hint("The source that it may file for.", "可以报送的来源。", "source"))
  var source: String?

  @OptionGroup var standing: StandingOptions

  func validate() throws {
    try UserWords.demand(key: name)
    if let source, !UserKey.isSource(source) {
      throw ValidationError(
        say(
          "--source wants letters, digits and . _ -, first a letter or a digit, and none of board, rounds, integrity",
          "--source 只用英文字母、数字和 . _ -，以字母或数字开头，不能是 board、rounds、integrity"))
    }
  }

  func run() throws {
    let token = Token()
    Console.err(
      say(
        "The token, shown this once, and the line to paste under “tokens:” of users.yaml:",
        "令牌只显示这一次；请把它下面那行贴到 users.yaml 的 tokens: 之下："))
    try Console.out(token.text)
    let line = UserLine(key: name, token: token, source: source, at: standing.at, may: standing.rights)
    try Console.out(line.text)
    if source == nil, standing.at == nil, standing.rights.isEmpty {
      Console.err(
        say("It may do nothing yet: add “source”, “may” or “at”.", "它还什么都不能做：请补上 source、may 或 at。"))
    }
  }
}
