internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Town

/// Says what signals of integrity count, and writes the report of one that is reached: by one book, at one moment.
///
/// The ledger asks while it stores what the signals come of, so that counting, raising and what was counted are one durable
/// transaction. A report's id is made of its cause, and so it is there once whatever is counted anew.
struct SignalKeeper: SignalKeeping {
  private let book: RuleBook
  private let integrity: IntegrityRules
  private let now: Timestamp

  /// Nil where the rules have no signals.
  init?(_ book: RuleBook, at now: Timestamp) {
    guard let integrity = book.integrity else { return nil }
    (self.book, self.integrity, self.now) = (book, integrity, now)
  }

  func marks(of fact: WorkFact) -> [SignalMark] {
    integrity.signals.compactMap { rule in
      rule.counts(fact, in: book.calendar).map { isCounted in
        SignalMark(
          name: rule.name, kind: rule.kind.rawValue, text: rule.definition.text,
          period: Period(rule.per, of: book.calendar.local(fact.at).day).text, isCounted: isCounted,
          isShare: rule.kind == .onSite)
      }
    }
  }

  func isReached(_ mark: SignalMark, _ count: SignalCount) -> Bool {
    book.signal(named: mark.name)?.isReached(count.count, among: count.base) ?? false
  }

  func reportKey(of signal: SignalKey) -> EventKey {
    EventIdentity(source: EventIdentity.integrity, id: Self.id(of: signal)).key
  }

  func report(of signal: SignalKey, _ count: SignalCount, held: [HeldRecord]) -> ReceivedBatch? {
    let (post, name) = (signal.post, signal.name.text)
    guard book.knows(.station(GridPlace(community: post.community, grid: post.grid))) else { return nil }
    let text = OwnReportText(
      matter: integrity.matter, community: post.community, grid: post.grid, summary: name)
    let bytes = text.bytes(
      of: Self.call(of: signal), kind: count.kind, count: count.count,
      items: count.items, id: Self.id(of: signal), time: now)
    guard let draft = OwnDraft(bytes, received: now) else { return nil }
    var knowledge = IntakeKnowledge()
    knowledge.held = held
    return Registrar.batch(of: [draft], knowing: knowledge, OwnBatch(), under: book, now)
  }

  private static func call(of signal: SignalKey) -> SignalCall {
    SignalCall(name: signal.name.text, period: signal.period, post: signal.post)
  }

  private static func id(of signal: SignalKey) -> String {
    call(of: signal).reportID { sha256(of: Array($0.utf8)) }
  }
}
