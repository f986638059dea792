package import Answers
package import Figures
package import GridCore
package import Ledger

/// What somebody wants reported: which days, by what, and the moment that lateness and length are asked for.
///
/// The ledger is walked in pages, so that a report needs no more memory for more items; histories are read only by reports that
/// cannot be told without them.
package struct ReportQuery: Sendable {
  /// The first day of receipt, and the first one that no longer counts; nil: from the beginning, to the end.
  package var from: ReportDay?
  package var to: ReportDay?
  package var axis: ReportAxis?
  package var at: Timestamp
  /// Whether what the daemon itself reported counts too; by source it always does.
  package var countsOwn = false

  package init(at moment: Timestamp) {
    at = moment
  }

  /// The figures, a row a key.
  ///
  /// - Parameters:
  ///   - book: the rules in force, by whose clock days begin.
  ///   - kept: what somebody has counted already.
  package func figures(
    _ book: RuleBook?, _ ledger: any LedgerReading, _ kept: FigureKeeper? = nil
  ) throws -> FigureTable {
    if let kept { return kept.figures(self) }
    let calendar = Self.calendar(book)
    var table = FigureTable(by: axis)
    try eachItem(filter(calendar), in: ledger) { table.add($0.item, at: at, in: calendar) }
    return table
  }

  /// Hands out the items that a figure counts, in the order they came, until the body wants no more.
  ///
  /// - Parameters:
  ///   - key: of the figure's row; nil: of all rows, an empty one: of the row without a key.
  ///   - kept: what somebody has counted already: then no other is read.
  package func each(
    in column: ReportColumn, key: String?, _ book: RuleBook?, _ ledger: any LedgerReading, _ kept: FigureKeeper? = nil,
    _ body: (Item) throws -> Bool
  ) throws {
    if let kept { return try items(in: column, key: key, kept, ledger).each(body) }
    var position: Int64 = 0
    while let items = try next(in: column, key: key, behind: &position, book, ledger) {
      for item in items { guard try body(item) else { return } }
    }
  }

  /// The same of what somebody has counted already; how many there are is known before one is read.
  package func items(
    in column: ReportColumn, key: String?, withLeads: Bool = true, _ kept: FigureKeeper, _ ledger: any LedgerReading
  ) -> CountedItems {
    kept.items(self, key: key, withLeads: withLeads, in: ledger) { $0.columns(at: at).contains(column) }
  }

  /// The next of them; nil at the end. Of a thousand that are looked at none may be counted.
  ///
  /// - Parameter position: behind which they begin; is moved on.
  package func next(
    in column: ReportColumn, key: String?, behind position: inout Int64, _ book: RuleBook?,
    _ ledger: any LedgerReading
  ) throws -> [Item]? {
    let calendar = Self.calendar(book)
    var filter = filter(calendar)
    if let key, !key.isEmpty { narrow(&filter, to: key) }
    let page = try ledger.items(filter, after: position, limit: 1_000)
    guard let last = page.last else { return nil }
    position = last.position
    return page.map(\.item).filter { item in
      if let key, let axis {
        guard ByteText(axis.key(of: item, in: calendar) ?? "") == ByteText(key) else { return false }
      }
      return ItemFigures(item).columns(at: at).contains(column)
    }
  }

  /// What returns led to.
  package func returns(
    _ book: RuleBook?, _ ledger: any LedgerReading, _ kept: FigureKeeper? = nil
  ) throws -> ReturnFold {
    var fold = ReturnFold()
    let isReturned = { (figures: ItemFigures) in figures.columns(at: at).contains(.returned) }
    try each(isReturned, book, ledger, kept) { item in
      guard item.memory.counts.returns > 0 else { return }
      fold.add(try ledger.history(of: item.key).map(\.entry), matter: item.facts.matter)
    }
    return fold
  }

  /// Who had items for how long, and what for.
  package func times(
    _ book: RuleBook?, _ ledger: any LedgerReading, _ kept: FigureKeeper? = nil
  ) throws -> TimeFigures {
    if let kept { return kept.times(self) }
    var figures = TimeFigures()
    try eachItem(filter(Self.calendar(book)), in: ledger) { placed in
      guard !placed.item.onSite else { return }
      figures.add(placed.item.spells(of: try ledger.history(of: placed.item.key).lazy.map(\.entry), at: at))
    }
    return figures
  }

  /// Hands out the items of the days; where somebody has counted them, none but those that are counted in a certain way.
  private func each(
    _ isWanted: (ItemFigures) -> Bool, _ book: RuleBook?, _ ledger: any LedgerReading, _ kept: FigureKeeper?,
    _ body: (Item) throws -> Void
  ) throws {
    guard let kept else { return try eachItem(filter(Self.calendar(book)), in: ledger) { try body($0.item) } }
    try kept.items(self, in: ledger, where: isWanted).each { item in
      try body(item)
      return true
    }
  }

  /// The days of receipt, as days since 1970-01-01.
  var days: Range<Int> {
    let first = from?.number ?? .min
    return first..<max(first, to?.number ?? .max)
  }

  /// The town's time; UTC where no rules were ever in force.
  private static func calendar(_ book: RuleBook?) -> WorkCalendar { book?.calendar ?? .dayAndNight }

  private func filter(_ calendar: WorkCalendar) -> ItemFilter {
    var filter = ItemFilter()
    filter.receivedFrom = from?.start(in: calendar)
    filter.receivedBefore = to?.start(in: calendar)
    filter.withoutOwn = countsOwn || axis == .source ? nil : .all
    return filter
  }

  private func narrow(_ filter: inout ItemFilter, to key: String) {
    switch axis {
    case .community: filter.community = key
    case .grid: filter.grid = key
    case .post: filter.post = key
    case .group: filter.group = key
    case .duty: filter.duty = key
    case .matter: filter.matter = key
    case .source: filter.source = key
    case .month, .day, nil: break
    }
  }
}
