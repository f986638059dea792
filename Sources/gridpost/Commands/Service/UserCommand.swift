import ArgumentParser
import Console
import Users
import Words

struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user",
    abstract: say("Print the line of users.yaml for a person; nothing is written.", "输出一个用户在 users.yaml 中的一行；不改任何文件。"))

  @Argument(help: hint("What to do: add.", "要做什么：add。", "what"))
  var what: UserWords

  @Argument(help: hint("What the person types to log in.", "登录时输入的名字。"))
  var name: String

  @Option(name: .customLong("name"), help: hint("What people call him.", "姓名。", "text"))
  var called: String?

  @OptionGroup var standing: StandingOptions

  func validate() throws {
    try UserWords.demand(key: name)
    if let called, !UserKey.isSound(called) {
      throw ValidationError(say("--name wants \(UserKey.wanted.en)", "--name 应为：\(UserKey.wanted.zh)"))
    }
  }

  func run() throws {
    let password = try read()
    let hash: String
    do throws(Password.Trouble) {
      hash = try Password.hash(password)
    } catch {
      switch error {
      case .noLibrary:
        throw fail(Exit.io, "libcrypt is not on this machine (Debian: libcrypt1)", "本机没有 libcrypt（Debian 的 libcrypt1）")
      case .refused: throw fail(Exit.ours, "libcrypt makes no yescrypt hash", "libcrypt 不能生成 yescrypt 哈希")
      case .outOfMemory: throw fail(Exit.io, "there is not enough memory to hash it", "内存不足，无法生成哈希")
      }
    }
    let line = UserLine(key: name, name: called, hash: hash, at: standing.at, may: standing.rights)
    Console.err(say("Paste this line under “users:” of users.yaml:", "请把下面这行贴到 users.yaml 的 users: 之下："))
    try Console.out(line.text)
    if standing.at == nil {
      Console.err(
        say("Without “at” he may look, and take no step.", "没有写 at：只能查看，不能办理。"))
    }
  }

  private func read() throws -> String {
    guard HiddenLine.isAsked else { return try usable(HiddenLine.read()) }
    let first = try usable(HiddenLine.ask(say("Password:", "密码：")))
    guard try usable(HiddenLine.ask(say("The same again:", "再输一遍："))) == first else {
      throw fail(Exit.badData, "the two are not the same", "两次输入的不一样")
    }
    return first
  }

  private func usable(_ line: [UInt8]?) throws -> String {
    guard let line, !line.isEmpty else { throw fail(Exit.badData, "there is no password", "没有输入密码") }
    guard let text = String(validating: line, as: UTF8.self), !line.contains(0), line.count <= Password.longest else {
      throw fail(
        Exit.badData, "a password is UTF-8 text of at most \(Password.longest) bytes",
        "密码应为 UTF-8 文本，最多 \(Password.longest) 字节")
    }
    return text
  }
}
