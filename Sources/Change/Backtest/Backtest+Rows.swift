package import GridCore

extension Backtest {
  /// A post type, all over the town or in a community, or triage: what it had and would have had.
  package struct LoadRow: Hashable, Sendable {
    /// Nil: triage.
    package let post: String?
    /// Nil: everywhere.
    package let community: String?
    package var before = 0
    package var after = 0
  }

  /// Reports about a matter that would have gone elsewhere.
  package struct Move: Hashable, Sendable {
    /// Its code; nil where neither side knows it.
    package let matter: String?
    /// Post types; nil: triage.
    package let from: String?
    package let to: String?
    package let events: Int
  }

  /// The rows that any report counts in: each post type by communities and then as a whole, triage last.
  ///
  /// - Parameter books: whose order posts and communities come in; what none of them has comes behind, by name.
  package func rows(inOrderOf books: [RuleBook]) -> [LoadRow] {
    let posts = Order(books.flatMap(\.posts).map(\.id))
    let communities = Order(books.flatMap(\.communities).map(\.id))
    var byPost: [String: [LoadRow]] = [:]
    for (place, key) in load.keys.enumerated() {
      let (before, after) = (load.before[place], load.after[place])
      guard let key, before + after > 0 else { continue }
      let row = LoadRow(post: names[key.post], community: names[key.community], before: before, after: after)
      byPost[names[key.post], default: []].append(row)
    }
    var rows: [LoadRow] = []
    for post in byPost.keys.sorted(by: posts.precedes) {
      let own = (byPost[post] ?? []).sorted { communities.precedes($0.community ?? "", $1.community ?? "") }
      rows += own
      rows.append(
        LoadRow(
          post: post, community: nil, before: own.reduce(0) { $0 + $1.before },
          after: own.reduce(0) { $0 + $1.after }))
    }
    let (before, after) = (load.before[0], load.after[0])
    if before + after > 0 { rows.append(LoadRow(post: nil, community: nil, before: before, after: after)) }
    return rows
  }

  /// What would have gone elsewhere, the most first; where as many would, by matter and posts.
  package var movesInOrder: [Move] {
    moves.map { key, events in
      Move(
        matter: key.matter.map { names[$0] }, from: key.from.map { names[$0] }, to: key.to.map { names[$0] },
        events: events)
    }.sorted { left, right in
      if left.events != right.events { return left.events > right.events }
      let pairs = [(left.matter, right.matter), (left.from, right.from), (left.to, right.to)]
      // Triage, and what no book knows, comes last.
      for (one, other) in pairs where one != other {
        guard let one, let other else { return one != nil }
        return one.utf8.lexicographicallyPrecedes(other.utf8)
      }
      return false
    }
  }

  /// Names in the order that books have them, all others behind by their bytes.
  private struct Order {
    private let places: [ByteText: Int]

    init(_ names: [String]) {
      places = Dictionary(names.enumerated().map { (ByteText($1), $0) }) { first, _ in first }
    }

    func precedes(_ left: String, _ right: String) -> Bool {
      let (one, other) = (places[ByteText(left)] ?? .max, places[ByteText(right)] ?? .max)
      return one == other ? left.utf8.lexicographicallyPrecedes(right.utf8) : one < other
    }
  }
}
