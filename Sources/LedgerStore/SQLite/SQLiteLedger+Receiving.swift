internal import GRDB
package import GridCore
package import Ledger

extension SQLiteLedger {
  package func receive(_ batch: ReceivedBatch) throws(LedgerError) -> [Int64] {
    try write { session in
      try session.know(files: batch.files.compactMap(\.continues))
      try session.know(batch.changes.lazy.map(\.change))
      try session.know(items: Self.concerned(by: batch))
      try session.know(rules: [batch.rules] + (batch.applied.map { [$0.digest] } ?? []))
      session.received = batch.records
      return try session.posting.receive(batch)
    }
  }

  /// Items that accepted records concern, beside those that the batch brings.
  private static func concerned(by batch: ReceivedBatch) -> Set<EventKey> {
    var keys: Set<EventKey> = []
    for record in batch.records {
      if case .accepted(let key, _) = record.outcome, key != record.key { keys.insert(key) }
    }
    for (_, outcome) in batch.released {
      if case .accepted(let key, _) = outcome { keys.insert(key) }
    }
    return keys
  }

  package func apply(_ changes: [ItemChange]) throws(LedgerError) -> [ItemChange] {
    guard !changes.isEmpty else { return [] }
    return try write { session in
      try session.know(changes)
      return session.posting.apply(changes)
    }
  }
}
