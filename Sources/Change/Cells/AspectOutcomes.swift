/// Which kinds go from which name to which other one, in one aspect, for pairs of the two books' functions.
///
/// A pair is first cut down to what this aspect tells apart: many pairs then fall together. The kinds of each change of names are found
/// once for each of those, and what a matter says for itself is filled in last.
struct AspectOutcomes {
  /// A set of kinds that go from one name to another.
  struct Outcome {
    var from: Int32
    var to: Int32
    var kinds: KindFunctions.Number
  }

  /// The kinds that have one change of names, of which either may be the matter's own.
  private struct Part {
    var change: KindFunctions.Value
    var kinds: KindFunctions.Number
  }

  private struct Key: Hashable {
    var function: KindFunctions.Number
    var own: OwnNames
  }

  private let aspect: Aspect
  private var cut = KindFunctions.Translation()
  private var picks: [KindFunctions.Value: KindFunctions.Translation] = [:]
  private var parts: [KindFunctions.Number: [Part]] = [:]
  private var outcomes: [Key: [Outcome]] = [:]
  private var union = KindUnion()

  init(_ aspect: Aspect) {
    self.aspect = aspect
  }

  // A change of names is one number: that of the first, and that of the second, each one more than its own; 0 is the matter's own.
  // Where both set the same, nothing changes whatever the matter says.
  private static let same: KindFunctions.Value = -1

  /// What becomes of the kinds of a cell whose matter says this for itself.
  mutating func outcomes(
    of pair: KindFunctions.Number, _ own: OwnNames, _ effects: CellEffects, _ pairing: KindFunctions.Pairing,
    _ kinds: inout KindFunctions
  ) -> [Outcome] {
    let names = Int32(effects.count(aspect)) + 1
    let function = kinds.translate(pair, by: &cut) { [aspect] value in
      let both = pairing.values(of: value)
      let from = effects.name(ofEffect: both.left, aspect).map { $0 + 1 } ?? 0
      let to = effects.name(ofEffect: both.right, aspect).map { $0 + 1 } ?? 0
      return from == to && from > 0 ? Self.same : from * names + to
    }
    let key = Key(function: function, own: own)
    if let known = outcomes[key] { return known }
    var found: [Outcome] = []
    for part in parts(of: function, &kinds) {
      let from = part.change / names == 0 ? own.old : part.change / names - 1
      let to = part.change % names == 0 ? own.new : part.change % names - 1
      guard effects.differ(from, to, aspect) else { continue }
      if let place = found.firstIndex(where: { $0.from == from && $0.to == to }) {
        found[place].kinds = union.of(found[place].kinds, part.kinds, &kinds)
      } else {
        found.append(Outcome(from: from, to: to, kinds: part.kinds))
      }
    }
    outcomes[key] = found
    return found
  }

  private mutating func parts(of function: KindFunctions.Number, _ kinds: inout KindFunctions) -> [Part] {
    if let known = parts[function] { return known }
    let found = kinds.values(of: function).filter { $0 != Self.same }.map { change in
      Part(
        change: change,
        kinds: kinds.translate(function, by: &picks[change, default: KindFunctions.Translation()]) {
          $0 == change ? 1 : 0
        })
    }
    parts[function] = found
    return found
  }
}

/// Joins sets of kinds, each two once.
private struct KindUnion {
  private var pairing = KindFunctions.Pairing()
  private var translation = KindFunctions.Translation()

  mutating func of(
    _ left: KindFunctions.Number, _ right: KindFunctions.Number, _ kinds: inout KindFunctions
  ) -> KindFunctions.Number {
    let pair = kinds.pair(left, right, by: &pairing)
    return kinds.translate(pair, by: &translation) { [pairing] value in
      let both = pairing.values(of: value)
      return both.left | both.right
    }
  }
}
