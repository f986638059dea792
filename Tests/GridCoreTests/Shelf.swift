import GridCore
import Receiving
import Testing

/// What a ledger remembers between two receptions, and nothing more; it stores what the reception decides.
struct Shelf {
  var items: [EventKey: Item] = [:]
  private(set) var known: [EventKey: Reception.Known] = [:]
  private(set) var held: [(seq: Int64, event: Event, step: StepRequest)] = []
  /// Every record's verdict, by its number; that of a held one is replaced when it is released.
  private(set) var records: [Int64: Reception.Verdict] = [:]
  private(set) var history: [EventKey: [HistoryEntry.What]] = [:]
  private(set) var notices: [Notice] = []

  /// Receives a batch; answers with its verdicts in order.
  @discardableResult
  mutating func receive(
    _ events: [Event], at now: Timestamp = at("2026-03-02 10:00"), under book: RuleBook = Town.book
  ) -> [Reception.Verdict] {
    var reception = Reception(
      book: book, now: now, known: known, items: items,
      held: Dictionary(grouping: held, by: \.step.item).mapValues { waiting in
        waiting.map { Reception.Held(record: .stored(seq: $0.seq), key: $0.event.key, step: $0.step) }
      })
    for event in events { reception.take(event) }

    let first = Int64(records.count) + 1
    for (seq, verdict) in reception.released {
      records[seq] = verdict
      guard let place = held.firstIndex(where: { $0.seq == seq }) else { preconditionFailure("\(seq) is not held") }
      // A refused record does not own its identity.
      if case .refused = verdict { known[held[place].event.key] = nil }
      held.remove(at: place)
    }
    for (index, (event, verdict)) in zip(events, reception.verdicts).enumerated() {
      let seq = first + Int64(index)
      records[seq] = verdict
      switch verdict {
      case .accepted, .acceptedList, .applied, .redispatches, .rated:
        known[event.key] = .init(identity: event.identity, content: event.content)
      case .held:
        known[event.key] = .init(identity: event.identity, content: event.content)
        if case .step(let step) = event.body { held.append((seq, event, step)) }
      case .duplicate, .refused: break
      }
    }
    for caused in reception.changes {
      let change = caused.change
      let before = items[change.item.key]?.memory.revision ?? 0
      #expect(change.item.memory.revision == before + 1, "the change was decided on another item")
      items[change.item.key] = change.item
      history[change.item.key, default: []] += change.entries.map(\.what)
      notices += change.notices
    }
    return reception.verdicts
  }

  func item(_ report: String) -> Item? { items[itemKey(of: report)] }
  func history(_ report: String) -> [HistoryEntry.What] { history[itemKey(of: report)] ?? [] }
}

extension Reception.Verdict {
  static func accepted(_ report: String) -> Self { .accepted(item: itemKey(of: report)) }
  static func held(_ report: String) -> Self { .held(item: itemID(of: report)) }

  /// Why a step was refused by its item; nil for every other verdict.
  var why: StepRefusal.Why? {
    if case .refused(.illegalStep(let refusal)) = self { refusal.why } else { nil }
  }
}
