internal import GRDB
internal import GridCore

extension SQLiteLedger {
  package func receive(_ batch: ReceivedBatch) throws(LedgerError) -> [Int64] {
    try write { session in
      var receipt = try Receipt(batch, session: session)
      try receipt.storeFiles()
      // First: a held step refused here gives its identity back, which a record of the same batch may take.
      try receipt.storeReleases()
      try receipt.storeRecords()
      try receipt.storeChanges()
      session = receipt.session
      return receipt.fileRows
    }
  }
}

/// A batch on its way into the tables.
private struct Receipt {
  let batch: ReceivedBatch
  var session: WriteSession
  private(set) var fileRows: [Int64] = []
  /// What stands for each file in the chain of its records.
  private var fileSeals: [Digest] = []
  private let rules: Int64
  private let firstRecord: Int64
  /// Where the items that this batch brings will stand.
  private var positions: [EventKey: Int64] = [:]

  init(_ batch: ReceivedBatch, session: WriteSession) throws {
    self.batch = batch
    self.session = session
    rules = try self.session.rulesRow(batch.rules)
    firstRecord = session.records + 1
    for caused in batch.changes where caused.change.isNew {
      positions[caused.change.item.key] = number(of: caused.cause)
    }
    self.session.tally[.replayed] += Int64(batch.replayed)
  }

  private func number(of record: Reception.RecordReference) -> Int64 {
    switch record {
    case .stored(let seq): seq
    case .batch(let index): firstRecord + Int64(index)
    }
  }

  // MARK: Files

  mutating func storeFiles() throws {
    var received = [Int64](repeating: 0, count: batch.files.count)
    var refused = received
    for record in batch.records {
      received[record.file] += 1
      if case .rejected = record.outcome { refused[record.file] += 1 }
    }
    var insert = try LedgerStatement(Self.insertFile, in: session.db)
    for (index, file) in batch.files.enumerated() {
      let facts = try store(file, records: received[index], refused: refused[index], with: &insert)
      fileRows.append(facts.row)
      fileSeals.append(facts.seal(with: &session.hasher))
      // The records of a file that was taken at once say all there is to say of it.
      if file.continues == nil, file.outcome == .taken, received[index] > 0 { continue }
      try session.append(
        EntryRow(file.outcome, of: facts, at: batch.at, rules: batch.rules, hasher: &session.hasher))
    }
  }

  private static let insertFile = """
    INSERT INTO file (state, read_to, code, quarantine, sha256, producer, name, inode, modified, born, size, records,
      refused, seat)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private mutating func store(
    _ file: ReceivedFile, records: Int64, refused: Int64, with statement: inout LedgerStatement
  ) throws -> FileFacts {
    if let row = file.continues {
      try update(file, row: row, records: records, refused: refused)
      count(file.outcome)
      // The name, and all else but the bytes, may have been another when its first part was read.
      guard let facts = try FileFacts.read(row, in: session.db) else {
        throw LedgerError.corrupt("file \(row) is gone")
      }
      return facts
    }
    bind(file.outcome, to: &statement)
    statement.bind(file.sha256)
    statement.bind(file.trace)
    statement.bind(records)
    statement.bind(refused)
    statement.bind(session.seat)
    try statement.run()
    session.tally[.files] += 1
    count(file.outcome)
    return FileFacts(file, row: session.db.lastInsertedRowID, seat: session.seat)
  }

  private func update(_ file: ReceivedFile, row: Int64, records: Int64, refused: Int64) throws {
    var statement = try LedgerStatement(
      """
      UPDATE file SET state = ?, read_to = ?, code = ?, quarantine = ?, records = records + ?, refused = refused + ?
      WHERE row = ? AND sha256 IS ? AND state = 'reading'
      """, in: session.db)
    bind(file.outcome, to: &statement)
    statement.bind(records)
    statement.bind(refused)
    statement.bind(row)
    statement.bind(file.sha256)
    guard try statement.run() == 1 else { throw LedgerError.unavailable("file \(row) is not being read in parts") }
  }

  private func bind(_ outcome: FileOutcome, to statement: inout LedgerStatement) {
    switch outcome {
    case .reading(let offset):
      statement.bind("reading")
      statement.bind(offset)
      statement.bindNull()
      statement.bindNull()
    case .taken:
      statement.bind("taken")
      for _ in 0..<3 { statement.bindNull() }
    case .quarantined(let code, let name):
      statement.bind("quarantined")
      statement.bindNull()
      statement.bind(code)
      statement.bind(name)
    }
  }

  private mutating func count(_ outcome: FileOutcome) {
    switch outcome {
    case .reading: break
    case .taken: session.tally[.taken] += 1
    case .quarantined: session.tally[.quarantined] += 1
    }
  }

  // MARK: Records

  mutating func storeRecords() throws {
    var insert = try LedgerStatement(RecordRow.insert, in: session.db)
    var keep = try RawBytes(in: session.db)
    for record in batch.records {
      let seq = session.nextRecord()
      let state = RecordState(record.outcome)
      let row = RecordRow(
        record, seq: seq, file: fileRows[record.file], item: try position(of: record.outcome), rules: batch.rules,
        receivedAt: batch.at)
      session.recordChain.link { row.add(to: &$0, file: fileSeals[record.file]) }
      row.bind(to: &insert, rules: rules)
      insert.bind(session.recordChain.head)
      try insert.run()
      session.tally[state.column] += 1
      guard state != .duplicate else { continue }
      try record.bytes.withUnsafeBytes { try keep.insert($0, as: seq) }
    }
  }

  private mutating func position(of outcome: RecordOutcome) throws -> Int64? {
    guard case .accepted(let key) = outcome else { return nil }
    if let position = positions[key] { return position }
    guard let place = try session.place(of: key) else {
      throw LedgerError.unavailable("item \(key.itemID), which a record concerns, is not in the ledger")
    }
    return place.position
  }

  // MARK: What the records caused

  mutating func storeReleases() throws {
    for (seq, outcome) in batch.released {
      try release(seq, outcome)
      try session.appendRelease(of: seq, outcome: outcome, at: batch.at, rules: batch.rules)
      session.tally[.held] -= 1
      session.tally[RecordState(outcome).column] += 1
    }
  }

  private mutating func release(_ seq: Int64, _ outcome: RecordOutcome) throws {
    var statement = try LedgerStatement(
      "UPDATE record SET state = ?, owns = ?, item = ?, code = ?, text = ?, params = ? WHERE seq = ? AND state = 'held'",
      in: session.db)
    statement.bind(RecordState(outcome).rawValue)
    switch outcome {
    case .accepted:
      statement.bind(1)
      statement.bind(try position(of: outcome))
      for _ in 0..<3 { statement.bindNull() }
    case .rejected(let code, let text, let parameters):
      statement.bind(0)
      statement.bindNull()
      statement.bind(code)
      statement.bind(text)
      statement.bind(parameters)
    case .duplicate, .held:
      throw LedgerError.unavailable("a held record can only be accepted or rejected")
    }
    statement.bind(seq)
    guard try statement.run() == 1 else { throw LedgerError.unavailable("record \(seq) was changed meanwhile") }
  }

  mutating func storeChanges() throws {
    for caused in batch.changes {
      let cause = number(of: caused.cause)
      if caused.change.isNew {
        try session.insert(caused.change, position: cause)
      } else if try !session.update(caused.change, cause: cause) {
        throw LedgerError.unavailable("item \(caused.change.item.id) was changed meanwhile")
      }
    }
  }
}
