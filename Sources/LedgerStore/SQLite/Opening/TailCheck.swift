internal import GRDB
internal import GridCore

/// Looks at the latest rows only, for a start after an unclean stop: whether they are what was written.
///
/// Throws `.corrupt` where they are not. `verify` looks at all of them, and at far more.
struct TailCheck {
  private let db: Database
  private var hasher = FieldHasher()
  private var faults: [String] = []

  static func run(in db: Database, latest: Int64) throws {
    let standing = try SQLiteLedger.standing(in: db)
    var check = TailCheck(db: db)
    try check.records(standing, after: max(0, standing.records - latest))
    try check.entries(standing, after: max(0, standing.entries - latest))
    guard check.faults.isEmpty else { throw LedgerError.corrupt(check.faults.prefix(3).joined(separator: "; ")) }
  }

  private init(db: Database) {
    self.db = db
  }

  private mutating func records(_ standing: LedgerStanding, after first: Int64) throws {
    var chain = try walk(of: "record", after: first)
    var file: (row: Int64, seal: Digest) = (0, .zero)
    var statement = try LedgerStatement(
      """
      SELECT \(RecordRow.columns), r.chain, b.bytes FROM record r LEFT JOIN rules u ON u.row = r.rules
      LEFT JOIN raw b ON b.seq = r.seq WHERE r.seq > ? ORDER BY r.seq
      """, in: db)
    statement.bind(first)
    try statement.each { row in
      let record = try row.record()
      if record.file != file.row {
        file = (record.file, try FileFacts.read(record.file, in: db)?.seal(with: &hasher) ?? .zero)
      }
      tell("record", chain.take(record.seq, stored: row.anyDigest()) { record.add(to: &$0, file: file.seal) })
      let kept = row.withOptionalBytes { Digest(sha256: $0) }
      if kept != (record.state == RecordState.duplicate.rawValue ? kept : record.sha256) {
        faults.append("raw \(record.seq): not the bytes received")
      }
    }
    tell("record", chain.end(written: standing.records, head: standing.recordChain).map { [$0] } ?? [])
  }

  private mutating func entries(_ standing: LedgerStanding, after first: Int64) throws {
    var chain = try walk(of: "entry", after: first)
    var statement = try LedgerStatement(
      """
      SELECT e.seq, \(EntryRow.columns), e.chain
      FROM entry e LEFT JOIN rules u ON u.row = e.rules WHERE e.seq > ? ORDER BY e.seq
      """, in: db)
    statement.bind(first)
    try statement.each { row in
      let (seq, entry) = (row.int(), try row.entryRow())
      let notices = entry.item == nil || entry.seal == nil ? [] : try notices(of: entry, seq: seq)
      let faults = chain.take(seq, stored: row.anyDigest()) { hasher in
        entry.add(to: &hasher, seq: seq, seal: entry.seal)
        for notice in notices { EntryRow.add(notice, to: &hasher) }
      }
      tell("entry", faults)
    }
    tell("entry", chain.end(written: standing.entries, head: standing.entryChain).map { [$0] } ?? [])
  }

  private func notices(of entry: EntryRow, seq: Int64) throws -> [Notice] {
    var statement = try LedgerStatement(
      """
      SELECT i.key, n.ordinal, n.rung, n.addressee, n.deadline, n.provisional
      FROM notice n JOIN item i ON i.position = n.item WHERE n.item = ? AND n.entry = ? ORDER BY n.ordinal
      """, in: db)
    statement.bind(entry.item)
    statement.bind(seq)
    return try statement.all { try $0.notice(of: $0.key()) }
  }

  private func walk(of table: String, after seq: Int64) throws -> ChainWalk {
    guard seq > 0 else { return ChainWalk() }
    var statement = try LedgerStatement("SELECT chain FROM \(table) WHERE seq = ?", in: db)
    statement.bind(seq)
    guard let head = try statement.first({ $0.anyDigest() }) else {
      throw LedgerError.corrupt("\(table) \(seq) is missing")
    }
    return ChainWalk(after: seq, head: head)
  }

  private mutating func tell(_ table: String, _ found: [ChainWalk.Fault]) {
    for fault in found {
      let text =
        switch fault {
        case .missing(let row): "\(row): missing"
        case .notAsWritten(let row): "\(row): not what was written"
        case .cutOff(let written, let last): "\(last + 1): missing; \(written) were written"
        case .beyond(let written): "\(written + 1): only \(written) were written"
        case .otherHead(let last): "\(last): the chain's head in meta 1 is another"
        }
      faults.append("\(table) \(text)")
    }
  }
}
