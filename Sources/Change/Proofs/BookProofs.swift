package import GridCore

/// What can be proved of one book: which posts and groups no report comes to, and which overrides lose reports to earlier ones unseen.
///
/// Exact, whatever the reports; told in sets, as a change of books is.
package struct BookProofs: Sendable {
  /// An override B of whose reports earlier ones take some and treat them otherwise, where neither contains the other.
  package struct Hidden: Hashable, Sendable {
    /// By its index.
    package let override: Int
    /// Those that take its reports, by their indices in order.
    package let by: [Int]
    /// One such report.
    package let example: Example
  }

  /// A report by what overrides ask of it.
  package struct Example: Hashable, Sendable {
    package let matter: String
    package let grid: String
    package let risk: Risk?
    /// Nil: any source that no override names.
    package let source: String?
    /// Seconds of the local day.
    package let second: Int
  }

  /// Matters × grids.
  package let cells: Int
  /// Combinations of risk, source and span of the day that the overrides tell apart.
  package let kinds: Int
  /// Post types that no kind of any cell goes to, and that make no calls.
  package let unreached: [String]
  /// Groups that no kind of any cell has.
  package let idleGroups: [String]
  package let hidden: [Hidden]

  /// How many pairs of classes may be painted in all: far more than a town of 10,000 grids and 300 overrides needs, and a second of work.
  package static let budget = 20_000_000

  /// - Parameter budget: nil where more work is needed: then nothing is claimed.
  package init?(_ book: RuleBook, budget: Int = Self.budget) {
    guard let proof = CellProof(book, budget) else { return nil }
    cells = book.matters.count * book.grids.count
    kinds = proof.space.count
    let posts = proof.reached(.post).union(book.lifecycle.visitBy.map { [ByteText($0)] } ?? [])
    unreached = book.posts.map(\.id).filter { !posts.contains(ByteText($0)) }
    let groups = proof.reached(.group)
    idleGroups = book.groups.map(\.id).filter { !groups.contains(ByteText($0)) }
    hidden = proof.hidden()
  }
}

/// The cells of one book, with the override that takes each kind of them.
private struct CellProof {
  let book: RuleBook
  let space: KindSpace
  private let classes: CellClasses
  private let table: CellTable
  private let kinds: KindFunctions
  /// The values are the overrides' indices, one more than they are; 0 is the matter's own line.
  init?(_ book: RuleBook, _ budget: Int) {
    self.book = book
    space = KindSpace([book])
    let classes = CellClasses([book])
    self.classes = classes
    let work = book.overrides.reduce(0) { sum, override in
      let when = override.when
      return sum + classes.matters.count { $0.fits(whole: when.duty, part: when.matter) }
        * classes.places.count { $0.fits(whole: when.community, part: when.grid) }
    }
    guard work <= budget else { return nil }
    var functions = KindFunctions(space)
    table = CellTable(book, number: 0, classes, space, &functions) { Int32($0 + 1) }
    kinds = functions
  }

  /// The posts, or the groups, that some kind of some cell comes to.
  func reached(_ aspect: Aspect) -> Set<ByteText> {
    var reached: Set<ByteText> = []
    var values: [KindFunctions.Number: Set<KindFunctions.Value>] = [:]
    for row in classes.matters.indices {
      var all: Set<KindFunctions.Value> = []
      for function in Set(classes.places.indices.map { table[row, $0] }) {
        let own = values[function] ?? kinds.values(of: function)
        values[function] = own
        all.formUnion(own)
      }
      for value in all {
        let override = value == 0 ? nil : book.overrides[Int(value) - 1]
        if let name = aspect == .post ? override?.post : override?.group {
          reached.insert(ByteText(name))
        } else {
          for matter in classes.matters[row].members.compactMap(\.first).compactMap({ $0 }) {
            reached.insert(ByteText(aspect == .post ? book.matters[matter].post : book.matters[matter].group))
          }
        }
      }
    }
    return reached
  }

  // MARK: Hidden overrides

  func hidden() -> [BookProofs.Hidden] {
    book.overrides.indices.compactMap { hidden($0) }
  }

  private func hidden(_ index: Int) -> BookProofs.Hidden? {
    let when = book.overrides[index].when
    var search = KindFunctions.Search(space.box(of: when))
    var takers: [Int: BookProofs.Example] = [:]
    // Of two of which one contains the other nothing is said.
    var apart: [Int: Bool] = [:]
    var first: [KindFunctions.Number: [KindFunctions.Found]] = [:]
    for row in classes.matters.indices where classes.matters[row].fits(whole: when.duty, part: when.matter) {
      let matters = classes.matters[row].members.compactMap { $0[0] }
      for column in classes.places.indices
      where classes.places[column].fits(whole: when.community, part: when.grid) {
        let function = table[row, column]
        let found = first[function] ?? kinds.values(of: function, by: &search)
        first[function] = found
        for kind in found where kind.value > 0 {
          let other = Int(kind.value) - 1
          guard other < index, takers[other] == nil else { continue }
          let areApart = apart[other] ?? (!contains(index, other) && !contains(other, index))
          apart[other] = areApart
          guard areApart, let matter = matters.first(where: { differ(index, other, $0) }),
            let grid = classes.places[column].members.lazy.compactMap({ $0[0] }).first
          else { continue }
          takers[other] = BookProofs.Example(
            matter: book.matters[matter].code, grid: book.grids[grid].id,
            risk: kind.risk == 0 ? nil : space.risks[kind.risk - 1],
            source: kind.source.map { space.sources[Int($0)].text }, second: kind.second)
        }
      }
    }
    let by = takers.keys.sorted()
    guard let taker = by.first, let example = takers[taker] else { return nil }
    return BookProofs.Hidden(override: index, by: by, example: example)
  }

  /// Whether two overrides treat a matter's reports otherwise.
  private func differ(_ one: Int, _ other: Int, _ matter: Int) -> Bool {
    let (left, right, own) = (book.overrides[one], book.overrides[other], book.matters[matter])
    return ByteText(left.post ?? own.post) != ByteText(right.post ?? own.post)
      || ByteText(left.group ?? own.group) != ByteText(right.group ?? own.group)
      || LimitLength(left.limit ?? own.limit) != LimitLength(right.limit ?? own.limit)
  }

  /// Whether every report that fits the second fits the first.
  private func contains(_ outer: Int, _ inner: Int) -> Bool {
    let (outer, inner) = (book.overrides[outer].when, book.overrides[inner].when)
    let holds = { (group: CellClasses.Group, whole: Int?, part: Int?) in group.fits(whole: whole, part: part) }
    let matters = classes.matters.allSatisfy {
      !holds($0, inner.duty, inner.matter) || holds($0, outer.duty, outer.matter)
    }
    let places = classes.places.allSatisfy {
      !holds($0, inner.community, inner.grid) || holds($0, outer.community, outer.grid)
    }
    return matters && places && space.box(of: outer).contains(space.box(of: inner), in: space)
  }
}

extension CellClasses.Group {
  /// Whether its members fit conditions of the one book the classes were made of.
  fileprivate func fits(whole: Int?, part: Int?) -> Bool {
    guard let key = keys.first.flatMap({ $0 }) else { return false }
    return (whole == nil || key.whole == whole) && (part == nil || key.part == part)
  }
}

extension KindBox {
  /// Whether it holds every kind of another.
  fileprivate func contains(_ other: KindBox, in space: KindSpace) -> Bool {
    // A risk that stands for all there are would be the same; reports without one are among those there are.
    guard risk == nil || risk == other.risk, source == nil || source == other.source else { return false }
    return space.bounds.allSatisfy { second in
      let holds = { (box: KindBox) in box.hours?.contains { $0.contains(Int32(second)) } ?? true }
      return !holds(other) || holds(self)
    }
  }
}
