internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// The counters that `status` shows are what the rows say, and nobody changed them alone.
struct CounterLaw {
  private(set) var findings = LawFindings()
  /// What the rows say.
  private(set) var counted = Tally()

  mutating func take(_ file: StoredFile) {
    counted[.files] += 1
    switch file.state {
    case "taken": counted[.taken] += 1
    case "quarantined": counted[.quarantined] += 1
    default: break
    }
  }

  mutating func take(_ record: RecordRow) {
    switch record.state {
    case "accepted": counted[.accepted] += 1
    case "rejected": counted[.rejected] += 1
    case "duplicate": counted[.duplicate] += 1
    case "held": counted[.held] += 1
    default: break
    }
  }

  mutating func take(_ entry: ChainedEntry) {
    switch entry.row.kind {
    case .history:
      // What nobody was called to is no rung that was raised.
      if entry.row.what == HistoryEntry.What.escalate.word, entry.row.holder != nil { counted[.escalations] += 1 }
    case .incident: counted[.incidents] += RoundLine.Word(rawValue: entry.row.what) == nil ? 1 : 0
    case .silent, .release, .file, .delivery, .rules: break
    }
  }

  mutating func take(_ notice: StoredNotice) {
    counted[.owed] += 1
    if notice.state == "delivered", notice.deliveredAt != nil { counted[.delivered] += 1 }
  }

  mutating func take(_ row: StoredItem) {
    guard let item = row.item else { return }
    switch item.state.kind {
    case .open: counted[.open] += 1
    case .suspended: counted[.suspended] += 1
    case .resolved: counted[.resolved] += 1
    case .closed: counted[.closed] += 1
    case .void: counted[.void] += 1
    }
    if item.onSite { counted[.onSite] += 1 }
    if item.isInTriage { counted[.triage] += 1 }
  }

  mutating func take(_ rules: StoredRules) {
    counted[.rules] += 1
  }

  mutating func end(_ heart: LedgerHeart) {
    // What came back after a power cut left no row.
    counted[.replayed] = heart.tally[.replayed]
    if !heart.isSealed { findings.add(.door, .meta, .heart(.heartNotAsWritten)) }
    for column in Tally.Column.allCases where counted[column] != heart.tally[column] {
      findings.add(
        Self.law(of: column), .tally,
        .heart(.counter(column, stored: heart.tally[column], found: counted[column])))
    }
    let decided = counted[.accepted] + counted[.rejected] + counted[.duplicate] + counted[.held]
    if decided != heart.standing.records {
      findings.add(.door, .meta, .heart(.received(stored: heart.standing.records, decided: decided)))
    }
  }

  private static func law(of column: Tally.Column) -> LedgerLaw {
    switch column {
    case .owed, .delivered: .balance
    case .open, .suspended, .resolved, .closed, .void, .onSite, .triage, .escalations: .items
    case .files, .taken, .quarantined, .replayed, .accepted, .rejected, .duplicate, .held, .rules, .incidents: .door
    }
  }
}
