package import GridCore
package import Ledger

/// All that is not ended, for who shows it each minute: reads all items once and then those that have changed since, as `FigureKeeper`.
///
/// What it tells is what `list` and `status` tell at the same moment, as far as it has followed. A ledger that was put back, so that it
/// is not the one it followed, is read anew.
package struct OpenCases: Sendable {
  /// A notice that was raised lately: the item's last one, by its ordinal.
  package struct Raised: Hashable, Sendable {
    package let position: Int64
    package let key: EventKey
    package let ordinal: Int
    package let at: Timestamp
  }

  /// What a place has: how many open cases, how many of them overdue, and the most pressing.
  package struct Count: Hashable, Sendable {
    package private(set) var open = 0
    package private(set) var overdue = 0
    package private(set) var worst = Worst.none

    /// Nothing.
    package init() {}

    mutating func add(_ one: OpenCase, at now: Timestamp) {
      open += 1
      if one.isOverdue(at: now) { overdue += 1 }
      worst = max(worst, one.worst(at: now))
    }
  }

  private static let page = 10_000
  /// How many entries back it looks for notices when it begins.
  private static let recent = 2_000
  private static let mostRaised = 60

  private var cases: [Int64: OpenCase] = [:]
  /// The last entry that is counted in.
  package private(set) var through: Int64 = 0
  private var standing: LedgerStanding?
  private var latest: [Raised] = []

  /// Of a ledger that was not looked at yet.
  package init() {}

  /// Of a ledger as it is.
  package init(_ ledger: any LedgerReading, under book: RuleBook?) throws {
    try follow(ledger, under: book)
  }

  /// Takes in what has happened since.
  package mutating func follow(_ ledger: any LedgerReading, under book: RuleBook?) throws {
    if let standing, try !ledger.continues(standing) { (cases, latest, through) = ([:], [], 0) }
    standing = try ledger.standing()
    if through == 0 { try begin(ledger, under: book) }
    while true {
      let changed = try ledger.changedItems(after: through, limit: Self.page)
      for placed in changed.items { take(placed, under: book) }
      trim()
      guard changed.through > through else { return }
      through = changed.through
    }
  }

  /// Of a long past only what is not ended is read, and the last entries for the notices that they raised.
  private mutating func begin(_ ledger: any LedgerReading, under book: RuleBook?) throws {
    let last = try ledger.lastEntry()
    guard last > 2 * Int64(Self.recent) else { return }
    for state in [ItemState.open, .suspended, .resolved] {
      var filter = ItemFilter()
      filter.state = state
      var position: Int64 = 0
      while true {
        let page = try ledger.items(filter, after: position, limit: Self.page)
        for placed in page { take(placed, under: book) }
        trim()
        guard let end = page.last else { break }
        position = end.position
      }
    }
    through = last - Int64(Self.recent)
  }

  private mutating func take(_ placed: PlacedItem, under book: RuleBook?) {
    let item = placed.item
    let before = cases[placed.position]
    cases[placed.position] = OpenCase(item, at: placed.position, under: book)
    guard item.identity.source != EventIdentity.integrity else { return }
    // Of what was not known before only the last is known to be new.
    let known = before?.notices ?? max(0, item.memory.notices - 1)
    guard item.memory.notices > known else { return }
    for ordinal in (known + 1)...item.memory.notices {
      latest.append(Raised(position: placed.position, key: item.key, ordinal: ordinal, at: item.memory.last))
    }
  }

  /// Of each notice the latest word; the youngest first, so many and no more.
  private mutating func trim() {
    guard latest.count > 1 else { return }
    latest.sort { left, right in
      left.at != right.at
        ? left.at > right.at : (left.position, left.ordinal) > (right.position, right.ordinal)
    }
    var seen: Set<String> = []
    latest = Array(latest.filter { seen.insert("\($0.position)n\($0.ordinal)").inserted }.prefix(Self.mostRaised))
  }

  // MARK: What it tells

  /// Those that a condition lets pass, the most pressing first; integrity stations' leads only where they are asked for.
  package func pressing(withLeads: Bool = false, where isWanted: (OpenCase) -> Bool) -> [OpenCase] {
    cases.values.filter { (withLeads || !$0.isLead) && isWanted($0) }.sorted { $0.precedes($1) }
  }

  /// How many wait in triage, as `status` counts them.
  package var triage: Int { cases.values.reduce(0) { $1.isInTriage ? $0 + 1 : $0 } }

  /// What each grid has open: as `list --state open --grid` and `list --overdue --grid` tell.
  package func byGrid(at now: Timestamp) -> [ByteText: Count] { counted(\.grid, at: now) }

  /// The same of each community.
  package func byCommunity(at now: Timestamp) -> [ByteText: Count] { counted(\.community, at: now) }

  private func counted(_ place: KeyPath<OpenCase, String?>, at now: Timestamp) -> [ByteText: Count] {
    var counts: [ByteText: Count] = [:]
    for one in cases.values where one.state == .open && !one.isLead {
      if let id = one[keyPath: place] { counts[ByteText(id), default: Count()].add(one, at: now) }
    }
    return counts
  }

  /// What was laid before somebody last, the youngest first; no integrity station's.
  package func raised(most: Int) -> [Raised] { Array(latest.prefix(most)) }
}
