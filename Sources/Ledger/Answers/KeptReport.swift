package import GridCore

/// A report as it came, and whom it was given to first.
package struct KeptReport: Sendable {
  /// Where it stands in the order of coming; what the next page starts after.
  package var position: Int64
  package var receivedAt: Timestamp
  /// Who the rules of its day gave it to; nil where that cannot be read.
  package var first: Addressee?
  package var bytes: [UInt8]

  package init(position: Int64, receivedAt: Timestamp, first: Addressee?, bytes: [UInt8]) {
    self.position = position
    self.receivedAt = receivedAt
    self.first = first
    self.bytes = bytes
  }
}
