package import Ledger

/// Proves the ledger and copies it, on one snapshot, in bounded memory, beside whoever writes.
package protocol LedgerProving: LedgerReading {
  /// Hands out one snapshot of the ledger, for as long as the call lasts.
  func prove<T>(_ body: (any LedgerSnapshot) throws -> T) throws(LedgerError) -> T

  // MARK: What lies outside

  /// Files of its seat's quarantine that rows name, pages of at most `limit` after a row.
  func quarantinedFiles(after row: Int64, limit: Int) throws(LedgerError) -> [QuarantinedFile]
  /// One of them as its row is now; nil where it is not, or no more, in its seat's quarantine.
  func quarantinedFile(_ row: Int64) throws(LedgerError) -> QuarantinedFile?
  /// What the ledger has of a file's bytes, for one that is gone; looks through all records.
  func keptBytes(ofFile row: Int64) throws(LedgerError) -> KeptBytes

  // MARK: Copies

  /// Writes a consistent copy, complete in one file that must not exist or be empty; it is not synced.
  func copy(to path: String) throws(LedgerError)
}
