internal import GRDB
internal import GridCore
package import Ledger
internal import Postings
package import Proof

extension SQLiteLedger {
  /// Records in a copy that it is restored: a new epoch, an incident, and what was laid down since it was made.
  ///
  /// In one transaction of the copy, which is complete in its one file afterwards and synced, and of this version's schema whichever
  /// it had. Nothing else is changed: whoever calls this puts it in its place.
  package static func restore(
    _ path: String, _ restoration: Restoration, earlier: EarlierItems = .none
  ) throws(LedgerError) -> RestoredLedger {
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration(readonly: false))
      let restored = try queue.inDatabase { db in
        try demandLedger(db, path: path)
        try LedgerStatement.execute("BEGIN IMMEDIATE", in: db)
        try SQLiteSchema.migrate(db, earlier)
        var advance = try LedgerStatement("UPDATE meta SET epoch = ?, revision = ? WHERE one = 1", in: db)
        advance.bind(restoration.epoch)
        advance.bind(restoration.revision)
        try Tally.demandOneRow(advance.run(), of: "meta")
        var session = try WriteSession(db, epoch: restoration.epoch)
        let restored = try session.record(restoration)
        let standing = try session.finish()
        try LedgerStatement.execute("COMMIT", in: db)
        return RestoredLedger(standing: standing, confirmed: restored.confirmed, carried: restored.carried)
      }
      try queue.close()
      return restored
    } catch {
      throw LedgerError(sqlite: error).naming(path)
    }
  }

  /// Which notices its rows, and what it was told itself, call laid down; of a damaged ledger those that can still be read.
  ///
  /// - Parameter staged: ids of papers still staged: what was announced and is staged was not laid down.
  package func laidDown(staged: Set<String>) -> (notices: LaidDownNotices, isWhole: Bool) {
    var notices = LaidDownNotices()
    do {
      notices = try carriedNotices()
      try readLaidDown("ASC", staged, into: &notices)
      return (notices, true)
    } catch {
      // From the other end there may be more.
      do { try readLaidDown("DESC", staged, into: &notices) } catch { return (notices, false) }
      return (notices, false)
    }
  }

  private func readLaidDown(
    _ order: String, _ staged: Set<String>, into notices: inout LaidDownNotices
  ) throws(LedgerError) {
    var found = notices
    defer { notices = found }
    try read { db in
      var statement = try LedgerStatement(
        """
        SELECT i.key, n.ordinal, n.addressee, n.state = 'publishing' FROM notice n JOIN item i ON i.position = n.item
        WHERE n.state <> 'owed' ORDER BY n.row \(order)
        """, in: db)
      try statement.each { row in
        let paper = LaidDownNotices.Paper(item: try row.key(), ordinal: row.int())
        let address = row.text()
        if row.bool(), staged.contains(paper.id) { return }
        found.insert(paper, at: address)
      }
    }
  }

  /// What restored ledgers were told of notices they do not know.
  package func carriedNotices() throws(LedgerError) -> LaidDownNotices {
    try read { db in
      var notices = LaidDownNotices()
      var incidents = try LedgerStatement(
        "SELECT seq FROM main.entry INDEXED BY entry_incident WHERE kind = 'incident' AND what = ? ORDER BY seq", in: db
      )
      incidents.bind(EntryRow.restoreWord)
      for incident in try incidents.all({ $0.int() }) {
        var next = incident + 1
        while let note = try Self.carried(by: next, in: db) {
          try EntryRow.readCarried(note, into: &notices)
          next += 1
        }
      }
      return notices
    }
  }

  private static func carried(by entry: Int64, in db: Database) throws -> String? {
    var statement = try LedgerStatement(
      "SELECT note FROM entry WHERE seq = ? AND kind = 'delivery' AND what = ?", in: db)
    statement.bind(entry)
    statement.bind(EntryRow.carriedWord)
    return try statement.first { $0.text() }
  }
}

extension WriteSession {
  fileprivate mutating func record(_ restoration: Restoration) throws -> (confirmed: Int, carried: Int) {
    posting.record(Incident(at: restoration.at, code: EntryRow.restoreWord, text: restoration.text))
    var open: [Int64] = []
    var carried = 0
    for (address, papers) in restoration.laidDown.papers.sorted(by: { $0.key < $1.key }) {
      var unknown: [LaidDownNotices.Paper] = []
      for paper in papers.sorted(by: { $0.id < $1.id }) {
        switch try state(of: paper, at: address) {
        case nil: unknown.append(paper)
        case (let row, let state)?: if state != "delivered" { open.append(row) }
        }
      }
      carried += unknown.count
      for entry in EntryRow.carried(unknown, at: address, restoration.at) { posting.append(entry) }
    }
    let confirmed = try advance(publishing: open, delivered: open, at: restoration.at)
    return (confirmed, carried)
  }

  private func state(of paper: LaidDownNotices.Paper, at address: String) throws -> (Int64, String)? {
    var statement = try LedgerStatement(
      """
      SELECT n.row, n.state FROM item i JOIN notice n ON n.item = i.position
      WHERE i.key = ? AND n.ordinal = ? AND n.addressee = ?
      """, in: db)
    statement.bind(paper.item)
    statement.bind(paper.ordinal)
    statement.bind(address)
    return try statement.first { ($0.int(), $0.text()) }
  }
}
