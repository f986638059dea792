internal import GRDB
internal import GridCore

/// Rows and the values they stand for, beside the statements that need both.
enum SQLiteRows {
  /// An item's columns in the order that `LedgerRow.item()` reads them.
  static let itemColumns = """
    i.key, r.source, r.id, i.state, i.on_site, i.risk, i.matter, i.duty, i.community, i.grid, i.post, i.grp,
    i.time_limit, i.holder, i.rung, i.received_at, i.deadline, i.provisional, i.next_due, u.digest, i.rules_line,
    i.why, i.why_subject, i.notices, i.revision
    """
  /// An item, its report's record (which holds the identity) and the rules that assigned it.
  static let itemTables = "item i JOIN record r ON r.seq = i.position JOIN rules u ON u.row = i.rules"

  static let insertItem = """
    INSERT INTO item (state, on_site, risk, matter, duty, community, grid, post, grp, time_limit, holder, rung,
      received_at, deadline, provisional, next_due, rules, rules_line, why, why_subject, notices, revision,
      position, key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  static let updateItem = """
    UPDATE item SET state = ?, on_site = ?, risk = ?, matter = ?, duty = ?, community = ?, grid = ?, post = ?, grp = ?,
      time_limit = ?, holder = ?, rung = ?, received_at = ?, deadline = ?, provisional = ?, next_due = ?, rules = ?,
      rules_line = ?, why = ?, why_subject = ?, notices = ?, revision = ?
    WHERE position = ? AND revision = ?
    """

  static let outcomeColumns = "r.state, r.waits, r.code, r.text, r.params, w.key"
  static let outcomeJoin = "LEFT JOIN item w ON w.position = r.item"
}

extension LedgerStatement {
  /// Binds what an item holds, in the order that `insertItem` and `updateItem` share.
  mutating func bind(_ item: Item, rules: Int64) {
    bind(item.state.rawValue)
    bind(item.onSite)
    bind(item.risk?.rawValue)
    bind(item.matter)
    bind(item.duty)
    bind(item.community)
    bind(item.grid)
    bind(item.post)
    bind(item.group)
    bind(item.limit?.text)
    bind(item.holder.text)
    bind(Int64(item.rung))
    bind(item.receivedAt)
    bind(item.deadline)
    bind(item.provisional)
    bind(item.nextDue)
    bind(rules)
    bind(item.assignedBy.line.map(Int64.init))
    bind(item.assignedBy.why.kind.rawValue)
    bind(item.assignedBy.why.subject)
    bind(Int64(item.notices))
    bind(Int64(item.revision))
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
  /// Reads the columns of `SQLiteRows.itemColumns`.
  mutating func item() throws -> Item {
    Item(
      key: try key(), identity: EventIdentity(source: text(), id: text()),
      state: try word("the state", ItemState.init(rawValue:)), onSite: bool(),
      risk: try optionalWord("the risk", Risk.init(rawValue:)), matter: optionalText(), duty: optionalText(),
      community: optionalText(), grid: optionalText(), post: optionalText(), group: optionalText(),
      limit: try optionalWord("the time limit") { TimeLimit($0) },
      holder: try addressee(), rung: Int(try count()), receivedAt: moment(), deadline: optionalMoment(),
      provisional: bool(), nextDue: optionalMoment(),
      assignedBy: AssignedBy(
        rules: try digest(), line: optionalInt().map { Int(clamping: $0) },
        why: AssignmentReason(
          kind: try word("the reason", AssignmentReason.Kind.init(rawValue:)), subject: text())),
      notices: Int(try count()), revision: Int(try count()))
  }

  mutating func addressee() throws -> Addressee {
    try word("the address", Addressee.init(text:))
  }

  /// Which code decided; a row of the first release does not say so.
  mutating func decidingVersion() throws -> DecidingVersion {
    guard let number = optionalInt() else { return .first }
    guard let version = DecidingVersion(rawValue: number) else {
      throw LedgerError.corrupt("the deciding code \(number) is not known")
    }
    return version
  }

  /// A number that we counted ourselves: whatever is added to it, it does not overflow.
  mutating func count() throws -> Int64 {
    let number = int()
    guard (0...1 << 48).contains(number) else {
      throw LedgerError.corrupt("\(number) cannot have been counted")
    }
    return number
  }

  mutating func number() -> Int {
    Int(clamping: int())
  }

  /// Reads `what, at, by, note, rung, holder, digest of the rules`.
  mutating func historyEntry() throws -> HistoryEntry {
    let what = try word("the step", HistoryEntry.What.init(word:))
    return HistoryEntry(
      at: moment(), what: what, by: optionalText(), note: optionalText(), rung: number(),
      to: try optionalWord("the address", Addressee.init(text:)), rules: try digest())
  }

  /// Reads `ordinal, rung, addressee, deadline, provisional`.
  mutating func notice(of item: EventKey) throws -> Notice {
    Notice(
      item: item, ordinal: Int(try count()), rung: Int(try count()), to: try addressee(), deadline: optionalMoment(),
      provisional: bool())
  }

  /// Reads the columns of `SQLiteRows.outcomeColumns`.
  mutating func outcome() throws -> RecordOutcome {
    let state = try word("the record's state", RecordState.init(rawValue:))
    let waits = optionalText()
    let code = optionalText()
    let text = optionalText()
    let parameters = optionalText()
    switch state {
    case .duplicate: return .duplicate
    case .held: return .held(item: waits ?? "")
    case .rejected: return .rejected(code: code ?? "", text: text ?? "", parameters: parameters)
    case .accepted: return .accepted(item: try key())
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
    default: throw LedgerError.corrupt("the file's state '\(state)' is not known")
    }
  }
}

/// The words of a record's state.
enum RecordState: String, CaseIterable {
  case accepted, rejected, duplicate, held

  init(_ outcome: RecordOutcome) {
    switch outcome {
    case .accepted: self = .accepted
    case .rejected: self = .rejected
    case .duplicate: self = .duplicate
    case .held: self = .held
    }
  }

  var column: Tally.Column {
    switch self {
    case .accepted: .accepted
    case .rejected: .rejected
    case .duplicate: .duplicate
    case .held: .held
    }
  }
}

extension ItemState {
  var column: Tally.Column {
    switch self {
    case .open: .open
    case .suspended: .suspended
    case .resolved: .resolved
    case .closed: .closed
    case .void: .void
    }
  }
}
