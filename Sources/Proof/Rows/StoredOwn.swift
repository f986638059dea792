package import GridCore
package import Ledger

/// A row of the table `own` with what its record says.
package struct StoredOwn: Sendable {
  package let row: OwnRow
  /// Whether the record is an accepted report that came in no file.
  package let isOwn: Bool
  package let receivedAt: Timestamp
  /// Nil where they are gone.
  package let bytes: [UInt8]?

  package init(row: OwnRow, isOwn: Bool, receivedAt: Timestamp, bytes: [UInt8]?) {
    self.row = row
    self.isOwn = isOwn
    self.receivedAt = receivedAt
    self.bytes = bytes
  }
}

/// A row of the table `definition`, and whether its seal is that of its values.
package struct StoredDefinition: Sendable {
  package let row: DefinitionRow
  package let isSealed: Bool

  package init(row: DefinitionRow, isSealed: Bool) {
    self.row = row
    self.isSealed = isSealed
  }
}
