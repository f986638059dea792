internal import GRDB
package import GridCore
package import Ledger
internal import Postings
internal import Receiving

extension SQLiteLedger {
  package func receive(_ batch: ReceivedBatch) throws(LedgerError) -> [Int64] {
    try write { session in
      try session.know(files: batch.files.compactMap(\.continues))
      var named = NamedRows()
      named.add(batch.changes)
      try session.know(named)
      try session.know(items: Self.concerned(by: batch))
      try session.know(rules: [batch.rules] + (batch.applied.map { [$0.digest] } ?? []))
      session.received = batch.records
      let rows = try session.posting.receive(batch, isAdopting: false)
      let last = session.posting.standing.records
      // What has happened is counted by the signals that were there when it did.
      try session.count(batch.changes.lazy.map(\.change), batch.signals)
      if let rules = batch.applied { session.posting.adopt(rules, cause: last) }
      return rows
    }
  }

  /// Items that accepted records concern, beside those that the batch brings.
  private static func concerned(by batch: ReceivedBatch) -> Set<EventKey> {
    var keys: Set<EventKey> = []
    for index in batch.records.indices {
      guard case .accepted(let key, _) = batch.records[index].outcome else { continue }
      if key != batch.records[index].key { keys.insert(key) }
    }
    for (_, outcome) in batch.released {
      if case .accepted(let key, _) = outcome { keys.insert(key) }
    }
    return keys
  }

  package func apply(
    _ changes: [ItemChange], signals: (any SignalKeeping)?
  ) throws(LedgerError) -> [ItemChange] {
    guard !changes.isEmpty else { return [] }
    return try write { session in
      var named = NamedRows()
      for index in changes.indices {
        named.add(
          changes[index].item.key, isNew: changes[index].isNew, book: changes[index].item.facts.assignedBy.rules,
          changes[index].entries)
      }
      try session.know(named)
      let stale = session.posting.apply(changes)
      let left = Set(stale.map(\.item.key))
      try session.count(changes.lazy.filter { !left.contains($0.item.key) }, signals)
      return stale
    }
  }
}
