internal import Formats
internal import GridCore
internal import LedgerStore
internal import Spool

extension Intake {
  /// Decides a draft and commits it, then lets go of its files; a file not yet read to its end begins the next draft.
  func store(_ draft: inout IntakeDraft, _ now: Timestamp) throws(Failure) {
    guard !draft.isEmpty else { return }
    let ledger = station.ledger
    let question = draft.question
    let knowledge = try attempt { try ledger.lookUp(question) }
    let book = station.rules.current
    var batch = decide(draft, knowing: knowledge, under: book, now)
    batch.replayed = draft.replayed.count
    batch.files = try files(of: &draft, records: batch.records)
    try station.assertLock()
    let sealed = batch
    let rows = try attempt { try ledger.receive(sealed) }
    tell(draft, batch)
    let rest = try letGo(of: draft, batch, rows: rows)
    draft = IntakeDraft()
    if let rest { draft.files.append(rest) }
  }

  private func decide(
    _ draft: IntakeDraft, knowing knowledge: IntakeKnowledge, under book: RuleBook, _ now: Timestamp
  ) -> ReceivedBatch {
    var reception = Reception(
      book: book, now: now, known: knowledge.known, items: knowledge.items, held: waitingSteps(knowledge.held, now))
    // Records that are no events do not come before the reception: its numbers are turned back into the draft's.
    var places: [Int] = []
    for (index, record) in draft.records.enumerated() {
      guard case .success(let event) = record.reading else { continue }
      places.append(index)
      reception.take(event)
    }
    var batch = ReceivedBatch(at: now, rules: book.digest)
    var verdicts = reception.verdicts.makeIterator()
    batch.records = draft.records.map { record in
      switch record.reading {
      case .success(let event):
        let outcome = verdicts.next().map(self.outcome) ?? .duplicate
        return ReceivedRecord(
          file: record.file, bytes: record.bytes, sha256: sha256(of: record.bytes), line: record.line,
          identity: event.identity, key: event.key, content: event.content, type: event.type, outcome: outcome)
      case .failure(let rejection):
        return ReceivedRecord(
          file: record.file, bytes: record.bytes, sha256: sha256(of: record.bytes), line: record.line,
          identity: rejection.identity, key: nil, content: nil, type: rejection.type,
          outcome: .rejected(code: rejection.code, text: placed(rejection)))
      }
    }
    batch.released = reception.released.map { ($0.seq, outcome($0.verdict)) }
    batch.changes = reception.changes.map { caused in
      guard case .batch(let index) = caused.cause else { return caused }
      return Reception.CausedChange(cause: .batch(index: places[index]), change: caused.change)
    }
    return batch
  }

  /// Held steps that wait for this batch's reports, read again from their bytes.
  private func waitingSteps(_ held: [HeldRecord], _ now: Timestamp) -> [String: [Reception.Held]] {
    var waiting: [String: [Reception.Held]] = [:]
    for record in held {
      // It was read once before it was held, and its bytes have not changed since: only its time of receipt matters.
      let reader = EventReader(limits: station.rules.current.intake)
      guard case .success(let event) = reader.read(record.bytes[...], at: .start, received: record.receivedAt),
        case .step(let step) = event.body
      else { continue }
      waiting[record.item, default: []].append(
        Reception.Held(record: .stored(seq: record.seq), key: event.key, step: step))
    }
    return waiting
  }

  private func outcome(_ verdict: Reception.Verdict) -> RecordOutcome {
    switch verdict {
    case .accepted(let item): .accepted(item: item)
    case .duplicate: .duplicate
    case .held(let item): .held(item: item)
    case .refused(let refusal):
      {
        let (code, text) = explain(refusal)
        return .rejected(code: code, text: text.text(station.journal.language))
      }()
    }
  }

  private func placed(_ rejection: Rejection) -> String {
    let text = rejection.message.text(station.journal.language)
    return "\(rejection.line):\(rejection.column): \(text)"
  }

  /// How far each file is, and under which name it goes to quarantine if nothing in it could be accepted.
  private func files(of draft: inout IntakeDraft, records: [ReceivedRecord]) throws(Failure) -> [ReceivedFile] {
    var names: Set<String> = []
    var counted = [Int](repeating: 0, count: draft.files.count)
    for record in records {
      if case .rejected = record.outcome { continue }
      counted[record.file] += 1
    }
    var result: [ReceivedFile] = []
    for index in draft.files.indices {
      draft.files[index].acceptable += counted[index]
      if draft.files[index].claimed.attempt == 2 {
        let file = draft.files[index].claimed
        draft.files[index].claimed = try attempt { try inbox.survived(file) }
      }
      let file = draft.files[index]
      var outcome = FileOutcome.taken
      if let offset = file.offset {
        outcome = .reading(offset: offset)
      } else if let refusal = file.refusal ?? hopeless(file, index, records, draft) {
        draft.files[index].refusal = refusal
        let name = try attempt { try quarantine.chooseName(for: file.claimed.name, taken: names) }
        names.insert(name)
        outcome = .quarantined(code: refusal.code, name: name)
      }
      result.append(
        ReceivedFile(trace: FileTrace(file.claimed), sha256: file.sha256, outcome: outcome, continues: file.row))
    }
    return result
  }

  /// Why a file without one acceptable record is set aside whole; nil where it has one.
  private func hopeless(
    _ file: OpenFile, _ index: Int, _ records: [ReceivedRecord], _ draft: IntakeDraft
  ) -> FileRefusal? {
    guard file.acceptable == 0 else { return nil }
    let places = records.indices.filter { records[$0].file == index }
    guard places.count == 1, case .rejected(let code, let text) = records[places[0]].outcome else {
      return FileRefusal(
        code: "no-acceptable-record",
        text: Bilingual(en: "none of its records could be accepted", zh: "其中没有一条记录可以接受"), line: nil, column: nil)
    }
    let words = Bilingual(en: text, zh: text)
    guard case .failure(let rejection) = draft.records[places[0]].reading else {
      return FileRefusal(code: code, text: words, line: records[places[0]].line, column: 1)
    }
    return FileRefusal(code: code, text: words, line: rejection.line, column: rejection.column)
  }

  /// Removes what was taken, moves what was refused, and returns the file that goes on in the next draft.
  private func letGo(
    of draft: IntakeDraft, _ batch: ReceivedBatch, rows: [Int64]
  ) throws(Failure) -> OpenFile? {
    var rest: OpenFile?
    var finished = draft.replayed.filter { $0.quarantined == nil }.map(\.file)
    for (index, (file, stored)) in zip(draft.files, batch.files).enumerated() {
      switch stored.outcome {
      case .taken: finished.append(file.claimed)
      case .reading:
        rest = file
        rest?.row = rows[index]
        rest?.offset = nil
      case .quarantined(_, let name):
        try setAside(file, as: name, row: rows[index], batch, index)
      }
    }
    for (file, place) in draft.replayed {
      guard let place else { continue }
      let reason = reasonFile(
        file, FileRefusal(code: place.code, text: Bilingual(en: place.code, zh: place.code), line: nil, column: nil),
        sha256: nil, at: batch.at, records: [])
      _ = try attempt { try quarantine.put(file, as: place.name, reason: reason) }
    }
    let taken = finished
    let changed = try attempt { try inbox.finish(taken) }
    for file in changed {
      station.journal.warning(
        "\(shown(file.name)) changed after it was read; it is read again", "\(shown(file.name)) 读取后又有变动，将再读一次")
      try attempt { try inbox.putBack(file) }
    }
    return rest
  }

  private func setAside(
    _ file: OpenFile, as name: String, row: Int64, _ batch: ReceivedBatch, _ index: Int
  ) throws(Failure) {
    guard let refusal = file.refusal else { preconditionFailure("a file is set aside for a reason") }
    let reason = reasonFile(
      file.claimed, refusal, sha256: file.sha256, at: batch.at, records: batch.records.filter { $0.file == index })
    let place = try attempt { try quarantine.put(file.claimed, as: name, reason: reason) }
    if place != name { try attempt { try station.ledger.renameQuarantined(file: row, to: place) } }
  }
}
