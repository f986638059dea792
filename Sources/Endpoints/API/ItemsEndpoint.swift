internal import Answers
internal import Cases
internal import Doors
internal import GridCore
internal import Laws
internal import Ledger
internal import Users
internal import Web
internal import Words

/// `GET items`, `items/{id}` and `items/{id}/why`: what `list`, `show` and `why` print.
enum ItemsEndpoint {
  /// The endpoints.
  static func endpoints(_ desk: Desk) -> [Endpoint] {
    [
      .get("/api/v1/items", asks: Parameter.ofCases) { call throws(Problem) in try list(call.request, call.viewer, desk)
      },
      .get("/api/v1/items/{id}", asks: [.at]) { call throws(Problem) in
        try show(call.named["id"] ?? "", call.request, call.viewer, desk)
      },
      .get("/api/v1/items/{id}/why", asks: []) { call throws(Problem) in
        try why(call.named["id"] ?? "", call.request, call.viewer, desk)
      },
    ]
  }

  /// A page has so many where nobody says.
  private static let usual = 100

  private static func list(_ request: WebRequest, _ viewer: Viewer?, _ desk: Desk) throws(Problem) -> WebAnswer {
    let asked = request.query
    let search = try CaseSearch(asked, at: request.now, mayLead: viewer?.seesLeads == true, usual: usual)
    // Whoever may not see leads sees none by their source either.
    if search.query.words[.source] == EventIdentity.integrity, viewer?.seesLeads != true { throw .notForAll }
    return try desk.reading { ledger in
      let book = try desk.book(ledger)
      // Of free text every word may be.
      var named = search.query
      named.words[.subject] = nil
      if let unknown = try named.unknown(book, ledger) { throw Problem(unknown) }
      let page = try search.find(book, in: ledger, try desk.atHand(ledger, under: book)?.cases)
      return try WebAnswer.json { writer in
        try desk.write(
          page.items.map(\.item), to: &writer, at: search.now, book, ledger, request.language)
      }.linking(to: page.next.map { asked.setting("after", $0.text) }, of: request)
    }
  }

  private static func show(
    _ name: String, _ request: WebRequest, _ viewer: Viewer?, _ desk: Desk
  ) throws(Problem) -> WebAnswer {
    let now = try request.query.moment("at") ?? request.now
    return try desk.reading { ledger in
      let item = try desk.item(named: name, in: ledger, for: viewer)
      let book = try desk.book(ledger)
      return try desk.show(item, at: now, under: book, in: ledger, to: viewer, request.language)
    }
  }

  private static func why(
    _ name: String, _ request: WebRequest, _ viewer: Viewer?, _ desk: Desk
  ) throws(Problem) -> WebAnswer {
    return try desk.reading { ledger in
      let item = try desk.item(named: name, in: ledger, for: viewer)
      let digest = item.facts.assignedBy.rules
      guard let book = try desk.books.book(digest, from: ledger) else {
        throw Problem(
          .worldFailed,
          Bilingual(en: "the rules \(digest.hex) are not in the ledger", zh: "台账中没有规则 \(digest.hex)"))
      }
      let routing = Routing(of: item, decidedUnder: book)
      return .json { routing.write(to: &$0, book, item: item.id, language: request.language) }
    }
  }
}
