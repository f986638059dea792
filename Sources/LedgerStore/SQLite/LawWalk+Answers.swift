internal import GRDB
internal import GridCore

/// What the entries say of files, notices and rules, to be held against those tables.
struct ToldByEntries {
  var announced: Int64 = 0
  var delivered: Int64 = 0
  /// When each book was last put in force, and what it counted.
  var rules: [Digest: (at: Timestamp, counts: String?)] = [:]
  var rulesInForce: Digest?
}

extension LawWalk {
  /// Takes down what an entry says, and checks what it alone can tell.
  mutating func hear(_ entry: EntryRow) throws {
    switch entry.kind {
    case .history: if entry.what == HistoryEntry.What.escalate.word { counted[.escalations] += 1 }
    case .silent, .release: break
    case .file: try checkFile(of: entry)
    case .delivery: try checkDelivery(entry)
    case .rules:
      guard let digest = entry.rules else { return fault(.sequence, "an entry puts no rules in force") }
      told.rules[digest] = (entry.at, entry.note)
      told.rulesInForce = digest
    case .incident: counted[.incidents] += 1
    }
  }

  private mutating func checkFile(of entry: EntryRow) throws {
    guard let row = entry.file, try FileFacts.read(row, in: db)?.seal(with: &hasher) == entry.seal else {
      return fault(.door, "file \(entry.file ?? 0) is not the one that was received")
    }
  }

  /// Notices that were announced are owed no more, and delivered ones were so at that time.
  private mutating func checkDelivery(_ entry: EntryRow) throws {
    guard let ranges = entry.note.flatMap(RowRanges.init(text:))?.ranges else {
      return fault(.balance, "an entry names no notices")
    }
    let isDelivery = entry.what == "delivered"
    var statement = try LedgerStatement(
      "SELECT count(*) FROM notice WHERE row BETWEEN ? AND ? AND "
        + (isDelivery ? "state = 'delivered' AND delivered_at = ?" : "state <> 'owed' AND ? IS NOT NULL"), in: db)
    for range in ranges {
      statement.bind(range.lowerBound)
      statement.bind(range.upperBound)
      statement.bind(entry.at)
      let moved = try statement.first { $0.int() } ?? 0
      if moved != Int64(range.count) {
        fault(.balance, "notices \(range.lowerBound) to \(range.upperBound) are not all \(entry.what)")
      }
      if isDelivery { told.delivered += Int64(range.count) } else { told.announced += Int64(range.count) }
    }
  }

  /// After all entries: what they say is all there is.
  mutating func checkAnswers() throws {
    let announced = try number("SELECT count(*) FROM notice WHERE state <> 'owed'")
    if announced != told.announced {
      fault(.balance, "\(some(announced, "notice was", "notices were")) announced, the entries say \(told.announced)")
    }
    let delivered = try number("SELECT count(*) FROM notice WHERE state = 'delivered'")
    if delivered != told.delivered {
      fault(.balance, "\(some(delivered, "notice was", "notices were")) delivered, the entries say \(told.delivered)")
    }
    try checkRules()
  }

  private mutating func checkRules() throws {
    var statement = try LedgerStatement(
      """
      SELECT u.digest, u.text, u.loaded_at, u.duties, u.matters, u.communities, u.grids, u.row IS m.rules
      FROM rules u, meta m
      """, in: db)
    var inForce: Digest?
    try statement.each { row in
      let digest = try row.digest()
      let found = row.withOptionalBytes { Digest(sha256: $0) }
      let loaded = row.optionalMoment()
      let counts = (0..<4).map { _ in String(row.int()) }.joined(separator: " ")
      if row.bool() { inForce = digest }
      guard let adopted = told.rules[digest] else {
        if found != nil || loaded != nil || counts != "0 0 0 0" {
          fault(.bytes, "rules \(digest.hex) were never put in force")
        }
        return
      }
      if found != digest { fault(.bytes, "the text of rules \(digest.hex) is another") }
      if loaded != adopted.at || counts != adopted.counts {
        fault(.bytes, "rules \(digest.hex) are not as they were put in force")
      }
    }
    if inForce != told.rulesInForce { fault(.bytes, "the rules in force are not those last adopted") }
  }
}
