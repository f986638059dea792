package import GridCore

/// Whether any report can come to an override.
package enum OverrideReach: Hashable, Sendable {
  /// Some report fits it and none of the overrides before it.
  case matches
  case never(Reason)
  /// Too many ways of overlapping to look at; nothing is claimed.
  case unproven

  /// Why no report can come to it.
  package enum Reason: Hashable, Sendable {
    /// Its matter belongs to another duty than the one it names, or its duty has no matter.
    case matterOutsideDuty
    /// Its grid lies in another community than the one it names, or its community has no grid.
    case gridOutsideCommunity
    /// Its hours end where they begin.
    case noHours
    /// The overrides before it, by their index, take every report that fits it.
    case taken(by: [Int])
  }
}

/// Finds overrides that can never match, exactly, whatever the reports.
///
/// An override fits a box: a set of matters × grids × risks × sources × times of day. It can match exactly when something is left
/// of its box once the boxes before it are taken away. Sets are bits; sources nobody names count as one, and so do the seconds
/// between two boundaries. The search ends at the first leftover, and gives up, claiming nothing, when its budget is used up.
package struct OverrideCoverage {
  // The five sides of a box lie behind one another in one array of words.
  private struct Side {
    let words: Range<Int>
    let count: Int
  }

  private let dutyOfMatter: [Int]
  private let communityOfGrid: [Int]
  private let conditions: [Override.Condition?]
  private let sources: [ByteText: Int]
  private let bounds: [Int]
  private let sides: [Side]
  private var boxes: [[UInt64]?] = []
  private var budget: Int

  /// - Parameters:
  ///   - conditions: of the overrides in order; nil for one that could not be read, which then takes nothing away.
  ///   - budget: how many pairs of boxes may be compared in all: some 20 ms at the usual size.
  package init(
    dutyOfMatter: [Int], communityOfGrid: [Int], conditions: [Override.Condition?], budget: Int = 600_000
  ) {
    self.dutyOfMatter = dutyOfMatter
    self.communityOfGrid = communityOfGrid
    self.conditions = conditions
    self.budget = budget
    var sources: [ByteText: Int] = [:]
    var bounds: Set<Int> = [0, 86_400]
    for condition in conditions.compactMap({ $0 }) {
      if let source = condition.source, sources[source] == nil { sources[source] = sources.count }
      if let hours = condition.hours { bounds.formUnion([hours.start, hours.end]) }
    }
    self.sources = sources
    self.bounds = bounds.sorted()
    // The side seldom named comes first: what is left on it survives most easily.
    let counts = [
      sources.count + 1, Risk.allCases.count + 1, bounds.count - 1, communityOfGrid.count, dutyOfMatter.count,
    ]
    var start = 0
    sides = counts.map { count in
      let words = start..<start + (count + 63) / 64
      start = words.upperBound
      return Side(words: words, count: count)
    }
    boxes = conditions.map { $0.flatMap { box(of: $0) } }
  }

  /// The answer for every override, in order.
  package mutating func reaches() -> [OverrideReach] {
    conditions.indices.map { index in
      guard let condition = conditions[index] else { return .unproven }
      if let reason = contradiction(in: condition) { return .never(reason) }
      guard let box = boxes[index] else { return .unproven }
      return reach(of: box, behind: boxes[..<index])
    }
  }

  private func contradiction(in condition: Override.Condition) -> OverrideReach.Reason? {
    if let hours = condition.hours, hours.start == hours.end { return .noHours }
    if !dutyOfMatter.indices.contains(where: { fits($0, condition) }) { return .matterOutsideDuty }
    if !communityOfGrid.indices.contains(where: { lies($0, condition) }) { return .gridOutsideCommunity }
    return nil
  }

  private func fits(_ matter: Int, _ condition: Override.Condition) -> Bool {
    (condition.matter ?? matter) == matter && (condition.duty ?? dutyOfMatter[matter]) == dutyOfMatter[matter]
  }

  private func lies(_ grid: Int, _ condition: Override.Condition) -> Bool {
    (condition.grid ?? grid) == grid
      && (condition.community ?? communityOfGrid[grid]) == communityOfGrid[grid]
  }

  /// The box of a condition; nil where a side is empty.
  private func box(of condition: Override.Condition) -> [UInt64]? {
    var box = [UInt64](repeating: 0, count: sides.last?.words.upperBound ?? 0)
    let tests: [(Int) -> Bool] = [
      { source in condition.source.map { sources[$0] == source } ?? true },
      { risk in condition.risk.map { Risk.allCases.firstIndex(of: $0) == risk } ?? true },
      { segment in condition.hours.map { $0.contains(bounds[segment]) } ?? true },
      { grid in lies(grid, condition) },
      { matter in fits(matter, condition) },
    ]
    for (side, test) in zip(sides, tests) {
      var isEmpty = true
      for bit in 0..<side.count where test(bit) {
        box[side.words.lowerBound + bit / 64] |= 1 << UInt64(bit % 64)
        isEmpty = false
      }
      if isEmpty { return nil }
    }
    return box
  }

  private mutating func reach(of box: [UInt64], behind earlier: ArraySlice<[UInt64]?>) -> OverrideReach {
    var takers: [(index: Int, box: [UInt64])] = []
    for (index, other) in zip(earlier.indices, earlier) {
      guard let other else { continue }
      budget -= 1
      guard budget >= 0 else { return .unproven }
      if isInside(box, other) { return .never(.taken(by: [index])) }
      if meets(box, other) { takers.append((index, other)) }
    }
    var used = Set<Int>()
    guard let isLeft = somethingIsLeft(of: box, takers[...], &used) else { return .unproven }
    return isLeft ? .matches : .never(.taken(by: used.sorted()))
  }

  /// Whether a part of the box lies outside all takers; nil when the budget is used up. Depth first: the usual answer is yes,
  /// and the first piece that survives gives it. The depth is at most the number of takers.
  private mutating func somethingIsLeft(
    of box: [UInt64], _ takers: ArraySlice<(index: Int, box: [UInt64])>, _ used: inout Set<Int>
  ) -> Bool? {
    var pending: [(box: [UInt64], next: Int)] = [(box, takers.startIndex)]
    while let (box, next) = pending.popLast() {
      var taker = next
      while taker < takers.endIndex {
        budget -= 1
        guard budget >= 0 else { return nil }
        if meets(box, takers[taker].box) { break }
        taker += 1
      }
      guard taker < takers.endIndex else { return true }
      used.insert(takers[taker].index)
      for piece in pieces(of: box, outside: takers[taker].box).reversed() { pending.append((piece, taker + 1)) }
    }
    return false
  }

  private func meets(_ left: [UInt64], _ right: [UInt64]) -> Bool {
    for side in sides {
      var common: UInt64 = 0
      for word in side.words { common |= left[word] & right[word] }
      if common == 0 { return false }
    }
    return true
  }

  private func isInside(_ inner: [UInt64], _ outer: [UInt64]) -> Bool {
    inner.indices.allSatisfy { inner[$0] & ~outer[$0] == 0 }
  }

  /// The box without the other, as boxes that do not overlap: one a side, each beside the other on that side and, on the sides
  /// before it, within the other.
  private func pieces(of box: [UInt64], outside other: [UInt64]) -> [[UInt64]] {
    var rest = box
    var pieces: [[UInt64]] = []
    for side in sides {
      var piece = rest
      var isEmpty = true
      for word in side.words {
        piece[word] = rest[word] & ~other[word]
        rest[word] &= other[word]
        if piece[word] != 0 { isEmpty = false }
      }
      if !isEmpty { pieces.append(piece) }
    }
    return pieces
  }
}

extension RuleBook {
  /// For every override, in order, whether any report can come to it.
  package func overrideReaches() -> [OverrideReach] {
    var coverage = OverrideCoverage(
      dutyOfMatter: matters.map(\.duty), communityOfGrid: grids.map(\.community), conditions: overrides.map(\.when))
    return coverage.reaches()
  }
}
