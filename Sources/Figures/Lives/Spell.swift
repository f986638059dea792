package import GridCore

/// A stretch of an item's life with one holder and one reason: who had it, and what for.
package struct Spell: Hashable, Sendable {
  /// What its holder had it for.
  package enum Why: String, Sendable, CaseIterable {
    /// Nobody knows yet whose it is.
    case triage
    /// Its holder has not said that he has it in hand.
    case waiting
    case working
    case suspended
    /// It is put right, and somebody is to look.
    case checking
    /// Between an end and a reopening.
    case ended
  }

  package let from: Timestamp
  package let to: Timestamp
  /// Nil while it had ended.
  package let holder: Addressee?
  package let why: Why

  package init(from: Timestamp, to: Timestamp, holder: Addressee?, why: Why) {
    self.from = from
    self.to = to
    self.holder = holder
    self.why = why
  }

  package var seconds: Int64 { to.seconds - from.seconds }
}

extension Spell {
  /// Who had the item for how long so far, in the order in which they had it first.
  package static func held(_ spells: [Spell]) -> [(holder: Addressee, seconds: Int64)] {
    var held: [(holder: Addressee, seconds: Int64)] = []
    for spell in spells {
      guard let holder = spell.holder else { continue }
      if let place = held.firstIndex(where: { $0.holder == holder }) {
        held[place].seconds += spell.seconds
      } else {
        held.append((holder, spell.seconds))
      }
    }
    return held
  }

  /// Who used up most of the time before a deadline, waiting and working, in the limit's kind of time; of two the later.
  package static func culprit(
    _ spells: [Spell], before deadline: Timestamp, in measure: Item.Measure, under book: RuleBook
  ) -> Addressee? {
    let hours = measure.post.map { book.hours(ofPost: $0) }
    var used: [(holder: Addressee, seconds: Int64, last: Int)] = []
    for (index, spell) in spells.enumerated()
    where spell.from < deadline && (spell.why == .waiting || spell.why == .working) {
      guard let holder = spell.holder else { continue }
      let seconds = book.calendar.counted(
        from: spell.from, to: min(spell.to, deadline), kind: measure.kind, hours: hours)
      if let place = used.firstIndex(where: { $0.holder == holder }) {
        used[place].seconds += seconds
        used[place].last = index
      } else {
        used.append((holder, seconds, index))
      }
    }
    return used.max { ($0.seconds, $0.last) < ($1.seconds, $1.last) }?.holder
  }
}

extension Item {
  /// In which time the first deadline was counted that passed: what moved the item afterwards has no say in whose fault that was.
  package var measureOfBreach: Measure { memory.breachMeasure ?? facts.measure }

  /// The spells of its life up to a moment; none where it was put right on the spot and never reopened.
  package func spells(of history: some Sequence<HistoryEntry>, at now: Timestamp) -> [Spell] {
    onSite ? [] : SpellFold.spells(of: history, at: now)
  }
}
