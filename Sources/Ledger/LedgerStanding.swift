package import GridCore

/// How far a ledger is, for a marker kept outside it.
package struct LedgerStanding: Hashable, Sendable {
  /// Made once, with the ledger.
  package var ledger: String
  package var epoch: Int64
  /// One more with every write.
  package var revision: Int64
  package var records: Int64
  package var recordChain: Digest
  package var entries: Int64
  package var entryChain: Digest

  package init(
    ledger: String, epoch: Int64, revision: Int64, records: Int64, recordChain: Digest, entries: Int64,
    entryChain: Digest
  ) {
    self.ledger = ledger
    self.epoch = epoch
    self.revision = revision
    self.records = records
    self.recordChain = recordChain
    self.entries = entries
    self.entryChain = entryChain
  }
}
