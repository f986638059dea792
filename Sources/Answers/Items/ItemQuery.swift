internal import Advice
package import GridCore
package import Ledger

/// Which items somebody asks for, in the words he wrote.
package struct ItemQuery: Sendable {
  /// What an item is asked to have, by the names of the options.
  package enum Field: String, CaseIterable, Sendable {
    case community, grid, post, group, duty, matter, source, subject
  }

  /// A word that neither the rules nor the ledger know.
  package struct Unknown: Hashable, Sendable {
    package let field: Field
    package let word: String
    /// The words one of which may have been meant: the nearest, or several where they are equally near.
    package let meant: [String]

    /// How many are named at the most.
    static let mostMeant = 3
  }

  /// The state asked for; nil for every one.
  package var state: ItemState?
  /// What is asked of the fields.
  package var words: [Field: String] = [:]
  /// Only those open and past their deadline at this moment.
  package var overdueAt: Timestamp?
  /// Only those of which some deadline had passed by this moment.
  package var lateAt: Timestamp?
  /// Only those that owe a check or a visit.
  package var owedOnly = false
  /// Whether confidential leads, the integrity stations' own, are listed too; asked for by their source they are.
  package var showsLeads = false
  /// No more than so many.
  package var limit = Int.max

  /// How many items are looked at for the words that may have been meant.
  private static let mostLookedAt = 5_000
  private static let page = 500

  package init() {}

  /// The first word that nobody knows, so that a slip of the keyboard is not answered with “no items”.
  ///
  /// - Parameter book: the rules in force.
  package func unknown(_ book: RuleBook?, _ ledger: any LedgerReading) throws(LedgerError) -> Unknown? {
    for field in Field.allCases {
      guard let word = words[field] else { continue }
      if book.map({ field.names(in: $0) })?.contains(where: { ByteText($0.id) == ByteText(word) }) == true { continue }
      if field == .matter, book?.matter(word) != nil { continue }
      if try Self.isBorne(word, field, ledger) { continue }
      return Unknown(field: field, word: word, meant: try meant(word, field, book, ledger))
    }
    return nil
  }

  /// Hands out the items in the order they came.
  ///
  /// - Parameter book: the rules in force, which know a matter's code by its name.
  package func forEach(
    _ book: RuleBook?, _ ledger: any LedgerReading, _ body: (Item) throws -> Void
  ) throws {
    var left = limit
    var position: Int64 = 0
    let filter = filter(book)
    let subject = words[.subject].map(Subject.init)
    // A page may hold items that are left out here, so that what is left says little about its length.
    let isSifted = subject != nil || lateAt != nil || owedOnly
    while left > 0 {
      let page = try ledger.items(filter, after: position, limit: isSifted ? Self.page : min(left, Self.page))
      guard let last = page.last else { return }
      position = last.position
      for placed in page where left > 0 {
        if let lateAt, !placed.item.isLate(at: lateAt) { continue }
        if owedOnly, !placed.item.owesSomething { continue }
        if let subject, try !subject.isThat(of: placed.item, ledger) { continue }
        try body(placed.item)
        left -= 1
      }
    }
  }

  private func filter(_ book: RuleBook?) -> ItemFilter {
    var filter = ItemFilter()
    filter.state = state
    filter.community = words[.community]
    filter.grid = words[.grid]
    filter.post = words[.post]
    filter.group = words[.group]
    filter.duty = words[.duty]
    filter.matter = words[.matter].map { book?.matter($0)?.code ?? $0 }
    filter.source = words[.source]
    filter.overdueAt = overdueAt
    filter.withoutOwn = showsLeads || words[.source] != nil ? nil : .source(EventIdentity.integrity)
    return filter
  }

  /// Whether an item has this word there.
  private static func isBorne(_ word: String, _ field: Field, _ ledger: any LedgerReading) throws(LedgerError) -> Bool {
    var query = ItemQuery()
    query.words[field] = word
    guard field == .subject else { return try !ledger.items(query.filter(nil), after: 0, limit: 1).isEmpty }
    let subject = Subject(word)
    var isBorne = false
    try eachItem(ledger, most: .max) { item throws(LedgerError) in
      isBorne = try subject.isThat(of: item, ledger)
      return !isBorne
    }
    return isBorne
  }

  private func meant(
    _ word: String, _ field: Field, _ book: RuleBook?, _ ledger: any LedgerReading
  ) throws(LedgerError) -> [String] {
    let named = book.map { field.names(in: $0) } ?? []
    let meant = Suggestions.nearest(to: word, among: named, most: Unknown.mostMeant)
    guard meant.isEmpty else { return meant }
    var known: Set<String> = []
    try Self.eachItem(ledger, most: Self.mostLookedAt) { item throws(LedgerError) in
      if let word = try field.word(of: item, ledger) { known.insert(word) }
      return true
    }
    return Suggestions.nearest(
      to: word, among: known.sorted().map { Named(id: $0, name: $0) }, most: Unknown.mostMeant)
  }

  /// Hands out items until there are no more, or the body has seen enough.
  private static func eachItem(
    _ ledger: any LedgerReading, most: Int, _ body: (Item) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    var position: Int64 = 0
    var left = most
    while left > 0 {
      let page = try ledger.items(ItemFilter(), after: position, limit: Self.page)
      guard let last = page.last else { return }
      for placed in page {
        guard try body(placed.item) else { return }
      }
      position = last.position
      left -= page.count
    }
  }
}

extension Item {
  /// Whether somebody is still to look at it, or to call whoever reported it.
  fileprivate var owesSomething: Bool {
    switch state {
    case .resolved: true
    case .closed: memory.visit != nil
    case .open, .suspended, .void: false
    }
  }
}

extension ItemQuery.Field {
  /// All that the rules call so; none where it is free text, but for the sources that their overrides name and those of our own.
  package func names(in book: RuleBook) -> [Named] {
    switch self {
    case .community: book.communities
    case .grid: book.grids.map { Named(id: $0.id, name: $0.name) }
    case .post: book.posts.map { Named(id: $0.id, name: $0.name) }
    case .group: book.groups
    case .duty: book.duties
    case .matter: book.matters.map { Named(id: $0.code, name: $0.name) }
    case .source:
      (book.overrides.compactMap { $0.when.source?.text } + [EventIdentity.rounds, EventIdentity.integrity])
        .map { Named(id: $0, name: $0) }
    case .subject: []
    }
  }

  /// What an item has there.
  fileprivate func word(of item: Item, _ ledger: any LedgerReading) throws(LedgerError) -> String? {
    switch self {
    case .community: item.facts.community
    case .grid: item.facts.grid
    case .post: item.facts.post
    case .group: item.facts.group
    case .duty: item.facts.duty
    case .matter: item.facts.matter
    case .source: item.identity.source
    case .subject: try Subject.text(of: item, ledger)
    }
  }
}
