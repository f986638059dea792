package import GridCore

/// The only truth, in the hands of the one who writes it: what was received, what became of it, who holds it, what is owed, and in
/// which order it all happened.
///
/// Guarantees of every implementation: a method that returns has made its change durable, whole, in one transaction; a method that
/// throws `.unavailable` changed nothing; one that throws `.uncertain` may have (close, open anew and look the batch up by its
/// files). Records and history entries are numbered without gaps and chained by hash. Every write is fenced by the epoch that
/// opening for writing took: a writer that was overtaken gets `.fenced` and has changed nothing. What a writer asks as a reader
/// shows all that it has committed. It writes for one seat and is asked for that one: another's papers, files and rules it neither
/// sees nor moves. Nothing here decides: it stores decisions.
package protocol LedgerWriting: LedgerReading {
  // MARK: Intake

  /// What the ledger knows of a batch: its files (taken before by its seat, or in part), identities, items, and steps waiting for its reports.
  ///
  /// Whoever is about to decide waits here for a commit that is on its way, rather than decide on what that is about to change.
  func lookUp(_ question: IntakeQuestion) throws(LedgerError) -> IntakeKnowledge
  /// Stores a batch in one durable transaction; from its return on the events are ours. Answers the row of each file of the batch.
  func receive(_ batch: ReceivedBatch) throws(LedgerError) -> [Int64]
  /// Held records received before the moment, oldest first.
  func heldRecords(receivedBefore moment: Timestamp, limit: Int) throws(LedgerError) -> [HeldRecord]
  /// Notes that a file in its seat's quarantine came to lie under another name than the receipt says.
  func renameQuarantined(file: Int64, to name: String) throws(LedgerError)

  // MARK: Clocks

  /// Items to which a clock may bring something by now, most overdue first, without looking at the others.
  func due(by now: Timestamp, limit: Int) throws(LedgerError) -> [Item]
  /// The earliest moment at which a clock may bring anything to any item; nil where none runs.
  func nextDue() throws(LedgerError) -> Timestamp?
  /// Stores changes that no record caused, with what signals count and raise of them. Those decided on an older revision are left out
  /// and returned.
  func apply(_ changes: [ItemChange], signals: (any SignalKeeping)?) throws(LedgerError) -> [ItemChange]

  // MARK: Delivery

  /// Notices not yet staged for publishing, oldest first, with all their paper needs: at most `limit`, and none beyond the one whose
  /// report brings all reports together to `bytes`.
  func owed(after row: Int64, limit: Int, bytes: Int) throws(LedgerError) -> [OwedNotice]
  /// The same, the latest owed first: what comes now need not wait behind all that is owed.
  func newestOwed(after row: Int64, limit: Int, bytes: Int) throws(LedgerError) -> [OwedNotice]
  /// Notices that its seat announced (`publishing`) and has not confirmed yet, oldest first.
  func announced(after row: Int64, limit: Int) throws(LedgerError) -> [AnnouncedNotice]
  /// How many notices its seat has yet to deliver: those owed, and those it has announced.
  func pendingNotices() throws(LedgerError) -> Int
  /// Moves notices (by row) forward, in one transaction: those whose paper is staged and synced to publishing, those laid
  /// down to delivered. What another seat announced stays as it is.
  func advance(publishing: [Int64], delivered: [Int64], at now: Timestamp) throws(LedgerError)

  // MARK: Rules and incidents

  /// Keeps a book's text under its digest and makes it the one that its seat has in force.
  func adopt(_ rules: RulesRecord) throws(LedgerError)
  /// Records something that happened to the daemon and not to an item: a clock step, refused rules.
  func record(_ incident: Incident) throws(LedgerError)

  // MARK: Being in place

  /// Throws `.displaced`, and so does every later call, where what is written would reach nobody: the ledger's files were moved
  /// away, removed or replaced since they were opened.
  func demandInPlace() throws(LedgerError)
}

extension LedgerWriting {
  /// Stores changes of which no signal counts anything.
  package func apply(_ changes: [ItemChange]) throws(LedgerError) -> [ItemChange] { try apply(changes, signals: nil) }
}
