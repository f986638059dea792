package import GridCore
package import Ledger
package import Postings

/// A ledger on one snapshot, for who proves it: its rows in order, and single ones for decisions that are taken again.
///
/// Hands out, and decides nothing. Good only inside the call that hands it out. Throws what the ledger throws.
package protocol LedgerSnapshot {
  // MARK: Rows in order

  /// The rows that tell how far the ledger is.
  func heart() throws -> LedgerHeart
  func records() throws -> RowStream<ChainedRecord>
  /// The bytes kept, in the order of their records.
  func kept() throws -> RowStream<KeptRow>
  func files() throws -> RowStream<StoredFile>
  func entries() throws -> RowStream<ChainedEntry>
  /// The entries that say what became of a file, file by file, each file's in order.
  func fileEntries() throws -> RowStream<ChainedEntry>
  func notices() throws -> RowStream<StoredNotice>
  /// The same item by item, each item's in the order of their ordinals.
  func noticePlaces() throws -> RowStream<NoticePlace>
  func items() throws -> RowStream<StoredItem>
  /// The ends of all changes, item by item, each item's in order.
  func itemSeals() throws -> RowStream<ItemSeal>
  /// Who owns an identity, in the order of the keys; of one key the item first.
  func owners() throws -> RowStream<OwnerRow>
  func rules() throws -> RowStream<StoredRules>
  /// The register of subjects, each rating with its record's bytes.
  func ratings() throws -> RowStream<KeptRating>
  /// What the daemon itself reported, in the order it came.
  func own() throws -> RowStream<StoredOwn>
  func definitions() throws -> [StoredDefinition]
  func roundFigures() throws -> [RoundFigures.Key: RoundFigures]
  /// The days of visits, subject by subject.
  func visits() throws -> RowStream<VisitRow>
  /// What entries tell of visits, subject by subject in the same order, and of one subject in none.
  func toldVisits() throws -> RowStream<VisitRow>
  /// What signals have counted.
  func signals() throws -> [SignalRow]

  // MARK: What only a store can look for without keeping all of it in mind

  func file(_ row: Int64) throws -> StoredFile?
  /// The first of these notices that is gone or did not move as the entry says.
  func firstNotice(in range: ClosedRange<Int64>, notMovedBy entry: EntryRow) throws -> Int64?
  /// The first accepted record that changed no item; where all did, the first cause of a change that is no accepted record.
  func firstWithoutCounterpart() throws -> Int64?
  /// What the database's own check finds, in its words; `deep` adds references that lead nowhere.
  func integrityFaults(deep: Bool) throws -> [String]

  // MARK: Decisions taken again

  /// What the ratings before a record had made of a subject; nil where there were none.
  func rating(of subject: String, before seq: Int64) throws -> RatedSubject?

  /// Every record in the order it came, with all that a second decision needs.
  func eachRecord(_ body: (StoredRecord) throws -> Void) throws
  func record(_ seq: Int64) throws -> StoredRecord?
  /// The records before this one that own the key, or may have owned it when this one came.
  func owners(of key: EventKey, before seq: Int64) throws -> [StoredOwner]
  func position(of key: EventKey) throws -> Int64?
  /// The item as its row has it.
  func item(at position: Int64) throws -> Item?
  /// The changes of an item's life after an entry, in order, as long as `body` wants more.
  func eachChange(
    ofItemAt position: Int64, key: EventKey, after entry: Int64, _ body: (StoredChange) throws -> Bool) throws
  /// The first entry of an item's life.
  func firstEntry(ofItemAt position: Int64) throws -> Int64?
  /// When, and under which rules, parts of a file were received, as its entries say; none where it was simply taken at once.
  func moments(ofFile row: Int64) throws -> [(at: Timestamp, rules: Digest?)]
  /// The first file that was taken without an acceptable record, or set aside with one.
  func fileDecidedOtherwise() throws -> Int64?
  /// Which books were put in force, by the number of the entry that says so.
  func adoptions() throws -> [Adoption]
  func rulesText(_ digest: Digest) throws -> [UInt8]?
}
