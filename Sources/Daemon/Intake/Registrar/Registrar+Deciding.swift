internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Receiving
internal import Spool
internal import Town
internal import Translation
internal import Words

extension Registrar {
  func decide(
    _ draft: IntakeDraft, knowing knowledge: IntakeKnowledge, under book: RuleBook, _ held: HeldRules.Text?,
    _ now: Timestamp
  ) -> ReceivedBatch {
    var reception = Reception(
      book: book, now: now, known: knowledge.known, items: knowledge.items, lines: knowledge.lines,
      held: Self.waitingSteps(knowledge.held), reports: reports(knowledge), troubles: knowledge.troubles,
      subjects: knowledge.subjects, sheets: SheetKeeper.where(book, knows: knowledge.sheets), heldBook: held?.book)
    reception.reserve(records: draft.records.count)
    // Records that are no events do not come before the reception: its numbers are turned back into the draft's.
    var places: [Int] = []
    for index in draft.records.indices {
      guard case .success(let event) = draft.records[index].reading.result else { continue }
      places.append(index)
      reception.take(event, isOfProducer: draft.files[draft.records[index].file].claimed.producer != nil)
    }
    var batch = ReceivedBatch(at: now, rules: book.digest)
    var verdicts = reception.verdicts.makeIterator()
    batch.records = draft.records.map { record in
      let reading = record.reading
      switch reading.result {
      case .success(let event):
        let outcome = verdicts.next().map(Self.outcome) ?? .duplicate
        return ReceivedRecord(
          file: record.file, bytes: reading.bytes, sha256: reading.sha256, line: reading.position.line,
          source: event.identity.source, id: event.identity.id, key: event.key, content: event.content,
          type: event.type, outcome: outcome)
      case .failure(let rejection):
        return ReceivedRecord(
          file: record.file, bytes: reading.bytes, sha256: reading.sha256, line: reading.position.line,
          source: rejection.source, id: rejection.id, key: nil, content: nil, type: rejection.type,
          outcome: Self.rejected(rejection.refusal.placed(line: rejection.line, column: rejection.column)))
      }
    }
    batch.applied = reception.appliedBook.map { RulesRecord($0, text: held?.bytes ?? [], at: now) }
    batch.incidents = conflicts(in: batch.records, of: draft, now)
    batch.released = reception.released.map { ($0.seq, Self.outcome($0.verdict)) }
    batch.signals = SignalKeeper(book, at: now)
    reception.renumber(places)
    batch.changes = reception.changes
    batch.ratings = reception.ratings.map { rating in
      guard case .batch(let index) = rating.cause else { return rating }
      return CausedRating(cause: .batch(index: places[index]), subject: rating.subject, note: rating.note)
    }
    return batch
  }

  static func outcome(_ verdict: Reception.Verdict) -> RecordOutcome {
    switch verdict {
    case .accepted(let item): .accepted(item: item)
    case .acceptedList(let verdicts): accepted(verdicts)
    case .applied, .redispatches, .rated: .ordered
    case .duplicate: .duplicate
    case .held(let item): .held(item: item)
    case .refused(let refusal): rejected(Refusal(decided: refusal))
    }
  }

  /// A step for a list stands by the first item that took it.
  private static func accepted(_ verdicts: [Reception.ItemVerdict]) -> RecordOutcome {
    let list = ListVerdicts(verdicts)
    guard let first = verdicts.first(where: { $0.refusal == nil }).flatMap({ EventKey(itemID: $0.item) }) else {
      return rejected(Refusal(decided: .noneOfList(verdicts)))
    }
    return .accepted(item: first, list: list.parameters)
  }

  /// An incident for every event that says something else than the one that came first under its identity.
  private func conflicts(in records: [ReceivedRecord], of draft: IntakeDraft, _ now: Timestamp) -> [Incident] {
    let conflict = RejectionCode.conflict.rawValue
    let words = Refusal(.conflict).message.text(journal.language)
    return records.indices.compactMap { index in
      guard case .rejected(conflict, _, _) = records[index].outcome, let identity = records[index].identity else {
        return nil
      }
      let place = draft.place(of: draft.records[index])
      return Incident(at: now, code: conflict, text: "\(place): \(identity.source)/\(identity.id): \(words)")
    }
  }

  /// Without a sentence: whoever reads it finds the words, in his language.
  static func rejected(_ refusal: Refusal) -> RecordOutcome {
    .rejected(code: refusal.code.rawValue, text: "", parameters: refusal.parameters)
  }

  /// How far each file is, and under which name it goes to quarantine if nothing in it could be accepted.
  func files(
    of draft: inout IntakeDraft, records: [ReceivedRecord], marking inbox: Inbox?
  ) throws(Failure) -> [ReceivedFile] {
    count(records, in: &draft)
    var names: Set<String> = []
    var result: [ReceivedFile] = []
    for index in draft.files.indices {
      if let inbox {
        let claimed = draft.files[index].claimed
        draft.files[index].claimed = try attempt { try inbox.survived(claimed) }
      }
      let file = draft.files[index]
      var outcome = FileOutcome.taken
      if let slicer = file.slicer {
        outcome = .reading(offset: Int64(slicer.offset))
      } else if let refusal = file.refusal ?? hopeless(file) {
        draft.files[index].refusal = refusal
        let name = try attempt { try quarantine.chooseName(for: file.claimed.name, taken: names) }
        names.insert(name)
        outcome = .quarantined(code: refusal.code, name: name)
      }
      let trace = FileTrace(file.claimed)
      result.append(
        ReceivedFile(trace: trace, sha256: file.sha256, outcome: outcome, continues: file.progress.row))
    }
    return result
  }

  private func count(_ records: [ReceivedRecord], in draft: inout IntakeDraft) {
    for (index, record) in records.enumerated() {
      guard case .rejected(let code, let text, let parameters) = record.outcome else {
        draft.files[record.file].progress.acceptable += 1
        continue
      }
      draft.files[record.file].progress.rejected += 1
      guard draft.files[record.file].progress.faults.count < RecordFault.mostTold else { continue }
      let flaw = draft.records[index].reading.flaw
      let place = draft.records[index].reading.place
      draft.files[record.file].progress.faults.append(
        RecordFault(
          line: place.line, column: place.column, code: code,
          text: flaw ?? Refusal.words(code: code, parameters: parameters, stored: text)))
    }
  }

  /// Why a file without one acceptable record is set aside whole; nil where it has one.
  private func hopeless(_ file: OpenFile) -> FileRefusal? {
    let progress = file.progress
    guard progress.acceptable == 0 else { return nil }
    guard progress.rejected == 1, let sole = progress.faults.first else {
      return FileRefusal(Refusal(.noAcceptableRecord, [.count: "\(progress.rejected)"]))
    }
    return FileRefusal(code: sole.code, text: sole.text, line: sole.line, column: sole.column)
  }
}
