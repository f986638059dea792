import GridCore
import Testing

@testable import Change

/// What is proved of one book, against trying every kind of report at every cell, on thousands of small random books.
@Suite struct BookProofsTests {
  @Test func anEarlierOverrideTakesReportsUnseen() throws {
    let red = SmallTown.override(post: "info") { $0.risk = .red }
    let community = SmallTown.override(post: "patrol") { $0.community = 1 }
    let special = SmallTown.override(post: "info") { ($0.community, $0.risk) = (0, .blue) }
    let proofs = try #require(BookProofs(SmallTown.with { $0.overrides = [special, red, community] }))
    #expect(
      proofs.hidden == [
        BookProofs.Hidden(
          override: 2, by: [1],
          example: BookProofs.Example(matter: "A1", grid: "g2", risk: .red, source: nil, second: 0))
      ])
    // The same post is no loss, and a special one that comes first is meant so.
    #expect(BookProofs(SmallTown.with { $0.overrides = [special, red] })?.hidden == [])
    #expect(BookProofs(SmallTown.with { $0.overrides = [red] }, budget: 0) == nil)
  }

  @Test func aPostThatNobodyNeedsIsUnreached() throws {
    let proofs = try #require(BookProofs(SmallTown.with { $0.posts.append("idle") }))
    #expect(proofs.unreached == ["idle"] && proofs.idleGroups.isEmpty && proofs.cells == 12 && proofs.kinds == 1)
    let calls = try #require(
      BookProofs(
        SmallTown.with {
          $0.posts.append("idle")
          $0.lifecycle.visitBy = "idle"
        }))
    #expect(calls.unreached.isEmpty)
  }

  @Test(arguments: 0..<10) func proofsAgreeWithTryingEverything(_ round: UInt64) throws {
    for number in 0..<200 {
      var dice = SeededGenerator(seed: 7_000_000 + round * 1000 + UInt64(number))
      let book = RandomBook(&dice).book
      let proofs = try #require(BookProofs(book))
      let truth = ProofOracle(book)
      let seed = "round \(round), book \(number)"
      #expect(proofs.cells == book.matters.count * book.grids.count && proofs.kinds == truth.kinds, "\(seed)")
      #expect(Set(proofs.unreached) == Set(book.posts.map(\.id)).subtracting(truth.posts), "\(seed)")
      #expect(Set(proofs.idleGroups) == Set(book.groups.map(\.id)).subtracting(truth.groups), "\(seed)")
      #expect(Dictionary(uniqueKeysWithValues: proofs.hidden.map { ($0.override, $0.by) }) == truth.hidden, "\(seed)")
      for hidden in proofs.hidden {
        let taken = try #require(truth.taker(of: hidden.example), "\(seed)")
        #expect(hidden.by.contains(taken) && truth.fits(hidden.override, hidden.example), "\(seed)")
      }
    }
  }
}

/// Tries every kind of every cell of one book.
private struct ProofOracle {
  private(set) var posts: Set<String> = []
  private(set) var groups: Set<String> = []
  /// By override, those that take its reports and treat them otherwise.
  private(set) var hidden: [Int: [Int]] = [:]
  private(set) var kinds = 0
  private let book: RuleBook

  private struct Event: Hashable {
    let matter: Int
    let grid: Int
    let risk: Risk?
    let source: String?
    let second: Int
  }

  init(_ book: RuleBook) {
    self.book = book
    let conditions = book.overrides.map(\.when)
    let risks = [nil] + Risk.allCases.filter { risk in conditions.contains { $0.risk == risk } }.map { $0 }
    let sources = [nil] + Set(conditions.compactMap { $0.source?.text }).map { $0 }
    let bounds = Set([0] + conditions.compactMap(\.hours).flatMap { [$0.start, $0.end] }).filter { $0 < 86_400 }
    kinds = risks.count * sources.count * bounds.count
    var events: [Event] = []
    for matter in book.matters.indices {
      for grid in book.grids.indices {
        for risk in risks {
          for source in sources {
            for second in bounds {
              events.append(Event(matter: matter, grid: grid, risk: risk, source: source, second: second))
            }
          }
        }
      }
    }
    let fitting = events.map { event in book.overrides.indices.filter { fits($0, event) } }
    let sets = book.overrides.indices.map { index in Set(events.indices.filter { fitting[$0].contains(index) }) }
    var by: [Int: Set<Int>] = [:]
    for (event, fits) in zip(events, fitting) {
      let matter = book.matters[event.matter]
      let first = fits.first.map { book.overrides[$0] }
      posts.insert(first?.post ?? matter.post)
      groups.insert(first?.group ?? matter.group)
      guard let taker = fits.first else { continue }
      for other in fits.dropFirst()
      where !sets[taker].isSuperset(of: sets[other]) && !sets[other].isSuperset(of: sets[taker]) {
        let (a, b) = (book.overrides[taker], book.overrides[other])
        let length = { (limit: TimeLimit?) in limit?.text == "60m" ? "1h" : limit?.text }
        let differs =
          (a.post ?? matter.post) != (b.post ?? matter.post) || (a.group ?? matter.group) != (b.group ?? matter.group)
          || length(a.limit ?? matter.limit) != length(b.limit ?? matter.limit)
        if differs { by[other, default: []].insert(taker) }
      }
    }
    hidden = by.mapValues { $0.sorted() }
  }

  private func fits(_ index: Int, _ event: Event) -> Bool {
    let when = book.overrides[index].when
    return (when.matter ?? event.matter) == event.matter
      && (when.duty ?? book.matters[event.matter].duty) == book.matters[event.matter].duty
      && (when.grid ?? event.grid) == event.grid
      && (when.community ?? book.grids[event.grid].community) == book.grids[event.grid].community
      && (when.risk == nil || when.risk == event.risk) && (when.source == nil || when.source?.text == event.source)
      && (when.hours?.contains(event.second) ?? true)
  }

  private func event(_ example: BookProofs.Example) -> Event? {
    guard let matter = book.matters.firstIndex(where: { $0.code == example.matter }),
      let grid = book.grids.firstIndex(where: { $0.id == example.grid })
    else { return nil }
    return Event(matter: matter, grid: grid, risk: example.risk, source: example.source, second: example.second)
  }

  func fits(_ index: Int, _ example: BookProofs.Example) -> Bool { event(example).map { fits(index, $0) } ?? false }

  func taker(of example: BookProofs.Example) -> Int? {
    event(example).flatMap { event in book.overrides.indices.first { fits($0, event) } }
  }
}
