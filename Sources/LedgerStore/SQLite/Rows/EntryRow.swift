internal import GridCore

/// A row of the table `entry` before it has its number.
struct EntryRow {
  /// What an entry is there for.
  enum Kind: String {
    /// A line of an item's history.
    case history
    /// A change of an item that its history does not tell of.
    case silent
    /// What became of a held record: `what` its state, `by` and `note` the refusal's code and text.
    case release
    /// What became of a file: `what` its state, `by` the refusal's code, `note` its name in quarantine or how far it was read.
    case file
    /// Notices that were announced or delivered: `what` their state, `note` their rows.
    case delivery
    /// Rules that were put in force: `note` what they count.
    case rules
    /// Something that happened to the daemon: `what` its code, `note` its text.
    case incident
  }

  static let insert = """
    INSERT INTO entry (seq, kind, item, revision, at, what, by, note, rung, holder, rules, cause, file, decided_by, params, seat,
      seal, chain)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  /// The columns that `LedgerRow.entryRow()` reads, where `u` are the entry's rules.
  static let columns = """
    e.kind, e.item, e.revision, e.at, e.what, e.by, e.note, e.rung, e.holder, u.digest, e.cause, e.file, e.seal,
    e.decided_by, e.params, e.seat
    """

  let kind: Kind
  var item: Int64?
  var revision: Int64?
  let at: Timestamp
  let what: String
  var by: String?
  var note: String?
  var rung = 0
  var holder: String?
  var rules: Digest?
  var cause: Int64?
  var file: Int64?
  /// Of a file: the digest of what it is. Of a change: made from `sealed`.
  var seal: Digest?
  /// The version of the code that decided; nil for the first release.
  var decidedBy: Int64? = DecidingVersion.current.rawValue
  /// Of a release: what the refusal is about.
  var parameters: String?
  /// Who wrote it, of several machines.
  var seat: Int64 = 0
  /// The change that ends with this entry.
  var sealed: ItemChange?

  /// Writes the fields that the chain covers; the notices of the change follow.
  func add(to hasher: inout FieldHasher, seq: Int64, seal: Digest?) {
    hasher.add(seq)
    hasher.add(kind.rawValue)
    hasher.add(item)
    hasher.add(revision)
    hasher.add(at)
    hasher.add(what)
    hasher.add(by)
    hasher.add(note)
    hasher.add(rung)
    hasher.add(holder)
    hasher.add(rules)
    hasher.add(cause)
    hasher.add(file)
    hasher.add(seal)
    hasher.add(later: .decidedBy, decidedBy)
    hasher.add(later: .seat, seat == 0 ? nil : seat)
    hasher.add(later: .parameters, parameters)
  }

  static func add(_ notice: Notice, to hasher: inout FieldHasher) {
    hasher.add(notice.ordinal)
    hasher.add(notice.rung)
    hasher.add(notice.to.text)
    hasher.add(notice.deadline)
    hasher.add(notice.provisional ? 1 : 0)
  }

  /// Binds all but the number, the seal and the chain.
  func bind(to statement: inout LedgerStatement, rules row: Int64?) {
    statement.bind(kind.rawValue)
    statement.bind(item)
    statement.bind(revision)
    statement.bind(at)
    statement.bind(what)
    statement.bind(by)
    statement.bind(note)
    statement.bind(Int64(rung))
    statement.bind(holder)
    statement.bind(row)
    statement.bind(cause)
    statement.bind(file)
    statement.bind(decidedBy)
    statement.bind(parameters)
    statement.bind(seat)
  }
}

extension EntryRow {
  init(kind: Kind, item: Int64, revision: Int64, entry: HistoryEntry, cause: Int64?) {
    self.init(
      kind: kind, item: item, revision: revision, at: entry.at, what: entry.what.word, by: entry.by, note: entry.note,
      rung: entry.rung, holder: entry.to?.text, rules: entry.rules, cause: cause)
  }

  /// What became of a file.
  init(_ outcome: FileOutcome, of file: FileFacts, at now: Timestamp, rules: Digest?, hasher: inout FieldHasher) {
    let state: String
    var code: String?
    var place: String?
    switch outcome {
    case .reading(let offset): (state, place) = ("reading", String(offset))
    case .taken: state = "taken"
    case .quarantined(let itsCode, let name): (state, code, place) = ("quarantined", itsCode, name)
    }
    self.init(
      kind: .file, at: now, what: state, by: code, note: place, rules: rules, file: file.row,
      seal: file.seal(with: &hasher))
  }

  /// Which notices moved on.
  init(_ state: String, notices rows: [Int64], at now: Timestamp) {
    self.init(kind: .delivery, at: now, what: state, note: RowRanges(rows).text)
  }

  /// Rules that were put in force.
  init(_ rules: RulesRecord) {
    let counts = [rules.duties, rules.matters, rules.communities, rules.grids].map(String.init)
    self.init(
      kind: .rules, at: rules.loadedAt, what: "adopt", note: counts.joined(separator: " "), rules: rules.digest)
  }
}

extension LedgerRow {
  /// Reads `EntryRow.columns`.
  mutating func entryRow() throws -> EntryRow {
    let kind = try word("the entry's kind", EntryRow.Kind.init(rawValue:))
    return EntryRow(
      kind: kind, item: optionalInt(), revision: optionalInt(), at: moment(), what: text(), by: optionalText(),
      note: optionalText(), rung: number(), holder: optionalText(), rules: try optionalDigest(), cause: optionalInt(),
      file: optionalInt(), seal: optionalAnyDigest(), decidedBy: optionalInt(), parameters: optionalText(), seat: int())
  }
}
