package import Doors
package import Spool
package import Users
package import Web
internal import Words

/// What a handler comes to.
package enum Reply: Sendable {
  case answer(WebAnswer)
  /// A file is laid into the inbox first, together with those of others.
  indirect case lay(StagedDrop, then: Reply)
  /// The ledger is looked at again and again, without a thread waiting.
  case wait(Waiting)
  /// What changes, as it changes, until somebody goes.
  case stream(StreamQuestion)
}

extension Reply {
  /// The same, with what is answered where it is refused in the end.
  func whereRefused(
    _ again: @escaping @Sendable (Problem) throws(Problem) -> WebAnswer
  ) -> Reply {
    guard case .wait(let waiting) = self else { return self }
    return .wait(
      Waiting(milliseconds: waiting.milliseconds, late: waiting.late) { () throws(Problem) in
        do throws(Problem) { return try waiting.look() } catch { return try again(error) }
      })
  }
}

/// Something that will be known soon.
package struct Waiting: Sendable {
  /// How long it is looked for, in milliseconds.
  package let milliseconds: Int64
  /// Looks once; nil while it is not known.
  package let look: @Sendable () throws(Problem) -> WebAnswer?
  /// What is answered when the time is over.
  package let late: WebAnswer

  /// Looks for so long.
  package init(
    milliseconds: Int64, late: WebAnswer, look: @escaping @Sendable () throws(Problem) -> WebAnswer?
  ) {
    self.milliseconds = milliseconds
    self.late = late
    self.look = look
  }
}

/// A door with what answers behind it.
///
/// A handler is a plain function on a thread that may block: it reads the ledger, drops files, and knows no connection.
package struct Endpoint: Sendable {
  /// What a door takes of a body, in bytes.
  package enum Body: Sendable {
    case none
    /// A form or an order.
    case small
    /// What `intake.max_file` permits.
    case file

    /// The most a small body has.
    package static let smallLimit = 1 << 20
  }

  package let route: Route
  package let body: Body
  /// The media types that a body may have; none: the handler decides.
  let media: [String]
  /// What may stand behind the question mark; nil: the handler decides.
  package let asks: [Parameter]?
  /// Refuses who may not send anything here, before any of it is read.
  package let bars: (@Sendable (Viewer?) throws(Problem) -> Void)?
  /// Refuses what the head says already, before any of a file is read; on a thread that may block.
  package let heeds: (@Sendable (Call) throws(Problem) -> Void)?
  /// Shows a form again as it was typed, with what it is refused for; nothing is done.
  package let again: (@Sendable (Call, Problem) throws(Problem) -> WebAnswer)?
  /// How this door says no, where it has a way of its own.
  package let refusal: (@Sendable (Problem, WebRequest) -> WebAnswer)?
  package let answer: @Sendable (Call) throws(Problem) -> Reply
  /// What answers many who ask the same at the same time: a question of what the ledger and the rules tell, and of nothing else.
  package let shared: (@Sendable (Call) throws(Problem) -> WebAnswer)?

  /// A door for whatever.
  ///
  /// - Parameters:
  ///   - media: what is sent here, where that is not a form of a page's or JSON of everybody else's.
  ///   - asks: what may be asked, beside what every page takes.
  package init(
    _ method: String, _ path: String, _ access: Route.Access, isPage: Bool = false, body: Body = .none,
    media: [String]? = nil, asks: [Parameter]? = nil,
    bars: (@Sendable (Viewer?) throws(Problem) -> Void)? = nil,
    heeds: (@Sendable (Call) throws(Problem) -> Void)? = nil,
    again: (@Sendable (Call, Problem) throws(Problem) -> WebAnswer)? = nil,
    refusal: (@Sendable (Problem, WebRequest) -> WebAnswer)? = nil,
    _ answer: @escaping @Sendable (Call) throws(Problem) -> Reply
  ) {
    route = Route(method, path, access, isPage: isPage)
    self.body = body
    self.media = media ?? (body == .small ? [isPage ? MediaType.form : MediaType.json] : [])
    let asked = Self.asked(asks, route)
    (self.asks, self.bars, self.again, self.refusal) = (asked, bars, again, refusal)
    if let heeds {
      self.heeds = { call throws(Problem) in
        if let asked { try call.request.query.heed(asked, isForm: isPage) }
        try heeds(call)
      }
    } else {
      self.heeds = nil
    }
    self.answer = { call throws(Problem) in
      if let asked { try call.request.query.heed(asked, isForm: isPage) }
      return try answer(call)
    }
    shared = nil
  }

  private init(
    _ route: Route, _ asks: [Parameter]?, _ answer: @escaping @Sendable (Call) throws(Problem) -> WebAnswer
  ) {
    self.route = route
    let asked = Self.asked(asks, route)
    (body, media, self.asks) = (.none, [], asked)
    (bars, heeds, again, refusal) = (nil, nil, nil, nil)
    let heedful = { @Sendable (call: Call) throws(Problem) -> WebAnswer in
      if let asked { try call.request.query.heed(asked, isForm: route.isPage) }
      return try answer(call)
    }
    self.answer = { call throws(Problem) in .answer(try heedful(call)) }
    shared = route.access == .viewers ? heedful : nil
  }

  /// A page for strangers says nothing but that they may come in, and takes whatever is asked.
  private static func asked(_ asks: [Parameter]?, _ route: Route) -> [Parameter]? {
    guard route.isPage, route.access != .strangers else { return asks }
    return (asks ?? []) + Parameter.ofPages
  }

  /// A door for questions, whose answer is known at once. Whoever may look is told the same of the same moment.
  package static func get(
    _ path: String, _ access: Route.Access = .viewers, isPage: Bool = false, asks: [Parameter]? = nil,
    _ answer: @escaping @Sendable (Call) throws(Problem) -> WebAnswer
  ) -> Endpoint {
    Endpoint(Route("GET", path, access, isPage: isPage), asks, answer)
  }

  /// Refuses a body that is of another type than is taken here, before any of it is read; who names none sends what is taken.
  ///
  /// - Throws: `unsupported-type`.
  package func demandMedia(_ headers: WebHeaders) throws(Problem) {
    guard !media.isEmpty else { return }
    let list = media.joined(separator: ", ")
    let types = headers.all("content-type").map(MediaType.init)
    let isKnown = types.allSatisfy { media.contains($0.name) && ["utf-8", "utf8", nil].contains($0.charset) }
    guard headers["content-encoding"] == nil, types.count < 2, isKnown else {
      throw Problem(
        .unsupportedType,
        Bilingual(en: "what is sent here is \(list), in UTF-8 and not packed", zh: "此处只接收未压缩的 UTF-8 \(list)"))
    }
  }
}
