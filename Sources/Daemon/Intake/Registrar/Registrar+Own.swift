internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Receiving
internal import Town

/// A report that the daemon itself brings forth, before it is decided.
struct OwnDraft {
  let bytes: [UInt8]
  let event: Event
  let cause: OwnReport

  /// Reads what was just written: it is taken through the same door as anybody's.
  init?(_ bytes: [UInt8], received now: Timestamp) {
    guard let event = EventReader.again(bytes, received: now), case .report(let report) = event.body,
      let cause = report.own
    else { return nil }
    (self.bytes, self.event, self.cause) = (bytes, event, cause)
  }
}

extension Registrar {
  /// What decisions on reports of our own hang on.
  func knowledge(of drafts: [OwnDraft]) throws(Failure) -> IntakeKnowledge {
    var question = IntakeQuestion()
    for draft in drafts {
      question.keys.append(draft.event.key)
      question.reports.append(draft.event.key.itemID)
      guard case .report(let report) = draft.event.body else { continue }
      if let subject = report.rated { question.subjects.insert(ByteText(subject)) }
      if let subject = rules.current.sheetSubject(of: report) { question.sheets.insert(subject) }
    }
    let (ledger, asked) = (seat.ledger, question)
    return try attempt { try ledger.lookUp(asked) }
  }

  /// Decides reports of our own and enters them, with what was not raised, in one durable transaction.
  func enter(
    _ drafts: [OwnDraft], knowing knowledge: IntakeKnowledge, _ own: OwnBatch, under book: RuleBook, _ now: Timestamp
  ) throws(Failure) {
    let sealed = Self.batch(of: drafts, knowing: knowledge, own, under: book, now)
    let ledger = seat.ledger
    try seat.demandOurs()
    _ = try attempt { try ledger.receive(sealed) }
  }

  /// Decides reports of our own; answers all that is stored of them, with what was not raised.
  static func batch(
    of drafts: [OwnDraft], knowing knowledge: IntakeKnowledge, _ own: OwnBatch, under book: RuleBook, _ now: Timestamp
  ) -> ReceivedBatch {
    var reception = Reception(
      book: book, now: now, known: knowledge.known, items: [:], held: waitingSteps(knowledge.held),
      subjects: knowledge.subjects, sheets: SheetKeeper.where(book, knows: knowledge.sheets))
    for draft in drafts { reception.take(draft.event, isOwn: true) }
    var batch = ReceivedBatch(at: now, rules: book.digest)
    batch.records = zip(drafts, reception.verdicts).map { draft, verdict in
      ReceivedRecord(
        file: ReceivedRecord.noFile, bytes: draft.bytes[...], sha256: sha256(of: draft.bytes), line: 0,
        source: draft.event.identity.source, id: draft.event.identity.id, key: draft.event.key,
        content: draft.event.content, type: draft.event.type, outcome: outcome(verdict))
    }
    batch.changes = reception.changes
    batch.released = reception.released.map { ($0.seq, outcome($0.verdict)) }
    batch.own = own
    batch.own.reports = drafts.enumerated().map { ($0, $1.cause) }
    batch.signals = SignalKeeper(book, at: now)
    return batch
  }
}
