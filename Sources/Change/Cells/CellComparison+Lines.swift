import GridCore

extension CellComparison {
  /// What differs in an aspect, in lines that tell each kind of each cell once.
  func lines(_ aspect: Aspect) -> [RuleChange.Line] {
    var naming = PlaceNaming(self)
    var lines: [Draft] = []
    for (key, matters) in told[aspect.rawValue] {
      let products = kinds.products(of: key.kinds, in: space)
      for (columns, members) in matters {
        let members = members.sorted()
        let places = naming.places(columns)
        for (place, product) in products.enumerated() {
          let line = RuleChange.Line(
            duty: new.duties[key.duty].id, matters: members.map { new.matters[$0].code },
            communities: places.communities, grids: places.grids, when: product.isAll ? nil : product,
            from: effects.name(key.from, aspect), to: effects.name(key.to, aspect),
            cells: members.count * places.count)
          lines.append(
            Draft(
              order: [key.duty, Int(key.from), Int(key.to), members.first ?? 0, places.first], product: product,
              place: place, line: line))
        }
      }
    }
    return lines.sorted { $0.comes(before: $1) }.map(\.line)
  }

  /// A line with what it is sorted by. Two that agree in the order tell other kinds of the same cell.
  private struct Draft {
    var order: [Int]
    var product: KindProduct
    var place: Int
    var line: RuleChange.Line

    func comes(before other: Draft) -> Bool {
      if order != other.order { return order.lexicographicallyPrecedes(other.order) }
      return rank.lexicographicallyPrecedes(other.rank)
    }

    /// The kinds as text: some order that does not hang on how they were found.
    private var rank: [String] {
      (product.risks ?? []).map { $0?.rawValue ?? "" } + ["|"] + (product.sources ?? []).map { $0?.text ?? "" } + ["|"]
        + (product.hours ?? []).map { "\($0.start)-\($0.end)" }
    }
  }
}

/// Calls sets of classes of places by the names of communities and grids.
private struct PlaceNaming {
  struct Places {
    var communities: [String]?
    var grids: [String]?
    var count: Int
    var first: Int
  }

  private let book: RuleBook
  /// The grids of both books of each class, by their indices in the new one.
  private let grids: [[Int]]
  private let all: Int
  /// How many grids of both books each community has.
  private let sizes: [Int]
  private var known: [BitSet: Places] = [:]

  init(_ comparison: CellComparison) {
    book = comparison.new
    grids = comparison.classes.places.map { group in group.members.compactMap { $0[0] == nil ? nil : $0[1] } }
    all = grids.reduce(0) { $0 + $1.count }
    var sizes = [Int](repeating: 0, count: book.communities.count)
    for grid in grids.joined() { sizes[book.grids[grid].community] += 1 }
    self.sizes = sizes
  }

  mutating func places(_ columns: BitSet) -> Places {
    if let known = known[columns] { return known }
    let members = columns.numbers.flatMap { grids[$0] }.sorted()
    var places = Places(count: members.count, first: members.first ?? 0)
    if members.count < all {
      let communities = Dictionary(grouping: members) { book.grids[$0].community }
      if communities.allSatisfy({ $1.count == sizes[$0] }) {
        places.communities = communities.keys.sorted().map { book.communities[$0].id }
      } else {
        places.grids = members.map { book.grids[$0].id }
      }
    }
    known[columns] = places
    return places
  }
}
