internal import Formats
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Town

/// Every round and signal is there at most once and is what its record says; where a round was not raised is told; its figures are what
/// is there.
struct OwnLaw {
  private(set) var findings = LawFindings()
  private(set) var count: Int64 = 0
  private var accepted: Int64 = 0
  /// There are as many as rounds have periods.
  private var figures: [RoundFigures.Key: RoundFigures] = [:]
  /// When the figures of each were added to last: then its moment was the one that is kept.
  private var last: [RoundFigures.Key: Timestamp] = [:]

  mutating func take(_ record: RecordRow) {
    if record.file == FileFacts.own.row, record.owns == 2 { accepted += 1 }
  }

  /// Takes the next entry: a line that says where a round was not raised.
  mutating func take(_ entry: ChainedEntry) {
    guard entry.row.kind == .incident, let line = RoundLine(what: entry.row.what, note: entry.row.note ?? "") else {
      if entry.row.kind == .incident, RoundLine.Word(rawValue: entry.row.what) != nil {
        findings.add(.own, LawPlace(.entry, entry.seq), .record(.notAsReported))
      }
      return
    }
    add(line.name, line.period, line.due, at: entry.row.at) { $0.add(line) }
  }

  /// Takes the next report of the daemon's own.
  mutating func take(_ stored: StoredOwn) {
    count += 1
    guard stored.isOwn, let bytes = stored.bytes, let event = EventReader.again(bytes, received: stored.receivedAt),
      case .report(let report) = event.body, let cause = report.own,
      stored.row == OwnRow(position: stored.row.position, cause), Self.isNamed(event.identity.id, cause)
    else { return findings.add(.own, LawPlace(.own, stored.row.position), .record(.notAsReported)) }
    if case .round(let call) = cause {
      add(call.name, call.period, call.due, at: stored.receivedAt) { $0.raised += 1 }
    }
  }

  /// Whether an id is made of its cause: by that nothing is there twice.
  private static func isNamed(_ id: String, _ cause: OwnReport) -> Bool {
    switch cause {
    case .round(let call): id == RoundRule.reportID(of: call) { sha256(of: Array($0.utf8)) }
    case .signal(let call): id == call.reportID { sha256(of: Array($0.utf8)) }
    }
  }

  private mutating func add(
    _ name: String, _ period: String, _ due: Timestamp, at moment: Timestamp, _ body: (inout RoundFigures) -> Void
  ) {
    let key = RoundFigures.Key(name: name, period: period)
    var known = figures[key] ?? RoundFigures(due: due)
    if last[key].map({ $0 <= moment }) ?? true { (known.due, last[key]) = (due, moment) }
    body(&known)
    figures[key] = known
  }

  mutating func end(_ definitions: [StoredDefinition], _ stored: [RoundFigures.Key: RoundFigures]) {
    if accepted != count {
      findings.add(.own, LawPlace(.own, count), .record(.ownReports(records: accepted, rows: count)))
    }
    for definition in definitions where !definition.isSealed || definition.row.done < definition.row.since {
      findings.add(.own, LawPlace(table: .definition, name: definition.row.name), .record(.definitionNotAsWritten))
    }
    for key in Set(stored.keys).union(figures.keys) where stored[key] != figures[key] {
      findings.add(.own, LawPlace(table: .round, name: "\(key.name) \(key.period)"), .record(.notAsCounted))
    }
  }
}
