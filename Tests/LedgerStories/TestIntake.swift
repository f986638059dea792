internal import Formats
package import GridCore
package import Ledger
package import Proof
internal import Receiving
internal import Town

/// What the intake does with files, on any ledger: ask, decide, store.
package struct TestIntake {
  /// The ledger that it asks and writes.
  package let ledger: any LedgerWriting & LedgerProving
  /// The rules it decides by.
  package var book: RuleBook

  /// An intake on this ledger, under the town's rules unless others are named.
  package init(ledger: any LedgerWriting & LedgerProving, book: RuleBook = TestTown.book) {
    self.ledger = ledger
    self.book = book
  }

  /// Takes files in one batch and answers their rows.
  @discardableResult package func take(_ files: TestFile..., at now: Timestamp = noon()) throws -> [Int64] {
    try take(files, at: now)
  }

  /// Takes files in one batch and answers their rows.
  @discardableResult package func take(_ files: [TestFile], at now: Timestamp = noon()) throws -> [Int64] {
    try ledger.receive(batch(files, at: now))
  }

  /// What these files bring, decided by what the ledger knows now, and not yet stored.
  package func batch(_ files: [TestFile], at now: Timestamp) throws -> ReceivedBatch {
    let events = files.flatMap(\.records).compactMap(\.event)
    var question = question(files, events)
    var knowledge = try ledger.lookUp(question)
    question = IntakeQuestion()
    question.sheets = book.sheetSubjects(of: knowledge.items.values)
    for case .report(let report) in events.map(\.body) {
      if let subject = book.sheetSubject(of: report) { question.sheets.insert(subject) }
    }
    if !question.sheets.isEmpty { knowledge.sheets = try ledger.lookUp(question).sheets }
    var held: [String: [Reception.Held]] = [:]
    for record in knowledge.held {
      guard let step = Self.step(from: record) else { continue }
      // Whose identity it was does not matter to these tests: no key of theirs is all zero.
      held[record.item, default: []].append(
        Reception.Held(record: .stored(seq: record.seq), key: EventKey(high: 0, low: 0), step: step))
    }
    var batch = ReceivedBatch(at: now, rules: book.digest)
    batch.files = files.map { file in
      ReceivedFile(
        trace: file.trace, sha256: file.digest, outcome: file.outcome, continues: file.continues)
    }
    // Unreadable records have no place in a reception: tests that mix them put them last.
    var reception = Reception(
      book: book, now: now, known: knowledge.known, items: knowledge.items, held: held, subjects: knowledge.subjects,
      sheets: SheetKeeper(book, knowing: knowledge.sheets))
    for event in events { reception.take(event) }
    var verdicts = reception.verdicts[...]
    for (index, file) in files.enumerated() {
      for (line, record) in file.records.enumerated() {
        let outcome = record.event == nil ? record.refusal : Self.outcome(verdicts.removeFirst())
        batch.records.append(Self.received(record, file: index, line: line + 1, outcome: outcome))
      }
    }
    batch.changes = reception.changes
    batch.ratings = reception.ratings
    batch.released = reception.released.map { ($0.seq, Self.outcome($0.verdict)) }
    return batch
  }

  private func question(_ files: [TestFile], _ events: [Event]) -> IntakeQuestion {
    var question = IntakeQuestion()
    question.files = files.map(\.trace)
    question.keys = events.map(\.key)
    for event in events {
      switch event.body {
      case .report(let report):
        question.reports.append(event.key.itemID)
        if let subject = report.rated { question.subjects.insert(ByteText(subject)) }
      case .step(let step): question.items += step.items.compactMap { EventKey(itemID: $0) }
      case .order: break
      case .rating(let rating): question.subjects.insert(ByteText(rating.subject))
      }
    }
    return question
  }

  private static func received(
    _ record: TestRecord, file: Int, line: Int, outcome: RecordOutcome
  ) -> ReceivedRecord {
    ReceivedRecord(
      file: file, bytes: record.bytes[...], sha256: sha256(of: record.bytes), line: line,
      source: record.event?.identity.source, id: record.event?.identity.id,
      key: record.event?.key, content: record.event?.content, type: record.event?.type, outcome: outcome)
  }

  private static func outcome(_ verdict: Reception.Verdict) -> RecordOutcome {
    switch verdict {
    case .accepted(let item): .accepted(item: item)
    case .acceptedList(let verdicts): accepted(verdicts)
    case .applied, .redispatches, .rated: .ordered
    case .duplicate: .duplicate
    case .held(let item): .held(item: item)
    case .refused(.conflict): .rejected(code: "conflict", text: "the identity is taken")
    case .refused(let refusal): .rejected(code: "refused", text: "\(refusal)")
    }
  }

  private static func accepted(_ verdicts: [Reception.ItemVerdict]) -> RecordOutcome {
    guard let first = verdicts.first(where: { $0.refusal == nil }).flatMap({ EventKey(itemID: $0.item) }) else {
      return .rejected(code: "refused", text: "no item of the list took it")
    }
    return .accepted(item: first, list: ListVerdicts(verdicts).parameters)
  }

  /// The tests' own steps: their wording is the kind.
  private static func step(from record: HeldRecord) -> StepRequest? {
    let text = String(decoding: record.bytes, as: UTF8.self)
    let kind = StepKind.allCases.first { text.contains("\"wording\":\"\($0.rawValue)\"") }
    return kind.map { kind in
      var step = StepRequest(kind: kind, item: record.item)
      step.note = "因故"
      return step
    }
  }
}
