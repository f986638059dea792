internal import GRDB
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Seals

/// Looks at the latest rows only, for a start after an unclean stop: whether they are what was written.
///
/// Throws `.corrupt` where they are not. `verify` looks at all of them, and at far more.
struct TailCheck {
  private let snapshot: SQLiteSnapshot
  private var hasher = FieldHasher()
  private var faults: [DamagedRow] = []

  static func run(in db: Database, latest: Int64) throws {
    let standing = try SQLiteLedger.standing(in: db)
    var check = TailCheck(snapshot: SQLiteSnapshot(db, .none))
    try check.records(standing, after: max(0, standing.records - latest))
    try check.entries(standing, after: max(0, standing.entries - latest))
    guard check.faults.isEmpty else { throw LedgerError.corrupt(.rows(Array(check.faults.prefix(3)))) }
  }

  private init(snapshot: SQLiteSnapshot) {
    self.snapshot = snapshot
  }

  private mutating func records(_ standing: LedgerStanding, after first: Int64) throws {
    var chain = try walk(of: "record", after: first)
    var file: (row: Int64, seal: Digest) = (FileFacts.own.row, FileFacts.ownSeal)
    let (records, kept) = (try snapshot.records(where: "r.seq > \(first)"), try snapshot.kept(where: "seq > \(first)"))
    var bytes = try kept.next()
    while let record = try records.next() {
      let row = record.row
      if row.file != file.row {
        file = (row.file, try snapshot.file(row.file)?.facts.seal(with: &hasher) ?? .zero)
      }
      faults += chain.take(row.seq, stored: record.link) { row.add(to: &$0, file: file.seal) }.map(DamagedRow.record)
      if record.owns != row.owns { faults.append(.owner(record: row.seq)) }
      if record.release != record.expectedRelease {
        faults.append(.release(record: row.seq, state: row.state, told: record.release?.state))
      }
      while let stray = bytes, stray.seq < row.seq { bytes = try kept.next() }
      let own = bytes.flatMap { $0.seq == row.seq ? $0.sha256 : nil }
      if own != (row.state == RecordState.duplicate.rawValue ? own : row.sha256) {
        faults.append(.bytes(record: row.seq))
      }
    }
    if let fault = chain.end(written: standing.records, head: standing.recordChain) { faults.append(.record(fault)) }
  }

  private mutating func entries(_ standing: LedgerStanding, after first: Int64) throws {
    var chain = try walk(of: "entry", after: first)
    let entries = try snapshot.entries(where: "e.seq > \(first)")
    while let entry = try entries.next() {
      let (seq, row) = (entry.seq, entry.row)
      let notices = row.item == nil ? [] : try notices(of: row, seq: seq)
      for notice in notices where notice.raisedAt != row.at {
        faults.append(.raised(notice: notice.row, entry: seq))
      }
      let found = chain.take(seq, stored: entry.link) { hasher in
        row.add(to: &hasher, seq: seq, seal: row.seal)
        for notice in notices { notice.add(to: &hasher) }
      }
      faults += found.map(DamagedRow.entry)
      try checkMoves(of: row, seq: seq)
    }
    if let fault = chain.end(written: standing.entries, head: standing.entryChain) { faults.append(.entry(fault)) }
  }

  /// Notices that an entry says were announced or laid down are so.
  private mutating func checkMoves(of entry: EntryRow, seq: Int64) throws {
    guard entry.kind == .delivery, entry.what != EntryRow.carriedWord else { return }
    for range in entry.note.flatMap(RowRanges.init(text:))?.ranges ?? [] {
      guard let notice = try snapshot.firstNotice(in: range, notMovedBy: entry) else { continue }
      faults.append(.moved(notice: notice, what: entry.what, entry: seq))
    }
  }

  private func notices(of entry: EntryRow, seq: Int64) throws -> [StoredNotice] {
    var statement = try LedgerStatement(
      "SELECT \(StoredNotice.columns) FROM notice WHERE item = ? AND entry = ? ORDER BY ordinal", in: snapshot.db)
    statement.bind(entry.item)
    statement.bind(seq)
    return try statement.all { $0.noticeRow() }
  }

  private func walk(of table: String, after seq: Int64) throws -> ChainWalk {
    guard seq > 0 else { return ChainWalk() }
    var statement = try LedgerStatement("SELECT chain FROM \(table) WHERE seq = ?", in: snapshot.db)
    statement.bind(seq)
    guard let head = try statement.first({ $0.anyDigest() }) else {
      throw LedgerError.corrupt(.missing(table: table, row: seq))
    }
    return ChainWalk(after: seq, head: head)
  }
}
