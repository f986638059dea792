internal import Doors
internal import Formats
internal import GridCore
internal import Ledger
internal import Synchronization
internal import Web

/// Looks for what became of the records of a file.
final class OutcomeWatch: Sendable {
  private struct State {
    var position: Int64
    var outcomes: [ExportedRecord] = []
  }

  private static let page = 2_000

  private let name: [UInt8]
  private let producer: [UInt8]?
  private let records: Int
  private let state: Mutex<State>

  /// - Parameters:
  ///   - records: how many it has.
  ///   - position: the last record of the ledger before it was laid down.
  init(of file: InboxFile, records: Int, after position: Int64) {
    name = Array(file.name.utf8)
    producer = file.folder.map { Array($0.utf8) }
    self.records = records
    state = Mutex(State(position: position))
  }

  /// The item of a record; of a duplicate, that of the one that came first.
  private static func item(of record: ExportedRecord, in ledger: any LedgerReading) throws(LedgerError) -> String? {
    guard record.outcome == .duplicate, let source = record.source, let id = record.id else { return record.item }
    let identity = EventIdentity(source: source, id: id)
    guard let first = try ledger.record(of: identity, key: identity.key) else { return nil }
    return try ledger.record(numbered: first.seq)?.record.item
  }

  /// What became of all of them, in their order; nil while one is not decided.
  func look(_ desk: Desk, linesBefore: Int) throws(Problem) -> [EventOutcome]? {
    var known = state.withLock { $0 }
    try desk.reading { ledger in
      while known.outcomes.count < records {
        let page = try ledger.records(after: known.position, limit: Self.page)
        guard let last = page.last else { return }
        for record in page where record.producer == producer {
          // Another file may hold the same bytes; its name is its own.
          if try ledger.record(numbered: record.seq)?.fileName == name { known.outcomes.append(record) }
        }
        known.position = last.seq
      }
    }
    let found = known
    state.withLock { $0 = found }
    guard found.outcomes.count >= records else { return nil }
    return try desk.reading { ledger in
      try found.outcomes.map { EventOutcome($0, item: try Self.item(of: $0, in: ledger), linesBefore: linesBefore) }
    }
  }
}
