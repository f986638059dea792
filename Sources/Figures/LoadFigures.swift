package import GridCore
package import Words

/// By what the rows of load are told apart.
package enum LoadAxis: String, CaseIterable, Sendable {
  case post, grid, community
}

/// How much work there is for how many people, by the item's own post: a row a post type, grid or community of the rules, and one for
/// each that only items know.
package struct LoadFigures: Sendable {
  /// The days of 24 hours that are looked back upon.
  package static let days: Int64 = 30

  /// Those up to a moment, in seconds since 1970. Moments are whole: thirty days up to this one begin a second after the same moment
  /// thirty days before.
  package static func moments(upTo moment: Timestamp) -> Range<Int64> {
    moment.adding(1 - days * 86_400).seconds..<moment.adding(1).seconds
  }

  /// A row, as far as items are counted into it.
  package struct Row: Sendable {
    package let key: String
    package let name: String?
    /// Of all posts of the row together; nil where the rules do not say it of one of them.
    package let staff: Int?
    /// Whether a post of the row has nobody, or nobody knows.
    package let isShort: Bool
    package var received = 0
    package var open = 0
    package var overdue = 0

    /// Received items for each of its people; nil where a post of the row has none.
    package var perHead: Ratio? { isShort ? nil : staff.flatMap { Ratio(received, $0) } }
  }

  private let axis: LoadAxis
  private var counts: [Row] = []
  private var places: [ByteText: Int] = [:]

  /// - Parameter book: the rules in force.
  package init(by axis: LoadAxis, under book: RuleBook?) {
    self.axis = axis
    guard let book else { return }
    switch axis {
    case .post:
      for post in book.posts { add(post.id, post.name, book.grids.map { post.staff(in: $0) }) }
    case .grid:
      for grid in book.grids { add(grid.id, grid.name, book.posts.map { $0.staff(in: grid) }) }
    case .community:
      for (index, community) in book.communities.enumerated() {
        let grids = book.grids.filter { $0.community == index }
        add(community.id, community.name, grids.flatMap { grid in book.posts.map { $0.staff(in: grid) } })
      }
    }
  }

  private mutating func add(_ key: String, _ name: String?, _ staff: [Int?]) {
    places[ByteText(key)] = counts.count
    let known = staff.compactMap { $0 }
    counts.append(
      Row(
        key: key, name: name, staff: known.count == staff.count && !staff.isEmpty ? known.reduce(0, +) : nil,
        isShort: known.count < staff.count || known.contains(0) || staff.isEmpty))
  }

  /// The heaviest first; those of which nobody knows come last, by their keys.
  package var rows: [Row] {
    counts.sorted { left, right in
      switch (left.perHead, right.perHead) {
      case (let one?, let other?) where one < other || other < one: other < one
      case (.some, nil): true
      case (nil, .some): false
      default: left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
      }
    }
  }

  /// The middle of what the rows have a head, of an even number the mean of the two in the middle; nil where none has any.
  package var median: Ratio? {
    let sorted = counts.compactMap(\.perHead).sorted()
    guard let upper = sorted.dropFirst(sorted.count / 2).first else { return nil }
    guard sorted.count % 2 == 0 else { return upper }
    return (sorted[sorted.count / 2 - 1] + upper).times(1, over: 2)
  }

  /// Counts an item that was received in the days that are looked back upon.
  package mutating func addReceived(_ item: Item) {
    if case .post(let post)? = item.ownPost { add(of: post, received: 1, open: 0, overdue: 0) }
  }

  /// Counts an open item.
  ///
  /// - Parameter now: the moment that lateness is asked for.
  package mutating func addOpen(_ item: Item, at now: Timestamp) {
    guard case .post(let post)? = item.ownPost else { return }
    add(of: post, received: 0, open: 1, overdue: item.isOverdue(at: now) && !item.memory.exempt ? 1 : 0)
  }

  /// Counts what a post has. What no post has is in no row.
  mutating func add(of post: GridPost, received: Int, open: Int, overdue: Int) {
    let key =
      switch axis {
      case .post: post.post
      case .grid: post.grid
      case .community: post.community
      }
    guard received + open > 0 else { return }
    if places[ByteText(key)] == nil { add(key, nil, []) }
    guard let place = places[ByteText(key)] else { return }
    counts[place].received += received
    counts[place].open += open
    counts[place].overdue += overdue
  }
}
