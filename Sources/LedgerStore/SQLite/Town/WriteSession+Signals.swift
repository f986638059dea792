internal import GRDB
internal import GridCore
internal import Ledger
internal import Postings

/// A signal as one book defines it.
struct SignalDefinition: Hashable {
  let name: ByteText
  let text: ByteText
}

/// Counting what signals ask for, and raising what they bring, in the transaction that stores what it comes of.
extension WriteSession {
  /// Counts what changes bring, in their order, and enters the report of each signal that is reached.
  mutating func count(_ changes: some Sequence<ItemChange>, _ keeper: (any SignalKeeping)?) throws {
    guard let keeper else { return }
    for change in changes where !change.facts.isEmpty {
      for fact in change.facts {
        for mark in keeper.marks(of: fact) { try count(fact, of: change.item.id, mark, keeper) }
      }
    }
  }

  private mutating func count(
    _ fact: WorkFact, of item: String, _ mark: SignalMark, _ keeper: any SignalKeeping
  ) throws {
    guard let since = try since(mark), fact.at >= since else { return }
    let key = SignalKey(name: mark.name, period: mark.period, post: fact.post)
    var count = try signals[key] ?? SQLiteLedger.signal(key, in: db) ?? SignalCount(kind: mark.kind)
    count.kind = mark.kind
    count.add(item, isCounted: mark.isCounted, isShare: mark.isShare)
    signals[key] = count
    if count.raised == nil, keeper.isReached(mark, count) { try raise(key, count, keeper) }
  }

  /// Since when a signal counts; nil where it is not the one that is in force.
  private mutating func since(_ mark: SignalMark) throws -> Timestamp? {
    if signalsSince == nil {
      let known = try SQLiteLedger.definitions(in: db).filter { $0.source == EventIdentity.integrity }
      signalsSince = Dictionary(
        known.map { (SignalDefinition(name: ByteText($0.name), text: ByteText($0.text)), $0.since) },
        uniquingKeysWith: { first, _ in first })
    }
    return signalsSince?[SignalDefinition(name: ByteText(mark.name), text: ByteText(mark.text))]
  }

  private mutating func raise(_ signal: SignalKey, _ count: SignalCount, _ keeper: any SignalKeeping) throws {
    let key = keeper.reportKey(of: signal)
    guard posting.position(of: key) == nil, try SQLiteLedger.owners(of: [key], in: db).isEmpty else { return }
    let held = try SQLiteLedger.held(for: [key.itemID], in: db)
    guard let report = keeper.report(of: signal, count, held: held) else { return }
    var named = NamedRows()
    named.add(report.changes)
    try know(named)
    try know(rules: [report.rules])
    received += report.records
    _ = try posting.receive(report)
    signals[signal]?.raised = posting.position(of: key)
  }

  /// Stores what was counted; after the items that rows name.
  func storeSignals() throws {
    guard !signals.isEmpty else { return }
    var store = try LedgerStatement(
      """
      INSERT INTO signal (name, period, community, grid, post, kind, count, base, items, item)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name, period, grid, post) DO UPDATE SET community = excluded.community, kind = excluded.kind,
        count = excluded.count, base = excluded.base, items = excluded.items, item = excluded.item
      """, in: db)
    for (key, count) in signals {
      for text in [key.name.text, key.period, key.post.community, key.post.grid, key.post.post, count.kind] {
        store.bind(text)
      }
      store.bind(Int64(count.count))
      store.bind(Int64(count.base))
      store.bind(count.items.joined(separator: " "))
      store.bind(count.raised)
      try store.run()
    }
  }

  /// Signals that come into force, new or changed, count from nothing; what was raised in their period stays raised.
  func beginAnew(_ definitions: [RulesRecord.Definition]) throws {
    var clear = try LedgerStatement(
      "UPDATE signal SET count = 0, base = 0, items = '' WHERE name = ? AND period = ?", in: db)
    for definition in definitions where definition.source == EventIdentity.integrity {
      clear.bind(definition.name)
      clear.bind(definition.period)
      try clear.run()
    }
  }
}
