import GridCore

/// Compares all cells of two books, class by class, and tells what differs as lines.
///
/// The work grows with what the overrides tell apart, and not with the number of cells or kinds: a class of matters has one row of
/// functions, whatever the number of its matters, and equal functions are looked at once.
struct CellComparison {
  let old: RuleBook
  let new: RuleBook
  let space: KindSpace
  let classes: CellClasses
  let effects: CellEffects
  private(set) var kinds: KindFunctions
  private(set) var counts = RuleChange.Cells()
  /// By aspect: what falls together, and its matters by the classes of places where it is so.
  private(set) var told: [[LineKey: [BitSet: [Int]]]] = [[:], [:], [:]]
  private let tables: [CellTable]
  /// For each class of places, how many of it both books have.
  private let weights: [Int]
  private var pairing = KindFunctions.Pairing()
  private var aspects = Aspect.allCases.map { AspectOutcomes($0) }

  /// What falls together: the duty by its index in the new book, the names, and the set of kinds.
  struct LineKey: Hashable {
    var duty: Int
    var from: Int32
    var to: Int32
    var kinds: KindFunctions.Number
  }

  /// A function with the classes of places where it stands.
  private struct Stand {
    var function: KindFunctions.Number
    var columns: BitSet
  }

  init(_ old: RuleBook, _ new: RuleBook) {
    (self.old, self.new) = (old, new)
    let books = [old, new]
    space = KindSpace(books)
    classes = CellClasses(books)
    let names = CellEffects(books)
    var functions = KindFunctions(space)
    var tables: [CellTable] = []
    for (number, book) in books.enumerated() {
      tables.append(
        CellTable(book, number: number, classes, space, &functions) { names.ofOverrides[number][$0] })
    }
    (effects, kinds, self.tables) = (names, functions, tables)
    weights = classes.places.map { group in group.members.count { $0[0] != nil && $0[1] != nil } }
    compare()
  }

  // MARK: Cells of both books

  private mutating func compare() {
    let places = weights.reduce(0, +)
    var matters = 0
    for row in classes.matters.indices {
      let members = classes.matters[row].members.compactMap { member in
        member[0].flatMap { old in member[1].map { (old: old, new: $0) } }
      }
      matters += members.count
      if !members.isEmpty { compare(members, stands(in: row)) }
    }
    counts.total = old.matters.count * old.grids.count
    counts.gone = counts.total - matters * places
    counts.new = new.matters.count * new.grids.count - matters * places
  }

  /// The pairs of the two books' functions that stand in a row.
  private mutating func stands(in row: Int) -> [Stand] {
    var found: [KindFunctions.Number: Int] = [:]
    var stands: [Stand] = []
    for column in weights.indices where weights[column] > 0 {
      let function = kinds.pair(tables[0][row, column], tables[1][row, column], by: &pairing)
      let place = found[function] ?? stands.count
      if place == stands.count {
        found[function] = place
        stands.append(Stand(function: function, columns: BitSet(count: weights.count)))
      }
      stands[place].columns.insert(column)
    }
    return stands
  }

  private mutating func compare(_ members: [(old: Int, new: Int)], _ stands: [Stand]) {
    // Matters of a class differ in what they say for themselves; where they say the same they are one.
    var touched = [[OwnNames: BitSet]](repeating: [:], count: Aspect.allCases.count)
    for aspect in Aspect.allCases {
      struct Alike: Hashable {
        var duty: Int
        var own: OwnNames
      }
      var alike: [Alike: [Int]] = [:]
      for (old, new) in members {
        let own = effects.own(aspect, old, new)
        alike[Alike(duty: self.new.matters[new].duty, own: own), default: []].append(new)
      }
      for (key, matters) in alike {
        touched[aspect.rawValue][key.own] = tell(matters, key.duty, key.own, aspect, stands)
      }
    }
    // Whether a cell changes hangs on all three.
    var alike: [[OwnNames]: Int] = [:]
    for (old, new) in members { alike[Aspect.allCases.map { effects.own($0, old, new) }, default: 0] += 1 }
    for (own, count) in alike {
      var changed = BitSet(count: weights.count)
      for aspect in Aspect.allCases {
        guard let columns = touched[aspect.rawValue][own[aspect.rawValue]] else { continue }
        changed.formUnion(columns)
        if aspect == .post { counts.moved += count * weight(of: columns) }
      }
      counts.changed += count * weight(of: changed)
    }
  }

  private func weight(of columns: BitSet) -> Int {
    columns.numbers.reduce(0) { $0 + weights[$1] }
  }

  /// Tells what becomes of matters that are alike; answers where anything does.
  private mutating func tell(
    _ matters: [Int], _ duty: Int, _ own: OwnNames, _ aspect: Aspect, _ stands: [Stand]
  ) -> BitSet {
    var touched = BitSet(count: weights.count)
    var lines: [LineKey: BitSet] = [:]
    for stand in stands {
      for outcome in aspects[aspect.rawValue].outcomes(of: stand.function, own, effects, pairing, &kinds) {
        touched.formUnion(stand.columns)
        let key = LineKey(duty: duty, from: outcome.from, to: outcome.to, kinds: outcome.kinds)
        lines[key, default: BitSet(count: weights.count)].formUnion(stand.columns)
      }
    }
    for (key, columns) in lines { told[aspect.rawValue][key, default: [:]][columns, default: []] += matters }
    return touched
  }

  // MARK: Posts

  /// The post types that some kind of some cell went to under the old book and none does under the new one.
  func emptied() -> [String] {
    let (before, after) = (reached(under: old, 0), reached(under: new, 1))
    return before.subtracting(after).sorted().map { effects.name($0, .post) }
  }

  private func reached(under book: RuleBook, _ number: Int) -> Set<Int32> {
    var reached: Set<Int32> = []
    var values: [KindFunctions.Number: Set<KindFunctions.Value>] = [:]
    let columns = classes.places.indices.filter { classes.places[$0].keys[number] != nil }
    for row in classes.matters.indices where classes.matters[row].keys[number] != nil {
      var all: Set<KindFunctions.Value> = []
      for function in Set(columns.map { tables[number][row, $0] }) {
        let own = values[function] ?? kinds.values(of: function)
        values[function] = own
        all.formUnion(own)
      }
      for value in all {
        if let post = effects.name(ofEffect: value, .post) {
          reached.insert(post)
        } else {
          let own = effects.ofMatters[number][Aspect.post.rawValue]
          reached.formUnion(classes.matters[row].members.compactMap { $0[number].map { own[$0] } })
        }
      }
    }
    return reached
  }
}
