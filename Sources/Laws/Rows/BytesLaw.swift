internal import Formats
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// The bytes and the rules kept are those received.
struct BytesLaw {
  /// When a book was last put in force, what it counted, and who did it; there are as many as there were books.
  private struct Adoption: Equatable {
    let at: Timestamp
    let counts: String?
    let seat: Int64
  }

  private(set) var findings = LawFindings()
  private var adopted: [Digest: Adoption] = [:]
  private var lastAdopted: Digest?

  /// Takes the next record with what is kept of it.
  mutating func take(_ record: RecordRow, kept: KeptRow?) {
    if let kept {
      if kept.sha256 != record.sha256 || !isRead(record, from: kept.event) {
        add(.raw, record.seq, .record(.otherBytes))
      }
    } else if record.state != "duplicate" {
      add(.raw, record.seq, .record(.bytesGone))
    }
  }

  /// Whether a record's content is what it was translated into: no digest of its own tells that.
  private func isRead(_ record: RecordRow, from event: [UInt8]?) -> Bool {
    guard let event, let content = record.content else { return true }
    let version = DecidingVersion(rawValue: record.decidedBy ?? 1) ?? .current
    return EventReader.again(event, received: record.receivedAt, as: version)?.content == content
  }

  /// Takes bytes that no record owns.
  mutating func takeStray(_ kept: KeptRow) {
    add(.raw, kept.seq, .record(.bytesOfNoRecord))
  }

  /// Takes the next entry, which may put rules in force.
  mutating func take(_ entry: ChainedEntry) {
    guard entry.row.kind == .rules, let rules = entry.row.rules else { return }
    adopted[rules] = Adoption(at: entry.row.at, counts: entry.row.note, seat: entry.row.seat)
    lastAdopted = rules
  }

  /// Takes the row of a book, after all entries.
  mutating func take(_ rules: StoredRules) {
    guard let adoption = adopted[rules.digest] else {
      if rules.textDigest != nil || rules.loadedAt != nil || rules.counts != StoredRules.noCounts
        || rules.seat != 0
      {
        add(.rules, rules.row, .heart(.rulesNeverInForce))
      }
      return
    }
    if rules.textDigest != rules.digest { add(.rules, rules.row, .heart(.rulesTextIsAnother)) }
    if rules.loadedAt != adoption.at || rules.counts != adoption.counts || rules.seat != adoption.seat {
      add(.rules, rules.row, .heart(.rulesNotAsPutInForce))
    }
  }

  mutating func end(_ heart: LedgerHeart) {
    if heart.rulesInForce != lastAdopted { findings.add(.bytes, .meta, .heart(.otherRulesInForce)) }
  }

  private mutating func add(_ table: LawPlace.Table, _ row: Int64, _ flaw: LawFlaw) {
    findings.add(.bytes, LawPlace(table, row), flaw)
  }
}
