package import GridCore

extension ItemChange {
  /// What is stored of a change that history does not tell of.
  package var silence: HistoryEntry {
    HistoryEntry(
      at: item.clock.nextRung ?? item.receivedAt, what: .step(.note), by: nil, note: nil, rung: item.rung, to: nil,
      rules: item.facts.assignedBy.rules, due: passed)
  }
}
