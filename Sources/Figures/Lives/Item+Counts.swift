package import GridCore

extension Item.Counts {
  /// The counts that a history tells: what an item remembers must be the same.
  package init(of history: some Sequence<HistoryEntry>) {
    self.init()
    for entry in history { take(entry) }
  }

  /// Counts what an entry tells.
  package mutating func take(_ entry: HistoryEntry) {
    switch entry.what {
    case .report, .lapse, .redispatch, .recount: break
    case .bounce: bounces += 1
    case .escalate: if entry.to != nil { escalations += 1 }
    case .remind:
      // What was not done in time is told to somebody above: the holder is not reminded.
      switch entry.clock {
      case .accept, .remind, .again: reminders += 1
      case .resume, .lapse, .check, .visit, .triage, .rung, .acceptClimb, .passing, nil: break
      }
    case .step(let kind): take(kind, entry)
    }
  }

  private mutating func take(_ kind: StepKind, _ entry: HistoryEntry) {
    switch kind {
    case .return: returns += 1
    case .transfer: transfers += 1
    case .extend: if !entry.asked { extensions += 1 }
    case .suspend: if !entry.asked { suspensions += 1 }
    case .approve:
      if entry.byLimit != nil { extensions += 1 }
      if entry.until != nil { suspensions += 1 }
    case .check: if entry.outcome == .fail { checksFailed += 1 }
    case .visit: if entry.outcome == .fail { reopenings += 1 }
    case .reopen: reopenings += 1
    case .assign, .accept, .resume, .refuse, .resolve, .appeal, .void, .note: break
    }
  }
}
