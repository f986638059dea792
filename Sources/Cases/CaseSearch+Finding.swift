internal import Answers
package import GridCore
package import Ledger

/// A page of cases.
package struct FoundCases: Sendable {
  package var items: [PlacedItem]
  /// Where the next page begins; nil where this was the last.
  package var next: CaseOrder.Place?

  /// A page of these.
  package init(items: [PlacedItem], next: CaseOrder.Place?) {
    (self.items, self.next) = (items, next)
  }
}

extension CaseSearch {
  /// So many items of a sparse search are looked at for one page; the next goes on behind them, though this one is not full.
  private static let mostLookedAt = 20_000
  private static let page = 500

  /// The cases of this page.
  ///
  /// - Parameter cases: what is not ended, where somebody keeps it: then no other item is looked at for those.
  package func find(_ book: RuleBook?, in ledger: any LedgerReading, _ cases: OpenCases? = nil) throws -> FoundCases {
    let isOpen = query.state.map { $0 != .closed && $0 != .void } ?? false
    let mayKnow = onlyUnended || (isOpen && order.column != .received)
    if mayKnow, let cases { return try first(of: candidates(cases), book, ledger) }
    if order.column == .received, !order.isTurned { return try newest(book, ledger) }
    var kept = Kept(order: order, after: after, limit: limit)
    var filter = filter(book)
    if onlyUnended { filter.state = query.state }
    var position: Int64 = 0
    while true {
      let page = try ledger.items(filter, after: position, limit: Self.page)
      guard let last = page.last else { break }
      position = last.position
      for placed in page where try kept.wants(placed) && fits(placed.item, book, ledger) { kept.add(placed) }
    }
    return kept.found
  }

  /// The next cases that fit, the oldest first, whatever the page; nil at the end. Of some hundred that are looked at none may fit.
  ///
  /// - Parameter position: behind which they begin; is moved on.
  package func next(
    behind position: inout Int64, _ book: RuleBook?, in ledger: any LedgerReading
  ) throws -> [Item]? {
    let page = try ledger.items(filter(book), after: position, limit: Self.page)
    guard let last = page.last else { return nil }
    position = last.position
    return try page.filter { try fits($0.item, book, ledger) }.map(\.item)
  }

  // MARK: Of what is not ended

  private func candidates(_ cases: OpenCases) -> [OpenCase] {
    cases.all(withLeads: query.showsLeads) { one in
      (holder.map { one.holder == $0 } ?? true) && (query.state.map { one.state == $0 } ?? true)
        && (query.words[.community].map { one.community == $0 } ?? true)
        && (query.words[.grid].map { one.grid == $0 } ?? true)
    }
  }

  /// Reads no more of them than are shown, but for those that do not fit.
  private func first(of cases: [OpenCase], _ book: RuleBook?, _ ledger: any LedgerReading) throws -> FoundCases {
    var places: [(place: CaseOrder.Place, key: EventKey)] = []
    for one in cases {
      let place = order.place(of: one)
      if after.map({ order.areInOrder($0, place) }) ?? true { places.append((place, one.key)) }
    }
    places.sort { order.areInOrder($0.place, $1.place) }
    let filter = filter(book)
    var found: [(place: CaseOrder.Place, placed: PlacedItem)] = []
    for (place, key) in places where found.count <= limit {
      guard let item = try ledger.item(key), filter.lets(item), try fits(item, book, ledger) else { continue }
      found.append((place, PlacedItem(position: place.position, item: item)))
    }
    let page = found.prefix(limit)
    return FoundCases(items: page.map(\.placed), next: found.count > limit ? page.last?.place : nil)
  }

  // MARK: The newest first

  /// Walks back through the order of coming.
  private func newest(_ book: RuleBook?, _ ledger: any LedgerReading) throws -> FoundCases {
    let filter = filter(book)
    var position = after?.position ?? .max
    var looked = 0
    var found: [PlacedItem] = []
    // Where the ledger sifts all that is asked for, no more is read than is wanted.
    let isSifted = holder != nil || text != nil || query.owedOnly || query.lateAt != nil || onlyUnended
    while found.count <= limit {
      let page = try ledger.items(filter, before: position, limit: isSifted ? Self.page : limit + 1)
      guard let last = page.last else { return FoundCases(items: found, next: nil) }
      position = last.position
      looked += page.count
      if found.isEmpty, page.count <= limit + 1, try page.allSatisfy({ try fits($0.item, book, ledger) }) {
        // Nearly every page of a list: none of its items is moved.
        found = page
      } else {
        for placed in page where try found.count <= limit && fits(placed.item, book, ledger) { found.append(placed) }
      }
      if looked > Self.mostLookedAt, found.count <= limit {
        return FoundCases(items: found, next: CaseOrder.Place(key: .number(0), position: position))
      }
    }
    found.removeLast(found.count - limit)
    return FoundCases(items: found, next: found.last.map { order.place(of: $0.item, at: $0.position) })
  }

  /// The first of an order behind a place, and no more of them in memory than are wanted.
  private struct Kept {
    let order: CaseOrder
    let after: CaseOrder.Place?
    let limit: Int
    private var rows: [(place: CaseOrder.Place, placed: PlacedItem)] = []

    init(order: CaseOrder, after: CaseOrder.Place?, limit: Int) {
      (self.order, self.after, self.limit) = (order, after, limit)
    }

    func wants(_ placed: PlacedItem) -> Bool {
      let place = order.place(of: placed.item, at: placed.position)
      if let after, !order.areInOrder(after, place) { return false }
      guard rows.count > limit, let last = rows.last else { return true }
      return order.areInOrder(place, last.place)
    }

    mutating func add(_ placed: PlacedItem) {
      let place = order.place(of: placed.item, at: placed.position)
      var (low, high) = (0, rows.count)
      while low < high {
        let middle = (low + high) / 2
        if order.areInOrder(rows[middle].place, place) { low = middle + 1 } else { high = middle }
      }
      rows.insert((place, placed), at: low)
      if rows.count > limit + 1 { rows.removeLast() }
    }

    var found: FoundCases {
      let page = rows.prefix(limit)
      return FoundCases(items: page.map(\.placed), next: rows.count > limit ? page.last?.place : nil)
    }
  }
}

extension ItemFilter {
  /// Whether an item passes, as the ledger sifts.
  fileprivate func lets(_ item: Item) -> Bool {
    let facts = item.facts
    let pairs: [(wanted: String?, has: String?)] = [
      (community, facts.community), (grid, facts.grid), (post, facts.post), (group, facts.group), (duty, facts.duty),
      (matter, facts.matter), (source, item.identity.source), (subject, facts.subject),
    ]
    for pair in pairs {
      guard let wanted = pair.wanted else { continue }
      guard let has = pair.has, ByteText(has) == ByteText(wanted) else { return false }
    }
    if let state, item.state.kind != state { return false }
    return overdueAt.map { item.isOverdue(at: $0) } ?? true
  }
}
