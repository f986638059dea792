/// The `guard:` of the rules: how much a new text may change at once before somebody must release it.
///
/// What is nil bounds nothing. The defaults are those of a file without the section.
package struct Guard: Hashable, Sendable {
  /// The share of cells that may move or go, and that may change or go, in percent.
  package var movedPercent: Int? = 30
  package var changedPercent: Int? = 60
  /// How many post types may be left without any work.
  package var emptiedPosts: Int? = 0
  /// How many items may lose their place in the list.
  package var orphanedItems: Int? = 0
  /// How many items may be over their deadline at once.
  package var lateItems: Int? = 100

  package init() {}
}
