package import Ledger

/// What is written of a file: a new row, or how a row that is there goes on.
package struct FileRow: Sendable {
  /// What it is, as its row has it.
  package let facts: FileFacts
  package let outcome: FileOutcome
  /// Whether the row was there before: then the counts are added to its own.
  package let isContinued: Bool
  /// How many of its records were received, and how many of them refused at once.
  package let records: Int64
  package let refused: Int64
}
