internal import Custody
internal import Doors
internal import Formats
internal import GridCore
internal import Ledger
internal import Users
internal import Web
internal import Words

/// Open311 GeoReport v2 at `/open311/v2`, in JSON and XML.
struct Open311Endpoints: Sendable {
  private static let root = "/open311/v2/"
  let desk: Desk
  let entrance: Entrance

  /// The endpoints.
  static func endpoints(_ desk: Desk, _ entrance: Entrance) -> [Endpoint] {
    let own = Open311Endpoints(desk: desk, entrance: entrance)
    var list: [Endpoint] = []
    for format in Open311Format.allCases {
      let ending = "." + format.rawValue
      list += [
        own.get("discovery" + ending, format) { call throws(Open311Fault) in try own.discovery(call) },
        own.get("services" + ending, format) { call throws(Open311Fault) in
          try own.catalog(call.request.now).services
        },
        own.get("requests" + ending, format) { call throws(Open311Fault) in
          try own.demandLook(call)
          return try own.requests(call)
        },
        Endpoint(
          "POST", root + "requests" + ending, .handler, body: .small, media: [MediaType.form],
          refusal: Self.no
        ) { call throws(Problem) in
          try own.posting(call, format)
        },
      ]
    }
    return list + [
      own.named("services") { name, call throws(Open311Fault) in try own.definition(name, call) },
      own.named("requests") { name, call throws(Open311Fault) in
        try own.demandLook(call)
        return try own.request(name, call)
      },
      own.named("tokens") { name, call throws(Open311Fault) in try own.token(name) },
    ]
  }

  // MARK: Answers

  private func get(
    _ path: String, _ format: Open311Format,
    _ answer: @escaping @Sendable (Call) throws(Open311Fault) -> Open311Document
  ) -> Endpoint {
    Endpoint("GET", Self.root + path, .handler, refusal: Self.no) { call throws(Problem) in
      .answer(Self.told(call.request.language, format) { () throws(Open311Fault) in try answer(call) })
    }
  }

  /// What lies below a name, each with the format at its end.
  private func named(
    _ name: String, _ answer: @escaping @Sendable (String, Call) throws(Open311Fault) -> Open311Document
  ) -> Endpoint {
    Endpoint(
      "GET", Self.root + name + "/{file}", .handler, refusal: Self.no
    ) { call throws(Problem) in
      guard let (id, format) = Open311Format.split(call.named["file"] ?? "") else { throw Self.noFormat }
      return .answer(Self.told(call.request.language, format) { () throws(Open311Fault) in try answer(id, call) })
    }
  }

  private static func told(
    _ language: Language, _ format: Open311Format, status: Int = 200,
    _ answer: () throws(Open311Fault) -> Open311Document
  ) -> WebAnswer {
    do {
      return WebAnswer(status: status, type: format.type, try answer().bytes(format))
    } catch { return refusal(error, language, format) }
  }

  private static func refusal(_ fault: Open311Fault, _ language: Language, _ format: Open311Format) -> WebAnswer {
    WebAnswer(
      status: fault.status, type: format.type,
      Open311Document.error(fault.status, fault.words.text(language)).bytes(format)
    ).asking(for: fault.problem)
  }

  private static let noFormat = Problem(
    .notFound, Bilingual(en: "the path ends in .json or .xml", zh: "路径应以 .json 或 .xml 结尾"))

  /// What is refused before a handler sees it, told as Open311 has it. A token that nobody has is 403 there, as an `api_key` is.
  private static func no(_ problem: Problem, _ request: WebRequest) -> WebAnswer {
    let status = problem.code == .notLoggedIn ? 403 : problem.code.status
    var answer = refusal(
      Open311Fault(status, problem.words), request.language,
      Open311Format(path: request.path, accept: request.headers["accept"])
    ).asking(for: problem)
    // A body that nobody reads would be read to its end for nothing.
    if problem.code == .tooLarge { answer.headers.add("connection", "close") }
    return answer
  }

  /// What answers below our root where no door is; nil elsewhere.
  static func nowhere(_ path: [String], _ problem: Problem) -> Endpoint? {
    guard path.starts(with: root.split(separator: "/").map(String.init)) else { return nil }
    let hasFormat = path.last.flatMap(Open311Format.split) != nil
    let why = problem.code == .notFound && !hasFormat ? noFormat : problem
    return Endpoint("GET", root + "{path*}", .handler, refusal: no) { _ throws(Problem) in throw why }
  }

  /// Asks the ledger and the rules; what fails is told as Open311 has it.
  private func reading<Value>(
    _ body: (any LedgerReading, RuleBook) throws -> Value
  ) throws(Open311Fault) -> Value {
    do throws(Problem) {
      return try desk.reading { ledger in
        guard let book = try desk.book(ledger) else {
          throw Problem(.notReady, Bilingual(en: "no rules are in force yet", zh: "还没有生效的规则"), retryAfter: 5)
        }
        return try body(ledger, book)
      }
    } catch { throw Open311Fault(error) }
  }

  // MARK: What is offered

  private func catalog(_ now: Timestamp) throws(Open311Fault) -> Open311Catalog {
    try reading { _, book in Open311Catalog(book, at: now) }
  }

  private func discovery(_ call: Call) throws(Open311Fault) -> Open311Document {
    let headers = call.request.headers
    let scheme = entrance.isSecure(call.request) ? "https" : "http"
    let url = "\(scheme)://\(headers["host"] ?? "localhost")/open311/v2"
    let changed = try reading { ledger, _ in try ledger.rulesInForce()?.loadedAt }
    return Open311Catalog.discovery(url: url, changed: changed ?? call.request.now, call.request.language)
  }

  private func definition(_ code: String, _ call: Call) throws(Open311Fault) -> Open311Document {
    let catalog = try catalog(call.request.now)
    guard let matter = catalog.matter(code) else {
      throw Open311Fault(404, Bilingual(en: "service_code was not found", zh: "没有这个 service_code"))
    }
    return catalog.definition(of: matter, call.request.language)
  }

  // MARK: What was posted

  private func demandLook(_ call: Call) throws(Open311Fault) {
    if desk.options.hasPublicRequests { return }
    var viewer = call.viewer
    if viewer == nil, let key = call.request.query["api_key"] { viewer = self.viewer(ofKey: key) }
    guard viewer?.may.contains(.look) == true else {
      throw Open311Fault(
        403, Bilingual(en: "requests are shown to who may look: api_key", zh: "工单只向有查看权限者公开，请给出 api_key"))
    }
  }

  private func viewer(ofKey key: String) -> Viewer? { entrance.users?.book.viewer(ofToken: key) }

  private func request(_ id: String, _ call: Call) throws(Open311Fault) -> Open311Document {
    let found = try reading { ledger, book in try shown([id], ledger, book).first.map { ($0, book) } }
    guard let (request, book) = found else {
      throw Open311Fault(404, Bilingual(en: "service_request_id was not found", zh: "没有这个 service_request_id"))
    }
    return Open311Requests(book, at: call.request.now, call.request.language).document([request])
  }

  private func requests(_ call: Call) throws(Open311Fault) -> Open311Document {
    let asked = try Open311Query(call.request.query, at: call.request.now)
    let (list, book) = try reading { ledger, book in
      if !asked.ids.isEmpty { return (try shown(asked.ids, ledger, book), book) }
      return (try asked.items(under: book, in: ledger), book)
    }
    return Open311Requests(book, at: call.request.now, call.request.language).document(list)
  }

  /// Those of these ids that everybody may be shown.
  private func shown(
    _ ids: [String], _ ledger: any LedgerReading, _ book: RuleBook
  ) throws -> [(item: Item, event: [UInt8])] {
    try ids.compactMap { id in
      guard let item = try EventKey(itemID: id).flatMap({ try ledger.item($0) }), !item.facts.isOwn else { return nil }
      return (item, try Open311Query.event(of: item, in: ledger))
    }
  }

  /// A token is the id of the item that the request will be.
  private func token(_ token: String) throws(Open311Fault) -> Open311Document {
    let isKnown = try reading { ledger, _ in
      try EventKey(itemID: token).flatMap { try ledger.item($0) }.map { !$0.facts.isOwn } ?? false
    }
    guard isKnown else {
      throw Open311Fault(
        404, Bilingual(en: "the token was not found, or its request is not entered yet", zh: "没有这个 token，或其工单尚未登记"))
    }
    return .token(token, id: token)
  }

  // MARK: Posting

  private func posting(_ call: Call, _ format: Open311Format) throws(Problem) -> Reply {
    let language = call.request.language
    do throws(Open311Fault) {
      let form = try self.form(call)
      let (source, key) = try sender(call, form)
      let outlines = desk.options.outlines
      let report = try Open311Form(
        form, key: key, idempotencyKey: call.request.headers["idempotency-key"], try catalog(call.request.now),
        outlines)
      let identity = try reading { ledger, _ in
        try self.identity(of: report, source: source, at: call.request.now, in: ledger)
      }
      let notice = Bilingual(en: "Received; it is being entered.", zh: "已收到，正在登记。").text(language)
      let answer = { @Sendable (id: String?, token: String?) in
        WebAnswer(
          status: 201, type: format.type, Open311Document.posted(id: id, token: token, notice: notice).bytes(format))
      }
      let id = identity.key.itemID
      if try item(identity) { return .answer(answer(id, nil)) }
      try lay(report.report(identity), source)
      guard isHeld else { return .answer(answer(nil, id)) }
      return .wait(
        Waiting(milliseconds: StepDesk.patience, late: answer(nil, id)) { () throws(Problem) in
          do throws(Open311Fault) { return try self.item(identity) ? answer(id, nil) : nil } catch {
            return Self.refusal(error, language, format)
          }
        })
    } catch { return .answer(Self.refusal(error, language, format)) }
  }

  private func form(_ call: Call) throws(Open311Fault) -> Query {
    let form = Query(call.body)
    guard form.isText else {
      throw Open311Fault(400, Bilingual(en: "a field of the form is not UTF-8", zh: "表单中有字段不是 UTF-8 编码"))
    }
    return form
  }

  /// Whose request it is: his token in the head, or as `api_key` in the form.
  private func sender(_ call: Call, _ form: Query) throws(Open311Fault) -> (source: String, key: String) {
    let viewer = form["api_key"].flatMap { self.viewer(ofKey: $0) } ?? call.viewer
    if let viewer, let source = viewer.source { return (source, viewer.key ?? source) }
    // An open door without users.
    if entrance.users == nil, viewer?.at == "*" { return ("open311", "open311") }
    throw Open311Fault(403, Bilingual(en: "api_key was not provided or is not valid", zh: "缺少 api_key 或其无效"))
  }

  /// Who posts the same within a day posts it once: it has the identity that the first had.
  private func identity(
    of report: Open311Form, source: String, at now: Timestamp, in ledger: any LedgerReading
  ) throws -> EventIdentity {
    var number = 1
    while true {
      let identity = report.identity(number: number, source: source)
      guard let answer = try ledger.record(of: identity, key: identity.key),
        let record = try ledger.record(numbered: answer.seq)?.record,
        now.seconds - record.receivedAt.seconds >= Open311Form.window
      else { return identity }
      number += 1
    }
  }

  /// Whether an identity has become an item.
  private func item(_ identity: EventIdentity) throws(Open311Fault) -> Bool {
    try reading { ledger, _ in
      switch try ledger.record(of: identity, key: identity.key)?.outcome {
      case .accepted: return true
      case .rejected(let code, _, _):
        throw Problem(
          code == RejectionCode.notAllowed.rawValue ? .notAllowed : .badRequest,
          Bilingual(en: "the request was refused: \(code)", zh: "工单被拒收：\(code)"))
      case nil, .held, .ordered, .duplicate: return false
      }
    }
  }

  private var isHeld: Bool {
    do { return try LockNote.look(desk.settings).isHeld } catch { return false }
  }

  private func lay(_ report: [UInt8], _ source: String) throws(Open311Fault) {
    do throws(Problem) {
      try desk.space.demand()
      let file = try InboxFile(folder: source, ending: ".json", report)
      try file.drop(in: desk)
    } catch { throw Open311Fault(error) }
  }
}
