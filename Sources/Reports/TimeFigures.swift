package import Figures
package import GridCore

/// Seconds that items were with whom, and what for: the sum of their spells.
package struct TimeFigures: Sendable {
  private struct Key: Hashable {
    let holder: Addressee?
    let why: Spell.Why
  }

  private var seconds: [Key: Int64] = [:]

  package init() {}

  /// What somebody has added up already.
  init(_ rows: [(holder: Addressee?, why: Spell.Why, seconds: Int64)]) {
    for row in rows { seconds[Key(holder: row.holder, why: row.why)] = row.seconds }
  }

  /// Adds an item's spells.
  package mutating func add(_ spells: [Spell]) {
    for spell in spells { seconds[Key(holder: spell.holder, why: spell.why), default: 0] += spell.seconds }
  }

  /// By holder and reason, as bytes; what nobody had comes last.
  package var rows: [(holder: Addressee?, why: Spell.Why, seconds: Int64)] {
    seconds.map { (holder: $0.key.holder?.text, key: $0.key, seconds: $0.value) }.sorted { left, right in
      guard left.holder == right.holder else { return precedes(left.holder, right.holder) }
      return precedes(left.key.why.rawValue, right.key.why.rawValue)
    }.map { ($0.key.holder, $0.key.why, $0.seconds) }
  }
}

/// The order of keys: as bytes, one that is missing last.
func precedes(_ left: String?, _ right: String?) -> Bool {
  guard let left else { return false }
  guard let right else { return true }
  return left.utf8.lexicographicallyPrecedes(right.utf8)
}
