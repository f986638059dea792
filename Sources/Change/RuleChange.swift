package import GridCore
package import Words

/// What differs between two rule books, of which one may take the other's place: pure, and told in sets.
///
/// A *cell* is a matter at a grid in its community, a *kind* a combination of risk, source and span of the day that the overrides of
/// either book tell apart. Limits are compared by length. How long a matter stays listed (`until`) makes no cell.
package struct RuleChange: Sendable {
  /// How many cells there are, and how many of them differ.
  package struct Cells: Hashable, Sendable {
    /// Of the old book.
    package var total = 0
    /// Of both books, with another post type for some kind.
    package var moved = 0
    /// Of both books, with another post type, group or limit for some kind.
    package var changed = 0
    /// Of the old book only, and of the new one only.
    package var gone = 0
    package var new = 0

    package init() {}

    /// The share of the old book's cells that move or are gone, in percent; nil where it has none.
    package var movedPercent: Ratio? { Ratio(100 * (moved + gone), total) }
    /// The share of the old book's cells that change or are gone, in percent; nil where it has none.
    package var changedPercent: Ratio? { Ratio(100 * (changed + gone), total) }
  }

  /// Each of these matters at each of these places goes, for these kinds, from one name to another.
  package struct Line: Hashable, Sendable {
    /// The duty of the new book.
    package let duty: String
    package let matters: [String]
    /// Whole communities, or single grids; neither: all grids of both books.
    package let communities: [String]?
    package let grids: [String]?
    /// Nil: all kinds.
    package let when: KindProduct?
    package let from: String
    package let to: String
    package let cells: Int
  }

  /// A value of the old book and one of the new.
  package struct Pair<Value: Hashable & Sendable>: Hashable, Sendable {
    package let from: Value
    package let to: Value
  }

  /// A matter that is called otherwise.
  package struct Renaming: Hashable, Sendable {
    package let code: String
    package let from: String
    package let to: String
  }

  package let from: Digest
  package let to: Digest
  package let cells: Cells
  package let moves: [Line]
  package let limits: [Line]
  package let groups: [Line]
  package let ladder: Pair<ByUrgency<[Rung]>>?
  package let calendar: Pair<DeclaredCalendar>?
  package let goneMatters: [String]
  package let newMatters: [String]
  package let renamed: [Renaming]
  package let goneGrids: [String]
  package let newGrids: [String]
  /// Post types that some kind of some cell went to and none does.
  package let emptied: [String]
  /// Dotted keys of what differs and is told nowhere else.
  package let other: [String]
  /// The two guards; the first judges the change.
  package let guards: Pair<Guard>
  /// Whether some climb fewer rungs than before.
  package let climbsLess: Bool

  /// Compares two books cell by cell.
  package init(from old: RuleBook, to new: RuleBook) {
    (from, to) = (old.digest, new.digest)
    let comparison = CellComparison(old, new)
    cells = comparison.counts
    moves = comparison.lines(.post)
    limits = comparison.lines(.limit)
    groups = comparison.lines(.group)
    emptied = comparison.emptied()
    climbsLess = new.climbsLess(than: old)
    ladder = old.climbs(like: new) ? nil : Pair(from: old.ladders, to: new.ladders)
    let calendars = Pair(from: DeclaredCalendar(old), to: DeclaredCalendar(new))
    calendar = calendars.from.differs(from: calendars.to) ? calendars : nil
    let matters = Roster(old.matters.map(\.code), new.matters.map(\.code))
    (goneMatters, newMatters) = (matters.gone.map { old.matters[$0].code }, matters.new.map { new.matters[$0].code })
    renamed = matters.both.compactMap { before, after in
      let names = (old.matters[before].name, new.matters[after].name)
      return ByteText(names.0) == ByteText(names.1)
        ? nil : Renaming(code: new.matters[after].code, from: names.0, to: names.1)
    }
    let places = { (book: RuleBook) in book.grids.map { "\(book.communities[$0.community].id)/\($0.id)" } }
    let grids = Roster(places(old), places(new))
    (goneGrids, newGrids) = (grids.gone.map { old.grids[$0].id }, grids.new.map { new.grids[$0].id })
    other = OtherKeys(old, new).keys
    guards = Pair(from: old.guard, to: new.guard)
  }

  /// Whether anything changes at all.
  package var changesAnything: Bool {
    cells.moved + cells.changed + cells.gone + cells.new > 0 || ladder != nil || calendar != nil
      || ![goneMatters, newMatters, goneGrids, newGrids, emptied, other].allSatisfy(\.isEmpty) || !renamed.isEmpty
  }
}

/// The names of two lists: which of them only one has, by their indices, and which both.
struct Roster {
  private(set) var gone: [Int] = []
  private(set) var new: [Int] = []
  private(set) var both: [(old: Int, new: Int)] = []

  init(_ before: [String], _ after: [String]) {
    let old = Dictionary(before.enumerated().map { (ByteText($1), $0) }) { first, _ in first }
    let names = Set(after.map { ByteText($0) })
    gone = before.indices.filter { !names.contains(ByteText(before[$0])) }
    for (index, name) in after.enumerated() {
      if let before = old[ByteText(name)] { both.append((before, index)) } else { new.append(index) }
    }
  }
}
