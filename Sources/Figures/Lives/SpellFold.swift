package import GridCore

/// Tells an item's life from its history: a fold over the entries, in their order, and nothing else.
///
/// The spells lie end to end from the receipt to the last end or to now, so that they sum to the second whatever happened.
package struct SpellFold: Sendable {
  private var spells: [Spell] = []
  private var since: Timestamp?
  private var holder: Addressee = .triage
  private var why = Spell.Why.waiting
  /// Whether its holder has it in hand, and who had it before a check.
  private var accepted = false
  private var resolver: Addressee?

  package init() {}

  /// Where a fold stands: all that the next entry needs to know.
  struct Point: Sendable {
    let since: Timestamp
    let holder: Addressee
    let why: Spell.Why
    let accepted: Bool
    let resolver: Addressee?
  }

  /// Goes on from a point.
  init(from point: Point) {
    (since, holder, why) = (point.since, point.holder, point.why)
    (accepted, resolver) = (point.accepted, point.resolver)
  }

  /// Where it stands; nil before the first entry.
  var point: Point? {
    since.map { Point(since: $0, holder: holder, why: why, accepted: accepted, resolver: resolver) }
  }

  /// Takes away the spells so far.
  mutating func takeSpells() -> [Spell] {
    defer { spells = [] }
    return spells
  }

  /// The spells of a history up to a moment: to the last end, where it has ended.
  package static func spells(of entries: some Sequence<HistoryEntry>, at now: Timestamp) -> [Spell] {
    var fold = SpellFold()
    for entry in entries { fold.take(entry) }
    return fold.spells(at: now)
  }

  /// Who has it and what for, after the entries so far.
  var standing: (holder: Addressee, why: Spell.Why) { (holder, why) }

  /// The spells so far, up to a moment.
  package func spells(at now: Timestamp) -> [Spell] {
    guard let since, why != .ended else { return spells }
    var copy = self
    copy.cut(at: max(now, since))
    return copy.spells
  }

  /// Takes the next entry.
  package mutating func take(_ entry: HistoryEntry) {
    let moment = since.map { max($0, entry.moment) } ?? entry.moment
    if since == nil { since = moment }
    if case .step(let kind) = entry.what, [.check, .visit, .reopen].contains(kind), why != .checking {
      // Only what has ended takes these: it was put right on the spot.
      why = .ended
    }
    let before = (holder, why)
    let next = after(entry)
    // What a move brings at once comes after it, where the holder stays too.
    guard next != before || (entry.what == .step(.return) && entry.to != nil) else { return }
    cut(at: moment)
    (holder, why) = next
  }

  private mutating func after(_ entry: HistoryEntry) -> (Addressee, Spell.Why) {
    switch entry.what {
    case .report:
      return came(entry.to ?? .triage)
    case .escalate:
      return entry.to.map { came($0) } ?? (holder, why)
    case .redispatch:
      accepted = false
      return (entry.to ?? holder, why == .suspended ? why : .waiting)
    case .remind, .bounce, .lapse, .recount:
      return (holder, why)
    case .step(let kind):
      return after(kind, entry)
    }
  }

  private mutating func came(_ to: Addressee) -> (Addressee, Spell.Why) {
    accepted = false
    return (to, to == .triage ? .triage : .waiting)
  }

  private mutating func tookInHand() -> (Addressee, Spell.Why) {
    // Old ledgers took `accept` in triage, where nobody has it in hand.
    guard why == .waiting else { return (holder, why) }
    accepted = true
    return (holder, .working)
  }

  private mutating func after(_ kind: StepKind, _ entry: HistoryEntry) -> (Addressee, Spell.Why) {
    switch kind {
    case .assign, .transfer, .return, .reopen, .visit:
      return entry.to.map { came($0) } ?? (holder, why)
    case .accept, .extend: return tookInHand()
    case .suspend:
      _ = tookInHand()
      return (holder, entry.asked ? (accepted ? .working : why) : .suspended)
    case .approve:
      return (holder, entry.until == nil ? why : .suspended)
    case .resume:
      return (holder, accepted ? .working : .waiting)
    case .resolve:
      resolver = holder
      return entry.to.map { ($0, .checking) } ?? (holder, .ended)
    case .check:
      if let to = entry.to { return came(to) }
      return why == .checking ? (resolver ?? holder, .ended) : (holder, why)
    case .void: return (holder, .ended)
    case .refuse, .appeal, .note: return (holder, why)
    }
  }

  private mutating func cut(at moment: Timestamp) {
    guard let from = since else { return }
    since = moment
    guard from < moment else { return }
    let holder = why == .ended ? nil : holder
    if let last = spells.last, last.holder == holder, last.why == why, last.to == from {
      spells[spells.count - 1] = Spell(from: last.from, to: moment, holder: holder, why: why)
    } else {
      spells.append(Spell(from: from, to: moment, holder: holder, why: why))
    }
  }
}
