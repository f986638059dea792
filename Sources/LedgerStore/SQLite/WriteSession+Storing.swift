internal import GRDB
internal import GridCore
internal import Ledger
internal import Postings

/// Puts the rows of a posting into their tables, each kind in the order it was entered.
extension WriteSession {
  func storeRules() throws {
    var insert = try LedgerStatement("INSERT INTO rules (row, digest) VALUES (?, ?)", in: db)
    for (row, digest) in posting.newRules {
      insert.bind(row)
      insert.bind(digest)
      try insert.run()
    }
    guard let (row, rules) = posting.adopted else { return }
    var update = try LedgerStatement(
      """
      UPDATE rules SET text = ?, loaded_at = ?, duties = ?, matters = ?, communities = ?, grids = ?, seat = ?
      WHERE row = ?
      """, in: db)
    update.bind(rules.text)
    update.bind(rules.loadedAt)
    for count in [rules.duties, rules.matters, rules.communities, rules.grids] { update.bind(Int64(count)) }
    update.bind(posting.seat)
    update.bind(row)
    try update.run()
  }

  func storeFiles() throws {
    var insert = try LedgerStatement(
      """
      INSERT INTO file (state, read_to, code, quarantine, records, refused, row, sha256, producer, name, inode, modified, born, size,
        seat)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, in: db)
    var update = try LedgerStatement(
      """
      UPDATE file SET state = ?, read_to = ?, code = ?, quarantine = ?, records = records + ?, refused = refused + ?
      WHERE row = ? AND sha256 IS ? AND state = 'reading'
      """, in: db)
    for file in posting.files {
      guard file.isContinued else {
        file.bind(to: &insert)
        insert.bind(file.facts)
        try insert.run()
        continue
      }
      file.bind(to: &update)
      update.bind(file.facts.row)
      update.bind(file.facts.sha256)
      guard try update.run() == 1 else {
        throw LedgerError.unavailable("file \(file.facts.row) is not being read in parts")
      }
    }
  }

  func storeReleases() throws {
    var update = try LedgerStatement(
      "UPDATE record SET state = ?, owns = ?, item = ?, code = ?, text = ?, params = ? WHERE seq = ? AND state = 'held'",
      in: db)
    for release in posting.releases {
      update.bind(release.state.rawValue)
      update.bind(release.state == .accepted ? 1 : 0 as Int64)
      update.bind(release.item)
      update.bind(release.code)
      update.bind(release.text)
      update.bind(release.parameters)
      update.bind(release.seq)
      guard try update.run() == 1 else {
        throw LedgerError.unavailable("record \(release.seq) was changed meanwhile")
      }
    }
  }

  func storeRecords() throws {
    var insert = try LedgerStatement(RecordRow.insert, in: db)
    var keep = try RawBytes(in: db)
    // Rows are large: here and below each is looked at in its place, and not copied.
    let isDuplicate = RecordState.duplicate.rawValue
    for index in posting.records.indices.prefix(received.count) {
      posting.records[index].row.bind(to: &insert, rules: row(ofRules: posting.records[index].row.rules))
      insert.bind(posting.records[index].chain)
      try insert.run()
      guard posting.records[index].row.state != isDuplicate else { continue }
      let seq = posting.records[index].row.seq
      try received[index].bytes.withUnsafeBytes { try keep.insert($0, as: seq) }
    }
  }

  func storeItems() throws {
    var insert = try LedgerStatement(SQLiteRows.insertItem, in: db)
    var update = try LedgerStatement(SQLiteRows.updateItem, in: db)
    for row in posting.items {
      if let revision = row.after {
        update.bind(row.values, rowOfRules: self.row(ofRules:))
        update.bind(row.position)
        update.bind(revision)
        guard try update.run() == 1 else { throw LedgerError.corrupt(.missingItem(row.key)) }
      } else {
        insert.bind(row.values, rowOfRules: self.row(ofRules:))
        insert.bind(row.position)
        insert.bind(row.key)
        try insert.run()
      }
    }
  }

  func storeEntries() throws {
    var insert = try LedgerStatement(EntryRow.insert, in: db)
    for index in posting.entries.indices {
      insert.bind(posting.entries[index].seq)
      let rules = posting.entries[index].row.rules.map { row(ofRules: $0) }
      posting.entries[index].row.bind(to: &insert, rules: rules)
      insert.bind(posting.entries[index].row.seal)
      insert.bind(posting.entries[index].chain)
      try insert.run()
    }
  }

  func storeNotices() throws {
    var insert = try LedgerStatement(
      """
      INSERT INTO notice (row, item, ordinal, rung, addressee, deadline, provisional, entry, raised_at, kind, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'owed')
      """, in: db)
    for row in posting.notices {
      insert.bind(row.row)
      insert.bind(row.item)
      insert.bind(Int64(row.notice.ordinal))
      insert.bind(Int64(row.notice.rung))
      insert.bind(row.address)
      insert.bind(row.notice.deadline)
      insert.bind(row.notice.provisional)
      insert.bind(row.entry)
      insert.bind(row.raisedAt)
      insert.bind(row.notice.kind == .task ? nil : row.notice.kind.rawValue)
      try insert.run()
    }
    // A row at a time would cost twice as much; by its number, for the index of the state is what changes.
    var move = try LedgerStatement(
      "UPDATE notice NOT INDEXED SET state = ?, delivered_at = ?, seat = ? WHERE row BETWEEN ? AND ?", in: db)
    for moved in posting.moves {
      for range in RowRanges(moved.rows).ranges {
        move.bind(moved.to.rawValue)
        move.bind(moved.to == .delivered ? moved.at : nil)
        move.bind(posting.seat)
        move.bind(range.lowerBound)
        move.bind(range.upperBound)
        try move.run()
      }
    }
  }

  /// The row of a book; a posting names none that it does not know.
  private func row(ofRules digest: Digest) -> Int64 {
    guard let row = posting.row(ofRules: digest) else {
      preconditionFailure("a row of a posting names a book that the posting does not know")
    }
    return row
  }
}

extension FileRow {
  /// Binds how far it is, and its counts.
  fileprivate func bind(to statement: inout LedgerStatement) {
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
    statement.bind(records)
    statement.bind(refused)
  }
}

extension LedgerStatement {
  fileprivate mutating func bind(_ facts: FileFacts) {
    bind(facts.row)
    bind(facts.sha256)
    bind(facts.producer)
    bind(facts.name)
    bind(facts.inode)
    bind(facts.modified)
    bind(facts.born)
    bind(facts.size)
    bind(facts.seat)
  }
}
