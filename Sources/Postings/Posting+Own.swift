internal import GridCore
internal import Ledger

/// What the daemon itself brings forth.
extension Posting {
  mutating func enter(_ own: OwnBatch, at now: Timestamp, first: Int64) {
    for (index, cause) in own.reports {
      ownRows.append(OwnRow(position: first + Int64(index), cause))
      if case .round(let call) = cause { figures(call.name, call.period, call.due) { $0.raised += 1 } }
    }
    for line in own.lines {
      append(EntryRow(kind: .incident, at: now, what: line.word.rawValue, note: line.note))
      figures(line.name, line.period, line.due) { $0.add(line) }
    }
    progress += own.progress
  }

  private mutating func figures(
    _ name: String, _ period: String, _ due: Timestamp, _ body: (inout RoundFigures) -> Void
  ) {
    body(&rounds[RoundFigures.Key(name: name, period: period), default: RoundFigures(due: due)])
  }
}
