internal import GRDB
internal import GridCore

/// What the entries say of files, notices and rules, to be held against those tables.
struct ToldByEntries {
  var announced: Int64 = 0
  var delivered: Int64 = 0
  /// When each book was last put in force, what it counted, and who did it.
  var rules: [Digest: (at: Timestamp, counts: String?, seat: Int64)] = [:]
  var rulesInForce: Digest?
}

extension LawWalk {
  /// Takes down what an entry says, and checks what it alone can tell.
  mutating func hear(_ entry: EntryRow, seq: Int64) throws {
    switch entry.kind {
    case .history: if entry.what == HistoryEntry.What.escalate.word { counted[.escalations] += 1 }
    case .silent, .release: break
    case .file: try checkFile(of: entry, seq: seq)
    case .delivery: try checkDelivery(entry, seq: seq)
    case .rules:
      guard let digest = entry.rules else {
        return fault(.chain, "entry \(seq): puts no rules in force", "经过 entry \(seq)：未写明生效的规则")
      }
      told.rules[digest] = (entry.at, entry.note, entry.seat)
      told.rulesInForce = digest
    case .incident: counted[.incidents] += 1
    }
  }

  private mutating func checkFile(of entry: EntryRow, seq: Int64) throws {
    guard let row = entry.file, try FileFacts.read(row, in: db)?.seal(with: &hasher) == entry.seal else {
      let file = entry.file ?? 0
      return fault(
        .door, "file \(file): not the one that was received, by entry \(seq)", "文件 file \(file)：与收到时不符（经过 entry \(seq)）"
      )
    }
  }

  /// After all entries: what they say is all there is.
  mutating func checkAnswers() throws {
    try checkMoves()
    try checkRules()
  }

  private mutating func checkRules() throws {
    var statement = try LedgerStatement(
      """
      SELECT u.row, u.digest, u.text, u.loaded_at, u.duties, u.matters, u.communities, u.grids, u.seat, u.row IS m.rules
      FROM rules u, meta m ORDER BY u.row
      """, in: db)
    var inForce: Digest?
    try statement.each { row in
      let number = row.int()
      let digest = try row.digest()
      let found = row.withOptionalBytes { Digest(sha256: $0) }
      let loaded = row.optionalMoment()
      let counts = (0..<4).map { _ in String(row.int()) }.joined(separator: " ")
      let seat = row.int()
      if row.bool() { inForce = digest }
      guard let adopted = told.rules[digest] else {
        if found != nil || loaded != nil || counts != "0 0 0 0" || seat != 0 {
          fault(.bytes, "rules \(number): never put in force", "规则 rules \(number)：从未生效")
        }
        return
      }
      if found != digest { fault(.bytes, "rules \(number): its text is another", "规则 rules \(number)：原文已变") }
      if loaded != adopted.at || counts != adopted.counts || seat != adopted.seat {
        fault(.bytes, "rules \(number): not as it was put in force", "规则 rules \(number)：与生效时不符")
      }
    }
    if inForce != told.rulesInForce {
      fault(.bytes, "meta 1: the rules in force are not those last adopted", "meta 1：现行规则不是最后采用的那一份")
    }
  }
}
