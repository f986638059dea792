import GridCore
import Testing

@testable import Change

/// What people move again and again, and the rules that are proposed for it.
@Suite struct MiningTests {
  // A book that tells the night apart: 00:00–06:00, 06:00–22:00, 22:00–24:00.
  private static let night = SmallTown.override(post: "patrol") {
    $0.matter = 2
    $0.hours = .init(start: 79_200, end: 21_600)
  }

  private func mining(_ edit: (inout SmallTown) -> Void = { _ in }) -> Mining { Mining(SmallTown.with(edit)) }

  private func add(
    _ count: Int, to post: String?, matter: Int = 0, grid: Int = 0, source: String = "s", hour: Int64 = 12,
    from: String = "patrol", _ mining: inout Mining
  ) {
    for _ in 0..<count {
      mining.add(
        Mining.Ruling(
          matter: matter, grid: grid, source: source, received: Timestamp(seconds: hour * 3600), from: from, to: post))
    }
  }

  private func when(
    _ matter: Int = 0, community: Int? = nil, grid: Int? = nil, source: String? = nil, hours: (Int, Int)? = nil
  ) -> Mining.When {
    Mining.When(
      matter: matter, community: community, grid: grid, source: source,
      hours: hours.map { .init(start: $0.0 * 3600, end: $0.1 * 3600) })
  }

  @Test func fiveMovesAndFourFifthsMakeAProposal() {
    var mining = mining()
    add(4, to: "info", &mining)
    #expect(mining.proposals.isEmpty)
    add(1, to: "info", &mining)
    add(1, to: nil, &mining)
    #expect(
      mining.proposals == [.init(count: 5, of: 6, from: "patrol", to: "info", when: when())])
    add(1, to: nil, &mining)
    #expect(mining.proposals.isEmpty)
  }

  @Test func ofTwoThatContainEachOtherTheWiderStays() {
    var mining = mining()
    add(6, to: "info", grid: 0, &mining)
    // All the town, for nothing speaks against it.
    #expect(mining.proposals.map(\.when) == [when()])
    add(6, to: nil, grid: 2, &mining)
    #expect(mining.proposals.map(\.when) == [when(community: 0)])
    add(6, to: nil, grid: 1, &mining)
    #expect(mining.proposals.map(\.when) == [when(grid: 0)])
    add(6, to: nil, grid: 0, source: "t", &mining)
    // Only of that grid it is one source, and of that source it is one grid.
    #expect(mining.proposals.map(\.when) == [when(grid: 0, source: "s")])
  }

  @Test func spansOfTheDayAreJoinedRoundMidnight() {
    var mining = mining { $0.overrides = [Self.night] }
    add(3, to: "info", hour: 23, &mining)
    add(3, to: "info", hour: 2, &mining)
    add(6, to: nil, hour: 12, &mining)
    #expect(mining.proposals.map(\.when) == [when(hours: (22, 6))])
    var evening = self.mining { $0.overrides = [Self.night] }
    add(6, to: "info", hour: 23, &evening)
    add(6, to: nil, hour: 2, &evening)
    add(6, to: nil, hour: 12, &evening)
    #expect(evening.proposals.map(\.when) == [when(hours: (22, 24))])
  }

  @Test func whatAnOverrideSaidIsKept() {
    let strict = Override(
      name: nil,
      when: {
        var when = Override.Condition()
        when.matter = 0
        return when
      }(), post: "patrol", group: "g",
      limit: TimeLimit("30m"), line: 7)
    var mining = mining { $0.overrides = [strict] }
    add(5, to: "info", &mining)
    #expect(mining.proposals.first.flatMap { mining.rule(deciding: $0) }?.limit?.text == "30m")
    var plain = self.mining()
    add(5, to: "info", &plain)
    #expect(plain.proposals.first.flatMap { plain.rule(deciding: $0) } == nil)
  }

  @Test func wordsThatAreAssignedToOneMatter() {
    var mining = mining()
    for _ in 0..<4 { mining.add(assigned: " 摆地摊 ", to: "A1") }
    #expect(mining.keywords.isEmpty)
    mining.add(assigned: " 摆地摊 ", to: "A1")
    mining.add(assigned: " 摆地摊 ", to: "A2")
    // Another spelling is another text, and whatever no book lists is none.
    for _ in 0..<5 { mining.add(assigned: "else", to: "gone") }
    #expect(mining.keywords == [.init(count: 5, of: 6, text: " 摆地摊 ", matter: "A1", keyword: "摆地摊")])
    mining.add(assigned: " 摆地摊 ", to: "A2")
    #expect(mining.keywords.isEmpty)
  }

  /// Every condition tried, and those kept that no other contains.
  @Test(arguments: 0..<60) func theFinderFindsWhatTryingEverythingFinds(_ seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let book = SmallTown.with { $0.overrides = [Self.night] }
    var mining = Mining(book)
    var rulings: [Mining.Ruling] = []
    for _ in 0..<Int.random(in: 5..<60, using: &dice) {
      let from = ["patrol", "info"][Int.random(in: 0..<8, using: &dice) / 7]
      let moves = [nil, from == "patrol" ? "info" : "patrol", "third"]
      rulings.append(
        Mining.Ruling(
          matter: Int.random(in: 0..<2, using: &dice), grid: Int.random(in: 0..<4, using: &dice),
          source: ["s", "t"][Int.random(in: 0..<2, using: &dice)],
          received: Timestamp(seconds: Int64([2, 12, 23][Int.random(in: 0..<3, using: &dice)]) * 3600), from: from,
          to: moves[[0, 1, 1, 1, 1, 1, 2][Int.random(in: 0..<7, using: &dice)]]))
      if let last = rulings.last { mining.add(last) }
    }
    let expected = Self.everything(rulings, book)
    let found = Set(mining.proposals.map { "\($0.count)/\($0.of) \($0.when)" })
    #expect(found == expected, "seed \(seed)")
  }

  private static func everything(_ rulings: [Mining.Ruling], _ book: RuleBook) -> Set<String> {
    typealias Found = (when: Mining.When, count: Int, of: Int, spans: Set<Int>)
    var found: [Found] = []
    let spans: [(Set<Int>, (Int, Int)?)] = [
      ([0, 1, 2], nil), ([0], (0, 6)), ([1], (6, 22)), ([2], (22, 24)), ([0, 1], (0, 22)), ([1, 2], (6, 24)),
      ([2, 0], (22, 6)),
    ]
    let places: [(Int?, Int?)] = [(nil, nil), (0, nil), (1, nil)] + (0..<4).map { (nil, $0) }
    for matter in 0..<2 {
      for (community, grid) in places {
        for source in [nil, "s", "t"] {
          for (set, hours) in spans {
            let when = Mining.When(
              matter: matter, community: community, grid: grid, source: source,
              hours: hours.map { .init(start: $0.0 * 3600, end: $0.1 * 3600) })
            for from in ["patrol", "info"] {
              let fitting = rulings.filter { ruling in
                let second = Int(ruling.received.seconds)
                return ruling.matter == matter && ruling.from == from && (grid ?? ruling.grid) == ruling.grid
                  && (community ?? book.grids[ruling.grid].community) == book.grids[ruling.grid].community
                  && (source ?? ruling.source) == ruling.source
                  && set.contains(second < 21_600 ? 0 : second < 79_200 ? 1 : 2)
              }
              for to in ["patrol", "info", "third"] {
                let count = fitting.filter { $0.to == to }.count
                guard count >= 5, count * 5 >= fitting.count * 4 else { continue }
                found.append((when, count, fitting.count, set))
              }
            }
          }
        }
      }
    }
    let contains = { (wider: Found, narrower: Found) -> Bool in
      let (one, other) = (wider.when, narrower.when)
      return one.matter == other.matter && (one.grid == nil || one.grid == other.grid)
        && (one.community == nil || one.community == other.community
          || other.grid.map { book.grids[$0].community == one.community } ?? false)
        && (one.source == nil || one.source == other.source) && wider.spans.isSuperset(of: narrower.spans)
    }
    return Set(
      found.enumerated().filter { index, draft in
        !found.enumerated().contains { other, wider in
          other != index && contains(wider, draft)
            && (!contains(draft, wider) || (wider.count, -wider.of) > (draft.count, -draft.of))
        }
      }.map { "\($0.element.count)/\($0.element.of) \($0.element.when)" })
  }
}
