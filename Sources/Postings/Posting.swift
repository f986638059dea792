package import GridCore
package import Ledger
import Seals

/// What one transaction adds to a ledger, worked out without one: from where it stands, the rows it is about and what is to be entered
/// follow the rows to write, what its counters gain, the heads of both chains and every seal.
///
/// Pure: a store hands in `KnownRows`, writes what this holds in the order of its properties, and nothing else. Numbers go on from the
/// standing without a gap. What throws has changed nothing that counts: the posting is thrown away.
package struct Posting {
  /// A record with its link in the chain.
  package struct Record {
    package let row: RecordRow
    package let chain: Digest
  }

  /// An entry with its number and its link in the chain.
  package struct Entry {
    package let seq: Int64
    package let row: EntryRow
    package let chain: Digest
  }

  /// The ledger before it.
  package let before: LedgerStanding
  /// Who writes, of several machines.
  package let seat: Int64

  /// Books that are named for the first time; their text may come later.
  package private(set) var newRules: [(row: Int64, digest: Digest)] = []
  package private(set) var files: [FileRow] = []
  /// First of what has to do with records: one refused here gives its identity back, which a record of the same batch may take.
  package internal(set) var releases: [ReleaseRow] = []
  package private(set) var records: [Record] = []
  package private(set) var items: [ItemRow] = []
  package private(set) var entries: [Entry] = []
  package private(set) var notices: [NoticeRow] = []
  package private(set) var moves: [NoticeMove] = []
  package internal(set) var ratings: [RatingRow] = []
  package internal(set) var ownRows: [OwnRow] = []
  /// What is added to the figures of rounds.
  package internal(set) var rounds: [RoundFigures.Key: RoundFigures] = [:]
  package internal(set) var progress: [OwnBatch.Progress] = []
  /// Days of visits, each with whether a round had asked for one of them.
  package internal(set) var visits: [VisitRow: Int64] = [:]
  /// A book that is put in force, and its row.
  package private(set) var adopted: (row: Int64, rules: RulesRecord)?
  package internal(set) var tally = Tally()

  private var known: KnownRows
  private var recordCount: Int64
  private var recordChain: HashChain
  private var entryCount: Int64
  private var entryChain: HashChain
  /// The book named last: most rows name the same one.
  private var latest: (digest: Digest, row: Int64)?
  /// Who was told of last, and his address in text: whom an item has come to its row, its line and its notice say.
  private var addressed: (to: Addressee, text: String)?
  /// For seals.
  private var hasher = FieldHasher()

  package init(on standing: LedgerStanding, seat: Int64 = 0, knowing known: KnownRows = KnownRows()) {
    before = standing
    self.seat = seat
    self.known = known
    recordCount = standing.records
    recordChain = HashChain(head: standing.recordChain)
    entryCount = standing.entries
    entryChain = HashChain(head: standing.entryChain)
  }

  /// The ledger after it.
  package var standing: LedgerStanding {
    LedgerStanding(
      ledger: before.ledger, epoch: before.epoch, revision: before.revision + 1, records: recordCount,
      recordChain: recordChain.head, entries: entryCount, entryChain: entryChain.head)
  }

  // MARK: What is there

  /// Takes in a row that is there.
  package mutating func know(_ item: KnownItem, of key: EventKey) { known.items[key] = item }
  /// Takes in a file that the batch goes on with.
  package mutating func know(_ facts: FileFacts) { known.files[facts.row] = facts }
  /// Takes in the row of a book.
  package mutating func know(rules digest: Digest, row: Int64) { known.rules[digest] = row }
  /// Takes in the highest row of the books.
  package mutating func know(lastRules row: Int64) { known.lastRules = max(known.lastRules, row) }
  /// Takes in the highest row of the files.
  package mutating func know(lastFile row: Int64) { known.lastFile = row }
  /// Takes in the highest row of the notices.
  package mutating func know(lastNotice row: Int64) { known.lastNotice = max(known.lastNotice, row) }

  // MARK: Rules

  /// The row of a book, made where there is none.
  mutating func rulesRow(_ digest: Digest) -> Int64 {
    if let latest, latest.digest == digest { return latest.row }
    if let row = known.rules[digest] {
      latest = (digest, row)
      return row
    }
    known.lastRules += 1
    known.rules[digest] = known.lastRules
    latest = (digest, known.lastRules)
    newRules.append((known.lastRules, digest))
    tally[.rules] += 1
    return known.lastRules
  }

  /// The row of a book that rows of this posting name.
  package func row(ofRules digest: Digest) -> Int64? {
    if let latest, latest.digest == digest { return latest.row }
    return known.rules[digest]
  }

  /// Puts a book in force.
  ///
  /// - Parameter cause: the record of the order that does; nil where a person saved them.
  package mutating func adopt(_ rules: RulesRecord, cause: Int64? = nil) {
    adopted = (rulesRow(rules.digest), rules)
    append(EntryRow(rules, cause: cause))
  }

  // MARK: Files and records

  /// Enters a file, or its next part; answers what stands for it in the chain of its records.
  mutating func add(
    _ file: ReceivedFile, records: Int64, refused: Int64, at now: Timestamp, rules: Digest
  ) throws -> (row: Int64, seal: Digest) {
    let facts: FileFacts
    if let row = file.continues {
      // The name, and all else but the bytes, may have been another when its first part was read.
      guard let known = known.files[row] else { throw LedgerError.corrupt(.missing(table: "file", row: row)) }
      facts = known
    } else {
      known.lastFile += 1
      facts = FileFacts(file, row: known.lastFile, seat: seat)
      tally[.files] += 1
    }
    switch file.outcome {
    case .reading: break
    case .taken: tally[.taken] += 1
    case .quarantined: tally[.quarantined] += 1
    }
    files.append(
      FileRow(
        facts: facts, outcome: file.outcome, isContinued: file.continues != nil, records: records, refused: refused))
    let seal = facts.seal(with: &hasher)
    // The records of a file that was taken at once say all there is to say of it.
    if file.continues != nil || file.outcome != .taken || records == 0 {
      append(EntryRow(file.outcome, of: facts.row, sealed: seal, at: now, rules: rules))
    }
    return (facts.row, seal)
  }

  /// Enters a record of a file.
  mutating func add(
    _ record: ReceivedRecord, file: (row: Int64, seal: Digest), item: Int64?, at now: Timestamp, rules: Digest
  ) {
    recordCount += 1
    let row = RecordRow(record, seq: recordCount, file: file.row, item: item, rules: rules, receivedAt: now)
    recordChain.link { row.add(to: &$0, file: file.seal) }
    records.append(Record(row: row, chain: recordChain.head))
    tally[RecordState(record.outcome).column] += 1
  }

  /// Makes room for a batch.
  mutating func reserve(records: Int, changes: Int) {
    self.records.reserveCapacity(records)
    items.reserveCapacity(changes)
    entries.reserveCapacity(entries.count + changes)
    notices.reserveCapacity(changes)
    known.items.reserveCapacity(known.items.count + changes)
  }

  // MARK: Items

  /// Where an item's row is, or will be.
  package func position(of key: EventKey) -> Int64? { known.items[key]?.position }

  /// Enters an item that a report's record brings.
  mutating func insert(_ change: borrowing ItemChange, position: Int64) {
    let counted = CountedItem(change.item)
    known.items[change.item.key] = KnownItem(
      position: position, revision: Int64(change.item.memory.revision), counted: counted)
    count(counted, by: 1)
    let values = change.item.fieldValues
    items.append(ItemRow(position: position, key: change.item.key, values: values, after: nil))
    _ = rulesRow(change.item.facts.assignedBy.rules)
    append(change, values, position: position, cause: position)
  }

  /// Enters an item's next revision; false, and nothing is entered, where the item is not on the revision before.
  mutating func update(_ change: borrowing ItemChange, cause: Int64?) -> Bool {
    let (key, counted) = (change.item.key, CountedItem(change.item))
    let revision = Int64(change.item.memory.revision)
    guard var place = known.items[key], place.revision == revision - 1 else { return false }
    let values = change.item.fieldValues
    items.append(ItemRow(position: place.position, key: key, values: values, after: place.revision))
    count(place.counted, by: -1)
    count(counted, by: 1)
    (place.revision, place.counted) = (revision, counted)
    known.items[key] = place
    _ = rulesRow(change.item.facts.assignedBy.rules)
    append(change, values, position: place.position, cause: cause)
    return true
  }

  private mutating func count(_ item: CountedItem, by step: Int64) {
    tally[item.state.column] += step
    if item.onSite { tally[.onSite] += step }
    if item.triage { tally[.triage] += step }
  }

  /// Appends a change's history, each notice with the entry it tells of; the last entry carries the item's seal.
  private mutating func append(_ change: borrowing ItemChange, _ values: [FieldValue], position: Int64, cause: Int64?) {
    let revision = Int64(change.item.memory.revision)
    count(visitsOf: change)
    let seal = change.item.seal(values, with: &hasher)
    if let text = ItemField.holder(values) { addressed = (change.item.holder, text) }
    let last = change.entries.count - 1
    for index in change.entries.indices {
      // A rung that nobody was called to is none that was raised.
      if change.entries[index].what == .escalate, change.entries[index].to != nil { tally[.escalations] += 1 }
      var row = EntryRow(
        kind: .history, item: position, revision: revision, entry: change.entries[index],
        holder: change.entries[index].to.map { address(of: $0) }, cause: cause)
      row.seal = index == last ? seal : nil
      append(row, raising: last == 0 ? change.notices : change.notices.filter { $0.entry == index })
    }
    if change.entries.isEmpty {
      // A change that history does not tell of is in the chain all the same.
      var row = EntryRow(
        kind: .silent, item: position, revision: revision, entry: change.silence, holder: nil, cause: cause)
      row.seal = seal
      append(row, raising: change.notices)
    }
  }

  /// An address in text.
  private mutating func address(of to: Addressee) -> String {
    if let addressed, addressed.to == to { return addressed.text }
    let text = to.text
    addressed = (to, text)
    return text
  }

  // MARK: Entries and notices

  /// Appends an entry, and the notices that tell of it.
  package mutating func append(_ entry: consuming EntryRow, raising raised: [Notice] = []) {
    entryCount += 1
    entry.seat = seat
    entry.decidedBy = DecidingVersion.current.rawValue
    let (row, seq) = (entry, entryCount)
    let addresses = raised.map { address(of: $0.to) }
    entryChain.link { hasher in
      row.add(to: &hasher, seq: seq, seal: row.seal)
      for place in raised.indices { EntryRow.add(raised[place], at: addresses[place], to: &hasher) }
    }
    if let rules = row.rules { _ = rulesRow(rules) }
    if let item = row.item {
      for place in raised.indices { owe(raised[place], at: addresses[place], of: item, by: seq, row.at) }
    }
    entries.append(Entry(seq: seq, row: row, chain: entryChain.head))
  }

  private mutating func owe(_ notice: Notice, at address: String, of item: Int64, by entry: Int64, _ moment: Timestamp)
  {
    known.lastNotice += 1
    notices.append(
      NoticeRow(
        row: known.lastNotice, item: item, notice: notice, address: address, entry: entry, raisedAt: moment))
    tally[.owed] += 1
  }

  /// Moves notices on, all of which are in the state before.
  package mutating func move(_ rows: [Int64], to state: NoticeMove.State, at now: Timestamp) {
    guard !rows.isEmpty else { return }
    moves.append(NoticeMove(rows: rows, to: state, at: now))
    if state == .delivered { tally[.delivered] += Int64(rows.count) }
    append(EntryRow(state.rawValue, notices: rows, at: now))
  }

  /// Enters something that happened to the daemon.
  package mutating func record(_ incident: Incident) {
    append(EntryRow(kind: .incident, at: incident.at, what: incident.code, note: incident.text))
    tally[.incidents] += 1
  }
}
