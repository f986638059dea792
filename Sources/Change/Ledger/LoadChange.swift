package import GridCore

/// Who had the reports of some days, and who would have had them under another book: fed one by one.
package struct LoadChange: Sendable {
  /// A post type, or triage, with what it had and would have had.
  package struct Row: Hashable, Sendable {
    /// Nil: triage.
    package let post: String?
    package var before = 0
    package var after = 0
  }

  /// How many days of 24 hours are looked back upon.
  package static let days: Int64 = 30

  private let new: RuleBook
  /// Triage, then the posts.
  private var counts: [Row]
  private var places: [ByteText: Int]
  private let codes: [ByteText: String]
  private var renamed: [ByteText: Int] = [:]
  /// How many reports were counted.
  package private(set) var reports = 0
  /// How many of them would have gone to another post, to triage or out of it.
  package private(set) var moved = 0

  package init(from old: RuleBook, to new: RuleBook, _ change: RuleChange) {
    self.new = new
    (counts, places) = ([Row(post: nil)], [:])
    for post in old.posts + new.posts { _ = Self.place(of: post.id, &counts, &places) }
    codes = Dictionary(change.renamed.map { (ByteText($0.from), $0.code) }) { first, _ in first }
  }

  /// The posts that any went to, in the order of the old book, triage last.
  package var rows: [Row] { (counts.dropFirst() + counts.prefix(1)).filter { $0.before + $0.after > 0 } }

  /// How many reports named a matter by a name that it has no longer.
  package func reports(namingOld code: String) -> Int { renamed[ByteText(code)] ?? 0 }

  /// Counts a report.
  ///
  /// - Parameters:
  ///   - first: the post type it was first given to; nil where it came to triage.
  ///   - report: what it says.
  package mutating func add(first: String?, _ report: Report, source: String, received: Timestamp) {
    reports += 1
    counts[place(of: first)].before += 1
    if let matter = report.matter, let code = codes[ByteText(matter)] { renamed[ByteText(code), default: 0] += 1 }
    let to = new.assign(report, source: source, received: received).to
    let post: String? = if case .post(let post) = to { post.post } else { nil }
    counts[place(of: post)].after += 1
    if first.map({ ByteText($0) }) != post.map({ ByteText($0) }) { moved += 1 }
  }

  private mutating func place(of post: String?) -> Int {
    post.map { Self.place(of: $0, &counts, &places) } ?? 0
  }

  private static func place(of post: String, _ counts: inout [Row], _ places: inout [ByteText: Int]) -> Int {
    if let known = places[ByteText(post)] { return known }
    places[ByteText(post)] = counts.count
    counts.append(Row(post: post))
    return counts.count - 1
  }
}
