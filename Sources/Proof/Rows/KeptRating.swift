package import GridCore
package import Ledger

/// A row of the register with what its record says.
package struct KeptRating: Sendable {
  package let row: RatingRow
  /// Of the record; nil where it is gone.
  package let bytes: [UInt8]?
  package let receivedAt: Timestamp

  package init(row: RatingRow, bytes: [UInt8]?, receivedAt: Timestamp) {
    self.row = row
    self.bytes = bytes
    self.receivedAt = receivedAt
  }
}
