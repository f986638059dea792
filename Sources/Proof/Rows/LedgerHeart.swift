package import GridCore
package import Ledger

/// The two rows that tell how far the ledger is, `meta` and `tally`.
package struct LedgerHeart: Sendable {
  package var standing: LedgerStanding
  package var rulesInForce: Digest?
  package var tally: Tally
  /// Whether the digest of both rows is that of what they hold.
  package var isSealed: Bool

  package init(standing: LedgerStanding, rulesInForce: Digest?, tally: Tally, isSealed: Bool) {
    self.standing = standing
    self.rulesInForce = rulesInForce
    self.tally = tally
    self.isSealed = isSealed
  }
}
