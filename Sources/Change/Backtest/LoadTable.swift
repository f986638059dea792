/// How many reports each post type had, and would have had, in each community: rows by numbers.
struct LoadTable: Sendable {
  struct Key: Hashable, Sendable {
    var post: Int32
    var community: Int32
  }

  /// The row of triage.
  static let triage: Int32 = 0

  /// What each row stands for; nil: triage.
  private(set) var keys: [Key?] = [nil]
  private(set) var before = [0]
  private(set) var after = [0]
  private var rows: [Key: Int32] = [:]

  /// The row of a post type in a community.
  mutating func row(post: Int32, community: Int32) -> Int32 {
    let key = Key(post: post, community: community)
    if let known = rows[key] { return known }
    let row = Int32(keys.count)
    keys.append(key)
    before.append(0)
    after.append(0)
    rows[key] = row
    return row
  }

  mutating func count(before one: Int32, after other: Int32) {
    before[Int(one)] += 1
    after[Int(other)] += 1
  }
}
