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

  /// What becomes of a record.
  package enum Verdict: Hashable, Sendable {
    case accepted(item: EventKey)
    case duplicate
    /// Waits for the report of the item with this id.
    case held(item: String)
    case refused(Refusal)
  }

  /// Why a well-formed event is refused.
  package enum Refusal: Hashable, Sendable {
    /// The identity is taken by an event of other content.
    case conflict
    /// Another identity has the same key.
    case keyCollision
    case illegalStep(StepRefusal)
    /// A step that this version does not carry out yet.
    case unsupportedStep(StepKind)
    /// The item did not become known in time.
    case unknownItem
  }

  /// A change, and the record that caused it.
  package struct CausedChange: Sendable {
    package let cause: RecordReference
    package let change: ItemChange

    package init(cause: RecordReference, change: ItemChange) {
      self.cause = cause
      self.change = change
    }
  }

  private let book: RuleBook
  private let now: Timestamp
  private var known: [EventKey: Known]
  private var items: [EventKey: Item]
  private var held: [String: [Held]]
  private var reports: [EventKey: Report]

  /// The verdict on each record of the batch, by its place.
  package private(set) var verdicts: [Verdict] = []
  /// Verdicts on records held before.
  package private(set) var released: [(seq: Int64, verdict: Verdict)] = []
  /// In the order they must be applied.
  package private(set) var changes: [CausedChange] = []

  /// - Parameters:
  ///   - known: what the ledger knows of the batch's keys.
  ///   - items: the items that the batch's steps concern, as far as they exist.
  ///   - held: held steps for items that the batch's reports bring, in the order they came.
  ///   - reports: what the reports of those items say that are in triage.
  package init(
    book: RuleBook, now: Timestamp, known: [EventKey: Known], items: [EventKey: Item], held: [String: [Held]],
    reports: [EventKey: Report] = [:]
  ) {
    self.book = book
    self.now = now
    self.known = known
    self.items = items
    self.held = held
    self.reports = reports
  }

  /// Decides the next record of the batch.
  package mutating func take(_ event: Event) {
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
    switch event.body {
    case .report(let report):
      let change = Item.new(from: event, report: report, received: now, under: book)
      remember(event)
      if change.item.isInTriage { reports[event.key] = report }
      apply(change, cause: .batch(index: index))
      verdicts[index] = .accepted(item: event.key)
      release(stepsFor: event.key)
    case .step(let step):
      verdicts[index] = decide(step, key: event.key, cause: .batch(index: index))
      switch verdicts[index] {
      case .accepted, .held: remember(event)
      case .duplicate, .refused: break
      }
    }
  }

  private mutating func decide(_ step: StepRequest, key: EventKey, cause: RecordReference) -> Verdict {
    guard StepKind.taken.contains(step.kind) else { return .refused(.unsupportedStep(step.kind)) }
    guard let item = EventKey(itemID: step.item).flatMap({ items[$0] }) else {
      held[step.item, default: []].append(Held(record: cause, key: key, step: step))
      return .held(item: step.item)
    }
    switch item.applying(step, received: now, under: book, report: reports[item.key]) {
    case .success(let change):
      apply(change, cause: cause)
      return .accepted(item: item.key)
    case .failure(let failure):
      return .refused(.illegalStep(failure.refusal))
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

  private mutating func apply(_ change: ItemChange, cause: RecordReference) {
    items[change.item.key] = change.item
    changes.append(CausedChange(cause: cause, change: change))
  }
}
