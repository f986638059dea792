internal import Custody
internal import Formats
internal import GridCore
internal import Ledger
internal import Linux
internal import Spool
internal import Translation
internal import Words

/// Reads claimed files, decides what they say and enters it in the ledger: all of the intake that moves no file, so that it can work
/// while the next files are claimed.
///
/// Files are entered in the order they are given, draft by draft. A crash before a commit leaves the draft's files claimed, to be read
/// again; one after it leaves them known. What fails is answered, with the files that were not entered.
struct Registrar: Sendable {
  let seat: LedgerSeat
  let rules: RulesInForce
  /// How an order puts held rules in force; nil where nothing is ever held.
  var adoption: RuleAdoption?
  let clock: ServiceClock
  let journal: Journal
  let quarantine: Quarantine
  /// Whether texts that end too early are waited for.
  let isPatient: Bool

  struct Work: Sendable {
    /// A long file, to be read one part further.
    var unfinished: OpenFile?
    let files: [ClaimedFile]
    /// The first of them as they were read ahead.
    var ahead: [ReadAhead?] = []

    var isEmpty: Bool { unfinished == nil && files.isEmpty }
    /// How many bytes of files it holds in memory.
    var bytes: Int { files.reduce(unfinished?.slicer?.bytes.count ?? 0) { $0 + $1.bytesHeld } }
    /// Whether some of it was claimed by a run that crashed.
    var isDelicate: Bool { files.contains { $0.attempt > 0 } || (unfinished?.claimed.attempt ?? 0) > 0 }
  }

  /// A draft that is in the ledger, and the rows of its files.
  struct Entered: Sendable {
    let draft: IntakeDraft
    /// Without its changes, where they are too many to be told one by one: they are large.
    let batch: ReceivedBatch
    let rows: [Int64]

    init(_ draft: IntakeDraft, _ batch: ReceivedBatch, rows: [Int64]) {
      var batch = batch
      if batch.records.count > IntakeJournal.few { batch.changes = [] }
      (self.draft, self.batch, self.rows) = (draft, batch, rows)
    }
  }

  struct Outcome: Sendable {
    var entered: [Entered] = []
    /// Files whose draft failed, and those behind them.
    var waiting: [ClaimedFile] = []
    /// Files whose text ends too early, and how long they are to rest.
    var early: [(file: ClaimedFile, rest: Duration)] = []
    var failure: Failure?

    /// Whether a long file was not read to its end.
    var hasUnfinished: Bool { entered.contains { $0.draft.files.last?.slicer != nil } }
  }

  /// Takes files, however long it needs for so many: those put back would have to settle anew, and the newest are the last.
  ///
  /// - Parameter inbox: where suspects are marked, for who works on the inbox's own thread.
  func take(_ work: Work, _ now: Timestamp, marking inbox: Inbox? = nil) -> Outcome {
    CrashWitness.beginReading()
    defer { CrashWitness.endReading() }
    var outcome = Outcome()
    var draft = IntakeDraft()
    var rest = work.files[...]
    var unread = work.unfinished.map { [$0.claimed] } ?? []
    do throws(Failure) {
      if var file = work.unfinished {
        if let inbox { file.claimed = try attempt { try inbox.begin(work.unfinished?.claimed ?? file.claimed) } }
        unread = []
        read(file, into: &draft, now)
        try enter(&draft, now, marking: inbox, &outcome)
      }
      let known = try knownFiles(work.files)
      for (index, (file, earlier)) in zip(work.files, known).enumerated() {
        let ahead = index < work.ahead.count ? work.ahead[index] : nil
        try read(file, ahead, earlier, into: &draft, now, marking: inbox, &outcome)
        rest.removeFirst()
        if draft.isFull { try enter(&draft, now, marking: inbox, &outcome) }
      }
      try enter(&draft, now, marking: inbox, &outcome)
    } catch {
      outcome.failure = error
    }
    outcome.waiting = unread + draft.files.map(\.claimed) + draft.replayed.map(\.file) + rest
    return outcome
  }

  private func knownFiles(_ files: [ClaimedFile]) throws(Failure) -> [KnownFile?] {
    guard !files.isEmpty else { return [] }
    let ledger = seat.ledger
    var asked = IntakeQuestion()
    asked.files = files.map { FileTrace($0) }
    let question = asked
    return try attempt { try ledger.lookUp(question) }.files
  }

  /// Decides a draft after all that was decided before it, and commits it.
  private func enter(
    _ draft: inout IntakeDraft, _ now: Timestamp, marking inbox: Inbox?, _ outcome: inout Outcome
  ) throws(Failure) {
    guard !draft.isEmpty else { return }
    try giveUpHeld(now)
    let (ledger, book, held) = (seat.ledger, rules.current, adoption == nil ? nil : rules.held.current)
    let (question, steps) = draft.question(under: book, now)
    var knowledge = try attempt { try ledger.lookUp(question) }
    var more = IntakeQuestion()
    more.troubles = book.troubles(ofAssigned: knowledge.items, by: steps, at: now)
    more.sheets = book.sheetSubjects(of: knowledge.items.values).subtracting(question.sheets)
    let rest = more
    if !rest.troubles.isEmpty || !rest.sheets.isEmpty {
      let found = try attempt { try ledger.lookUp(rest) }
      knowledge.troubles.merge(found.troubles) { $1 }
      knowledge.sheets += found.sheets
    }
    var batch = decide(draft, knowing: knowledge, under: book, held, now)
    batch.replayed = draft.replayed.count
    batch.files = try files(of: &draft, records: batch.records, marking: inbox)
    try seat.demandOurs()
    let sealed = batch
    let released = sealed.applied == nil ? nil : held
    if let released { try adoption?.leaveWitness(of: released) }
    let orders = sealed.redispatches
    for order in orders { try rules.redispatches.name(order) }
    // Whether a commit that fails has happened is found out by whoever carries them out.
    defer { for order in orders { rules.redispatches.raise(order) } }
    let rows = try attempt { try ledger.receive(sealed) }
    outcome.entered.append(Entered(draft, batch, rows: rows))
    // From here on nothing of the draft may be put back: the ledger has it.
    draft = IntakeDraft()
    if let released { follow(released) }
  }

  /// The ledger has the released rules in force: from here on everybody reads them.
  private func follow(_ released: HeldRules.Text) {
    let digest = released.hold.digest.hex.prefix(12)
    journal.notice("rules in force by order: \(digest)", "规则已放行生效：\(digest)")
    do throws(Failure) {
      try adoption?.follow(released)
    } catch {
      // The next start renews it.
      journal.warning("the copy of the rules in force: \(error.text.en)", "现行规则副本：\(error.text.zh)")
    }
  }
}
