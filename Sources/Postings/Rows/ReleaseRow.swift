/// What becomes of a record that was held.
package struct ReleaseRow: Sendable {
  package let seq: Int64
  package let state: RecordState
  /// The position of the item it concerns; nil where it is refused.
  package let item: Int64?
  package let code: String?
  package let text: String?
  package let parameters: String?
}
