package import GridCore
package import Ledger
internal import Receiving

extension Posting {
  /// Enters a batch: files, records that waited, records, and what they changed; answers the row of each file.
  ///
  /// - Parameter isAdopting: whether the rules that its last record has put in force are put in force now, and not by the caller.
  package mutating func receive(_ batch: ReceivedBatch, isAdopting: Bool = true) throws -> [Int64] {
    tally[.replayed] += Int64(batch.replayed)
    _ = rulesRow(batch.rules)
    let first = standing.records + 1
    var positions: [EventKey: Int64] = [:]
    positions.reserveCapacity(batch.changes.count)
    for caused in batch.changes where caused.change.isNew {
      positions[caused.change.item.key] = Self.number(of: caused.cause, first)
    }
    let files = try enterFiles(of: batch)
    for (seq, outcome) in batch.released {
      try release(seq, outcome, item: item(of: outcome, among: positions), batch)
    }
    reserve(records: batch.records.count, changes: batch.changes.count)
    for record in batch.records {
      let item = try item(of: record.outcome, among: positions)
      // An order is stored under the rules that it puts in force.
      let isApplied = record.outcome == .ordered && record.type == Order.Kind.apply.rawValue
      let rules = isApplied ? batch.applied?.digest : nil
      let file = record.file == ReceivedRecord.noFile ? (FileFacts.own.row, FileFacts.ownSeal) : files[record.file]
      add(record, file: file, item: item, at: batch.at, rules: rules ?? batch.rules)
    }
    for caused in batch.changes { try enter(caused, first) }
    for rating in batch.ratings {
      ratings.append(RatingRow(rating, seq: Self.number(of: rating.cause, first), at: batch.at))
    }
    enter(batch.own, at: batch.at, first: first)
    for incident in batch.incidents { record(incident) }
    if isAdopting, let rules = batch.applied { adopt(rules, cause: standing.records) }
    return files.map(\.row)
  }

  /// Enters changes that no record caused; answers those decided on an older revision, which are left out.
  package mutating func apply(_ changes: [ItemChange]) -> [ItemChange] {
    // An item without a report is no change of anything that is there: it is left out like one decided too early.
    changes.filter { $0.isNew || !update($0, cause: nil) }
  }

  private mutating func enter(_ caused: Reception.CausedChange, _ first: Int64) throws {
    let cause = Self.number(of: caused.cause, first)
    if caused.change.isNew {
      insert(caused.change, position: cause)
    } else if !update(caused.change, cause: cause) {
      throw LedgerError.unavailable("item \(caused.change.item.id) was changed meanwhile")
    }
  }

  private static func number(of record: Reception.RecordReference, _ first: Int64) -> Int64 {
    switch record {
    case .stored(let seq): seq
    case .batch(let index): first + Int64(index)
    }
  }

  private mutating func enterFiles(of batch: ReceivedBatch) throws -> [(row: Int64, seal: Digest)] {
    var received = [Int64](repeating: 0, count: batch.files.count)
    var refused = received
    for record in batch.records where record.file != ReceivedRecord.noFile {
      received[record.file] += 1
      if case .rejected = record.outcome { refused[record.file] += 1 }
    }
    var entered: [(row: Int64, seal: Digest)] = []
    entered.reserveCapacity(batch.files.count)
    for (index, file) in batch.files.enumerated() {
      entered.append(
        try add(file, records: received[index], refused: refused[index], at: batch.at, rules: batch.rules))
    }
    return entered
  }

  /// The position of the item that an accepted record concerns.
  private func item(of outcome: RecordOutcome, among new: [EventKey: Int64]) throws -> Int64? {
    if outcome == .ordered { return RecordRow.noItem }
    guard case .accepted(let key, _) = outcome else { return nil }
    guard let position = new[key] ?? position(of: key) else {
      throw LedgerError.unavailable("item \(key.itemID), which a record concerns, is not in the ledger")
    }
    return position
  }

  private mutating func release(_ seq: Int64, _ outcome: RecordOutcome, item: Int64?, _ batch: ReceivedBatch) throws {
    let state = RecordState(outcome)
    var entry = EntryRow(kind: .release, at: batch.at, what: state.rawValue, rules: batch.rules, cause: seq)
    switch outcome {
    case .accepted: break
    case .rejected(let code, let text, let parameters):
      (entry.by, entry.note, entry.parameters) = (code, text, parameters)
    case .duplicate, .held, .ordered:
      throw LedgerError.unavailable("a held record can only be accepted or rejected")
    }
    releases.append(
      ReleaseRow(
        seq: seq, state: state, item: item, code: entry.by, text: entry.note, parameters: entry.parameters))
    append(entry)
    tally[.held] -= 1
    tally[state.column] += 1
  }
}
