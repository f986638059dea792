/// A rung above the post: who is told, and how long after the rung below was due.
package struct Rung: Hashable, Sendable {
  /// Who is told.
  package enum Target: Hashable, Sendable {
    /// The functional group of the item, in its community.
    case group
    case office(String)
  }

  /// How often the holder is told again while the item stays on the rung.
  package struct Repeat: Hashable, Sendable {
    package let every: TimeLimit
    /// At the most so often; nil: as long as it stays.
    package let times: Int?

    package init(every: TimeLimit, times: Int?) {
      self.every = every
      self.times = times
    }
  }

  package let to: Target
  /// Nil on the first rung, which fires when the item's deadline passes.
  package let after: TimeLimit?
  package let `repeat`: Repeat?
  /// Whether the clock passes over it while the holder has accepted.
  package let unlessAccepted: Bool
  package let line: Int

  package init(
    to: Target, after: TimeLimit?, repeat again: Repeat? = nil, unlessAccepted: Bool = false, line: Int
  ) {
    self.to = to
    self.after = after
    self.repeat = again
    self.unlessAccepted = unlessAccepted
    self.line = line
  }
}

extension RuleBook {
  /// How urgent a matter is; nil where the book no longer lists it.
  func urgency(of matter: String?) -> Urgency? {
    matter.flatMap { self.matter($0) }?.urgency
  }

  /// The ladder that an item climbs: that of its matter's urgency; of a signal one rung, at its deadline.
  package func ladder(of facts: Item.Facts) -> [Rung] {
    if facts.assignedBy.why.kind == .signal, let integrity {
      return [Rung(to: .office(integrity.to), after: nil, line: 0)]
    }
    return ladders.values.isEmpty ? ladders.fallback : ladders[urgency(of: facts.matter)]
  }

  /// Who stands on a rung for an item; nil for a group where the item has none.
  func addressee(of rung: Rung, for facts: Item.Facts) -> Addressee? {
    switch rung.to {
    case .office(let office): return .office(office)
    case .group:
      guard let community = facts.community, let group = facts.group else { return nil }
      return .group(community: community, group: group)
    }
  }

  /// The last office of the ladder that an item climbs; nil where it has none.
  func lastOffice(for facts: Item.Facts) -> Addressee? {
    for rung in ladder(of: facts).reversed() {
      if case .office(let office) = rung.to { return .office(office) }
    }
    return nil
  }

  /// The first rung above one whose addressee is another than `holder`; nil where there is none.
  func firstAbove(rung: Int, otherThan holder: Addressee, for facts: Item.Facts) -> Addressee? {
    ladder(of: facts).dropFirst(rung).lazy.compactMap { self.addressee(of: $0, for: facts) }.first { $0 != holder }
  }
}
