/// Names that may have been meant where one is unknown.
extension RuleBook {
  /// For facts that lead to no post: matter codes, or grid ids, near what was said.
  func suggestions(for why: AssignmentReason) -> [String] {
    switch why.kind {
    case .unlistedMatter:
      Self.nearest(to: why.subject, among: matters.lazy.flatMap { [($0.code, $0.code), ($0.name, $0.code)] })
    case .unknownGrid, .gridElsewhere: suggestions(forGrid: why.subject)
    case .unknownCommunity:
      Self.nearest(to: why.subject, among: communities.lazy.map { ($0.id, $0.id) })
    case .matter, .override, .noMatter, .noGrid, .round, .signal: []
    }
  }

  /// Grid ids near one that the rules do not have.
  package func suggestions(forGrid grid: String) -> [String] {
    Self.nearest(to: grid, among: grids.lazy.map { ($0.id, $0.id) })
  }

  /// Addresses near one that the rules do not know.
  func suggestions(forAddress text: String) -> [String] {
    let parts = text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).map { String(Substring($0)) }
    let near = { (word: String, names: [String]) in Self.nearest(to: word, among: names.lazy.map { ($0, $0) }) }
    switch parts.count {
    case 2: return near(parts[1], offices.map(\.id)).map { "subdistrict/" + $0 }
    case 3 where parts[1] == "group":
      let homes = near(parts[0], communities.map(\.id))
      let kinds = near(parts[2], groups.map(\.id))
      return Array(homes.flatMap { home in kinds.map { "\(home)/group/\($0)" } }.prefix(3))
    case 3:
      let kinds = near(parts[2], posts.map(\.id))
      return Array(
        near(parts[1], grids.map(\.id)).flatMap { id in
          let home = gridIndex[ByteText(id)].map { communities[grids[$0].community].id } ?? ""
          return kinds.map { "\(home)/\(id)/\($0)" }
        }.prefix(3))
    default: return []
    }
  }

  /// The values of up to three names, the nearest first: the same, or at most two slips and a third of the word away.
  static func nearest(to word: String, among names: some Sequence<(name: String, value: String)>) -> [String] {
    let scalars = Array(word.unicodeScalars.prefix(128))
    let most = min(2, max(1, scalars.count / 3))
    var found: [(distance: Int, value: String)] = []
    for (name, value) in names {
      guard let distance = distance(scalars, Array(name.unicodeScalars), atMost: most) else { continue }
      if let place = found.firstIndex(where: { $0.value == value }) {
        found[place].distance = min(found[place].distance, distance)
      } else {
        found.append((distance, value))
      }
    }
    return found.sorted { ($0.distance, $0.value) < ($1.distance, $1.value) }.prefix(3).map(\.value)
  }

  /// How many letters must be put in, left out or changed; nil beyond the most.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost most: Int) -> Int? {
    guard abs(left.count - right.count) <= most else { return nil }
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      var least = row[0]
      for (place, other) in right.enumerated() {
        let next = min(diagonal + (letter == other ? 0 : 1), row[place] + 1, row[place + 1] + 1)
        diagonal = row[place + 1]
        row[place + 1] = next
        least = min(least, next)
      }
      if least > most { return nil }
    }
    return row[right.count] <= most ? row[right.count] : nil
  }
}
