internal import GridCore

/// What a posting must know of the rows that are there, and nothing more.
struct KnownRows {
  /// Items that its changes and accepted steps concern, unless it brings them itself.
  var items: [EventKey: KnownItem] = [:]
  /// What files are that it goes on with.
  var files: [Int64: FileFacts] = [:]
  /// The rows of the rule books it names, as far as they are there.
  var rules: [Digest: Int64] = [:]
  /// The highest row of each table whose rows it numbers.
  var lastRules: Int64 = 0
  var lastFile: Int64 = 0
  var lastNotice: Int64 = 0
}
