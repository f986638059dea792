import GridCore
import LedgerStore
import Synchronization

/// A record on its way in: an event with its bytes, or bytes that are none.
struct TestRecord {
  var event: Event?
  var bytes: [UInt8]
  var refusal = RecordOutcome.duplicate

  /// A report from `hotline`.
  static func report(
    _ id: String, matter: String? = "UM-001", grid: String? = "heshuikou-01", source: String = "hotline",
    onSite: Bool = false, wording: String = ""
  ) -> TestRecord {
    let resolved = onSite ? OnSiteResolution(by: "王", at: nil, note: "当场") : nil
    let report = Report(matter: matter, community: nil, grid: grid, risk: .red, resolved: resolved)
    return TestRecord(source: source, id: id, wording: wording, body: .report(report))
  }

  /// A step from `desk` for the item of a report from `hotline`.
  static func step(_ id: String, _ kind: StepKind, on report: String, note: String? = "因故") -> TestRecord {
    var step = StepRequest(kind: kind, item: item(of: report).itemID)
    step.by = "李"
    step.note = note
    return TestRecord(source: "desk", id: id, wording: kind.rawValue, body: .step(step))
  }

  static func unreadable(_ text: String) -> TestRecord {
    TestRecord(event: nil, bytes: Array(text.utf8), refusal: .rejected(code: "syntax", text: "not a record"))
  }

  private init(event: Event?, bytes: [UInt8], refusal: RecordOutcome) {
    self.event = event
    self.bytes = bytes
    self.refusal = refusal
  }

  private init(source: String, id: String, wording: String, body: Event.Body) {
    let identity = EventIdentity(source: source, id: id)
    bytes = Array("{\"source\":\"\(source)\",\"id\":\"\(id)\",\"wording\":\"\(wording)\"}".utf8)
    event = Event(
      identity: identity, key: identity.key, time: nil, content: sha256(Array(wording.utf8)), body: body)
  }

  /// The key of the item that a report from `hotline` made.
  static func item(of report: String) -> EventKey {
    EventIdentity(source: "hotline", id: report).key
  }
}

extension EventIdentity {
  var key: EventKey { EventKey(sha256(Array("\(source)\u{0}\(id)".utf8))) }
}

/// A file on its way in.
struct TestFile {
  private static let inodes = Mutex<UInt64>(100)

  var trace: FileTrace
  var records: [TestRecord]
  var outcome = FileOutcome.taken
  var continues: Int64?
  /// Of the whole file, whichever part of it comes.
  let digest: Digest

  init(_ records: TestRecord..., outcome: FileOutcome = .taken, continues: Int64? = nil) {
    self.init(records: records, outcome: outcome, continues: continues)
  }

  init(records: [TestRecord], outcome: FileOutcome = .taken, continues: Int64? = nil) {
    let inode = Self.inodes.withLock { inode in
      inode += 1
      return inode
    }
    trace = FileTrace(
      producer: nil, name: Array("f\(inode).json".utf8), inode: inode, modified: Int64(inode) * 1000, born: 0,
      size: Int64(records.reduce(0) { $0 + $1.bytes.count }))
    digest = sha256(records.flatMap(\.bytes))
    self.records = records
    self.outcome = outcome
    self.continues = continues
  }
}

/// What the intake does with files, on any ledger: ask, decide, store.
struct TestIntake {
  let ledger: any Ledger
  var book = TestTown.book

  /// Takes files in one batch and answers their rows.
  @discardableResult func take(_ files: TestFile..., at now: Timestamp = noon()) throws -> [Int64] {
    try take(files, at: now)
  }

  @discardableResult func take(_ files: [TestFile], at now: Timestamp = noon()) throws -> [Int64] {
    try ledger.receive(batch(files, at: now))
  }

  func batch(_ files: [TestFile], at now: Timestamp) throws -> ReceivedBatch {
    let events = files.flatMap(\.records).compactMap(\.event)
    let knowledge = try ledger.lookUp(question(files, events))
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
    var reception = Reception(book: book, now: now, known: knowledge.known, items: knowledge.items, held: held)
    for event in events { reception.take(event) }
    var verdicts = reception.verdicts[...]
    for (index, file) in files.enumerated() {
      for (line, record) in file.records.enumerated() {
        let outcome = record.event == nil ? record.refusal : Self.outcome(verdicts.removeFirst())
        batch.records.append(Self.received(record, file: index, line: line + 1, outcome: outcome))
      }
    }
    batch.changes = reception.changes
    batch.released = reception.released.map { ($0.seq, Self.outcome($0.verdict)) }
    return batch
  }

  private func question(_ files: [TestFile], _ events: [Event]) -> IntakeQuestion {
    var question = IntakeQuestion()
    question.files = files.map(\.trace)
    question.keys = events.map(\.key)
    for event in events {
      switch event.body {
      case .report: question.reports.append(event.key.itemID)
      case .step(let step): question.items += EventKey(itemID: step.item).map { [$0] } ?? []
      }
    }
    return question
  }

  private static func received(
    _ record: TestRecord, file: Int, line: Int, outcome: RecordOutcome
  ) -> ReceivedRecord {
    ReceivedRecord(
      file: file, bytes: record.bytes[...], sha256: sha256(record.bytes), line: line, identity: record.event?.identity,
      key: record.event?.key, content: record.event?.content, type: record.event?.type, outcome: outcome)
  }

  static func outcome(_ verdict: Reception.Verdict) -> RecordOutcome {
    switch verdict {
    case .accepted(let item): .accepted(item: item)
    case .duplicate: .duplicate
    case .held(let item): .held(item: item)
    case .refused(.conflict): .rejected(code: "conflict", text: "the identity is taken")
    case .refused(let refusal): .rejected(code: "refused", text: "\(refusal)")
    }
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
