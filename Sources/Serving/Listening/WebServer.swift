internal import Custody
package import Endpoints
internal import Glibc
internal import HummingbirdCore
package import Linux
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization
internal import Users
package import Words

/// Listens at all addresses, answers, and ends within 5 s of being told to.
///
/// It holds nothing that a crash could take: what was answered with 200 or 202 lies in the inbox or the ledger.
package final class WebServer {
  /// Why it cannot listen.
  package enum Refusal: Error {
    /// Somebody listens there.
    case inUse(ListenAddress)
    case failed(ListenAddress, Bilingual)
  }

  private struct State {
    var bound: [Int: String] = [:]
    var refusal: Refusal?
    var ended = 0
  }

  private static let most = 1_000
  private static let mostOfOne = 200
  /// How long answers that are under way are waited for.
  private static let grace = Duration.milliseconds(4_000)

  private let addresses: [ListenAddress]
  private let desk: Desk
  private let entrance: Entrance
  private let log: ServeLog
  private let state = Box()

  private final class Box: Sendable {
    let value = Mutex(State())
  }

  /// - Parameter addresses: at least one.
  package init(_ addresses: [ListenAddress], _ desk: Desk, _ entrance: Entrance, _ log: ServeLog) {
    (self.addresses, self.desk, self.entrance, self.log) = (addresses, desk, entrance, log)
  }

  /// Serves until a signal; tells when all addresses are listened at.
  package func run(_ signals: Signals, ready: ([String]) -> Void) throws {
    signal(SIGPIPE, SIG_IGN)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    let pool = NIOThreadPool(numberOfThreads: 4)
    pool.start()
    let front = NIOThreadPool(numberOfThreads: 2)
    front.start()
    let disk = NIOThreadPool(numberOfThreads: 1)
    disk.start()
    pool.submit { [desk, log] _ in
      Self.clearUnfinished(desk, log)
      desk.warm()
    }
    let stopping = Latch()
    let crew = Crew(2, clock: group)
    // Sockets of a path are for the group: 0660.
    umask(0o117)
    let servers = try addresses.enumerated().map { index, address in
      try start(index, address, responder(pool, front, disk, crew, stopping), group)
    }
    while true {
      let (bound, refusal) = state.value.withLock { ($0.bound, $0.refusal) }
      if let refusal { throw refusal }
      if bound.count == addresses.count {
        ready(addresses.indices.compactMap { bound[$0] })
        break
      }
      usleep(5_000)
    }
    while !signals.askForStop {
      signals.bell.wait(.milliseconds(500))
      heedUsers()
    }
    stopping.raise()
    for server in servers { Task(executorPreference: crew) { try await server.shutdownGracefully() } }
    let end = ContinuousClock.now + Self.grace
    while ContinuousClock.now < end, state.value.withLock({ $0.ended }) < servers.count { usleep(10_000) }
    for case .unix(let path) in addresses { unlink(path) }
  }

  /// What an earlier one that was killed had begun to write into the inbox.
  private static func clearUnfinished(_ desk: Desk, _ log: ServeLog) {
    let language = desk.settings.language
    do {
      let count = try desk.clearUnfinished()
      guard count > 0 else { return }
      let words = Bilingual(en: "removed what was left half written: \(count)", zh: "已清除未写完的临时文件：\(count)")
      log.note("info", words.text(language))
    } catch { log.note("warning", error.text.text(language)) }
  }

  /// Reads the users again when their file changes: whoever is gone from it is out within the second.
  private func heedUsers() {
    switch entrance.users?.look() {
    case .renewed(let warning):
      log.note("info", language.say("the users were read again", "用户已重新读入"))
      if let warning { log.note("warning", warning.text(language)) }
    case .refused(let fault): log.note("error", fault.text(language))
    case nil: return
    }
  }

  private var language: Language { desk.settings.language }

  private func responder(
    _ pool: NIOThreadPool, _ front: NIOThreadPool, _ disk: NIOThreadPool, _ crew: Crew, _ stopping: Latch
  ) -> Responder {
    var hosts: Set<String> = ["localhost"]
    for case .tcp(let host, _) in addresses { hosts.insert(host) }
    if addresses.contains(where: { if case .unix = $0 { true } else { false } }) {
      hosts.formUnion(["127.0.0.1", "::1"])
    }
    hosts.formUnion(desk.options.hosts)
    return Responder(
      desk: desk, pages: PageDesk(desk), doors: EndpointList(desk, entrance), entrance: entrance,
      reading: RequestReading(options: desk.options, hosts: hosts), pool: pool, front: front, disk: disk,
      crew: crew,
      log: log, stopping: stopping)
  }

  private func start(
    _ index: Int, _ address: ListenAddress, _ responder: Responder, _ group: MultiThreadedEventLoopGroup
  ) throws -> HummingbirdCore.Server<GuardedChannel> {
    let bind: BindAddress
    switch address {
    case .tcp(let host, let port): bind = .hostname(host, port: port)
    case .unix(let path):
      // Only a socket that nobody listens at may be replaced.
      if UnixSocket.isAlive(path) { throw Refusal.inUse(address) }
      if let fault = UnixSocket.fault(path) { throw Refusal.failed(address, fault) }
      bind = .unixDomainSocket(path: path)
    }
    var logger = Logger(label: "gridpost") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    let gate = ConnectionGate(
      most: Self.most, mostOfOne: desk.options.isBehindProxy || !isTCP(address) ? Self.most : Self.mostOfOne)
    let box = state
    let server = HummingbirdCore.Server(
      childChannelSetup: GuardedChannel(gate, tell: responder.tell) { request, writer, channel in
        try await responder.respond(request, writer, channel)
      },
      configuration: ServerConfiguration(address: bind, backlog: 1_024),
      onServerRunning: { channel in
        box.value.withLock { $0.bound[index] = address.text(port: channel.localAddress?.port) }
      }, eventLoopGroup: group, logger: logger)
    Task(executorPreference: responder.crew) {
      do { try await server.run() } catch {
        let refusal: Refusal =
          (error as? IOError)?.errnoCode == EADDRINUSE
          ? .inUse(address) : .failed(address, Bilingual(en: "\(error)", zh: "\(error)"))
        box.value.withLock { $0.refusal = $0.refusal ?? refusal }
      }
      box.value.withLock { $0.ended += 1 }
    }
    return server
  }

  private func isTCP(_ address: ListenAddress) -> Bool {
    if case .tcp = address { true } else { false }
  }
}

/// A socket in the file system.
enum UnixSocket {
  /// What stands against listening at a path: only a socket is ever replaced; nil where nothing does.
  static func fault(_ path: String) -> Bilingual? {
    var found = stat()
    guard lstat(path, &found) == 0, found.st_mode & S_IFMT != S_IFSOCK else { return nil }
    return Bilingual(en: "something lies there that is no socket", zh: "该处已有并非套接字的文件")
  }

  /// Whether anybody listens at a path.
  static func isAlive(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    return withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) == 0 }
    }
  }
}
