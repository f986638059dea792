package import GridCore

/// What people do with what the rules decided, and the rules that would have decided so: fed report by report, pure.
///
/// A proposal is an override for all reports of a matter, or those of a community or a grid, of a source, of hours of the day, that sends
/// them where people moved them from one post.
package struct Mining: Sendable {
  /// How often at least, and which share of all, by hundredths.
  package static let least = 5
  package static let leastPercent = 80

  /// A report that the rules routed to a post, and where people moved it.
  package struct Ruling: Sendable {
    /// Indices of the book in force.
    package let matter: Int
    package let grid: Int
    package let source: String
    package let received: Timestamp
    /// Post types; nil: it was not moved to another one of its grid.
    package let from: String
    package let to: String?

    package init(matter: Int, grid: Int, source: String, received: Timestamp, from: String, to: String?) {
      self.matter = matter
      self.grid = grid
      self.source = source
      self.received = received
      self.from = from
      self.to = to
    }
  }

  /// Reports that the rules cannot tell apart.
  struct Cell: Hashable, Sendable {
    var grid: Int32
    var source: Int32
    /// The span of the day.
    var span: Int32
  }

  /// How many there were, and where they were moved.
  struct Count: Sendable {
    var total = 0
    /// By the number of the post type.
    var moved: [Int32: Int] = [:]

    mutating func add(_ other: Count) {
      total += other.total
      moved.merge(other.moved, uniquingKeysWith: +)
    }
  }

  struct Origin: Hashable, Sendable {
    var matter: Int32
    /// The number of the post type.
    var from: Int32
  }

  let book: RuleBook
  let bounds: [Int]
  private(set) var names = NameTable()
  private(set) var cells: [Origin: [Cell: Count]] = [:]
  private var assigns: [ByteText: [Int32: Int]] = [:]

  /// - Parameter book: the book in force, to which rules are proposed.
  package init(_ book: RuleBook) {
    self.book = book
    bounds = KindSpace([book]).bounds
  }

  /// Counts a report that was not put right on the spot.
  package mutating func add(_ ruling: Ruling) {
    let origin = Origin(matter: Int32(ruling.matter), from: names.add(ruling.from))
    let second = book.calendar.local(ruling.received).second
    let span = (bounds.lastIndex { $0 <= second }) ?? 0
    let cell = Cell(grid: Int32(ruling.grid), source: names.add(ruling.source), span: Int32(span))
    var count = Count()
    count.total = 1
    if let to = ruling.to { count.moved[names.add(to)] = 1 }
    cells[origin, default: [:]][cell, default: Count()].add(count)
  }

  /// Counts an `assign` of a report that named a matter nobody lists.
  package mutating func add(assigned text: String, to code: String) {
    assigns[ByteText(text), default: [:]][names.add(code), default: 0] += 1
  }

  // MARK: Keywords

  /// A matter that people know by other words.
  package struct Keyword: Hashable, Sendable {
    package let count: Int
    package let of: Int
    /// What the reports named.
    package let text: String
    /// Its code.
    package let matter: String
    /// What would suggest it.
    package let keyword: String
  }

  /// The most frequent first.
  package var keywords: [Keyword] {
    assigns.compactMap { text, counts -> Keyword? in
      let all = counts.values.reduce(0, +)
      guard let (code, count) = counts.first(where: { Self.isEnough($0.value, of: all) }),
        let matter = book.matter(names[code]), ByteText(matter.code) == ByteText(names[code]),
        let keyword = Link.trimmed(text.text), !matter.keywords.contains(where: { ByteText($0) == ByteText(keyword) }),
        book.matter(text.text) == nil
      else { return nil }
      return Keyword(count: count, of: all, text: text.text, matter: matter.code, keyword: keyword)
    }.sorted { left, right in
      left.count == right.count
        ? left.text.utf8.lexicographicallyPrecedes(right.text.utf8) : left.count > right.count
    }
  }

  /// Whether so many of so many make a proposal.
  static func isEnough(_ count: Int, of all: Int) -> Bool {
    count >= least && count * 100 >= all * leastPercent
  }
}
