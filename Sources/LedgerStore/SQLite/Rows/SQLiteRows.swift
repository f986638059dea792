internal import Figures
internal import GRDB
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// Rows and the values they stand for, beside the statements that need both.
enum SQLiteRows {
  /// An item's columns in the order that `LedgerRow.item()` reads them.
  static let itemColumns =
    "i.key, r.source, r.id, "
    + ItemField.all.map { $0.column == "rules" ? "u.digest" : "i.\($0.column)" }.joined(separator: ", ")
  /// An item, its report's record (which holds the identity) and the rules that assigned it.
  static let itemTables = "item i JOIN record r ON r.seq = i.position JOIN rules u ON u.row = i.rules"

  /// Whether the item has a line after its report's or is on a visit sheet, and what `LedgerRow.noticedItem()` reads of it: a third of its columns.
  static let noticedColumns = """
    i.revision > 1 OR (i.subject IS NOT NULL AND i.sheet IS NOT NULL), i.key, i.state, i.holder = 'triage', i.duty, i.matter,
    i.received_at, u.digest, i.rules_line, i.why, i.why_subject
    """

  static let insertItem = """
    INSERT INTO item (\(ItemField.all.map(\.column).joined(separator: ", ")), position, key)
    VALUES (\(ItemField.all.map { _ in "?, " }.joined())?, ?)
    """
  static let updateItem = """
    UPDATE item SET \(ItemField.all.map { "\($0.column) = ?" }.joined(separator: ", "))
    WHERE position = ? AND revision = ?
    """

  /// What `LedgerRow.notice(of:)` reads of a notice `n`.
  static let noticeColumns = "n.ordinal, n.rung, n.addressee, n.deadline, n.provisional, n.kind"

  /// What `LedgerRow.historyEntry()` reads of an entry `e`, with the rules `u` it names.
  static let historyColumns = "e.what, e.at, e.by, e.note, e.rung, e.holder, u.digest, e.more"

  static let outcomeColumns = "r.state, r.waits, r.code, r.text, r.params, w.key"
  static let outcomeJoin = "LEFT JOIN item w ON w.position = r.item"
}

extension LedgerStatement {
  /// Binds what an item holds, in the order that `insertItem` and `updateItem` share.
  mutating func bind(_ values: [FieldValue], rowOfRules: (Digest) -> Int64) {
    for value in values {
      switch value {
      case .absent: bindNull()
      case .number(let number): bind(number)
      case .text(let text): bind(text)
      case .rules(let digest): bind(rowOfRules(digest))
      }
    }
  }

  mutating func bind(_ trace: FileTrace) {
    bind(trace.producer)
    bind(trace.name)
    bind(Int64(bitPattern: trace.inode))
    bind(trace.modified)
    bind(trace.born)
    bind(trace.size)
  }
}

extension LedgerRow {
  /// Reads the columns of `SQLiteRows.itemColumns`: what the row says.
  mutating func itemReading() throws -> ItemReading {
    let (key, identity) = (try key(), EventIdentity(source: text(), id: text()))
    return try ItemReading(key: key, identity: identity) { fieldValue() }
  }

  /// Reads the same, and the history too where the row alone does not say all.
  mutating func item(in db: Database, _ earlier: EarlierItems) throws -> Item {
    let reading = try itemReading()
    guard reading.isEarlier else { return reading.item }
    let history = try SQLiteLedger.history(of: reading.item.key, in: db).map(\.entry)
    return try earlier.tell(EarlierItem(reading.item), history) { try SQLiteLedger.rulesText($0, in: db) }
  }

  /// Reads the columns of `SQLiteRows.noticedColumns` but the first.
  mutating func noticedItem() throws -> NoticedItem {
    let (key, state) = (try key(), try word(.itemState, ItemState.init(rawValue:)))
    let isInTriage = bool() && state == .open
    let (duty, matter, receivedAt) = (optionalText(), optionalText(), moment())
    let (rules, line) = (try digest(), optionalInt().map { Int(clamping: $0) })
    let why = AssignmentReason(
      kind: try word(.reason, AssignmentReason.Kind.init(rawValue:)), subject: optionalText() ?? "")
    return NoticedItem(
      key: key, state: state, duty: duty, matter: matter, receivedAt: receivedAt, isInTriage: isInTriage,
      assignedBy: AssignedBy(rules: rules, line: line, why: why))
  }

  mutating func addressee() throws -> Addressee {
    try word(.address, Addressee.init(text:))
  }

  /// Which code decided; a row of the first release does not say so.
  mutating func decidingVersion() throws -> DecidingVersion {
    guard let number = optionalInt() else { return .first }
    guard let version = DecidingVersion(rawValue: number) else {
      throw LedgerError.corrupt(.decidingCode(number))
    }
    return version
  }

  /// A number that we counted ourselves: whatever is added to it, it does not overflow.
  mutating func count() throws -> Int64 {
    let number = int()
    guard (0...1 << 48).contains(number) else {
      throw LedgerError.corrupt(.count(number))
    }
    return number
  }

  mutating func number() -> Int {
    Int(clamping: int())
  }

  /// Reads `what, at, by, note, rung, holder, digest of the rules, more`.
  mutating func historyEntry() throws -> HistoryEntry {
    let what = try word(.step, HistoryEntry.What.init(word:))
    var entry = HistoryEntry(
      at: moment(), what: what, by: optionalText(), note: optionalText(), rung: number(),
      to: try optionalWord(.address, Addressee.init(text:)), rules: try digest())
    try EntryMore.read(optionalText(), into: &entry)
    return entry
  }

  /// Reads `SQLiteRows.noticeColumns`.
  mutating func notice(of item: EventKey) throws -> Notice {
    var notice = Notice(
      item: item, ordinal: Int(try count()), rung: Int(try count()), to: try addressee(), deadline: optionalMoment(),
      provisional: bool())
    notice.kind = try optionalWord(.noticeKind, Notice.Kind.init(rawValue:)) ?? .task
    return notice
  }

  /// Reads the columns of `SQLiteRows.outcomeColumns`.
  mutating func outcome() throws -> RecordOutcome {
    let state = try word(.recordState, RecordState.init(rawValue:))
    let waits = optionalText()
    let code = optionalText()
    let text = optionalText()
    let parameters = optionalText()
    switch state {
    case .duplicate: return .duplicate
    case .held: return .held(item: waits ?? "")
    case .rejected: return .rejected(code: code ?? "", text: text ?? "", parameters: parameters)
    // Whoever walks the records finds those whose item is gone.
    case .accepted: return try optionalKey().map { .accepted(item: $0, list: parameters) } ?? .ordered
    }
  }

  /// Reads `state, read_to, code, quarantine`.
  mutating func fileOutcome() throws -> FileOutcome {
    let state = text()
    let offset = optionalInt()
    let code = optionalText()
    let name = optionalText()
    switch state {
    case "reading": return .reading(offset: offset ?? 0)
    case "taken": return .taken
    case "quarantined": return .quarantined(code: code ?? "", name: name ?? "")
    default: throw LedgerError.corrupt(.word(.fileState, state))
    }
  }
}
