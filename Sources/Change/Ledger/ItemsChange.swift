package import GridCore

/// What another book would have made of the items that are open and suspended: fed one by one, in the order they came.
package struct ItemsChange: Sendable {
  /// An item that would have gone to another own post.
  package struct Moved: Hashable, Sendable {
    package let item: EventKey
    package let from: Addressee
    package let to: Addressee
    package let rung: Int
  }

  package private(set) var open = 0
  /// Of these the clock would run out earlier, or later.
  package private(set) var sooner = 0
  package private(set) var later = 0
  /// Of those that run out earlier, the ones that are over now and were not.
  package private(set) var lateAtOnce = 0
  /// Listed before and not after.
  package private(set) var orphaned = 0
  /// In triage, and the new book knows where.
  package private(set) var listed = 0
  private var moves: [Move] = []
  private var ofMatter: [ByteText: Int] = [:]
  private var ofGrid: [ByteText: Int] = [:]

  private let old: RuleBook
  private let new: RuleBook
  private let now: Timestamp
  private let posts: [ByteText: Int32]
  private let grids: [ByteText: Int32]
  private let names: [String]
  /// Grids by id, of the old book where they are gone.
  private let isGone: Set<ByteText>

  // Small, for there may be a million.
  private struct Move {
    let item: EventKey
    let grid: Int32
    let from: Int32
    let to: Int32
    let rung: Int32
  }

  /// - Parameter now: the moment that lateness is asked for.
  package init(from old: RuleBook, to new: RuleBook, at now: Timestamp) {
    (self.old, self.new, self.now) = (old, new, now)
    var names: [String] = []
    var posts: [ByteText: Int32] = [:]
    for post in old.posts + new.posts where posts[ByteText(post.id)] == nil {
      posts[ByteText(post.id)] = Int32(names.count)
      names.append(post.id)
    }
    (self.names, self.posts) = (names, posts)
    grids = Dictionary(new.grids.enumerated().map { (ByteText($1.id), Int32($0)) }) { first, _ in first }
    let places = { (book: RuleBook) in book.grids.map { "\(book.communities[$0.community].id)/\($0.id)" } }
    let after = Set(places(new).map { ByteText($0) })
    isGone = Set(places(old).map { ByteText($0) }.filter { !after.contains($0) })
  }

  /// The items that would have gone elsewhere, in the order they came.
  package var moved: some RandomAccessCollection<Moved> {
    moves.lazy.map { move in
      let grid = new.grids[Int(move.grid)]
      let community = new.communities[grid.community].id
      let post = { (index: Int32) in
        Addressee.post(GridPost(community: community, grid: grid.id, post: names[Int(index)]))
      }
      return Moved(item: move.item, from: post(move.from), to: post(move.to), rung: Int(move.rung))
    }
  }

  /// How many of the items are about a matter of the old book that the new one has not.
  package func open(ofGoneMatter code: String) -> Int { ofMatter[ByteText(code)] ?? 0 }

  /// How many of the items are at a grid that is gone from its community.
  package func open(ofGoneGrid id: String) -> Int { ofGrid[ByteText(id)] ?? 0 }

  /// Counts an item.
  package mutating func add(_ item: OpenCase) {
    open += 1
    if let matter = item.matter { ofMatter[ByteText(matter), default: 0] += 1 }
    if let grid = item.grid, let community = item.community, isGone.contains(ByteText("\(community)/\(grid)")) {
      ofGrid[ByteText(grid), default: 0] += 1
    }
    let after = new.assign(item.report, source: item.source, received: item.moment)
    if item.isInTriage {
      // Whatever the old book says, nobody has it yet.
      if after.to != .triage { listed += 1 }
      return
    }
    let before = old.assign(item.report, source: item.source, received: item.moment)
    guard case .post(let from) = before.to else { return }
    guard case .post(let to) = after.to else {
      orphaned += 1
      return
    }
    if ByteText(from.post) != ByteText(to.post), let grid = grids[ByteText(to.grid)],
      let one = posts[ByteText(from.post)], let other = posts[ByteText(to.post)]
    {
      moves.append(Move(item: item.key, grid: grid, from: one, to: other, rung: Int32(clamping: item.rung)))
    }
    compareDeadlines(item, before.limit, from, after.limit, to)
  }

  private mutating func compareDeadlines(
    _ item: OpenCase, _ before: TimeLimit?, _ from: GridPost, _ after: TimeLimit?, _ to: GridPost
  ) {
    guard let before, let after else { return }
    let first = old.calendar.due(from: item.start, limit: before, hours: old.hours(ofPost: from.post)).moment
    let second = new.calendar.due(from: item.start, limit: after, hours: new.hours(ofPost: to.post)).moment
    if second < first {
      sooner += 1
      if second < now, first >= now { lateAtOnce += 1 }
    } else if first < second {
      later += 1
    }
  }
}
