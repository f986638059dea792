internal import Formats
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Town

/// Signals in force have counted what the histories tell, and raised what their rules say: once, at the count that they were reached at.
///
/// What earlier definitions counted is not told by the rules any more, and is not asked for.
struct SignalLaw {
  private(set) var findings = LawFindings()
  private(set) var count: Int64 = 0
  private let snapshot: any LedgerSnapshot
  private var shelf: RuleShelf
  private let rows: [SignalRow]
  private let definitions: [DefinitionRow]
  private let since: Timestamp?
  private var marks: [SignalKey: SignalMarks] = [:]
  private var rules: [ByteText: (rule: SignalRule, book: RuleBook)] = [:]

  init(_ snapshot: any LedgerSnapshot) throws {
    self.snapshot = snapshot
    shelf = RuleShelf(snapshot, adoptions: try snapshot.adoptions())
    rows = try snapshot.signals()
    definitions = try snapshot.definitions().map(\.row).filter { $0.source == EventIdentity.integrity }
    since = definitions.map(\.since).min()
    // A ledger without signals is not read for them.
    guard !definitions.isEmpty, let digest = try snapshot.adoptions().last?.rules, let book = try shelf.book(digest)
    else { return }
    for rule in book.integrity?.signals ?? [] { rules[ByteText(rule.name)] = (rule, book) }
  }

  /// Takes the next item.
  mutating func take(_ row: StoredItem) throws {
    guard let since, let item = row.item, item.memory.last >= since else { return }
    var fold = WorkFold(received: item.receivedAt, isOwn: item.facts.isOwn)
    try snapshot.eachChange(ofItemAt: row.position, key: item.key, after: 0) { change in
      for (fact, digest) in fold.take(change) { try take(fact, under: digest, of: row.position, at: change) }
      return true
    }
  }

  private mutating func take(_ fact: WorkFact, under digest: Digest, of item: Int64, at change: StoredChange) throws {
    for definition in definitions where definition.since <= fact.at {
      guard let (rule, book) = rules[ByteText(definition.name)],
        let isCounted = rule.counts(fact, in: book.calendar)
      else { continue }
      // A silent change names the book of the decision before it.
      if change.silence == nil {
        let then = try shelf.book(digest)?.signal(named: definition.name)
        guard then?.definition == rule.definition else { continue }
      }
      let period = Period(rule.per, of: book.calendar.local(fact.at).day).text
      let key = SignalKey(name: rule.name, period: period, post: fact.post)
      marks[key, default: SignalMarks()].add(.init(entry: change.entry, item: item, isCounted: isCounted))
    }
  }

  /// After the last item.
  mutating func end() throws {
    var left = marks
    for (number, row) in rows.enumerated() {
      count += 1
      let place = LawPlace(.signal, Int64(number + 1))
      let told = left.removeValue(forKey: row.key)?.inOrder() ?? []
      guard let (rule, book) = rules[row.key.name], let definition = definition(of: rule) else {
        try checkReport(of: row, since: nil, nil, place)
        continue
      }
      let first = Period(rule.per, of: book.calendar.local(definition.since).day).text
      if told.isEmpty, row.key.period.utf8.count != first.utf8.count || row.key.period < first {
        try checkReport(of: row, since: nil, nil, place)
        continue
      }
      var counted = SignalCount(kind: rule.kind.rawValue)
      var reached: SignalCount?
      for mark in told {
        counted.add(String(mark.item), isCounted: mark.isCounted, isShare: rule.kind == .onSite)
        if reached == nil, rule.isReached(counted.count, among: counted.base) { reached = counted }
      }
      counted.raised = row.count.raised
      if try named(counted) != row.count { findings.add(.signals, place, .record(.notAsCounted)) }
      try checkReport(of: row, since: definition.since, reached, place)
    }
    if let key = left.keys.first {
      findings.add(.signals, LawPlace(.signal, count + 1), .record(.signalMissing(key.name.text)))
    }
  }

  /// A count whose items were told by their positions, with their ids.
  private func named(_ count: SignalCount) throws -> SignalCount {
    var named = count
    named.items = try count.items.map { try Int64($0).flatMap(snapshot.item(at:))?.id ?? $0 }
    return named
  }

  private func definition(of rule: SignalRule) -> DefinitionRow? {
    definitions.first { ByteText($0.text) == rule.definition }
  }

  /// Whether the report is there that the count asks for, and says what was counted.
  private mutating func checkReport(
    of row: SignalRow, since: Timestamp?, _ reached: SignalCount?, _ place: LawPlace
  ) throws {
    guard let raised = row.count.raised else {
      // A grid that the rules do not have any more has no station to look at it.
      if reached != nil, rules[row.key.name]?.book.knows(.station(row.station)) == true {
        findings.add(.signals, place, .record(.notRaised))
      }
      return
    }
    let call = SignalCall(name: row.key.name.text, period: row.key.period, post: row.key.post)
    guard let record = try snapshot.record(raised), let bytes = record.bytes, record.file.row == FileFacts.own.row,
      case .report(let report)? = EventReader.again(bytes, received: record.receivedAt)?.body,
      report.own == .signal(call)
    else { return findings.add(.signals, place, .record(.notAsCounted)) }
    // What an earlier definition raised in the period is not raised again, and by which count nobody knows any more.
    guard let since, record.receivedAt >= since else { return }
    let text = OwnReportText(
      matter: try shelf.book(record.rules)?.integrity?.matter, community: call.post.community, grid: call.post.grid,
      summary: call.name)
    let wanted = try reached.map(named).map { count in
      text.bytes(
        of: call, kind: count.kind, count: count.count, items: count.items,
        id: call.reportID { sha256(of: Array($0.utf8)) }, time: record.receivedAt)
    }
    if wanted != bytes { findings.add(.signals, place, .record(.notAsCounted)) }
  }
}

extension SignalRow {
  fileprivate var station: GridPlace { GridPlace(community: key.post.community, grid: key.post.grid) }
}
