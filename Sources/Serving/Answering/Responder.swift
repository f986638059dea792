internal import Custody
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
  let pages: PageDesk
  let doors: EndpointList
  let entrance: Entrance
  let reading: RequestReading
  let pool: NIOThreadPool
  /// For what must not stand behind pages: the clock, and strangers' short questions.
  let front: NIOThreadPool
  /// For who lays files into the inbox, for all that wait for it.
  let disk: NIOThreadPool
  let crew: Crew
  let log: ServeLog
  let stopping: Latch

  /// How long one waits between two looks at the ledger.
  static let pause = TimeAmount.milliseconds(25)

  /// One request on its way.
  private struct Errand {
    var line: ServeLog.Line
    var web: WebRequest?
    var door: Endpoint?
    var visitor = Entrance.Visitor()
    /// Whether he waits to be told to send the body, which he may never do now.
    var waitsToSend = false
    /// A form of ours whose token is too old, as it was typed.
    var typed: Call?
  }

  /// Answers one request and says so in the log.
  func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let begun = ContinuousClock.now
    var errand = Errand(
      line: ServeLog.Line(
        method: request.method.rawValue, route: nil, status: 0, microseconds: 0, bytes: 0, peer: Peer.name(of: channel))
    )
    var answer = WebAnswer()
    var stream: StreamWriter?
    do {
      let call = try await prepare(request, &errand, Peer.ownName(of: channel), writer)
      guard let door = errand.door else { preconditionFailure("a request that was let in came to a door") }
      switch try await reply(door, call) {
      case .answer(let made): answer = made
      case .lay: preconditionFailure("no file is left to be laid down")
      case .wait(let waiting):
        answer = try await wait(waiting)
        // Where somebody looks it waits for him, which no task may.
        try await front.runIfActive { desk.sights.wrote(call.viewer) }
      case .stream(let question):
        let writer = StreamWriter(responder: self, request: call.request, viewer: call.viewer, question: question)
        if request.method == .head { answer = writer.head } else { stream = writer }
      }
    } catch let problem as Problem {
      answer = await self.answer(problem, errand)
    }
    if let stream {
      errand.line.status = 200
      errand.line.microseconds = Self.microseconds(since: begun)
      tell(errand.line)
      try await SendQueue.narrow(channel)
      return try await stream.write(to: writer)
    }
    dress(&answer, errand)
    var response = Dressing.response(answer, to: errand.web, method: request.method)
    if let rest = answer.rest, response.status == .ok, request.method != .head {
      response.headers[.contentLength] = nil
      response.body = long(answer.body, rest)
    }
    errand.line.status = response.status.code
    errand.line.bytes = response.body.contentLength ?? 0
    errand.line.microseconds = Self.microseconds(since: begun)
    // Said before it is sent: whoever goes away while he is answered was answered all the same.
    tell(errand.line)
    try await writer.write(response: response.head, body: response.body)
  }

  private static func microseconds(since begun: ContinuousClock.Instant) -> Int64 {
    Int64((ContinuousClock.now - begun) / .microseconds(1))
  }

  /// Counts an answer and says it in the log.
  func tell(_ line: ServeLog.Line) {
    desk.answered(
      route: line.route, method: line.method ?? "", code: line.status, microseconds: line.microseconds)
    log.answered(line)
  }

  /// What answers: of many who ask the same at the same time, once.
  private func reply(_ door: Endpoint, _ call: Call) async throws -> Reply {
    guard let shared = door.shared else {
      let isShort = door.route.access == .strangers && !door.route.isPage
      let reply = try await run(on: isShort ? front : pool) { () throws(Problem) in try door.answer(call) }
      guard case .lay(let drop, let next) = reply else { return reply }
      try await desk.lay(drop) { [disk] lead in disk.submit { _ in lead() } }
      return next
    }
    let sight = try await sight(call.viewer, call.request.now)
    return .answer(
      try await desk.shared.answer(to: SharedAnswers.Question(call), seeing: sight, on: crew) {
        try await run { () throws(Problem) in try shared(call) }
      })
  }

  /// How ledger and rules stand for who asks; in a storm of writes it is known without a look.
  private func sight(_ viewer: Viewer?, _ now: Timestamp) async throws -> Desk.Sight {
    if let known = desk.sights.atHand(for: viewer, at: now) { return known }
    return try await run(on: front) { () throws(Problem) in try desk.sight(for: viewer, at: now) }
  }

  /// A long answer, sent a piece at a time. What goes wrong on the way cuts the connection: no half is taken for a whole.
  private func long(_ first: [UInt8], _ rest: WebPieces) -> ResponseBody {
    ResponseBody { writer in
      try await writer.write(ByteBuffer(bytes: first))
      var place = WebPieces.Place()
      while let piece = try await next(rest, place) {
        place = piece.next
        if !piece.bytes.isEmpty { try await writer.write(ByteBuffer(bytes: piece.bytes)) }
      }
      try await writer.finish(nil)
    }
  }

  /// The next piece of a long answer; what goes wrong is told here, for its reader only sees that it ends.
  private func next(
    _ rest: WebPieces, _ place: WebPieces.Place
  ) async throws -> (bytes: [UInt8], next: WebPieces.Place)? {
    do { return try await pool.runIfActive { try rest.piece(at: place) } } catch {
      let why = Problem(any: error).words
      let words = Bilingual(en: "a table was cut off: \(why.en)", zh: "表格未能发完：\(why.zh)")
      log.note("error", words.text(desk.settings.language))
      throw error
    }
  }

  /// Reads all that the handler is to see.
  private func prepare(
    _ request: Request, _ errand: inout Errand, _ own: String?, _ writer: borrowing ResponseWriter
  ) async throws -> Call {
    errand.waitsToSend = BodyReading.isAskedFor(request)
    let now =
      if let known = desk.clock.atHand() { known } else { try await front.runIfActive { desk.clock.now() } }
    let web = try reading.read(request, peer: errand.line.peer, own: own, now: now)
    (errand.web, errand.line.peer) = (web, web.peer)
    let (door, named) = try doors.door(of: web)
    (errand.door, errand.line.route) = (door, door.route.label)
    var visitor = try entrance.visitor(web)
    errand.visitor = visitor
    try entrance.admit(&visitor, to: door.route, web)
    errand.visitor = visitor
    errand.line.user = visitor.viewer?.key
    try door.bars?(visitor.viewer)
    try door.demandMedia(web.headers)
    var body = try await body(of: request, Call(web, viewer: visitor.viewer), door, writer)
    errand.waitsToSend = errand.waitsToSend && door.body == .none
    // A form or an order is short enough to be held once it is whole.
    if door.body == .small, let aside = body.aside {
      body = BodyReading.Body(bytes: try await run { () throws(Problem) in try aside.whole() })
    }
    let call = Call(
      web, named: named, viewer: visitor.viewer, body: body.bytes, aside: body.aside, session: visitor.session)
    if door.route.isPage, web.method != "GET", !visitor.showsToken,
      !entrance.acceptsForm(Query(body.bytes)["form"], visitor)
    {
      // To another host's page nothing of it is said.
      if visitor.viewer != nil, entrance.isOwnPage(web) { errand.typed = call }
      throw Problem(
        .foreignForm,
        Bilingual(en: "this form is too old; look at it and send it again", zh: "表单已过期；请核对后重新提交"))
    }
    return call
  }

  private func body(
    of request: Request, _ head: Call, _ door: Endpoint, _ writer: borrowing ResponseWriter
  ) async throws -> BodyReading.Body {
    let limit: Int
    switch door.body {
    case .none: return BodyReading.Body()
    case .small: limit = Endpoint.Body.smallLimit
    case .file:
      limit = try await run { () throws(Problem) in
        try door.heeds?(head)
        return Int(try desk.limits().maxFile)
      }
    }
    let reading = BodyReading(limit: limit) { [desk] file, bytes in
      try await run { () throws(Problem) in try desk.putAside(bytes, in: file) }
    }
    return try await reading.read(request) {
      try await writer.writeInformationalHead(HTTPResponse(status: .continue))
    }
  }

  // MARK: What is not done

  private func answer(_ problem: Problem, _ errand: Errand) async -> WebAnswer {
    let language = errand.web?.language ?? .zh
    if let web = errand.web, let refusal = errand.door?.refusal { return refusal(problem, web) }
    guard let door = errand.door, let web = errand.web, door.route.isPage else {
      var answer = problem.answer(language)
      if problem.code == .notLoggedIn { answer.headers.add("www-authenticate", "Bearer") }
      // A body that nobody reads would be read to its end for nothing.
      if problem.code == .tooLarge || problem.code == .badRequest { answer.headers.add("connection", "close") }
      return answer
    }
    if problem.code == .notLoggedIn, problem.kind == nil {
      let next = web.method == "GET" ? "?next=" + Query.encoded(web.target) : ""
      return .seeOther("/login" + next)
    }
    let call = Call(web, viewer: errand.visitor.viewer)
    do {
      return try await run { [typed = errand.typed] () throws(Problem) in
        if let typed, let again = door.again { return try again(typed, problem) }
        return try pages.page(problem, call)
      }
    } catch { return problem.answer(language) }
  }

  /// What belongs to the session, and to the connection.
  private func dress(_ answer: inout WebAnswer, _ errand: Errand) {
    // Forms belong to a session; who has none yet gets one with the first of them.
    if !answer.blanks.isEmpty, let web = errand.web {
      let session = errand.visitor.session ?? Sessions.newID()
      if errand.visitor.session == nil { answer.headers.add("set-cookie", entrance.cookie(session, web)) }
      entrance.fill(&answer, for: session)
      answer.tagged = answer.tagged.map { $0 + entrance.mark(of: session) }
    }
    if let web = errand.web, errand.door?.route.isPage == true, let chosen = web.query["lang"].flatMap(Language.init) {
      answer.headers.add("set-cookie", "lang=\(chosen.rawValue); Path=/; SameSite=Lax; Max-Age=31536000")
    }
    if stopping.isRaised || errand.waitsToSend { answer.headers.add("connection", "close") }
  }

  // MARK: Threads

  private func wait(_ waiting: Waiting) async throws -> WebAnswer {
    let end = ContinuousClock.now + .milliseconds(waiting.milliseconds)
    while true {
      if let answer = try await run(waiting.look) { return answer }
      if ContinuousClock.now >= end || stopping.isRaised { return waiting.late }
      try await crew.sleep(Self.pause)
    }
  }

  /// Runs what may block on a thread of its own.
  func run<Value: Sendable>(
    on chosen: NIOThreadPool? = nil, _ body: @escaping @Sendable () throws(Problem) -> Value
  ) async throws -> Value {
    try await (chosen ?? pool).runIfActive { Result { () throws(Problem) in try body() } }.get()
  }
}
