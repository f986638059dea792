internal import GridCore

/// What becomes of a record that was held.
struct ReleaseRow {
  let seq: Int64
  let state: RecordState
  /// The position of the item it concerns; nil where it is refused.
  let item: Int64?
  let code: String?
  let text: String?
  let parameters: String?
}
