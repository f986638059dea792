/// What a report counts, in the order of its columns.
package enum ReportColumn: String, CaseIterable, Sendable {
  case received
  case onSite = "on_site"
  case triage, open, suspended, resolved, closed, void
  case onTime = "on_time"
  case late, overdue, returned, bounced, transferred, extended
  case suspendedOnce = "suspended_once"
  case rework, reopened, recurred, escalated, satisfied, dissatisfied
}

/// The figures of a number of items: a sum that can be added to, taken from and joined.
package struct ReportFigures: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: ReportColumn.allCases.count)
  /// Closed, resolved, and open or suspended with rework: what the rework rate is of.
  package private(set) var judged = 0
  /// Those of them with rework.
  package private(set) var reworked = 0
  /// Seconds that closed items took.
  private var handling: [Int64] = []

  package init() {}

  package subscript(_ column: ReportColumn) -> Int { counts[Self.place(of: column)] }

  private static let places = Dictionary(
    uniqueKeysWithValues: ReportColumn.allCases.enumerated().map { ($1, $0) })
  private static func place(of column: ReportColumn) -> Int { places[column] ?? 0 }

  /// The columns that count an item; lateness and length are asked for `now`.
  package static func columns(of item: Item, at now: Timestamp) -> Set<ReportColumn> {
    var columns: Set<ReportColumn> = [.received]
    let (late, exempt, counts) = (item.isLate(at: now), item.memory.exempt, item.memory.counts)
    switch item.state {
    case .open: columns.insert(item.isInTriage ? .triage : .open)
    case .suspended: columns.insert(.suspended)
    case .resolved: columns.insert(.resolved)
    case .void: columns.insert(.void)
    case .closed(let ending):
      columns.insert(ending.onSite ? .onSite : .closed)
      if !ending.onSite { columns.insert(late && !exempt ? .late : .onTime) }
    }
    let also: [(ReportColumn, Bool)] = [
      (.overdue, item.isOverdue(at: now) && !exempt), (.returned, counts.returns > 0), (.bounced, counts.bounces > 0),
      (.transferred, counts.transfers > 0), (.extended, counts.extensions > 0),
      (.suspendedOnce, counts.suspensions > 0), (.rework, counts.checksFailed > 0), (.reopened, counts.reopenings > 0),
      (.recurred, item.memory.links.contains { $0.kind == .recurrence }), (.escalated, counts.escalations > 0),
      (.satisfied, item.memory.satisfied == true), (.dissatisfied, item.memory.satisfied == false),
    ]
    for (column, holds) in also where holds { columns.insert(column) }
    return columns
  }

  /// Counts an item.
  package mutating func add(_ item: Item, at now: Timestamp) {
    let columns = Self.columns(of: item, at: now)
    for column in columns { counts[Self.place(of: column)] += 1 }
    let isReworked = columns.contains(.rework)
    switch item.state {
    case .closed(let ending) where !ending.onSite:
      judged += 1
      reworked += isReworked ? 1 : 0
      handling.append(ending.at.seconds - item.receivedAt.seconds - item.memory.idle)
    case .resolved:
      judged += 1
      reworked += isReworked ? 1 : 0
    case .open where isReworked && !item.isInTriage, .suspended where isReworked:
      judged += 1
      reworked += 1
    case .open, .suspended, .closed, .void: break
    }
  }

  /// Adds what others have counted.
  package mutating func add(_ other: ReportFigures) {
    for place in counts.indices { counts[place] += other.counts[place] }
    judged += other.judged
    reworked += other.reworked
    handling += other.handling
  }

  // MARK: Rates

  package var onSiteRate: Ratio? { Ratio(100 * self[.onSite], self[.received] - self[.void]) }
  package var voidRate: Ratio? { Ratio(100 * self[.void], self[.received]) }
  package var onTimeRate: Ratio? { Ratio(100 * self[.onTime], self[.onTime] + self[.late] + self[.overdue]) }
  package var closingRate: Ratio? {
    Ratio(100 * self[.closed], self[.received] - self[.onSite] - self[.void])
  }
  package var reworkRate: Ratio? { Ratio(100 * reworked, judged) }

  /// 0.6 · on time + 0.3 · closing + 0.1 · (100 − rework), from exact rates; nil if one is.
  package var score: Ratio? {
    guard let onTimeRate, let closingRate, let reworkRate else { return nil }
    let hundred = Ratio(whole: 100)
    return onTimeRate.times(6, over: 10) + closingRate.times(3, over: 10) + (hundred - reworkRate).times(1, over: 10)
  }

  /// The nearest rank of the seconds that closed items took; nil where none is closed.
  package func handling(percentile: Int) -> Int64? {
    guard !handling.isEmpty else { return nil }
    let rank = (percentile * handling.count + 99) / 100
    return handling.sorted()[max(rank, 1) - 1]
  }
}

/// An exact fraction, that is rounded once, when it is written.
package struct Ratio: Hashable, Sendable {
  private let above: Int128
  private let below: Int128

  /// Nil where nothing is below.
  package init?(_ above: Int, _ below: Int) {
    guard below > 0 else { return nil }
    self.above = Int128(above)
    self.below = Int128(below)
  }

  init(whole: Int) {
    above = Int128(whole)
    below = 1
  }

  private init(above: Int128, below: Int128) {
    var (left, right) = (above.magnitude, below.magnitude)
    while right != 0 { (left, right) = (right, left % right) }
    let divisor = max(Int128(left), 1)
    self.above = above / divisor
    self.below = below / divisor
  }

  func times(_ factor: Int, over divisor: Int) -> Ratio {
    Ratio(above: above * Int128(factor), below: below * Int128(divisor))
  }

  static func + (left: Ratio, right: Ratio) -> Ratio {
    Ratio(above: left.above * right.below + right.above * left.below, below: left.below * right.below)
  }

  static func - (left: Ratio, right: Ratio) -> Ratio {
    Ratio(above: left.above * right.below - right.above * left.below, below: left.below * right.below)
  }

  /// With two decimals, half up: `99.46`.
  package var text: String {
    let (twice, below) = (above * 200 + below, below * 2)
    let hundredths = twice >= 0 ? twice / below : -((-twice + below - 1) / below)
    let size = hundredths.magnitude
    let cents = size % 100
    return "\(hundredths < 0 ? "-" : "")\(size / 100).\(cents < 10 ? "0" : "")\(cents)"
  }
}
