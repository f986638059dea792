import Formats
import GridCore
import Ledger
import LedgerStories
import Receiving
import Testing

/// What signals count is counted with what it comes of, from when they came into force, and raised once.
@Suite struct SignalContract {
  /// Counts bounces by the week; three are a sign.
  private struct Keeper: SignalKeeping {
    var text = "bounced 3"
    let book: RuleBook
    var now = noon(50)

    func marks(of fact: WorkFact) -> [SignalMark] {
      fact.kind == .bounced
        ? [SignalMark(name: "推诿", kind: "bounced", text: text, period: "2026-W14", isCounted: true, isShare: false)]
        : []
    }
    func isReached(_ mark: SignalMark, _ count: SignalCount) -> Bool { count.count >= 3 }
    func reportKey(of signal: SignalKey) -> EventKey {
      EventIdentity(source: "integrity", id: "推诿/2026-W14/heshuikou-01/patrol").key
    }
    func report(of signal: SignalKey, _ count: SignalCount, held: [HeldRecord]) -> ReceivedBatch? {
      let call = SignalCall(name: signal.name.text, period: signal.period, post: signal.post)
      let bytes = OwnReportText(
        matter: "UM-001", community: signal.post.community, grid: signal.post.grid, summary: nil
      ).bytes(
        of: call, kind: count.kind, count: count.count, items: count.items, id: "推诿/2026-W14/heshuikou-01/patrol",
        time: now)
      guard let event = EventReader.again(bytes, received: now) else { return nil }
      var reception = Reception(book: book, now: now, known: [:], items: [:], held: [:])
      reception.take(event, isOwn: true)
      var batch = ReceivedBatch(at: now, rules: book.digest)
      batch.records = [
        ReceivedRecord(
          file: ReceivedRecord.noFile, bytes: bytes[...], sha256: sha256(of: bytes), line: 0, source: "integrity",
          id: "推诿/2026-W14/heshuikou-01/patrol", key: event.key, content: event.content, type: event.type,
          outcome: .accepted(item: event.key))
      ]
      batch.changes = reception.changes
      batch.own.reports = [(0, .signal(call))]
      return batch
    }
  }

  private static let post = GridPost(community: "heshuikou", grid: "heshuikou-01", post: "patrol")

  private static func rules(_ text: String, at moment: Timestamp) -> RulesRecord {
    var rules = TestTown.rulesRecord
    rules.loadedAt = moment
    rules.definitions = [.init(source: "integrity", name: "推诿", text: text, period: "2026-W14")]
    return rules
  }

  /// The item noted by somebody, with a bounce as of a moment.
  private static func bounced(_ intake: TestIntake, at moment: Timestamp) throws -> ItemChange {
    let item = try #require(try intake.ledger.item(TestRecord.item(of: "r1")))
    var step = StepRequest(kind: .note, item: item.id)
    step.note = "n"
    var change = try item.applying(step, received: moment, under: intake.book).get()
    change.facts = [WorkFact(.bounced, of: post, at: moment, received: noon())]
    return change
  }

  @Test(arguments: Store.all) func whatIsStoredIsCountedAndRaisedOnce(_ store: Store) throws {
    try store.tell { intake in
      let (ledger, keeper) = (intake.ledger, Keeper(book: intake.book))
      try intake.take(TestFile(.report("r1")))
      try ledger.adopt(Self.rules(keeper.text, at: noon(10)))
      // Before its definition, and by rules that are not those in force.
      _ = try ledger.apply([Self.bounced(intake, at: noon(9))], signals: keeper)
      _ = try ledger.apply([Self.bounced(intake, at: noon(11))], signals: Keeper(text: "bounced 2", book: intake.book))
      #expect(try ledger.signals().isEmpty)
      let stale = try Self.bounced(intake, at: noon(12))
      for second in 12...15 { _ = try ledger.apply([Self.bounced(intake, at: noon(Int64(second)))], signals: keeper) }
      #expect(try ledger.apply([stale], signals: keeper) == [stale])
      let row = try #require(try ledger.signals().first)
      #expect(row.key == SignalKey(name: "推诿", period: "2026-W14", post: Self.post))
      #expect(row.count.count == 4 && row.count.base == 0 && row.count.items == [stale.item.id])
      let raised = try #require(try row.count.raised.flatMap { try ledger.item(at: $0) })
      #expect(raised.identity == EventIdentity(source: "integrity", id: "推诿/2026-W14/heshuikou-01/patrol"))
      #expect(try ledger.counts(at: noon(60)).accepted == 2)
      // What was raised stays so under another definition, which counts from nothing.
      try ledger.adopt(Self.rules("bounced 2", at: noon(20)))
      #expect(try ledger.signals().first?.count.count == 0 && ledger.signals().first?.count.raised == row.count.raised)
    }
  }
}
