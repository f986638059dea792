/// Which changes somebody wants to hear of.
package struct StreamQuestion: Hashable, Sendable {
  /// The last entry he knows; nil: from now on.
  package var after: Int64?
  package var holder: String?
  package var state: String?

  /// Everything, from now on.
  package init() {}
}
