/// The laws about the ledger's own rows, by the names that `verify` shows.
enum LedgerLaw: String, CaseIterable, Sendable {
  /// received = accepted + rejected + duplicate + held, per file and in sum; every file is there.
  case door
  /// Every accepted report has its item, and every item its notices.
  case route
  /// owed = delivered + pending, per addressee and in sum.
  case balance
  /// Every identity, item and notice is there once.
  case uniqueness
  /// Numbers without a gap, and both hash chains whole.
  case chain
  /// The bytes kept are those received.
  case bytes
  /// Items are what their entries say.
  case items
  /// The register of subjects is what the ratings say.
  case register
  /// Every round and signal is there once, counted as often as it is, and told where it is not.
  case own
  /// Items on one visit sheet belong together, and visits are what histories say.
  case sheets
  /// What signals have counted and raised is what histories and rules say.
  case signals
}
