import Foundation
import GRDB
import GridCore
import Postings
import Proof
import Seals

@testable import Ledger
@testable import LedgerStore

/// What a forger with our source does after he changed rows: computes chains, seals, heads and counters anew, so that every law
/// of the ledger itself holds again.
enum Reforge {
  static func change(_ path: String, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON; BEGIN IMMEDIATE; \(sql)")
      try refreshBytes(in: db)
      let records = try chainRecords(in: db)
      try sealFiles(in: db)
      try sealItems(in: db)
      let entries = try chainEntries(in: db)
      try db.execute(
        sql: "UPDATE meta SET records = ?, record_chain = ?, entries = ?, entry_chain = ?",
        arguments: [records.count, Data(records.head.bytes), entries.count, Data(entries.head.bytes)])
      try recount(in: db)
      try HeartSeal.renew(in: db)
      try db.execute(sql: "COMMIT")
    }
    try queue.close()
  }

  /// The digest of each record's bytes, which may be others by now.
  private static func refreshBytes(in db: Database) throws {
    for row in try Row.fetchAll(db, sql: "SELECT seq, bytes FROM raw") {
      let bytes: Data = row["bytes"]
      let digest = bytes.withUnsafeBytes { GridCore.Digest(sha256: $0) }
      try db.execute(
        sql: "UPDATE record SET sha256 = ? WHERE seq = ? AND sha256 <> ?",
        arguments: [Data(digest.bytes), row["seq"] as Int64, Data(digest.bytes)])
    }
  }

  private static func chainRecords(in db: Database) throws -> (count: Int64, head: GridCore.Digest) {
    var chain = HashChain()
    var hasher = FieldHasher()
    var count: Int64 = 0
    var links: [(Int64, GridCore.Digest)] = []
    var statement = try LedgerStatement(
      "SELECT \(RecordRow.columns) FROM record r LEFT JOIN rules u ON u.row = r.rules ORDER BY r.seq", in: db)
    try statement.each { row in
      let record = try row.record()
      let seal = try SQLiteSnapshot(db, .none).file(record.file)?.facts.seal(with: &hasher) ?? .zero
      chain.link { record.add(to: &$0, file: seal) }
      count += 1
      links.append((record.seq, chain.head))
    }
    for (seq, head) in links {
      try db.execute(sql: "UPDATE record SET chain = ? WHERE seq = ?", arguments: [Data(head.bytes), seq])
    }
    return (count, chain.head)
  }

  /// What each file is, in the entries that say what became of it.
  private static func sealFiles(in db: Database) throws {
    var hasher = FieldHasher()
    for row in try Row.fetchAll(db, sql: "SELECT seq, file FROM entry WHERE kind = 'file'") {
      guard let seal = try SQLiteSnapshot(db, .none).file(row["file"])?.facts.seal(with: &hasher) else { continue }
      try db.execute(
        sql: "UPDATE entry SET seal = ? WHERE seq = ?", arguments: [Data(seal.bytes), row["seq"] as Int64])
    }
  }

  /// The last seal of each item; those of its middle age cannot be told from its row.
  private static func sealItems(in db: Database) throws {
    var hasher = FieldHasher()
    var seals: [(Int64, GridCore.Digest)] = []
    var statement = try LedgerStatement(
      "SELECT i.position, \(SQLiteRows.itemColumns) FROM \(SQLiteRows.itemTables)", in: db)
    try statement.each { row in
      let position = row.int()
      seals.append((position, try row.itemReading().seal(with: &hasher)))
    }
    for (position, seal) in seals {
      try db.execute(
        sql: """
          UPDATE entry SET seal = ? WHERE seq = (SELECT max(seq) FROM entry WHERE item = ? AND seal IS NOT NULL)
          """, arguments: [Data(seal.bytes), position])
    }
  }

  private static func chainEntries(in db: Database) throws -> (count: Int64, head: GridCore.Digest) {
    var chain = HashChain()
    var count: Int64 = 0
    var links: [(Int64, GridCore.Digest)] = []
    var statement = try LedgerStatement(
      "SELECT e.seq, \(EntryRow.columns) FROM entry e LEFT JOIN rules u ON u.row = e.rules ORDER BY e.seq", in: db)
    try statement.each { row in
      let seq = row.int()
      let entry = try row.entryRow()
      let notices = entry.item == nil ? [] : try notices(of: entry.item ?? 0, entry: seq, in: db)
      chain.link { hasher in
        entry.add(to: &hasher, seq: seq, seal: entry.seal)
        for notice in notices { EntryRow.add(notice, to: &hasher) }
      }
      count += 1
      links.append((seq, chain.head))
    }
    for (seq, head) in links {
      try db.execute(sql: "UPDATE entry SET chain = ? WHERE seq = ?", arguments: [Data(head.bytes), seq])
    }
    return (count, chain.head)
  }

  private static func notices(of item: Int64, entry: Int64, in db: Database) throws -> [Notice] {
    var statement = try LedgerStatement(
      """
      SELECT i.key, \(SQLiteRows.noticeColumns)
      FROM notice n JOIN item i ON i.position = n.item WHERE n.item = ? AND n.entry = ? ORDER BY n.ordinal
      """, in: db)
    statement.bind(item)
    statement.bind(entry)
    return try statement.all { try $0.notice(of: $0.key()) }
  }

  private static func recount(in db: Database) throws {
    let counters = [
      "files": "file WHERE row <> 0", "taken": "file WHERE row <> 0 AND state = 'taken'",
      "quarantined": "file WHERE state = 'quarantined'",
      "accepted": "record WHERE state = 'accepted'", "rejected": "record WHERE state = 'rejected'",
      "duplicate": "record WHERE state = 'duplicate'", "held": "record WHERE state = 'held'",
      "open": "item WHERE state = 'open'", "suspended": "item WHERE state = 'suspended'",
      "resolved": "item WHERE state = 'resolved'", "closed": "item WHERE state = 'closed'",
      "void": "item WHERE state = 'void'", "on_site": "item WHERE on_site = 1",
      "triage": "item WHERE state = 'open' AND holder = 'triage'", "owed": "notice",
      "delivered": "notice WHERE state = 'delivered'", "escalations": "entry WHERE what = 'escalate'",
      "rules": "rules", "incidents": "entry WHERE kind = 'incident'",
    ]
    for (name, rows) in counters { try db.execute(sql: "UPDATE tally SET \(name) = (SELECT count(*) FROM \(rows))") }
    try db.execute(
      sql: """
        UPDATE file SET records = (SELECT count(*) FROM record r WHERE r.file = file.row),
          refused = (SELECT count(*) FROM record r WHERE r.file = file.row AND r.state = 'rejected' AND r.waits IS NULL)
        """)
  }
}
