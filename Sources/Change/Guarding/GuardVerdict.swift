package import GridCore
package import Words

/// What a guard says of a change: whether it is held, and all that speaks for it.
package struct GuardVerdict: Hashable, Sendable {
  /// One thing that speaks against taking the change without a word.
  package enum Reason: Hashable, Sendable {
    /// So many percent of the old cells move or go, where so many may.
    case moved(percent: Ratio, limit: Int)
    /// The same of those that change or go.
    case changed(percent: Ratio, limit: Int)
    /// These post types are left without work, where so many may be.
    case emptied(posts: [String], limit: Int)
    /// So many items lose their place in the list, where so many may.
    case orphaned(Int, limit: Int)
    /// So many items are over their deadline at once, where so many may be.
    case late(Int, limit: Int)
    /// Some climb fewer rungs than before.
    case shorterLadder
    /// The new book lets more pass unseen: these keys of its guard.
    case looserGuard(keys: [String])

    /// Whether it holds a change by itself.
    package var holds: Bool {
      switch self {
      case .moved, .changed, .emptied, .orphaned, .late: true
      case .shorterLadder, .looserGuard: false
      }
    }
  }

  package let reasons: [Reason]

  package var held: Bool { reasons.contains { $0.holds } }
}

extension Guard {
  /// What this guard, the one of the book in force, says of a change: beyond a limit, not at it, and by exact shares.
  ///
  /// - Parameters:
  ///   - orphaned: how many items are listed before and not after.
  ///   - late: how many are over their deadline at once.
  package func verdict(on change: RuleChange, orphaned: Int, late: Int) -> GuardVerdict {
    var reasons: [GuardVerdict.Reason] = []
    let cells = change.cells
    let isBeyond = { (cells: Int, total: Int, limit: Int) in 100 * cells > limit * total }
    if let limit = movedPercent, let percent = cells.movedPercent,
      isBeyond(cells.moved + cells.gone, cells.total, limit)
    {
      reasons.append(.moved(percent: percent, limit: limit))
    }
    if let limit = changedPercent, let percent = cells.changedPercent,
      isBeyond(cells.changed + cells.gone, cells.total, limit)
    {
      reasons.append(.changed(percent: percent, limit: limit))
    }
    if let limit = emptiedPosts, change.emptied.count > limit {
      reasons.append(.emptied(posts: change.emptied, limit: limit))
    }
    if let limit = orphanedItems, orphaned > limit { reasons.append(.orphaned(orphaned, limit: limit)) }
    if let limit = lateItems, late > limit { reasons.append(.late(late, limit: limit)) }
    if change.climbsLess { reasons.append(.shorterLadder) }
    let looser = change.guards.to.keysLooser(than: change.guards.from)
    if !looser.isEmpty { reasons.append(.looserGuard(keys: looser)) }
    return GuardVerdict(reasons: reasons)
  }

  /// The keys in which more may pass than under another guard.
  func keysLooser(than other: Guard) -> [String] {
    Self.limits.filter { _, limit in
      guard let before = other[keyPath: limit] else { return false }
      return self[keyPath: limit].map { $0 > before } ?? true
    }.map(\.key)
  }
}
