package import GridCore

extension HistoryEntry {
  /// The entry as an earlier release wrote it, which kept less of it.
  package func written(by version: DecidingVersion) -> HistoryEntry {
    guard version < .fourth else { return self }
    return HistoryEntry(at: at, what: what, by: by, note: note, rung: rung, to: to, rules: rules)
  }
}
