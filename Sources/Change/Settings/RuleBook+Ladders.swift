import GridCore

extension RuleBook {
  /// Whether all climb the same rungs after the same times as under another book.
  func climbs(like other: RuleBook) -> Bool {
    everyUrgency.allSatisfy { urgency in
      ladders[urgency].map(RungShape.init) == other.ladders[urgency].map(RungShape.init)
    }
  }

  /// Whether some climb fewer rungs than under another book.
  func climbsLess(than other: RuleBook) -> Bool {
    everyUrgency.contains { ladders[$0].count < other.ladders[$0].count }
  }
}

/// Nil stands for those that are not named.
private let everyUrgency: [Urgency?] = [nil] + Urgency.allCases.map { $0 }

/// What a rung does, wherever it is written.
private struct RungShape: Hashable {
  let to: Rung.Target
  let after: LimitLength?
  let every: LimitLength?
  let times: Int?
  let unlessAccepted: Bool

  init(_ rung: Rung) {
    to = rung.to
    after = rung.after.map { LimitLength($0) }
    every = rung.repeat.map { LimitLength($0.every) }
    times = rung.repeat?.times
    unlessAccepted = rung.unlessAccepted
  }
}
