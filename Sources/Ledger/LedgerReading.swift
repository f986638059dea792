package import GridCore

/// Asks the ledger, and changes nothing.
///
/// Guarantees of every implementation: each call answers from one snapshot, in which all that was committed before the call began is
/// there; no call waits for who writes, and nobody who writes waits for a call, however long it takes. Any number of threads may ask
/// at once; calls block, and callers choose the thread. A ledger that was closed, or whose writer must not go on, answers nothing.
package protocol LedgerReading: TownReading, AnyObject, Sendable {
  /// Whose state it is asked for.
  var seat: Seat { get }

  // MARK: Items

  /// The figures of `status`; the moment matters for lateness only.
  func counts(at now: Timestamp) throws(LedgerError) -> LedgerCounts
  /// Ids of items that begin with these letters, at most `limit`.
  func itemIDs(startingWith prefix: String, limit: Int) throws(LedgerError) -> [String]
  /// An item as it is now.
  func item(_ key: EventKey) throws(LedgerError) -> Item?
  /// All that happened to an item, oldest first.
  func history(of key: EventKey) throws(LedgerError) -> [NumberedEntry]
  /// The bytes of the report that made the item.
  func reportBytes(of key: EventKey) throws(LedgerError) -> [UInt8]?
  /// The same of many, one after the other as they are asked for, so that no more than one is in memory; what is no item is passed over.
  func eachReport(of keys: [EventKey], _ body: (EventKey, [UInt8]) -> Void) throws(LedgerError)
  /// The same by their positions, for who has them: it is a third of the work.
  func eachReport(at positions: [Int64], _ body: (Int64, [UInt8]) -> Void) throws(LedgerError)
  /// Items in the order they came, after a position; pages of at most `limit`.
  func items(_ filter: ItemFilter, after position: Int64, limit: Int) throws(LedgerError) -> [PlacedItem]
  /// The same backwards: the latest first, before a position.
  func items(_ filter: ItemFilter, before position: Int64, limit: Int) throws(LedgerError) -> [PlacedItem]
  /// Whether an open item is provisional whose deadline, or next clock, lies at or after a moment; of very many the farthest are looked at.
  func hasProvisionalItem(dueFrom moment: Timestamp) throws(LedgerError) -> Bool
  /// Items that entries after this one have changed, as they are now, each once, in the order they came; at most `limit` entries are
  /// looked at.
  func changedItems(after seq: Int64, limit: Int) throws(LedgerError) -> ChangedItems
  /// The lines of the histories of some items in a stretch of entries, in order, each with its item's position.
  func entries(
    after seq: Int64, through last: Int64, of isWanted: (Int64) -> Bool
  ) throws(LedgerError) -> [(position: Int64, entry: NumberedEntry)]
  /// What happened to items after this entry, in order; at most `limit` entries are looked at.
  func changes(after seq: Int64, limit: Int) throws(LedgerError) -> Changes
  /// The number of the last entry; 0 where there is none.
  func lastEntry() throws(LedgerError) -> Int64

  /// Reports received within these moments, in the order they came, after a position; pages of at most `limit`.
  func reports(
    receivedIn moments: ClosedRange<Timestamp>, after position: Int64, limit: Int
  ) throws(LedgerError) -> [KeptReport]
  /// The same with what has become of each; a page ends earlier where the reports are long, and is empty behind the last.
  func pastReports(
    receivedIn moments: ClosedRange<Timestamp>, after position: Int64, limit: Int
  ) throws(LedgerError) -> PastReports

  // MARK: Records and notices

  /// What became of an event: the answer `gridpost act` waits for.
  func record(of identity: EventIdentity, key: EventKey) throws(LedgerError) -> RecordAnswer?
  /// The number of the last record of this identity that was refused, also where it never owned it; nil where none was.
  func lastRefusal(of identity: EventIdentity, key: EventKey) throws(LedgerError) -> Int64?
  /// Every received record in order, pages of at most `limit` after a number.
  func records(after seq: Int64, limit: Int) throws(LedgerError) -> [ExportedRecord]
  /// One record with the file it came in and its bytes; nil where no record has this number.
  func record(numbered seq: Int64) throws(LedgerError) -> KeptRecord?
  /// Those of these notice ids that the ledger knows, each with its addressee.
  func knownNotices(among ids: [String]) throws(LedgerError) -> [String: String]
  /// What restored ledgers were told of notices they do not know.
  func carriedNotices() throws(LedgerError) -> LaidDownNotices

  // MARK: Rules and incidents

  /// The book that its seat has in force; nil where it never had one.
  func rulesInForce() throws(LedgerError) -> RulesRecord?
  /// The text of a book that was in force once.
  func rulesText(_ digest: Digest) throws(LedgerError) -> [UInt8]?
  /// What happened to the daemon, latest first.
  func incidents(limit: Int) throws(LedgerError) -> [Incident]

  // MARK: Standing

  /// How far the ledger is: what a marker outside it remembers.
  func standing() throws(LedgerError) -> LedgerStanding
  /// Whether this ledger is the one that once stood so, and not an older copy or one whose tail was cut.
  func continues(_ earlier: LedgerStanding) throws(LedgerError) -> Bool

  /// The moment of the last entry: when the ledger last learned of a receipt, a rung, a delivery or anything else that is more than
  /// its own opening. Nil where there is no entry.
  func lastMoment() throws(LedgerError) -> Timestamp?

  /// Ends the use of the ledger; whatever it throws, nothing committed is lost.
  func close() throws(LedgerError)
  /// Gives back the memory that a busy time filled; for when nothing is to be done.
  func releaseMemory()
}
