internal import Endpoints
internal import GridCore
internal import HTTPTypes
internal import HummingbirdCore
internal import Linux
internal import NIOCore
internal import NIOPosix
internal import Users
internal import Web
internal import Words

/// Answers requests: reads one, finds its door and who asks, has the handler answer on a thread that may block, and writes it out.
struct Responder: Sendable {
  let desk: Desk
  let doors: EndpointList
  let reading: RequestReading
  let pool: NIOThreadPool
  let log: ServeLog
  let stopping: Latch

  private static let pause = Duration.milliseconds(25)

  /// Answers one request and says so in the log.
  func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let begun = ContinuousClock.now
    var line = ServeLog.Line(
      method: request.method.rawValue, route: nil, status: 0, microseconds: 0, bytes: 0, peer: Peer.name(of: channel))
    var read: WebRequest?
    var answer: WebAnswer
    do {
      let now = try await pool.runIfActive { desk.now() }
      let web = try reading.read(request, peer: line.peer, now: now)
      (read, line.peer) = (web, web.peer)
      let (door, named) = try doors.door(of: web)
      line.route = door.route.label
      if request.headers[.expect]?.lowercased() == "100-continue" {
        try await writer.writeInformationalHead(HTTPResponse(status: .continue))
      }
      answer = try await self.answer(web, door, named, request, &line)
    } catch let problem as Problem {
      answer = problem.answer(read?.language ?? .zh)
      // A body that nobody reads would be read to its end for nothing.
      if problem.code == .tooLarge || problem.code == .badRequest { answer.headers.add("connection", "close") }
    }
    if stopping.isRaised { answer.headers.add("connection", "close") }
    let response = Dressing.response(answer, to: read, method: request.method)
    line.status = response.status.code
    line.bytes = response.body.contentLength ?? 0
    line.microseconds = Int64((ContinuousClock.now - begun) / .microseconds(1))
    try await writer.write(response: response.head, body: response.body)
    log.answered(line)
  }

  private func answer(
    _ web: WebRequest, _ door: Endpoint, _ named: [String: String], _ request: Request, _ line: inout ServeLog.Line
  ) async throws -> WebAnswer {
    let viewer = Viewer.stranger(mayAct: desk.options.isOpen)
    line.user = viewer.key
    var body: [UInt8] = []
    switch door.body {
    case .none: break
    case .small: body = try await BodyReading.read(request, limit: Endpoint.Body.smallLimit)
    case .file: body = try await BodyReading.read(request, limit: 64 << 20)
    }
    let call = Call(web, named: named, viewer: viewer, body: body)
    switch try await run({ () throws(Problem) in try door.answer(call) }) {
    case .answer(let answer): return answer
    case .wait(let waiting): return try await wait(waiting)
    case .stream: return WebAnswer(status: 501)
    }
  }

  private func wait(_ waiting: Waiting) async throws -> WebAnswer {
    let end = ContinuousClock.now + .milliseconds(waiting.milliseconds)
    while true {
      if let answer = try await run(waiting.look) { return answer }
      if ContinuousClock.now >= end || stopping.isRaised { return waiting.late }
      try await Task.sleep(for: Self.pause)
    }
  }

  /// Runs what may block on a thread of its own.
  private func run<Value: Sendable>(_ body: @escaping @Sendable () throws(Problem) -> Value) async throws -> Value {
    try await pool.runIfActive { Result { () throws(Problem) in try body() } }.get()
  }
}
