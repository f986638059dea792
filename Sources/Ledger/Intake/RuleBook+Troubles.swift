package import GridCore

/// What the ledger is asked for before a batch is decided: by what its events would be the same trouble as an earlier one.
extension RuleBook {
  /// What the items in triage would be about that steps may assign, each with the earliest end of what may be a recurrence: only who
  /// knows the items can tell.
  package func troubles(
    ofAssigned items: [EventKey: Item], by steps: [StepRequest], at now: Timestamp
  ) -> [TroubleKey: Timestamp] {
    var troubles: [TroubleKey: Timestamp] = [:]
    for step in steps where step.kind == .assign {
      for item in step.items.compactMap({ EventKey(itemID: $0) }).compactMap({ items[$0] }) where item.isInTriage {
        var facts = item.facts
        facts.matter = (step.matter ?? facts.matter).flatMap { matter($0)?.code }
        facts.grid = step.grid ?? facts.grid
        guard let key = facts.trouble else { continue }
        troubles[key] = recurrenceBegins(of: key, at: now)
      }
    }
    return troubles
  }

  /// The earliest end after which the same trouble again at a moment is a recurrence.
  package func recurrenceBegins(of key: TroubleKey, at now: Timestamp) -> Timestamp {
    let matter =
      switch key {
      case .subject(let matter, _), .place(let matter, _, _): matter
      }
    let limit = setting(lifecycle.recurrence, forMatter: matter.text)
    if let seconds = limit.continuousSeconds { return now.adding(-seconds) }
    // Working time is counted forward only: the moment is found between now and one that is surely too early.
    var (early, late) = (now.adding(-Self.longestRecurrence), now)
    while late.seconds - early.seconds > 1 {
      let middle = early.adding((late.seconds - early.seconds) / 2)
      if calendar.due(from: middle, limit: limit).moment >= now { late = middle } else { early = middle }
    }
    return late
  }

  /// Seconds: ten years of working days lie within fifty.
  private static let longestRecurrence: Int64 = 50 * 365 * 86_400
}
