import ArgumentParser
import Console
import CourierService
import Custody
import Formats
import JSON
import Linux
import Logging
import Words

struct CourierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "courier",
    abstract: say("Take notices from the outbox to where people look.", "把通知单从投放目录送到大家看得到的地方。"))

  @OptionGroup var place: PlaceOptions

  @Option(help: hint("The couriers file.", "投递文件。", "file"))
  var config = environment("GRIDPOST_COURIERS") ?? "./couriers.yaml"

  @Flag(help: hint("Take what can be taken now, each once, and exit.", "把现在能送的各送一次，然后退出。"))
  var once = false

  @Option(help: hint("Send one test message by this courier, and exit.", "用这个投递发一条测试消息，然后退出。", "name"))
  var test: String?

  @Flag(help: hint("Try again what could not be delivered, of one courier or of all.", "重试送不出去的，可只指定一个投递。"))
  var again = false

  @Argument(help: hint("Of --again: the courier.", "与 --again 同用：投递的名称。"))
  var name: String?

  private static let agent = "gridpost/\(Gridpost.version)"

  mutating func validate() throws {
    if name != nil, !again {
      throw ValidationError(say("a courier is named behind --again only", "投递名称只能写在 --again 之后"))
    }
    if test != nil, once || again {
      throw ValidationError(say("--test goes with nothing else", "--test 不能与 --once、--again 同用"))
    }
  }

  func run() throws {
    let signals = try guarded { try Signals() }
    let config = try usableConfig()
    if let test { return try send(test, config) }
    try findState(place.settings)
    if again { return try tryAgain(config, signals) }
    let folder = try lockedFolder()
    let loop = loop(config, folder, signals)
    if once {
      let left = try guarded { try loop.once() }
      if left > 0 {
        Console.err("gridpost: " + say("\(counted(left, "notice")) left for later", "还有 \(left) 张通知单留待下次"))
      }
      return
    }
    try Console.serve()
    defer { Console.finish() }
    try guarded {
      try loop.run { count in
        // Nobody may be listening; notices are taken all the same.
        do { try Console.out("ready {\"couriers\":\(count)}") } catch { return }
      }
    }
  }

  private func loop(_ config: CourierConfig, _ folder: CourierFolder, _ signals: Signals) -> CourierLoop {
    CourierLoop(
      config, folder, statePath: place.state, agent: Self.agent, journal: journal(level: .info, rules: place.rules),
      notifier: SystemdNotifier(environment: environment), signals: signals)
  }

  private func lockedFolder() throws -> CourierFolder {
    do {
      return try CourierFolder(path: place.state, holding: true)
    } catch .locked {
      throw fail(Exit.tryLater, "another courier works on this state", "另一个投递程序正在处理这个状态目录")
    } catch {
      throw ending(.world(error))
    }
  }

  /// The couriers of the file, or all that is wrong with it.
  private func usableConfig() throws -> CourierConfig {
    let read: CourierConfig
    do {
      read = try CourierConfig.read(config)
    } catch {
      Console.err("gridpost: " + neutral(CourierConfig.trouble(error, path: config).text(language)))
      throw Exit.badRules
    }
    let faults = DiagnosticRendering(name: config, bytes: read.shown, language: language, colour: Console.coloured)
      .text(read.faults)
    if !faults.isEmpty { Console.err(String(faults.dropLast())) }
    guard read.isUsable else { throw Exit.badRules }
    for path in read.open {
      let shown = neutral(path)
      Console.err(
        "gridpost: " + say("warning: anybody may read \(shown); chmod o= it", "警告：任何人都能读 \(shown)；请 chmod o="))
    }
    return read
  }

  private func send(_ name: String, _ config: CourierConfig) throws {
    let shown = quoted(name)
    switch try guarded({ try CourierTest.send(to: name, of: config, agent: Self.agent, language: language) }) {
    case .delivered(let target):
      Console.err(say("courier \(shown): delivered to \(target)", "投递 \(shown)：已送到 \(target)"))
    case .later(let why):
      throw fail(Exit.tryLater, "courier \(shown): \(why.en)", "投递 \(shown)：\(why.zh)")
    case .failed(let why): throw fail(Exit.io, "courier \(shown): \(why.en)", "投递 \(shown)：\(why.zh)")
    case .noSuchCourier(let known): throw noCourier(name, known)
    }
  }

  private func noCourier(_ name: String, _ known: [String]) -> ExitCode {
    let text = Bilingual(en: "there is no courier \(quoted(name))", zh: "没有名为 \(quoted(name)) 的投递").suggesting(
      known.count <= 8 ? known : [])
    return fail(Exit.usage, text.en, text.zh)
  }

  /// Has the undelivered tried again: by the courier that runs, or else here and now, once.
  private func tryAgain(_ config: CourierConfig, _ signals: Signals) throws {
    let (moved, known) = try guarded {
      let folder = try CourierFolder(path: place.state, holding: false)
      let known = config.names + (try Undelivered.counts(statePath: place.state).map(\.courier))
      guard name == nil || known.contains(where: { $0 == name }) else {
        return (nil as [(courier: String, count: Int)]?, config.names)
      }
      return (try Undelivered.tryAgain(name, statePath: place.state, folder), known)
    }
    guard let moved else { throw noCourier(name ?? "", known) }
    let count = moved.reduce(0) { $0 + $1.count }
    Console.err(say("\(counted(count, "notice")) to be tried again", "\(count) 张通知单将重试"))
    let folder: CourierFolder
    do {
      folder = try CourierFolder(path: place.state, holding: true)
    } catch .locked {
      return
    } catch {
      throw ending(.world(error))
    }
    let loop = loop(config, folder, signals)
    _ = try guarded { try loop.once(onlyAgain: !once) }
  }
}
