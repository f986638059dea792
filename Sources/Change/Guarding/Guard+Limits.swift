package import GridCore

extension Guard {
  /// Each limit with its key in the rules.
  package static var limits: [(key: String, path: WritableKeyPath<Guard, Int?>)] {
    [
      ("moved_percent", \.movedPercent), ("changed_percent", \.changedPercent), ("emptied_posts", \.emptiedPosts),
      ("orphaned_items", \.orphanedItems), ("late_items", \.lateItems),
    ]
  }
}
