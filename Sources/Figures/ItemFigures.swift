package import GridCore

/// A set of a report's columns.
package struct ReportColumns: Hashable, Sendable {
  private(set) var bits: UInt32 = 0

  package init() {}

  private init(_ one: ReportColumn) { bits = one.bit }
  private init(_ one: ReportColumn, _ other: ReportColumn) { bits = one.bit | other.bit }

  // What is asked of every row of a report: numbers that the compiler works out, for even to ask whether one is worked out costs.
  static var onTime: ReportColumns { ReportColumns(.onTime) }
  static var late: ReportColumns { ReportColumns(.late) }
  static var overdue: ReportColumns { ReportColumns(.overdue) }
  static var rework: ReportColumns { ReportColumns(.rework) }
  static var open: ReportColumns { ReportColumns(.open, .triage) }
  /// Of these each counts for the rework rate.
  static var finished: ReportColumns { ReportColumns(.closed, .resolved) }
  /// Of these what had rework counts for its rate.
  static var running: ReportColumns { ReportColumns(.open, .suspended) }

  /// Whether a column is among them.
  package func contains(_ column: ReportColumn) -> Bool { bits & column.bit != 0 }

  /// Whether any column is in both.
  func shares(_ other: ReportColumns) -> Bool { bits & other.bits != 0 }

  mutating func insert(_ column: ReportColumn) { bits |= column.bit }
  mutating func formUnion(_ columns: ReportColumns) { bits |= columns.bits }
}

extension ReportColumn {
  /// Its place in the order of the columns.
  var place: Int {
    switch self {
    case .received: 0
    case .onSite: 1
    case .triage: 2
    case .open: 3
    case .suspended: 4
    case .resolved: 5
    case .closed: 6
    case .void: 7
    case .onTime: 8
    case .late: 9
    case .overdue: 10
    case .returned: 11
    case .bounced: 12
    case .transferred: 13
    case .extended: 14
    case .suspendedOnce: 15
    case .rework: 16
    case .reopened: 17
    case .recurred: 18
    case .escalated: 19
    case .satisfied: 20
    case .dissatisfied: 21
    }
  }

  fileprivate var bit: UInt32 { 1 << UInt32(place) }
}

/// What one item gives to every report, whatever the moment it is asked for.
///
/// What a moment changes hangs on one deadline: of an item whose clock runs, whether it is overdue; of a closed one, whether it was late.
package struct ItemFigures: Hashable, Sendable {
  /// The columns that count it at every moment.
  private var standing = ReportColumns()
  /// The deadline after which it counts as overdue, or as late where it is closed; the end of time where there is none.
  private var deadline = Timestamp(seconds: .max)
  /// Below 0 where there is none: a million of these lie in memory, and an optional takes twice the room.
  private var seconds: Int32 = -1

  /// Whether it is open, in triage too.
  var isOpen: Bool { standing.shares(.open) }

  /// Whether the rework rate is of it: closed but on the spot, resolved, and what runs with rework behind it.
  var countsForRework: Bool { standing.shares(.finished) || standing.shares(.running) && standing.shares(.rework) }
  /// Whether it counts for the rework rate, and had rework.
  var isReworked: Bool { countsForRework && standing.shares(.rework) }

  /// What an item as it stands counts.
  package init(_ item: Item) {
    let (memory, counts) = (item.memory, item.memory.counts)
    standing.insert(.received)
    switch item.state {
    case .open:
      standing.insert(item.isInTriage ? .triage : .open)
      if !memory.exempt, item.isRunning, let running = item.clock.deadline { deadline = running }
    case .suspended: standing.insert(.suspended)
    case .resolved: standing.insert(.resolved)
    case .void: standing.insert(.void)
    case .closed(let ending) where ending.onSite: standing.insert(.onSite)
    case .closed(let ending):
      standing.insert(.closed)
      seconds = Int32(clamping: max(0, ending.at.seconds - item.receivedAt.seconds - memory.idle))
      if !memory.exempt, let breach = memory.breach { deadline = breach }
    }
    if counts.returns > 0 { standing.insert(.returned) }
    if counts.bounces > 0 { standing.insert(.bounced) }
    if counts.transfers > 0 { standing.insert(.transferred) }
    if counts.extensions > 0 { standing.insert(.extended) }
    if counts.suspensions > 0 { standing.insert(.suspendedOnce) }
    if counts.checksFailed > 0 { standing.insert(.rework) }
    if counts.reopenings > 0 { standing.insert(.reopened) }
    if counts.escalations > 0 { standing.insert(.escalated) }
    if memory.links.contains(where: { $0.kind == .recurrence }) { standing.insert(.recurred) }
    if let satisfied = memory.satisfied { standing.insert(satisfied ? .satisfied : .dissatisfied) }
  }

  /// Seconds from its receipt to its last end, without those it was suspended or ended; nil unless it is closed, not on the spot.
  var handling: Int32? { seconds < 0 ? nil : seconds }

  /// The columns that count it; lateness is asked for `now`.
  package func columns(at now: Timestamp) -> ReportColumns {
    var columns = standing
    if seconds >= 0 {
      columns.formUnion(deadline < now ? .late : .onTime)
    } else if deadline < now {
      columns.formUnion(.overdue)
    }
    return columns
  }

  /// The same as a bit a column, at its place; behind them one that says that it counts for the rework rate, and one that it had rework.
  func marks(at now: Timestamp) -> UInt32 {
    var marks = columns(at: now).bits
    if countsForRework { marks |= 1 << UInt32(FigureSums.reworkBase) }
    if isReworked { marks |= 1 << UInt32(FigureSums.reworked) }
    return marks
  }
}
