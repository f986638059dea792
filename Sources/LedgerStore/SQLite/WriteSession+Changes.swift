internal import GRDB
internal import GridCore

extension WriteSession {
  /// The row of an item as far as a change must know it.
  struct ItemPlace {
    let position: Int64
    let revision: Int64
    let counted: Counted
  }

  /// What of an item the counters count.
  struct Counted {
    let state: ItemState
    let onSite: Bool
    let triage: Bool

    init(_ item: Item) {
      state = item.state
      onSite = item.onSite
      triage = item.isInTriage
    }

    init(state: ItemState, onSite: Bool, holder: String) {
      self.state = state
      self.onSite = onSite
      triage = state == .open && holder == Addressee.triage.text
    }
  }

  mutating func place(of key: EventKey) throws -> ItemPlace? {
    statements.findItem.bind(key)
    return try statements.findItem.first { row in
      ItemPlace(
        position: row.int(), revision: row.int(),
        counted: Counted(
          state: try row.word("the state", ItemState.init(rawValue:)), onSite: row.bool(), holder: row.text()))
    }
  }

  /// Stores an item that a report's record brings.
  mutating func insert(_ change: ItemChange, position: Int64) throws {
    let item = change.item
    let rules = try rulesRow(item.assignedBy.rules)
    statements.insertItem.bind(item, rules: rules)
    statements.insertItem.bind(position)
    statements.insertItem.bind(item.key)
    try statements.insertItem.run()
    count(Counted(item), by: 1)
    try append(change, position: position, cause: position)
  }

  /// Stores an item's next revision; false, and nothing is changed, where the item is not on the revision before.
  mutating func update(_ change: ItemChange, cause: Int64?) throws -> Bool {
    let item = change.item
    guard let place = try place(of: item.key), place.revision == Int64(item.revision) - 1 else { return false }
    let rules = try rulesRow(item.assignedBy.rules)
    statements.updateItem.bind(item, rules: rules)
    statements.updateItem.bind(place.position)
    statements.updateItem.bind(place.revision)
    guard try statements.updateItem.run() == 1 else { return false }
    count(place.counted, by: -1)
    count(Counted(item), by: 1)
    try append(change, position: place.position, cause: cause)
    return true
  }

  private mutating func count(_ item: Counted, by step: Int64) {
    tally[item.state.column] += step
    if item.onSite { tally[.onSite] += step }
    if item.triage { tally[.triage] += step }
  }

  /// Appends a change's history and notices; the last entry carries the item's seal.
  private mutating func append(_ change: ItemChange, position: Int64, cause: Int64?) throws {
    let item = change.item
    for (index, entry) in change.entries.enumerated() {
      if entry.what == .escalate { tally[.escalations] += 1 }
      var row = EntryRow(kind: .history, item: position, revision: Int64(item.revision), entry: entry, cause: cause)
      if index == change.entries.count - 1 { row.sealed = change }
      try append(row)
    }
    if change.entries.isEmpty {
      // A change that history does not tell of is in the chain all the same.
      var row = EntryRow(
        kind: .silent, item: position, revision: Int64(item.revision), entry: change.silence, cause: cause)
      row.sealed = change
      try append(row)
    }
  }

  /// Appends what became of a held record.
  mutating func appendRelease(of record: Int64, outcome: RecordOutcome, at now: Timestamp, rules: Digest) throws {
    var entry = EntryRow(kind: .release, at: now, what: RecordState(outcome).rawValue, rules: rules, cause: record)
    if case .rejected(let code, let text, let parameters) = outcome {
      (entry.by, entry.note, entry.parameters) = (code, text, parameters)
    }
    try append(entry)
  }

  /// Appends an entry, and the notices of the change that it ends.
  mutating func append(_ row: EntryRow) throws {
    let seq = nextEntry()
    var row = row
    row.seat = seat
    var seal = row.seal
    let notices = row.sealed?.notices ?? []
    if let change = row.sealed { seal = change.item.seal(with: &hasher) }
    entryChain.link { hasher in
      row.add(to: &hasher, seq: seq, seal: seal)
      for notice in notices {
        EntryRow.add(notice, to: &hasher)
      }
    }
    let rules = try row.rules.map { try rulesRow($0) }
    statements.insertEntry.bind(seq)
    row.bind(to: &statements.insertEntry, rules: rules)
    statements.insertEntry.bind(seal)
    statements.insertEntry.bind(entryChain.head)
    try statements.insertEntry.run()
    guard let item = row.item else { return }
    for notice in notices { try insert(notice, item: item, entry: seq, at: row.at) }
  }

  private mutating func insert(_ notice: Notice, item: Int64, entry: Int64, at moment: Timestamp) throws {
    let row = try nextNotice()
    statements.insertNotice.bind(row)
    statements.insertNotice.bind(item)
    statements.insertNotice.bind(Int64(notice.ordinal))
    statements.insertNotice.bind(Int64(notice.rung))
    statements.insertNotice.bind(notice.to.text)
    statements.insertNotice.bind(notice.deadline)
    statements.insertNotice.bind(notice.provisional)
    statements.insertNotice.bind(entry)
    statements.insertNotice.bind(moment)
    try statements.insertNotice.run()
    tally[.owed] += 1
  }
}
