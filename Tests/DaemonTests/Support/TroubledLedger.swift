import GridCore
import Ledger
import Synchronization

/// A ledger whose writing fails when a test wants it to: before anything was done, or after all of it.
final class TroubledLedger: LedgerWriting {
  /// The calls that can be made to fail.
  enum Call: Hashable, Sendable {
    case lookUp, receive, owed, advance, apply
  }

  enum Trouble: Hashable, Sendable {
    /// Nothing was changed: a full disk, a lock that is held for too long.
    case before(LedgerError)
    /// All was changed, and nobody can tell.
    case after(LedgerError)

    static let full = Trouble.before(.unavailable("database or disk is full"))
    static let lostAnswer = Trouble.after(.uncertain("disk I/O error"))
    static let lostCommit = Trouble.before(.uncertain("disk I/O error"))
  }

  private let inner: any LedgerWriting
  private let plan = Mutex<[Call: [Trouble?]]>([:])

  init(_ inner: any LedgerWriting) { self.inner = inner }

  /// Has the next calls go this way, one after the other; nil goes well, and so do all that come later.
  func plan(_ call: Call, _ troubles: Trouble?...) { plan(call, troubles) }

  func plan(_ call: Call, _ troubles: [Trouble?]) {
    plan.withLock { $0[call] = troubles }
  }

  /// Has everything go well from here on.
  func heal() { plan.withLock { $0 = [:] } }

  private func doing<Value>(
    _ call: Call, _ body: () throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value {
    let trouble = plan.withLock { plan in
      let troubles = plan[call] ?? []
      plan[call] = Array(troubles.dropFirst())
      return troubles.first ?? nil
    }
    if case .before(let error) = trouble { throw error }
    let value = try body()
    if case .after(let error) = trouble { throw error }
    return value
  }
}

// MARK: - Writing

extension TroubledLedger {
  func lookUp(_ question: IntakeQuestion) throws(LedgerError) -> IntakeKnowledge {
    try doing(.lookUp) { () throws(LedgerError) in try inner.lookUp(question) }
  }

  func receive(_ batch: ReceivedBatch) throws(LedgerError) -> [Int64] {
    try doing(.receive) { () throws(LedgerError) in try inner.receive(batch) }
  }

  func heldRecords(receivedBefore moment: Timestamp, limit: Int) throws(LedgerError) -> [HeldRecord] {
    try inner.heldRecords(receivedBefore: moment, limit: limit)
  }

  func renameQuarantined(file: Int64, to name: String) throws(LedgerError) {
    try inner.renameQuarantined(file: file, to: name)
  }

  func due(by now: Timestamp, limit: Int) throws(LedgerError) -> [Item] { try inner.due(by: now, limit: limit) }

  func nextDue() throws(LedgerError) -> Timestamp? { try inner.nextDue() }

  func apply(_ changes: [ItemChange], signals: (any SignalKeeping)?) throws(LedgerError) -> [ItemChange] {
    try doing(.apply) { () throws(LedgerError) in try inner.apply(changes, signals: signals) }
  }

  func owed(after row: Int64, limit: Int, bytes: Int) throws(LedgerError) -> [OwedNotice] {
    try doing(.owed) { () throws(LedgerError) in try inner.owed(after: row, limit: limit, bytes: bytes) }
  }

  func newestOwed(after row: Int64, limit: Int, bytes: Int) throws(LedgerError) -> [OwedNotice] {
    try inner.newestOwed(after: row, limit: limit, bytes: bytes)
  }

  func announced(after row: Int64, limit: Int) throws(LedgerError) -> [AnnouncedNotice] {
    try inner.announced(after: row, limit: limit)
  }

  func pendingNotices() throws(LedgerError) -> Int { try inner.pendingNotices() }

  func advance(publishing: [Int64], delivered: [Int64], at now: Timestamp) throws(LedgerError) {
    try doing(.advance) { () throws(LedgerError) in
      try inner.advance(publishing: publishing, delivered: delivered, at: now)
    }
  }

  func adopt(_ rules: RulesRecord) throws(LedgerError) { try inner.adopt(rules) }

  func record(_ incident: Incident) throws(LedgerError) { try inner.record(incident) }

  func demandInPlace() throws(LedgerError) { try inner.demandInPlace() }
}

// MARK: - Reading

extension TroubledLedger {
  var seat: Seat { inner.seat }

  func counts(at now: Timestamp) throws(LedgerError) -> LedgerCounts { try inner.counts(at: now) }

  func itemIDs(startingWith prefix: String, limit: Int) throws(LedgerError) -> [String] {
    try inner.itemIDs(startingWith: prefix, limit: limit)
  }

  func item(_ key: EventKey) throws(LedgerError) -> Item? { try inner.item(key) }

  func history(of key: EventKey) throws(LedgerError) -> [NumberedEntry] { try inner.history(of: key) }

  func reports(
    receivedIn moments: ClosedRange<Timestamp>, after position: Int64, limit: Int
  ) throws(LedgerError) -> [KeptReport] { try inner.reports(receivedIn: moments, after: position, limit: limit) }
  func pastReports(
    receivedIn moments: ClosedRange<Timestamp>, after position: Int64, limit: Int
  ) throws(LedgerError) -> PastReports {
    try inner.pastReports(receivedIn: moments, after: position, limit: limit)
  }
  func reportBytes(of key: EventKey) throws(LedgerError) -> [UInt8]? { try inner.reportBytes(of: key) }

  func eachReport(of keys: [EventKey], _ body: (EventKey, [UInt8]) -> Void) throws(LedgerError) {
    try inner.eachReport(of: keys, body)
  }
  func eachReport(at positions: [Int64], _ body: (Int64, [UInt8]) -> Void) throws(LedgerError) {
    try inner.eachReport(at: positions, body)
  }

  func entries(
    after seq: Int64, through last: Int64, of isWanted: (Int64) -> Bool
  ) throws(LedgerError) -> [(position: Int64, entry: NumberedEntry)] {
    try inner.entries(after: seq, through: last, of: isWanted)
  }

  func changedItems(after seq: Int64, limit: Int) throws(LedgerError) -> ChangedItems {
    try inner.changedItems(after: seq, limit: limit)
  }

  func changes(after seq: Int64, limit: Int) throws(LedgerError) -> Changes {
    try inner.changes(after: seq, limit: limit)
  }

  func lastEntry() throws(LedgerError) -> Int64 { try inner.lastEntry() }
  func hasProvisionalItem(dueFrom moment: Timestamp) throws(LedgerError) -> Bool {
    try inner.hasProvisionalItem(dueFrom: moment)
  }
  func items(_ filter: ItemFilter, after position: Int64, limit: Int) throws(LedgerError) -> [PlacedItem] {
    try inner.items(filter, after: position, limit: limit)
  }
  func items(_ filter: ItemFilter, before position: Int64, limit: Int) throws(LedgerError) -> [PlacedItem] {
    try inner.items(filter, before: position, limit: limit)
  }

  func record(of identity: EventIdentity, key: EventKey) throws(LedgerError) -> RecordAnswer? {
    try inner.record(of: identity, key: key)
  }

  func lastRefusal(of identity: EventIdentity, key: EventKey) throws(LedgerError) -> Int64? {
    try inner.lastRefusal(of: identity, key: key)
  }

  func records(after seq: Int64, limit: Int) throws(LedgerError) -> [ExportedRecord] {
    try inner.records(after: seq, limit: limit)
  }

  func record(numbered seq: Int64) throws(LedgerError) -> KeptRecord? { try inner.record(numbered: seq) }

  func knownNotices(among ids: [String]) throws(LedgerError) -> [String: String] { try inner.knownNotices(among: ids) }

  func subjects(after name: String, limit: Int) throws(LedgerError) -> [RatedSubject] {
    try inner.subjects(after: name, limit: limit)
  }

  func ratings(of subject: String) throws(LedgerError) -> [RatingRow] { try inner.ratings(of: subject) }

  func visits(in days: ClosedRange<Int>) throws(LedgerError) -> [ByteText: Int] { try inner.visits(in: days) }

  func figures(
    ofSubject name: String, receivedIn moments: ClosedRange<Timestamp>, visitedIn days: ClosedRange<Int>
  ) throws(LedgerError) -> SubjectFigures {
    try inner.figures(ofSubject: name, receivedIn: moments, visitedIn: days)
  }

  func townCounts() throws(LedgerError) -> TownCounts { try inner.townCounts() }

  func items(onSheetsOf subjects: Set<ByteText>) throws(LedgerError) -> [Item] {
    try inner.items(onSheetsOf: subjects)
  }

  func sheetItems(on sheet: String?) throws(LedgerError) -> [Item] { try inner.sheetItems(on: sheet) }

  func definitions() throws(LedgerError) -> [DefinitionRow] { try inner.definitions() }

  func placesInHand(ofRound name: String) throws(LedgerError) -> Set<ByteText> {
    try inner.placesInHand(ofRound: name)
  }

  func signals() throws(LedgerError) -> [SignalRow] { try inner.signals() }

  func item(at position: Int64) throws(LedgerError) -> Item? { try inner.item(at: position) }

  func roundFigures() throws(LedgerError) -> [RoundFigures.Key: RoundFigures] { try inner.roundFigures() }

  func roundLines(after seq: Int64, limit: Int) throws(LedgerError) -> [NumberedRoundLine] {
    try inner.roundLines(after: seq, limit: limit)
  }

  func roundItems(
    named name: String, period: String, after position: Int64, limit: Int
  ) throws(LedgerError) -> [PlacedItem] {
    try inner.roundItems(named: name, period: period, after: position, limit: limit)
  }

  func carriedNotices() throws(LedgerError) -> LaidDownNotices { try inner.carriedNotices() }

  func rulesInForce() throws(LedgerError) -> RulesRecord? { try inner.rulesInForce() }

  func rulesText(_ digest: Digest) throws(LedgerError) -> [UInt8]? { try inner.rulesText(digest) }

  func incidents(limit: Int) throws(LedgerError) -> [Incident] { try inner.incidents(limit: limit) }

  func standing() throws(LedgerError) -> LedgerStanding { try inner.standing() }

  func continues(_ earlier: LedgerStanding) throws(LedgerError) -> Bool { try inner.continues(earlier) }

  func lastMoment() throws(LedgerError) -> Timestamp? { try inner.lastMoment() }

  func close() throws(LedgerError) { try inner.close() }

  func releaseMemory() { inner.releaseMemory() }
}
