package import GridCore

extension Mining {
  /// A rule that would have decided as people did.
  package struct Proposal: Hashable, Sendable {
    /// How many were moved to the post, of how many that the rules routed to the other one.
    package let count: Int
    package let of: Int
    package let from: String
    package let to: String
    package let when: When
  }

  /// What a report must be for a proposed override to fit it.
  package struct When: Hashable, Sendable {
    /// Indices of the book; at most one of community and grid.
    package let matter: Int
    package let community: Int?
    package let grid: Int?
    package let source: String?
    /// One stretch of the local day; it may wrap midnight.
    package let hours: Override.DailyHours?

    /// The condition as an override has it.
    package var condition: Override.Condition {
      var when = Override.Condition()
      when.matter = matter
      when.community = community
      when.grid = grid
      when.source = source.map { ByteText($0) }
      when.hours = hours
      return when
    }
  }

  /// Where the search looks: all of the town, a community or a grid; any source or one.
  private struct Place: Hashable {
    var community: Int32 = -1
    var grid: Int32 = -1
    var source: Int32 = NameTable.unknown
  }

  /// What is counted of a place, by spans of the day.
  private typealias Spans = [Count]

  /// A proposal with its place, while wider ones are still looked for.
  private struct Draft {
    var place: Place
    var spans: Set<Int>
    var proposal: Proposal
  }

  /// All rules that at least five moves and four fifths of all speak for, but those that a wider one contains; the most frequent first.
  package var proposals: [Proposal] {
    var found: [Proposal] = []
    for (_, origins) in Dictionary(grouping: cells.keys, by: \.matter) {
      let drafts = origins.flatMap { self.drafts(of: $0, cells[$0] ?? [:]) }
      let ranked = drafts.sorted { Self.precedes($0.proposal, $1.proposal) }
      for (index, draft) in ranked.enumerated() {
        let isContained = ranked.enumerated().contains { other, wider in
          guard other != index, contains(wider, draft) else { return false }
          // Of two that ask for the same the first stays.
          return !contains(draft, wider) || other < index
        }
        if !isContained { found.append(draft.proposal) }
      }
    }
    return found.sorted(by: Self.precedes)
  }

  private static func precedes(_ left: Proposal, _ right: Proposal) -> Bool {
    if left.count != right.count { return left.count > right.count }
    if left.of != right.of { return left.of < right.of }
    let keys = [left, right].map { proposal in
      let when = proposal.when
      return [when.matter, when.community ?? -1, when.grid ?? -1, when.hours?.start ?? -1, when.hours?.end ?? -1]
    }
    if keys[0] != keys[1] { return keys[0].lexicographicallyPrecedes(keys[1]) }
    let texts = [left, right].map { "\($0.when.source ?? "")\u{0}\($0.from)\u{0}\($0.to)" }
    return texts[0].utf8.lexicographicallyPrecedes(texts[1].utf8)
  }

  private func drafts(of origin: Origin, _ cells: [Cell: Count]) -> [Draft] {
    var whole = Count()
    for count in cells.values { whole.add(count) }
    // Nothing that is part of it can have more.
    let targets = whole.moved.filter { $0.value >= Self.least }.keys.sorted()
    guard !targets.isEmpty else { return [] }
    var places: [Place: Spans] = [:]
    for (cell, count) in cells {
      let community = Int32(book.grids[Int(cell.grid)].community)
      for place in [Place(), Place(community: community), Place(grid: cell.grid)] {
        for source in [NameTable.unknown, cell.source] {
          var place = place
          place.source = source
          places[place, default: Array(repeating: Count(), count: bounds.count)][Int(cell.span)].add(count)
        }
      }
    }
    return places.flatMap { place, spans in
      targets.flatMap { to in
        stretches(spans, to).map { stretch in
          draft(origin, place, to, stretch, spans)
        }
      }
    }
  }

  /// The widest stretches of neighbouring spans, round the day, in which enough were moved there.
  private func stretches(_ spans: Spans, _ to: Int32) -> [Range<Int>] {
    let moved = spans.map { $0.moved[to] ?? 0 }
    guard moved.reduce(0, +) >= Self.least else { return [] }
    let count = spans.count
    var (sums, totals) = ([0], [0])
    for place in 0..<count * 2 {
      sums.append(sums[place] + moved[place % count])
      totals.append(totals[place] + spans[place % count].total)
    }
    var found: [Range<Int>] = []
    // The longest first: what lies within one that is found is none of its own.
    for length in (1...count).reversed() {
      for start in 0..<(length == count ? 1 : count) {
        let range = start..<start + length
        guard Self.isEnough(sums[range.upperBound] - sums[start], of: totals[range.upperBound] - totals[start]),
          !found.contains(where: { Self.holds($0, range, of: count) })
        else { continue }
        found.append(range)
      }
      if found.first?.count == count { break }
    }
    return found
  }

  /// Whether a stretch round the day holds another.
  private static func holds(_ outer: Range<Int>, _ inner: Range<Int>, of count: Int) -> Bool {
    let offset = (inner.lowerBound - outer.lowerBound % count + count) % count
    return offset + inner.count <= outer.count || outer.count == count
  }

  private func draft(_ origin: Origin, _ place: Place, _ to: Int32, _ stretch: Range<Int>, _ spans: Spans) -> Draft {
    let count = spans.count
    var all = Count()
    for span in stretch { all.add(spans[span % count]) }
    let end = bounds.indices.contains(stretch.upperBound % count) ? bounds[stretch.upperBound % count] : 0
    let hours =
      stretch.count == count
      ? nil : Override.DailyHours(start: bounds[stretch.lowerBound], end: end == 0 ? 86_400 : end)
    let when = When(
      matter: Int(origin.matter), community: place.community < 0 ? nil : Int(place.community),
      grid: place.grid < 0 ? nil : Int(place.grid),
      source: place.source == NameTable.unknown ? nil : names[place.source], hours: hours)
    return Draft(
      place: place, spans: Set(stretch.map { $0 % count }),
      proposal: Proposal(
        count: all.moved[to] ?? 0, of: all.total, from: names[origin.from], to: names[to], when: when))
  }

  /// Whether all that one asks for is asked for by the other too.
  private func contains(_ wider: Draft, _ narrower: Draft) -> Bool {
    let (one, other) = (wider.place, narrower.place)
    let isPlace =
      one.grid >= 0
      ? one.grid == other.grid
      : one.community < 0 || one.community == other.community
        || other.grid >= 0 && book.grids[Int(other.grid)].community == Int(one.community)
    return isPlace && (one.source == NameTable.unknown || one.source == other.source)
      && wider.spans.isSuperset(of: narrower.spans)
  }
}
