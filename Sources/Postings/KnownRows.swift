package import GridCore

/// What a posting must know of the rows that are there, and nothing more.
package struct KnownRows: Sendable {
  /// Items that its changes and accepted steps concern, unless it brings them itself.
  package var items: [EventKey: KnownItem] = [:]
  /// What files are that it goes on with.
  package var files: [Int64: FileFacts] = [:]
  /// The rows of the rule books it names, as far as they are there.
  package var rules: [Digest: Int64] = [:]
  /// The highest row of each table whose rows it numbers.
  package var lastRules: Int64 = 0
  package var lastFile: Int64 = 0
  package var lastNotice: Int64 = 0

  package init() {}
}
