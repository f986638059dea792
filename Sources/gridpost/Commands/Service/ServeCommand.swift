import Advice
import ArgumentParser
import Console
import Custody
import Endpoints
import JSON
import Linux
import Serving
import Users
import Words

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: say("The board and the API, for browsers and other systems.", "看板和接口，供浏览器和其他系统使用。"))

  @OptionGroup var place: PlaceOptions

  @Option(
    help: hint(
      "Where to listen: 127.0.0.1:8017 (the default) or unix:PATH; may be given more than once.",
      "监听地址：127.0.0.1:8017（默认）或 unix:路径；可给多次。", "address"))
  var listen: [String] = []
  @Option(help: hint("The users file.", "用户文件。", "file"))
  var users: String?
  @Option(help: hint("A name of this host; may be given more than once.", "本机的名称；可给多次。", "name"))
  var host: [String] = []
  @Flag(
    name: .customLong("behind-proxy"),
    help: hint("A proxy before us tells who asks (X-Forwarded-For).", "前面有代理，由其说明来访者（X-Forwarded-For）。"))
  var behindProxy = false
  @Flag(name: .customLong("plain-http"), help: hint("Listen beyond this machine without TLS.", "不经 TLS 对外监听。"))
  var plainHTTP = false
  @Flag(help: hint("Whoever comes may act, where there are no users.", "没有用户文件时，来访者都可以办理。"))
  var open = false
  @Flag(name: .customLong("public-metrics"), help: hint("Show /metrics to strangers.", "未登录者也可看 /metrics。"))
  var publicMetrics = false
  @Flag(
    name: .customLong("public-requests"), help: hint("Show Open311's requests to strangers.", "未登录者也可查 Open311 诉求。"))
  var publicRequests = false
  @Option(
    help: hint(
      "Where the grids lie, as GeoJSON whose features have the property “grid”.", "各网格范围的 GeoJSON，feature 带属性“grid”。",
      "geojson"))
  var outlines: String?
  @Option(name: .customLong("most-waiting"), help: hint("Files that may wait in the inbox.", "收件目录中至多等候的文件数。", "n"))
  var mostWaiting: Count?
  @Option(name: .customLong("keep-free"), help: hint("Space that the disk keeps free.", "磁盘须保留的空间。", "size"))
  var keepFree: ByteSize?

  mutating func validate() throws {
    for text in listen where ListenAddress(text) == nil {
      let shown = neutral(text)
      throw ValidationError(
        say(
          "--listen wants \(ListenAddress.wanted.en), not '\(shown)'",
          "--listen 应为\(ListenAddress.wanted.zh)，而不是“\(shown)”"))
    }
    let beyond = addresses.contains { !$0.isLocal }
    if beyond, users == nil {
      throw ValidationError(say("--listen beyond this machine wants --users", "对外监听（--listen）须给出 --users"))
    }
    if beyond, !behindProxy, !plainHTTP {
      throw ValidationError(
        say(
          "--listen beyond this machine wants --behind-proxy, or --plain-http for the bold",
          "对外监听（--listen）须给出 --behind-proxy，或明知风险而给出 --plain-http"))
    }
    if open, users != nil {
      throw ValidationError(say("--open goes without --users", "--open 不与 --users 连用"))
    }
  }

  private var addresses: [ListenAddress] {
    listen.isEmpty ? [.tcp(host: "127.0.0.1", port: 8_017)] : listen.compactMap(ListenAddress.init)
  }

  func run() throws {
    Heap.keepSmall()
    Heap.stepBack()
    let signals = try guarded { try Signals() }
    var options = ServeOptions(settings: place.settings, version: Gridpost.version)
    let users = try users.map(usable)
    options.isOpen = open
    options.isBehindProxy = behindProxy
    options.hosts = host.map { $0.lowercased() }
    options.hasPublicMetrics = publicMetrics
    options.hasPublicRequests = publicRequests
    if let mostWaiting { options.mostWaiting = mostWaiting.number }
    if let keepFree { options.keptFree = keepFree.bytes }
    try readOutlines(into: &options)
    try Console.serve()
    defer { Console.finish() }
    let log = ServeLog { Console.err($0) }
    if open {
      log.note(
        "warning", say("--open: whoever reaches this address may take steps on cases", "--open：能访问此地址的任何人都可以办理事项"))
    }
    do {
      try WebServer(addresses, Desk(options), Entrance(users: users, options), log).run(signals) { bound in
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("listen")
        writer.beginArray()
        for address in bound { writer.string(address) }
        writer.endArray()
        writer.endObject()
        SystemdNotifier(environment: environment).ready(bound.joined(separator: " "))
        // Nobody may be listening; it serves all the same.
        do { try Console.out("ready " + String(decoding: writer.bytes, as: UTF8.self)) } catch { return }
      }
    } catch let refusal as WebServer.Refusal {
      throw ending(refusal)
    }
  }

  private func readOutlines(into options: inout ServeOptions) throws {
    guard let outlines else { return }
    let input = InputFile(outlines)
    let most = 64 << 20
    guard let bytes = try input.read(max: most) else {
      throw fail(Exit.badData, "\(input.name) has more than \(most) bytes", "\(input.name) 超过 \(most) 字节")
    }
    if let why = options.take(outlines: bytes) {
      throw fail(Exit.badData, "\(input.name): \(neutral(why.en))", "\(input.name)：\(neutral(why.zh))")
    }
  }

  /// The users of a file, or all that is wrong with it: exit 78.
  private func usable(_ path: String) throws -> UserFile {
    let text: UserText
    do throws(UserText.Trouble) { text = try UserText.read(path) } catch {
      Console.err("gridpost: " + neutral(error.words.text(language)))
      throw Exit.badRules
    }
    let faults = DiagnosticRendering(name: path, bytes: text.shown, language: language, colour: Console.coloured)
      .text(text.loaded.diagnostics)
    if !faults.isEmpty { Console.err(String(faults.dropLast())) }
    if let warning = text.openWarning { Console.err("gridpost: " + neutral(warning.text(language))) }
    guard let file = UserFile(text) else { throw Exit.badRules }
    return file
  }

  private func ending(_ refusal: WebServer.Refusal) -> ExitCode {
    switch refusal {
    case .inUse(let address):
      let shown = neutral(address.text(port: nil))
      return fail(Exit.tryLater, "\(shown) is in use by another process", "\(shown) 已被其他程序占用")
    case .failed(let address, let why):
      let shown = neutral(address.text(port: nil))
      let (en, zh) = (neutral(why.en), neutral(why.zh))
      return fail(Exit.io, "cannot listen at \(shown): \(en)", "无法监听 \(shown)：\(zh)")
    }
  }
}
