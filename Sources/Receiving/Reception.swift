package import GridCore

/// Decides a batch of records in the order they came, knowing what the ledger knows and what the batch itself has changed.
///
/// Pure: it is given what it may look at, and returns what to store. Guarantees: one identity is accepted once; the same
/// content again is a duplicate, other content a conflict; a step for an item not yet known is held, and taken as soon as its
/// report is, in this batch or a later one.
package struct Reception {
  /// An event the ledger took or holds.
  package struct Known: Sendable {
    package let identity: EventIdentity
    package let content: Digest

    package init(identity: EventIdentity, content: Digest) {
      self.identity = identity
      self.content = content
    }
  }

  /// A held step, and where its record is.
  package struct Held: Sendable {
    package let record: RecordReference
    /// Of the step's own event.
    package let key: EventKey
    package let step: StepRequest

    package init(record: RecordReference, key: EventKey, step: StepRequest) {
      self.record = record
      self.key = key
      self.step = step
    }
  }

  /// A record of the ledger by its number, or of this batch by its place in it.
  package enum RecordReference: Hashable, Sendable {
    case stored(seq: Int64)
    case batch(index: Int)
  }

  /// A change, and the record that caused it; large, and shared by all who look at it.
  package final class CausedChange: Sendable {
    package let cause: RecordReference
    package let change: ItemChange

    package init(cause: RecordReference, change: ItemChange) {
      self.cause = cause
      self.change = change
    }
  }

  private let book: RuleBook
  /// The book that the guard holds back.
  private var heldBook: RuleBook?
  private let now: Timestamp
  private var known: [EventKey: Known]
  /// Items as the ledger has them.
  private let items: [EventKey: Item]
  private let lines: [EventKey: Int64]
  /// Which change is the batch's last one of an item: an item is large, and need not be kept twice.
  private var lastChange: [EventKey: Int] = [:]
  private var held: [String: [Held]]
  private var reports: [EventKey: Report]
  private var troubles: [TroubleKey: [Trouble]]
  /// What the register has of the batch's subjects, by their names.
  private var subjects: [ByteText: RatedSubject]
  private var sheets: (any SheetKeeping)?
  private let hasSheets: Bool
  /// Items received in this batch are later than all that the ledger knows.
  private var order = Int64.max / 2

  /// The verdict on each record of the batch, by its place.
  package private(set) var verdicts: [Verdict] = []
  /// Verdicts on records held before.
  package private(set) var released: [(seq: Int64, verdict: Verdict)] = []
  /// The book that an order has released; nothing that comes behind it may be decided by this reception.
  package private(set) var appliedBook: RuleBook?
  /// In the order they must be applied.
  package private(set) var changes: [CausedChange] = []
  /// In the order they must be entered.
  package private(set) var ratings: [CausedRating] = []

  /// - Parameters:
  ///   - known: what the ledger knows of the batch's keys.
  ///   - items: the items that the batch's steps concern, as far as they exist.
  ///   - lines: the numbers of those items' last lines of history, as far as steps say what was seen.
  ///   - held: held steps for items that the batch's reports bring, in the order they came.
  ///   - reports: what the reports of those items say that are in triage.
  ///   - troubles: for each trouble that the batch's reports and the items it may assign are about, what the ledger has of it: of
  ///     those not ended the two latest, and the two latest of those closed within the time in which it is a recurrence.
  ///   - subjects: what the register has of the subjects of the batch, by their names.
  ///   - sheets: knows the visit sheets of the batch's subjects; nil where nobody asks for sheets.
  ///   - heldBook: the book that the guard holds back.
  package init(
    book: RuleBook, now: Timestamp, known: [EventKey: Known], items: [EventKey: Item],
    lines: [EventKey: Int64] = [:], held: [String: [Held]], reports: [EventKey: Report] = [:],
    troubles: [TroubleKey: [Trouble]] = [:], subjects: [ByteText: RatedSubject] = [:],
    sheets: (any SheetKeeping)? = nil, heldBook: RuleBook? = nil
  ) {
    self.book = book
    self.heldBook = heldBook
    self.now = now
    self.known = known
    self.items = items
    self.lines = lines
    self.held = held
    self.reports = reports
    self.troubles = troubles
    self.subjects = subjects
    self.sheets = sheets
    hasSheets = sheets != nil
  }

  /// Makes room for a batch.
  package mutating func reserve(records: Int) {
    verdicts.reserveCapacity(records)
    changes.reserveCapacity(records)
    lastChange.reserveCapacity(records)
    troubles.reserveCapacity(troubles.count + records)
    known.reserveCapacity(known.count + records)
  }

  /// Decides the next record of the batch.
  ///
  /// - Parameters:
  ///   - isOfProducer: whether it came by a producer's own folder, where orders need a grant of the rules.
  ///   - isOwn: whether the daemon itself brought it forth, which needs no grant.
  package mutating func take(_ event: Event, isOfProducer: Bool = false, isOwn: Bool = false) {
    precondition(appliedBook == nil, "nothing is decided under rules that an order has replaced")
    let index = verdicts.count
    verdicts.append(.duplicate)
    if let earlier = known[event.key] {
      if earlier.identity != event.identity {
        verdicts[index] = .refused(.keyCollision)
      } else if earlier.content != event.content {
        verdicts[index] = .refused(.conflict)
      }
      return
    }
    guard isOwn || Self.isAllowed(event, isOfProducer: isOfProducer, under: book) else {
      verdicts[index] = .refused(.notAllowed(type: event.type))
      return
    }
    switch event.body {
    case .report(let report):
      let subject = subjects.isEmpty ? nil : report.rated.flatMap { subjects[ByteText($0)] }
      let change = Item.new(
        from: event, report: report, received: now, under: book, troubles: troubles, subject: subject)
      remember(event)
      if change.item.isInTriage { reports[event.key] = report }
      apply(change, cause: .batch(index: index))
      verdicts[index] = .accepted(item: event.key)
      release(stepsFor: event.key)
    case .step(let step):
      verdicts[index] = decide(step, key: event.key, cause: .batch(index: index))
      switch verdicts[index] {
      case .accepted, .acceptedList, .applied, .redispatches, .rated, .held: remember(event)
      case .duplicate, .refused: break
      }
    case .order(let order):
      verdicts[index] = carryOut(order)
      if case .refused = verdicts[index] { return }
      remember(event)
    case .rating(let rating):
      verdicts[index] = enter(rating, cause: .batch(index: index))
      if case .rated = verdicts[index] { remember(event) }
    }
  }

  /// Enters a rating in the register.
  private mutating func enter(_ rating: Rating, cause: RecordReference) -> Verdict {
    if let grid = rating.grid, !book.has(grid: grid) {
      return .refused(.unknownGrid(grid, suggestions: book.suggestions(forGrid: grid)))
    }
    let name = ByteText(rating.subject)
    let subject = RatedSubject(rating, after: subjects[name], received: now)
    subjects[name] = subject
    ratings.append(CausedRating(cause: cause, subject: subject, note: rating.note))
    return .rated
  }

  private mutating func carryOut(_ order: Order) -> Verdict {
    switch order {
    case .apply(let digest, _, _):
      guard let heldBook, heldBook.digest.hex.hasPrefix(digest) else { return .refused(.notHeld) }
      (appliedBook, self.heldBook) = (heldBook, nil)
      return .applied(heldBook.digest)
    case .redispatch(let order):
      guard book.digest.hex.hasPrefix(order.rules) else { return .refused(.stalePlan) }
      // What it moves is not looked at here.
      return .redispatches
    }
  }

  /// Whether the rules let an event be sent so.
  package static func isAllowed(
    _ event: Event, isOfProducer: Bool, under book: RuleBook, as version: DecidingVersion = .current
  ) -> Bool {
    let source = event.identity.source
    // At the board an order needs a right of its own, which was asked for before.
    if case .order = event.body, isOfProducer, source != EventIdentity.board || version < .eighth {
      return book.sources.grant(source, event.type)
    }
    return book.sources.allow(source, toSend: event.type)
  }

  /// An item as it is by now.
  private func current(_ key: EventKey) -> Item? { lastChange[key].map { changes[$0].change.item } ?? items[key] }

  /// Gives the records other places: those they have among others that did not come before the reception.
  package mutating func renumber(_ places: [Int]) {
    if places.count == places.last.map({ $0 + 1 }) ?? 0 { return }
    changes = changes.map { caused in
      guard case .batch(let place) = caused.cause else { return caused }
      return CausedChange(cause: .batch(index: places[place]), change: caused.change)
    }
  }

  private mutating func decide(_ step: StepRequest, key: EventKey, cause: RecordReference) -> Verdict {
    if step.isList { return decideList(step, cause: cause) }
    guard let item = EventKey(itemID: step.item).flatMap({ current($0) }) else {
      held[step.item, default: []].append(Held(record: cause, key: key, step: step))
      return .held(item: step.item)
    }
    if let refusal = decide(step, on: item, cause: cause) { return .refused(refusal) }
    return .accepted(item: item.key)
  }

  /// Decides a step for each item of its list alone; none is held.
  private mutating func decideList(_ step: StepRequest, cause: RecordReference) -> Verdict {
    var answers: [ItemVerdict] = []
    for id in step.items {
      let item = EventKey(itemID: id).flatMap { current($0) }
      let refusal = item.map { decide(step, on: $0, cause: cause) } ?? .unknownItem
      answers.append(ItemVerdict(item: id, refusal: refusal))
    }
    return answers.contains { $0.refusal == nil } ? .acceptedList(answers) : .refused(.noneOfList(answers))
  }

  /// Has an item take a step; answers why it does not.
  private mutating func decide(_ step: StepRequest, on item: Item, cause: RecordReference) -> Refusal? {
    // Nobody has seen what this batch did with it.
    let line = lastChange[item.key] == nil ? lines[item.key] : .max
    switch item.applying(
      step, received: now, under: book, line: line, report: reports[item.key], troubles: troubles)
    {
    case .success(let change):
      apply(change, cause: cause)
      return nil
    case .failure(let failure):
      return .illegalStep(failure.refusal)
    }
  }

  private mutating func release(stepsFor key: EventKey) {
    if held.isEmpty { return }
    for waiting in held.removeValue(forKey: key.itemID) ?? [] {
      let verdict = decide(waiting.step, key: waiting.key, cause: waiting.record)
      // A refused step does not own its identity: a corrected one may follow at once.
      if case .refused = verdict { known[waiting.key] = nil }
      switch waiting.record {
      case .stored(let seq): released.append((seq, verdict))
      case .batch(let index): verdicts[index] = verdict
      }
    }
  }

  private mutating func remember(_ event: Event) {
    known[event.key] = Known(identity: event.identity, content: event.content)
  }

  private mutating func apply(_ change: consuming ItemChange, cause: RecordReference) {
    let key = change.item.key
    let before = hasSheets || !change.isNew ? current(key) : nil
    if hasSheets { sheets?.complete(&change, after: before) }
    // Most reports name no subject and no place: they are nobody's trouble.
    if let trouble = change.item.facts.trouble {
      let order = leave(before)
      troubles[trouble, default: []].append(
        Trouble(
          key: trouble, item: key, receivedAt: change.item.receivedAt, order: change.isNew ? nextOrder() : order,
          state: change.item.state.kind, end: change.item.state.end))
    }
    lastChange[key] = changes.count
    changes.append(CausedChange(cause: cause, change: change))
  }

  private mutating func nextOrder() -> Int64 {
    order += 1
    return order
  }

  /// What the batch itself has changed is known to the reports that follow in it: an item no longer stands where it stood. Answers its
  /// place in the order, where it stood somewhere.
  private mutating func leave(_ before: Item?) -> Int64 {
    guard let before, let trouble = before.facts.trouble,
      let place = troubles[trouble]?.firstIndex(where: { $0.item == before.key })
    else { return 0 }
    return troubles[trouble]?.remove(at: place).order ?? 0
  }
}
