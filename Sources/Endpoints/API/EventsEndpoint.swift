internal import Answers
internal import Doors
internal import Formats
internal import GridCore
internal import JSON
internal import Ledger
internal import Users
internal import Web
internal import Words

/// `GET events`: what became of one event; `POST events`: more of them.
enum EventsEndpoint {
  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    let heeds = { @Sendable (call: Call) throws(Problem) -> Void in
      _ = try door(call, desk)
      try desk.space.demand()
    }
    return [
      .get("/api/v1/events", .handler, asks: [.text("source"), .text("id")]) { call throws(Problem) in
        try look(call, desk)
      },
      Endpoint(
        "POST", "/api/v1/events", .handler, body: .file, asks: [.wait, .text("source")], bars: bar, heeds: heeds
      ) { call throws(Problem) in
        try take(call, desk)
      },
    ]
  }

  // MARK: One event

  private static func look(_ call: Call, _ desk: Desk) throws(Problem) -> WebAnswer {
    let query = call.request.query
    let viewer = try known(call.viewer)
    guard let source = query["source"], let id = query["id"] else {
      throw Problem(.badRequest, Bilingual(en: "“source” and “id” are wanted", zh: "须给出“source”和“id”"))
    }
    let isOwn = viewer.source.map { $0.utf8.elementsEqual(source.utf8) } ?? false
    guard isOwn || viewer.may.contains(.look) else {
      throw Problem(.notAllowed, Bilingual(en: "this token is for its own source", zh: "此令牌只能查询自己的来源"))
    }
    let identity = EventIdentity(source: source, id: id)
    return try desk.reading { ledger in
      // Whoever owns the identity answers for it, else the last that was refused.
      let known = try ledger.record(of: identity, key: identity.key)
      let isOwned = known.map { $0.outcome.isRefused } == false
      let seq = isOwned ? known?.seq : try ledger.lastRefusal(of: identity, key: identity.key)
      guard let seq, let record = try ledger.record(numbered: seq)?.record else {
        throw Problem(.notFound, Bilingual(en: "no such event is known yet", zh: "尚无这一来件"))
      }
      return .json { writer in
        writer.beginObject()
        EventOutcome(record, item: record.item, linesBefore: 0).writeMembers(to: &writer)
        writer.field("received_at", record.receivedAt)
        writer.endObject()
      }
    }
  }

  private static func known(_ viewer: Viewer?) throws(Problem) -> Viewer {
    guard let viewer else { throw Problem(.notLoggedIn, Bilingual(en: "who are you?", zh: "请先登录或出示令牌")) }
    return viewer
  }

  // MARK: More of them

  /// What reads the body, as far as the head tells.
  private static func door(_ call: Call, _ desk: Desk) throws(Problem) -> EventDoor {
    let query = call.request.query
    let source = try sender(try known(call.viewer), query)
    try query.knowing(source.isToken ? ["wait"] : ["wait", "source"])
    let book = try desk.reading { ledger in
      guard let book = try desk.book(ledger) else {
        throw Problem(.notReady, Bilingual(en: "no rules are in force yet", zh: "还没有生效的规则"), retryAfter: 5)
      }
      return book
    }
    return try EventDoor(call.request.headers, from: source.name, under: book)
  }

  private static func take(_ call: Call, _ desk: Desk) throws(Problem) -> Reply {
    let request = call.request
    let wait = request.query["wait"].flatMap { Int($0) } ?? 0
    // Other rules may have come since the head was read.
    let door = try door(call, desk)
    let body = try call.whole()
    var delivery = try door.read(body, received: request.now, collecting: wait > 0)
    guard !delivery.isEmpty else {
      return .answer(delivery.answer(file: nil, outcomes: wait > 0 ? [] : nil, request.language))
    }
    // What is in the ledger before cannot be of this file.
    let before = wait > 0 ? try desk.reading { try $0.lastRecord() } : 0
    let file = try InboxFile(delivery, body: body)
    let late = delivery.answer(file: file.shown, request.language)
    let watch = wait > 0 ? OutcomeWatch(of: file, records: delivery.records.count, after: before) : nil
    // Who waits for what becomes of it need not hold it.
    delivery.content = .body
    let (told, shown, language) = (delivery, file.shown, request.language)
    let reply = watch.map { watch in
      Reply.wait(
        Waiting(milliseconds: Int64(wait) * 1000, late: late) { () throws(Problem) in
          guard let outcomes = try watch.look(desk, linesBefore: told.linesBefore) else { return nil }
          return told.answer(status: 200, file: shown, outcomes: outcomes, language)
        })
    }
    // What is too long to be held while it waits for others is laid down by itself.
    guard call.aside == nil else {
      try file.drop(in: desk)
      return reply ?? .answer(late)
    }
    return .lay(try file.stage(in: desk), then: reply ?? .answer(late))
  }

  private static func bar(_ viewer: Viewer?) throws(Problem) { _ = try sender(try known(viewer), Query()) }

  /// For which source somebody files: a token for its own; whoever comes to an open door for any, or the one he names.
  private static func sender(_ viewer: Viewer, _ query: Query) throws(Problem) -> (name: String?, isToken: Bool) {
    if let source = viewer.source { return (source, true) }
    guard viewer.key == nil, viewer.at == "*" else {
      throw Problem(
        .notAllowed, Bilingual(en: "only a token with a source files events", zh: "只有带来源的令牌可以报送来件"))
    }
    guard let source = query["source"] else { return (nil, false) }
    guard UserKey.isSource(source) else {
      throw .badValue("source", source, Bilingual(en: "letters, digits and . _ -", zh: "字母、数字和 . _ -"))
    }
    return (source, false)
  }
}

extension EventOutcome {
  /// What the ledger says of a record, at its place in the body.
  init(_ record: ExportedRecord, item: String?, linesBefore: Int) {
    let (state, reason) = record.words
    let line = (record.fault?.line ?? record.line) - linesBefore
    self.init(
      source: record.source, id: record.id, state: state, item: item, reason: reason,
      line: line > 0 ? line : nil, column: line > 0 ? record.fault?.column : nil)
  }
}

extension RecordOutcome {
  fileprivate var isRefused: Bool {
    if case .rejected = self { true } else { false }
  }
}

extension LedgerReading {
  /// The number of the last record.
  func lastRecord() throws(LedgerError) -> Int64 {
    try standing().records
  }
}
