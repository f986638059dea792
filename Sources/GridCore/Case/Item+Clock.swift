extension Item {
  /// All moments that an item's clock has set; each was set when what it counts from happened, under the rules in force then.
  package struct Clock: Hashable, Sendable {
    /// A stretch of time that does not count.
    package struct Pause: Hashable, Sendable {
      package let from: Timestamp
      package let to: Timestamp

      package init(from: Timestamp, to: Timestamp) {
        self.from = from
        self.to = to
      }
    }

    /// What a rung repeats while the item stays there.
    package struct Again: Hashable, Sendable {
      /// Nil while the clock stands still.
      package var due: Timestamp?
      package var every: TimeLimit
      /// How often it may be told still; nil: without end.
      package var left: Int?

      package init(due: Timestamp?, every: TimeLimit, left: Int?) {
        self.due = due
        self.every = every
        self.left = left
      }
    }

    /// Receipt, `assign` or the last reopening; nil where no clock has run.
    package var start: Timestamp?
    /// The item's own; nil in triage and for what was put right on the spot.
    package var deadline: Timestamp?
    /// Whether `deadline` or `nextRung` was counted over days without a published calendar.
    package var provisional = false
    /// When the next rung fires; nil at the top and wherever no clock runs.
    package var nextRung: Timestamp?
    /// When it stood still since its start.
    package var pauses: [Pause] = []
    /// When the holder is reminded of the deadline.
    package var remind: Timestamp?
    /// The deadline the holder was reminded of last.
    package var reminded: Timestamp?
    /// By when the holder must have accepted before he is reminded.
    package var accept: Timestamp?
    /// When the item climbs because he has not.
    package var acceptClimb: Timestamp?
    package var again: Again?
    /// When somebody is told that it is in triage too long.
    package var triage: Timestamp?
    /// The deadline, where its passing is to be noted and no rung is due then.
    package var passing: Timestamp?

    package init() {}
  }

  /// What an item's clock may bring, in the order in which things of one moment are taken.
  ///
  /// A suspension ends when its `until` has come, and a reminder is due when no more than the rest is left; whatever is due when a time
  /// is used up waits for the second after it.
  package enum Ripe: Int, Comparable, CaseIterable, Sendable {
    case resume, lapse, accept, remind, again, check, visit, triage, rung, acceptClimb, passing

    package static func < (left: Ripe, right: Ripe) -> Bool { left.rawValue < right.rawValue }
  }

  /// The moment of one of its clocks; nil where that does not run.
  package func moment(of ripe: Ripe) -> Timestamp? {
    switch (ripe, state) {
    case (.resume, .suspended(let suspension)): suspension.until
    case (.lapse, _): memory.request.flatMap { lapse(of: $0) }
    case (.accept, .open): clock.accept
    case (.remind, .open): clock.remind
    case (.again, .open): clock.again?.due
    case (.check, .resolved(let checking)): checking.due
    case (.visit, .closed): memory.visit.flatMap { $0.told ? nil : $0.due }
    case (.triage, .open): clock.triage
    case (.rung, .open): clock.nextRung
    case (.acceptClimb, .open): clock.acceptClimb
    case (.passing, .open): clock.passing
    default: nil
    }
  }

  /// The earliest moment at which its clock may bring anything; nil where none runs.
  package var wake: Timestamp? {
    var earliest: Timestamp?
    for ripe in Ripe.allCases {
      guard let moment = moment(of: ripe) else { continue }
      if earliest.map({ moment < $0 }) ?? true { earliest = moment }
    }
    return earliest
  }

  /// Whether a clock of its has come to its moment by now.
  func hasCome(_ ripe: Ripe, _ moment: Timestamp, by now: Timestamp) -> Bool {
    switch ripe {
    case .resume, .remind: moment <= now
    case .lapse: memory.request?.until == moment ? moment <= now : moment < now
    default: moment < now
    }
  }

  private func lapse(of request: Request) -> Timestamp? {
    guard request.step != .appeal else { return nil }
    let passes = state == .open ? clock.deadline : nil
    guard let passes, let until = request.until else { return passes ?? request.until }
    return min(passes, until)
  }
}
