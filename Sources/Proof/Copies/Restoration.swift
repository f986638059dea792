package import GridCore
package import Ledger

/// What a restored copy is told before it takes the ledger's place.
package struct Restoration: Sendable {
  package var at: Timestamp
  /// What the incident says.
  package var text: String
  /// Higher than any the state has seen.
  package var epoch: Int64
  package var revision: Int64
  package var laidDown: LaidDownNotices

  package init(at: Timestamp, text: String, epoch: Int64, revision: Int64, laidDown: LaidDownNotices) {
    self.at = at
    self.text = text
    self.epoch = epoch
    self.revision = revision
    self.laidDown = laidDown
  }
}

/// What a restored ledger tells of itself.
package struct RestoredLedger: Sendable {
  package var standing: LedgerStanding
  /// Notices that the copy has as owed or announced and that are recorded as delivered now.
  package var confirmed: Int
  /// Notices that the copy does not know and that will not be laid down should they be raised again.
  package var carried: Int

  package init(standing: LedgerStanding, confirmed: Int, carried: Int) {
    self.standing = standing
    self.confirmed = confirmed
    self.carried = carried
  }
}
