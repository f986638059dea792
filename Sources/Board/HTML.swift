/// Writes HTML; whatever text is put in is escaped for its place.
package struct HTML: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []

  /// Nothing yet.
  package init() {}
}
