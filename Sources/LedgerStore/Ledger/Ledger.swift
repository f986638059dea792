package import GridCore

/// The only truth: what was received, what became of it, who holds it, what is owed, and in which order it all happened.
///
/// Guarantees of every implementation: a method that returns has made its change durable, whole, in one transaction; a method that
/// throws `.unavailable` changed nothing; one that throws `.uncertain` may have (close, open anew and look the batch up by its
/// files). Records and history entries are numbered without gaps and chained by hash. Every write is fenced by the epoch that
/// `open`ing for writing took: a writer that was overtaken gets `.fenced` and has changed nothing.
/// Calls block; callers choose the thread. Nothing here decides: it stores decisions.
package protocol Ledger: Sendable {
  // MARK: Intake

  /// What the ledger knows of a batch: its files (taken before, or in part), identities, items, and steps waiting for its reports.
  func lookUp(_ question: IntakeQuestion) throws(LedgerError) -> IntakeKnowledge
  /// Stores a batch in one durable transaction; from its return on the events are ours. Answers the row of each file of the batch.
  func receive(_ batch: ReceivedBatch) throws(LedgerError) -> [Int64]
  /// Held records received before the moment, oldest first.
  func heldRecords(receivedBefore moment: Timestamp, limit: Int) throws(LedgerError) -> [HeldRecord]
  /// Notes that a quarantined file came to lie under another name than the receipt says.
  func renameQuarantined(file: Int64, to name: String) throws(LedgerError)

  // MARK: Clocks

  /// Open items whose next rung's moment is before now, most overdue first, without scanning the others.
  func due(before now: Timestamp, limit: Int) throws(LedgerError) -> [Item]
  /// The moment of the next rung of any open item; nil where none is to come.
  func nextDue() throws(LedgerError) -> Timestamp?
  /// Stores changes that no record caused. Those decided on an older revision are left out and returned.
  func apply(_ changes: [ItemChange]) throws(LedgerError) -> [ItemChange]

  // MARK: Delivery

  /// Notices not yet staged for publishing, oldest first, with all their paper needs: at most `limit`, and none beyond the one whose
  /// report brings all reports together to `bytes`.
  func owed(after row: Int64, limit: Int, bytes: Int) throws(LedgerError) -> [OwedNotice]
  /// The same, the latest owed first: what comes now need not wait behind all that is owed.
  func newestOwed(after row: Int64, limit: Int, bytes: Int) throws(LedgerError) -> [OwedNotice]
  /// Notices that were announced (`publishing`) and not yet settled, oldest first.
  func unsettled(after row: Int64, limit: Int) throws(LedgerError) -> [UnsettledNotice]
  /// How many notices are owed and not yet delivered.
  func pendingNotices() throws(LedgerError) -> Int
  /// Moves notices (by row) forward, in one transaction: those whose paper is staged and synced to publishing, those laid down to delivered.
  func advance(publishing: [Int64], delivered: [Int64], at now: Timestamp) throws(LedgerError)

  // MARK: Rules and incidents

  /// Keeps a book's text under its digest and makes it the one in force.
  func adopt(_ rules: RulesRecord) throws(LedgerError)
  func rulesInForce() throws(LedgerError) -> RulesRecord?
  func rulesText(_ digest: Digest) throws(LedgerError) -> [UInt8]?
  /// Records something that happened to the daemon and not to an item: a clock step, refused rules.
  func record(_ incident: Incident) throws(LedgerError)
  func incidents(limit: Int) throws(LedgerError) -> [Incident]

  // MARK: Reading

  func counts(at now: Timestamp) throws(LedgerError) -> LedgerCounts
  /// Ids of items that begin with these letters, at most `limit`.
  func itemIDs(startingWith prefix: String, limit: Int) throws(LedgerError) -> [String]
  func item(_ key: EventKey) throws(LedgerError) -> Item?
  func history(of key: EventKey) throws(LedgerError) -> [NumberedEntry]
  /// The bytes of the report that made the item.
  func reportBytes(of key: EventKey) throws(LedgerError) -> [UInt8]?
  /// Items in the order they came, after a position; pages of at most `limit`.
  func items(_ filter: ItemFilter, after position: Int64, limit: Int) throws(LedgerError) -> [PlacedItem]
  /// What became of an event: the answer `gridpost act` waits for.
  func record(of identity: EventIdentity, key: EventKey) throws(LedgerError) -> RecordAnswer?
  /// Every received record in order, pages of at most `limit` after a number.
  func records(after seq: Int64, limit: Int) throws(LedgerError) -> [ExportedRecord]

  // MARK: Laws and standing

  /// How far the ledger is: what a marker outside it remembers.
  func standing() throws(LedgerError) -> LedgerStanding
  /// Whether this ledger is the one that once stood so, and not an older copy or one whose tail was cut.
  func continues(_ earlier: LedgerStanding) throws(LedgerError) -> Bool
  /// Checks every law; `deep` adds that every reference leads somewhere.
  func verify(deep: Bool) throws(LedgerError) -> LawReport
  /// Files of the quarantine that rows name, for the law about the outside.
  func quarantinedFiles(after row: Int64, limit: Int) throws(LedgerError) -> [QuarantinedFile]
  /// What the ledger has of a file's bytes, for one that is gone; looks through all records.
  func keptBytes(ofFile row: Int64) throws(LedgerError) -> KeptBytes
  /// One of them as its row is now; nil where it is in quarantine no more.
  func quarantinedFile(_ row: Int64) throws(LedgerError) -> QuarantinedFile?
  /// Those of these notice ids that the ledger knows, each with its addressee.
  func knownNotices(among ids: [String]) throws(LedgerError) -> [String: String]
}
