internal import Ledger
package import Postings

/// A row of the table `file`.
package struct StoredFile: Sendable {
  package var facts: FileFacts
  package var state: String
  package var code: String?
  /// Its name in quarantine.
  package var quarantine: String?
  package var readTo: Int64?
  package var records: Int64
  package var refused: Int64

  package init(
    facts: FileFacts, state: String, code: String?, quarantine: String?, readTo: Int64?, records: Int64, refused: Int64
  ) {
    self.facts = facts
    self.state = state
    self.code = code
    self.quarantine = quarantine
    self.readTo = readTo
    self.records = records
    self.refused = refused
  }
}
