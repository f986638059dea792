package import GridCore
internal import Ledger
package import Seals

/// A row of the table `entry` before it has its number.
package struct EntryRow: Sendable {
  /// What an entry is there for.
  package enum Kind: String, Sendable {
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
    /// Rules that were put in force: `note` what they count, `cause` the order, where there was one.
    case rules
    /// Something that happened to the daemon: `what` its code, `note` its text.
    case incident
  }

  /// The code of the incident that says that the ledger was restored.
  package static let restoreWord = "restore"

  package let kind: Kind
  package var item: Int64?
  package var revision: Int64?
  package let at: Timestamp
  package let what: String
  package var by: String?
  package var note: String?
  package var rung = 0
  package var holder: String?
  package var rules: Digest?
  package var cause: Int64?
  package var file: Int64?
  /// Of a file: the digest of what it is. On the last entry of a change: that of the item afterwards.
  package var seal: Digest?
  /// The version of the code that decided; nil for the first release.
  package var decidedBy: Int64?
  /// Of a release: what the refusal is about.
  package var parameters: String?
  /// Who wrote it, of several machines.
  package var seat: Int64 = 0
  /// What a line of history says beside the fields of the first release (`EntryMore`); nil where that is nothing.
  package var more: String?

  package init(
    kind: Kind, item: Int64? = nil, revision: Int64? = nil, at: Timestamp, what: String, by: String? = nil,
    note: String? = nil, rung: Int = 0, holder: String? = nil, rules: Digest? = nil, cause: Int64? = nil,
    file: Int64? = nil, seal: Digest? = nil, decidedBy: Int64? = nil, parameters: String? = nil, seat: Int64 = 0,
    more: String? = nil
  ) {
    self.kind = kind
    self.item = item
    self.revision = revision
    self.at = at
    self.what = what
    self.by = by
    self.note = note
    self.rung = rung
    self.holder = holder
    self.rules = rules
    self.cause = cause
    self.file = file
    self.seal = seal
    self.decidedBy = decidedBy
    self.parameters = parameters
    self.seat = seat
    self.more = more
  }

  /// Writes the fields that the chain covers; the notices of the change follow.
  package func add(to hasher: inout FieldHasher, seq: Int64, seal: Digest?) {
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
    hasher.add(later: .more, more)
  }

  /// Writes the fields of a notice that the chain covers.
  ///
  /// - Parameter address: the notice's address in text, where it is at hand.
  package static func add(_ notice: Notice, at address: String? = nil, to hasher: inout FieldHasher) {
    hasher.add(notice.ordinal)
    hasher.add(notice.rung)
    hasher.add(address ?? notice.to.text)
    hasher.add(notice.deadline)
    hasher.add(notice.provisional ? 1 : 0)
    hasher.add(later: .kind, notice.kind == .task ? nil : notice.kind.rawValue)
  }
}

extension EntryRow {
  /// - Parameter holder: the address, in text, of whom it has come to.
  init(kind: Kind, item: Int64, revision: Int64, entry: borrowing HistoryEntry, holder: String?, cause: Int64?) {
    self.init(
      kind: kind, item: item, revision: revision, at: entry.at, what: entry.what.word, by: entry.by, note: entry.note,
      rung: entry.rung, holder: holder, rules: entry.rules, cause: cause, more: EntryMore.text(of: entry))
  }

  /// What became of a file.
  init(_ outcome: FileOutcome, of file: Int64, sealed seal: Digest, at now: Timestamp, rules: Digest) {
    let state: String
    var code: String?
    var place: String?
    switch outcome {
    case .reading(let offset): (state, place) = ("reading", String(offset))
    case .taken: state = "taken"
    case .quarantined(let itsCode, let name): (state, code, place) = ("quarantined", itsCode, name)
    }
    self.init(
      kind: .file, at: now, what: state, by: code, note: place, rules: rules, file: file, seal: seal)
  }

  /// Which notices moved on.
  init(_ state: String, notices rows: [Int64], at now: Timestamp) {
    self.init(kind: .delivery, at: now, what: state, note: RowRanges(rows).text)
  }

  /// Rules that were put in force.
  init(_ rules: RulesRecord, cause: Int64?) {
    let counts = [rules.duties, rules.matters, rules.communities, rules.grids].map(String.init)
    self.init(
      kind: .rules, at: rules.loadedAt, what: "adopt", note: counts.joined(separator: " "), rules: rules.digest,
      cause: cause)
  }
}
