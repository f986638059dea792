internal import GRDB
internal import GridCore

extension LawWalk {
  // MARK: Records

  /// `door` for each file, `chain` and `bytes` for each record.
  mutating func records() throws {
    var files = FileRuns()
    try walkRecords(after: 0, files: &files)
    try finish(&files)
    let stray = "SELECT min(b.seq), count(*) FROM raw b LEFT JOIN record r ON r.seq = b.seq WHERE r.seq IS NULL"
    if let stray = try first(stray) {
      fault(.bytes, "raw \(stray.row): bytes of a record that is not there", "原文 raw \(stray.row)：所属记录不存在")
    }
    summarise(.bytes, "all bytes kept are those received", "所存原文与收到时一致")
  }

  private mutating func walkRecords(after first: Int64, files: inout FileRuns) throws {
    var chain = try chainHead(of: "record", at: first)
    var last = first
    var statement = try LedgerStatement(
      """
      SELECT \(RecordRow.columns), r.owns, r.chain, b.bytes, e.what, e.by, e.note, e.params
      FROM record r LEFT JOIN rules u ON u.row = r.rules LEFT JOIN raw b ON b.seq = r.seq
      LEFT JOIN entry e ON e.cause = r.seq AND e.kind = 'release'
      WHERE r.seq > ? ORDER BY r.seq
      """, in: db)
    statement.bind(first)
    try statement.each { row in
      let record = try row.record()
      if row.int() != record.owns {
        fault(
          .uniqueness, "record \(record.seq): owns what its state does not give it",
          "记录 record \(record.seq)：占有其状态不应占有的标识")
      }
      try begin(record, in: &files)
      let file = files.seal
      checkLink(of: "record", seq: record.seq, last: &last, chain: &chain, stored: row.anyDigest()) {
        record.add(to: &$0, file: file)
      }
      if let state = RecordState(rawValue: record.state) { counted[state.column] += 1 }
      checkBytes(of: record, digest: row.withOptionalBytes { Digest(sha256: $0) })
      checkRelease(
        of: record, became: row.optionalText(), code: row.optionalText(), text: row.optionalText(),
        parameters: row.optionalText())
    }
    try checkHead(of: "record", last: last, chain: chain)
  }

  private mutating func checkBytes(of record: RecordRow, digest: Digest?) {
    if let digest {
      if digest != record.sha256 {
        fault(.bytes, "raw \(record.seq): not the bytes received", "原文 raw \(record.seq)：与收到时不同")
      }
    } else if record.state != RecordState.duplicate.rawValue {
      fault(.bytes, "raw \(record.seq): the bytes are gone", "原文 raw \(record.seq)：不见了")
    }
  }

  /// What became of a held record is in the chain of entries, and nowhere else.
  private mutating func checkRelease(
    of record: RecordRow, became: String?, code: String?, text: String?, parameters: String?
  ) {
    guard record.waits != nil, record.state != RecordState.held.rawValue else {
      if became != nil {
        fault(
          .chain, "record \(record.seq): was released and is \(record.state)",
          "记录 record \(record.seq)：已解除等候，状态却是 \(record.state)")
      }
      return
    }
    if became != record.state || (code, text, parameters) != (record.code, record.text, record.parameters) {
      fault(
        .chain, "record \(record.seq): is \(record.state), the entries say \(became ?? "nothing")",
        "记录 record \(record.seq)：状态是 \(record.state)，经过记为 \(became ?? "无")")
    }
  }

  // MARK: Entries

  /// `chain` for each entry, and for the notices that its change raised.
  mutating func entries() throws {
    let raised = try walkEntries(after: 0)
    try checkAnswers()
    try checkRaised(raised)
    try checkCauses()
    let standing = try SQLiteLedger.standing(in: db)
    summarise(
      .chain,
      "\(some(standing.records, "record")) and \(some(standing.entries, "entry", "entries")) without a gap, both chains whole",
      "记录 \(standing.records) 条、经过 \(standing.entries) 条，序号连续，两条散列链完整")
  }

  private mutating func checkRaised(_ raised: Int64) throws {
    if try number("SELECT count(*) FROM notice") != raised {
      let row = try number(
        """
        SELECT min(row) FROM notice n
        WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.seq = n.entry AND e.item = n.item AND e.seal IS NOT NULL)
        """)
      fault(.chain, "notice \(row): raised by no entry", "通知单 notice \(row)：经过中没有其来由")
    }
    if try number("SELECT max(row) FROM notice") != raised {
      let row = try firstGap(in: "notice")
      fault(.chain, "notice \(row): missing", "通知单 notice \(row)：缺失")
    }
  }

  private mutating func checkCauses() throws {
    let caused = try number("SELECT count(*) FROM entry WHERE seal IS NOT NULL AND cause IS NOT NULL")
    guard caused != counted[.accepted] else { return }
    let idle = "SELECT seq FROM record WHERE state = 'accepted'"
    let causes = "SELECT cause FROM entry WHERE seal IS NOT NULL AND cause IS NOT NULL"
    let row =
      try first("SELECT min(seq), count(*) FROM (\(idle) EXCEPT \(causes))")
      ?? first("SELECT min(cause), count(*) FROM (\(causes) EXCEPT \(idle))")
    let accepted = counted[.accepted]
    fault(
      .route,
      "record \(row?.row ?? 0): \(some(accepted, "record was", "records were")) accepted, \(caused) changed an item",
      "记录 record \(row?.row ?? 0)：接受记录 \(accepted) 条，改动事项的 \(caused) 条")
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
      try hear(entry, seq: seq)
      checkLink(of: "entry", seq: seq, last: &last, chain: &chain, stored: row.anyDigest()) { hasher in
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
      if row.moment() != entry.at {
        let id = notices.last?.id ?? ""
        fault(
          .chain, "notice \(id): raised at another time than entry \(seq)", "通知单 notice \(id)：时间与经过 entry \(seq) 不符")
      }
    }
    return notices
  }

  // MARK: Chains

  private mutating func checkLink(
    of table: String, seq: Int64, last: inout Int64, chain: inout HashChain, stored: Digest,
    _ fields: (inout FieldHasher) -> Void
  ) {
    last += 1
    if seq != last {
      fault(.chain, "\(table) \(last): missing", "\(table) \(last)：缺失")
      last = seq
    }
    chain.link(fields)
    if stored != chain.head {
      fault(.chain, "\(table) \(seq): not what was written", "\(table) \(seq)：与写入时不符")
      // Go on from what is there, so that one fault is told once.
      chain = HashChain(head: stored)
    }
  }

  private func chainHead(of table: String, at seq: Int64) throws -> HashChain {
    guard seq > 0 else { return HashChain() }
    var statement = try LedgerStatement("SELECT chain FROM \(table) WHERE seq = ?", in: db)
    statement.bind(seq)
    guard let head = try statement.first({ $0.anyDigest() }) else {
      throw LedgerError.corrupt(.missing(table: table, row: seq))
    }
    return HashChain(head: head)
  }

  private mutating func checkHead(of table: String, last: Int64, chain: HashChain) throws {
    let standing = try SQLiteLedger.standing(in: db)
    let (count, head) =
      table == "record" ? (standing.records, standing.recordChain) : (standing.entries, standing.entryChain)
    let written = some(count, "row of \(table) was", "rows of \(table) were")
    if count > last {
      fault(
        .chain, "\(table) \(last + 1): missing; \(written) written, the last there is \(last)",
        "\(table) \(last + 1)：缺失；共写入 \(count) 条，现有至 \(last)")
    } else if count < last {
      fault(.chain, "\(table) \(count + 1): only \(written) written", "\(table) \(count + 1)：只写入过 \(count) 条")
    } else if head != chain.head {
      fault(
        .chain, "\(table) \(last): the chain's head in meta 1 is another", "\(table) \(last)：与 meta 1 所记散列链头不符")
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
    guard broken.isEmpty else { throw LedgerError.corrupt(.laws(broken)) }
  }
}
