internal import GRDB
internal import GridCore

extension LawWalk {
  // MARK: Records

  /// L1 for each file, L5 and L6 for each record.
  mutating func records() throws {
    var files = FileRuns()
    try walkRecords(after: 0, files: &files)
    try finish(&files)
    if try number("SELECT count(*) FROM raw b LEFT JOIN record r ON r.seq = b.seq WHERE r.seq IS NULL") > 0 {
      fault(.bytes, "bytes are kept of records that are not there")
    }
    summarise(.bytes, "all bytes kept are those received")
  }

  private mutating func walkRecords(after first: Int64, files: inout FileRuns) throws {
    var chain = try chainHead(of: "record", at: first)
    var last = first
    var statement = try LedgerStatement(
      """
      SELECT \(RecordRow.columns), r.owns, r.chain, b.bytes, e.what, e.by, e.note
      FROM record r LEFT JOIN rules u ON u.row = r.rules LEFT JOIN raw b ON b.seq = r.seq
      LEFT JOIN entry e ON e.cause = r.seq AND e.kind = 'release'
      WHERE r.seq > ? ORDER BY r.seq
      """, in: db)
    statement.bind(first)
    try statement.each { row in
      let record = try row.record()
      if row.int() != record.owns { fault(.uniqueness, "record \(record.seq) owns what its state does not give it") }
      try begin(record, in: &files)
      let file = files.seal
      checkLink(of: "record", seq: record.seq, last: &last, chain: &chain, stored: row.bytes()) {
        record.add(to: &$0, file: file)
      }
      if let state = RecordState(rawValue: record.state) { counted[state.column] += 1 }
      checkBytes(of: record, digest: row.withOptionalBytes { Digest(sha256: $0) })
      checkRelease(of: record, became: row.optionalText(), code: row.optionalText(), text: row.optionalText())
    }
    try checkHead(of: "record", last: last, chain: chain)
  }

  private mutating func checkBytes(of record: RecordRow, digest: Digest?) {
    if let digest {
      if digest.bytes != record.sha256 { fault(.bytes, "the bytes of record \(record.seq) are not those received") }
    } else if record.state != RecordState.duplicate.rawValue {
      fault(.bytes, "the bytes of record \(record.seq) are gone")
    }
  }

  /// What became of a held record is in the chain of entries, and nowhere else.
  private mutating func checkRelease(of record: RecordRow, became: String?, code: String?, text: String?) {
    guard record.waits != nil, record.state != RecordState.held.rawValue else {
      if became != nil { fault(.sequence, "record \(record.seq) was released and is \(record.state)") }
      return
    }
    if became != record.state || code != record.code || text != record.text {
      fault(.sequence, "record \(record.seq) is \(record.state), the entries say \(became ?? "nothing")")
    }
  }

  // MARK: Entries

  /// L5 for each entry, and for the notices that its change raised.
  mutating func entries() throws {
    let raised = try walkEntries(after: 0)
    try checkAnswers()
    if try number("SELECT count(*) FROM notice") != raised { fault(.sequence, "a notice was raised by no entry") }
    if try number("SELECT max(row) FROM notice") != raised { fault(.sequence, "a notice is missing") }
    let caused = try number("SELECT count(*) FROM entry WHERE seal IS NOT NULL AND cause IS NOT NULL")
    if caused != counted[.accepted] {
      fault(.route, "\(some(counted[.accepted], "record was", "records were")) accepted, \(caused) changed an item")
    }
    let standing = try SQLiteLedger.standing(in: db)
    summarise(
      .sequence,
      "\(some(standing.records, "record")) and \(some(standing.entries, "entry", "entries")) without a gap, both chains whole",
      standing.records, standing.entries)
  }

  private mutating func walkEntries(after first: Int64) throws -> Int64 {
    var chain = try chainHead(of: "entry", at: first)
    var last = first
    var raised: Int64 = 0
    var statement = try LedgerStatement(
      """
      SELECT e.seq, \(EntryRow.columns), e.chain
      FROM entry e LEFT JOIN rules u ON u.row = e.rules WHERE e.seq > ? ORDER BY e.seq
      """, in: db)
    statement.bind(first)
    try statement.each { row in
      let seq = row.int()
      let entry = try row.entryRow()
      let notices = entry.item == nil || entry.seal == nil ? [] : try self.notices(of: entry, seq: seq)
      raised += Int64(notices.count)
      try hear(entry)
      checkLink(of: "entry", seq: seq, last: &last, chain: &chain, stored: row.bytes()) { hasher in
        entry.add(to: &hasher, seq: seq, seal: entry.seal)
        for notice in notices {
          EntryRow.add(notice, to: &hasher)
        }
      }
    }
    try checkHead(of: "entry", last: last, chain: chain)
    return raised
  }

  private mutating func notices(
    of entry: EntryRow, seq: Int64
  ) throws -> [Notice] {
    var notices: [Notice] = []
    var statement = try LedgerStatement(
      """
      SELECT i.key, n.ordinal, n.rung, n.addressee, n.deadline, n.provisional, n.raised_at
      FROM notice n JOIN item i ON i.position = n.item WHERE n.item = ? AND n.entry = ? ORDER BY n.ordinal
      """, in: db)
    statement.bind(entry.item)
    statement.bind(seq)
    try statement.each { row in
      notices.append(try row.notice(of: row.key()))
      if row.moment() != entry.at { fault(.sequence, "a notice of entry \(seq) was raised at another time") }
    }
    return notices
  }

  // MARK: Chains

  private mutating func checkLink(
    of table: String, seq: Int64, last: inout Int64, chain: inout HashChain, stored: [UInt8],
    _ fields: (inout FieldHasher) -> Void
  ) {
    last += 1
    if seq != last {
      fault(.sequence, "\(table) \(last) is missing")
      last = seq
    }
    chain.link(fields)
    if stored != chain.head {
      fault(.sequence, "\(table) \(seq) is not what was written")
      // Go on from what is there, so that one fault is told once.
      chain = HashChain(head: stored)
    }
  }

  private func chainHead(of table: String, at seq: Int64) throws -> HashChain {
    guard seq > 0 else { return HashChain() }
    var statement = try LedgerStatement("SELECT chain FROM \(table) WHERE seq = ?", in: db)
    statement.bind(seq)
    guard let head = try statement.first({ $0.bytes() }) else {
      throw LedgerError.corrupt("\(table) \(seq) is missing")
    }
    return HashChain(head: head)
  }

  private mutating func checkHead(of table: String, last: Int64, chain: HashChain) throws {
    let standing = try SQLiteLedger.standing(in: db)
    let (count, head) =
      table == "record" ? (standing.records, standing.recordChain) : (standing.entries, standing.entryChain)
    if count != last || head.bytes != chain.head {
      fault(
        .sequence,
        "\(some(count, "row of \(table) was", "rows of \(table) were")) written, up to number \(last) are there")
    }
  }

  /// Looks at the latest rows only, for a start after an unclean stop; throws `.corrupt` where they are not what was written.
  static func checkTails(in db: Database, latest: Int64) throws {
    let standing = try SQLiteLedger.standing(in: db)
    var walk = LawWalk(db)
    var files = FileRuns()
    try walk.walkRecords(after: max(0, standing.records - latest), files: &files)
    _ = try walk.walkEntries(after: max(0, standing.entries - latest))
    let broken = walk.report().filter { !$0.ok && $0.law != Law.door.rawValue }
    guard broken.isEmpty else { throw LedgerError.corrupt(broken.map(\.text).joined(separator: "; ")) }
  }
}
