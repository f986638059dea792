package import Figures
package import GridCore
package import Ledger

/// Keeps the figures of a ledger for somebody who shows them each minute, as a board does: it reads all items once and then those that
/// have changed since.
///
/// What it answers is what `ReportQuery.figures` walks for at the same moment. A ledger that was put back, so that it is not the one it
/// followed, is read anew.
package struct FigureKeeper {
  /// Entries that are looked at in one call: a megabyte or two of items.
  private static let page = 2_000

  private let calendar: WorkCalendar
  private var figures: KeptFigures
  private var times = KeptTimes()
  /// The last entry that is counted in.
  private var through: Int64 = 0
  private var standing: LedgerStanding?

  /// - Parameter book: the rules in force, by whose clock days begin.
  package init(_ book: RuleBook?) {
    calendar = book?.calendar ?? .dayAndNight
    figures = KeptFigures(in: calendar)
  }

  /// Counts in what has happened since. Whoever is thrown an error drops this keeper: part of it may be counted in.
  package mutating func follow(_ ledger: any LedgerReading) throws {
    if let standing, try !ledger.continues(standing) {
      (figures, times, through) = (KeptFigures(in: calendar), KeptTimes(), 0)
    }
    standing = try ledger.standing()
    while true {
      let changed = try ledger.changedItems(after: through, limit: Self.page)
      for placed in changed.items { figures.take(placed.item, at: placed.position) }
      guard changed.through > through else { return }
      try followTimes(of: changed, ledger)
      through = changed.through
    }
  }

  /// What was put right on the spot took no time: of a million most are read no further.
  private mutating func followTimes(of changed: ChangedItems, _ ledger: any LedgerReading) throws {
    var known: [Int64: (key: EventKey, day: Int, isOwn: Bool)] = [:]
    for placed in changed.items where !placed.item.onSite {
      let item = placed.item
      known[placed.position] = (item.key, calendar.local(item.receivedAt).day, item.facts.isOwn)
    }
    guard !known.isEmpty else { return }
    let entries = try ledger.entries(after: through, through: changed.through) { known[$0] != nil }
    for (position, numbered) in entries {
      guard let item = known[position] else { continue }
      try times.take(numbered.entry, of: position, receivedOn: item.day, isOwn: item.isOwn) {
        try ledger.history(of: item.key).filter { $0.seq < numbered.seq }.map(\.entry)
      }
    }
  }

  /// Who had items for how long, and what for, as far as the keeper has followed.
  func times(_ query: ReportQuery) -> TimeFigures {
    TimeFigures(times.rows(days: query.days, at: query.at, countsOwn: query.countsOwn || query.axis == .source))
  }

  /// The figures that a query asks for, as far as the keeper has followed.
  package func figures(_ query: ReportQuery) -> FigureTable {
    figures.table(by: query.axis, days: query.days, at: query.at, countsOwn: query.countsOwn)
  }

  /// How much work there is for how many people.
  func load(by axis: LoadAxis, at moment: Timestamp, under book: RuleBook?) -> LoadFigures {
    figures.load(by: axis, at: moment, under: book)
  }

  /// The items of a query's days that are counted in a certain way, in the order they came.
  func items(
    _ query: ReportQuery, key: String? = nil, withLeads: Bool = true, in ledger: any LedgerReading,
    where isWanted: (ItemFigures) -> Bool
  ) -> CountedItems {
    let row = query.axis.flatMap { axis in key.map { (axis, $0) } }
    return CountedItems(
      positions: figures.positions(
        days: query.days, countsOwn: query.countsOwn || query.axis == .source, withLeads: withLeads, in: row,
        where: isWanted), ledger: ledger)
  }
}

/// Items that are known by their places; each is read when it is asked for.
package struct CountedItems {
  private let positions: [Int64]
  private let ledger: any LedgerReading

  init(positions: [Int64], ledger: any LedgerReading) {
    (self.positions, self.ledger) = (positions, ledger)
  }

  /// How many there are.
  package var count: Int { positions.count }

  /// Hands them out in the order they came, until the body wants no more.
  package func each(_ body: (Item) throws -> Bool) throws {
    for position in positions {
      let found = try ledger.items(ItemFilter(), after: position - 1, limit: 1)
      if let placed = found.first, placed.position == position, try !body(placed.item) { return }
    }
  }
}
