internal import GridCore

/// What is written of a file: a new row, or how a row that is there goes on.
struct FileRow {
  /// What it is, as its row has it.
  let facts: FileFacts
  let outcome: FileOutcome
  /// Whether the row was there before: then the counts are added to its own.
  let isContinued: Bool
  /// How many of its records were received, and how many of them refused at once.
  let records: Int64
  let refused: Int64
}
