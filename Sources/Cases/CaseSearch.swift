package import Answers
internal import Formats
package import GridCore
internal import JSON
package import Ledger
package import Web
internal import Words

/// Which cases somebody asks for by the names of `list`, in which order, and where a page of them begins.
///
/// An item that fits throughout is on exactly one page: a page begins behind a place in the order, not behind a number of rows.
package struct CaseSearch: Sendable {
  /// The names that it knows.
  package static let names = [
    "state", "community", "grid", "post", "group", "duty", "matter", "source", "subject", "overdue", "late", "owed",
    "own",
    "at", "q", "holder", "sort", "after", "limit",
  ]
  /// How many rows a page has unless somebody asks for another number, and the most he may ask for.
  package static let usual = 200
  package static let most = 500

  /// What is asked in the words of `list`.
  package private(set) var query = ItemQuery()
  /// The address of who has them.
  package var holder: Addressee?
  /// A text that some word of the item holds.
  package private(set) var text: String?
  package private(set) var order = CaseOrder.received
  package private(set) var after: CaseOrder.Place?
  package private(set) var limit: Int
  /// Only what is not ended: of a place's page.
  package var onlyUnended = false
  /// The moment of lateness.
  package let now: Timestamp

  /// Reads what was asked.
  ///
  /// - Parameters:
  ///   - mayLead: whether integrity stations' leads may be asked for.
  ///   - usual: how many rows a page has where nothing is said.
  package init(
    _ asked: Query, at now: Timestamp, mayLead: Bool, order usualOrder: CaseOrder = .received,
    usual: Int = CaseSearch.usual
  ) throws(Problem) {
    self.now =
      try asked["at"].map { text throws(Problem) in
        guard let moment = RFC3339.timestamp(text) else { throw Self.bad("at", text) }
        return moment
      } ?? now
    limit = usual
    order = usualOrder
    if let word = asked["state"] {
      guard let state = ItemState(rawValue: word) else { throw Self.bad("state", word) }
      query.state = state
    }
    for field in ItemQuery.Field.allCases { query.words[field] = asked[field.rawValue] }
    if asked.flag("overdue") { query.overdueAt = self.now }
    if asked.flag("late") { query.lateAt = self.now }
    query.owedOnly = asked.flag("owed")
    query.showsLeads = mayLead && (asked.flag("own") || query.words[.source] == EventIdentity.integrity)
    text = asked["q"]
    if let word = asked["holder"] {
      guard let address = Addressee(text: word) else { throw Self.bad("holder", word) }
      holder = address
    }
    if let word = asked["sort"] {
      guard let known = CaseOrder(word) else { throw Self.bad("sort", word) }
      order = known
    }
    if let word = asked["after"] {
      guard let place = CaseOrder.Place(word, in: order) else { throw Self.bad("after", word) }
      after = place
    }
    if let word = asked["limit"] {
      guard let number = Int(word), (1...Self.most).contains(number) else { throw Self.bad("limit", word) }
      limit = number
    }
  }

  private static func bad(_ name: String, _ value: String) -> Problem {
    Problem(
      .badRequest,
      Bilingual(en: "\(name) cannot be \(quoted(value))", zh: "\(name) 不能是\(quoted(value))"))
  }

  /// A word of the book's that nobody knows, as `list` refuses it; of free text every word may be.
  package func checked(_ book: RuleBook?, _ ledger: any LedgerReading) throws {
    var named = query
    (named.words[.subject], named.words[.source]) = (nil, nil)
    guard let unknown = try named.unknown(book, ledger) else { return }
    let word = quoted(unknown.word)
    throw Problem(
      .badRequest,
      Bilingual(en: "there is no \(unknown.field.rawValue) \(word)", zh: "没有\(unknown.field.rawValue)\(word)")
        .suggesting(unknown.meant))
  }

  // MARK: What it asks of an item

  /// What the ledger sifts by.
  func filter(_ book: RuleBook?) -> ItemFilter {
    var filter = ItemFilter()
    filter.state = query.state
    filter.community = query.words[.community]
    filter.grid = query.words[.grid]
    filter.post = query.words[.post]
    filter.group = query.words[.group]
    filter.duty = query.words[.duty]
    filter.matter = query.words[.matter].map { book?.matter($0)?.code ?? $0 }
    filter.source = query.words[.source]
    filter.subject = query.words[.subject].map { Link.trimmed($0) ?? "" }
    filter.overdueAt = query.overdueAt
    filter.withoutOwn = query.showsLeads ? nil : .source(EventIdentity.integrity)
    return filter
  }

  /// What the ledger does not sift by.
  func fits(_ item: Item, _ book: RuleBook?, _ ledger: any LedgerReading) throws -> Bool {
    if onlyUnended, item.state.end != nil { return false }
    if let lateAt = query.lateAt, !item.isLate(at: lateAt) { return false }
    if query.owedOnly, !item.owesSomething { return false }
    if let holder, item.holder != holder { return false }
    guard let text else { return true }
    return try says(text, item, book, ledger)
  }

  /// Whether one of its words holds a text, in small or large letters.
  private func says(_ text: String, _ item: Item, _ book: RuleBook?, _ ledger: any LedgerReading) throws -> Bool {
    let wanted = text.lowercased()
    let facts = item.facts
    let short = [
      item.id, item.identity.id, facts.matter, facts.matter.flatMap { book?.matter($0)?.name }, facts.subject,
      facts.place,
    ]
    if short.contains(where: { $0?.lowercased().contains(wanted) == true }) { return true }
    let told = ReportTexts.some(
      ["summary", "place", "subject", "matter"], of: try ledger.reportBytes(of: item.key) ?? [])
    return told.contains { $0?.lowercased().contains(wanted) == true }
  }
}

extension Item {
  /// Whether somebody is still to look at it, or to call whoever reported it: `list --owed`.
  var owesSomething: Bool {
    switch state {
    case .resolved: true
    case .closed: memory.visit != nil
    case .open, .suspended, .void: false
    }
  }
}
