package import GridCore
package import Ledger

/// All that is not ended, for who shows it each minute: read once, and then only what has changed since, as `FigureKeeper`.
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

  // Entries that are looked at in one call, and items.
  private static let page = 2_000
  private static let rows = 1_000
  // The entries in which the latest notices of ended items are looked for.
  private static let lately: Int64 = 2_000
  /// How many entries back it looks for notices when it begins.
  private static let recent = 2_000
  private static let mostRaised = 60

  private var cases: [Int64: OpenCase] = [:]
  /// How many wait in triage, as `status` counts them; every page tells it.
  package private(set) var triage = 0
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
    if try standing.map({ try !ledger.continues($0) }) ?? true { try begin(ledger, under: book) }
    standing = try ledger.standing()
    while true {
      let changed = try ledger.changedItems(after: through, limit: Self.page)
      for placed in changed.items { take(placed, under: book) }
      trim()
      guard changed.through > through else { return }
      through = changed.through
    }
  }

  /// Reads what is not ended, and of the rest no more than what the last entries changed: a million ended items are not looked at.
  private mutating func begin(_ ledger: any LedgerReading, under book: RuleBook?) throws {
    (cases, latest, triage) = ([:], [], 0)
    // What changes while this is read is looked at again behind it.
    through = max(0, try ledger.standing().entries - Self.lately)
    for state in [ItemState.open, .suspended, .resolved] {
      var filter = ItemFilter()
      filter.state = state
      var position: Int64 = 0
      while true {
        let page = try ledger.items(filter, after: position, limit: Self.rows)
        guard let last = page.last else { break }
        for placed in page { take(placed, under: book) }
        trim()
        position = last.position
      }
    }
  }

  private mutating func take(_ placed: PlacedItem, under book: RuleBook?) {
    let item = placed.item
    let before = cases[placed.position]
    let now = OpenCase(item, at: placed.position, under: book)
    cases[placed.position] = now
    triage += (now?.isInTriage == true ? 1 : 0) - (before?.isInTriage == true ? 1 : 0)
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
    all(withLeads: withLeads, where: isWanted).sorted { $0.precedes($1) }
  }

  /// The same in no order.
  package func all(withLeads: Bool = false, where isWanted: (OpenCase) -> Bool) -> [OpenCase] {
    cases.values.filter { (withLeads || !$0.isLead) && isWanted($0) }
  }

  /// What each grid and each community has open: as `list --state open --grid` and `list --overdue --grid` tell.
  package func byPlace(at now: Timestamp) -> (grids: [ByteText: Count], communities: [ByteText: Count]) {
    var (grids, communities): ([ByteText: Count], [ByteText: Count]) = ([:], [:])
    for one in cases.values where one.state == .open && !one.isLead {
      if let id = one.grid { grids[ByteText(id), default: Count()].add(one, at: now) }
      if let id = one.community { communities[ByteText(id), default: Count()].add(one, at: now) }
    }
    return (grids, communities)
  }

  /// What was laid before somebody last, the youngest first; no integrity station's.
  package func raised(most: Int) -> [Raised] { Array(latest.prefix(most)) }
}
