internal import GridCore
internal import Ledger
internal import Postings

extension EntryRow {
  static let insert = """
    INSERT INTO entry (seq, kind, item, revision, at, what, by, note, rung, holder, rules, cause, file, decided_by, params, seat,
      more, seal, chain)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  /// The columns that `LedgerRow.entryRow()` reads, where `u` are the entry's rules.
  static let columns = """
    e.kind, e.item, e.revision, e.at, e.what, e.by, e.note, e.rung, e.holder, u.digest, e.cause, e.file, e.seal,
    e.decided_by, e.params, e.seat, e.more
    """

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
    statement.bind(more)
  }
}

extension LedgerRow {
  /// Reads `EntryRow.columns`.
  mutating func entryRow() throws -> EntryRow {
    let kind = try word(.entryKind, EntryRow.Kind.init(rawValue:))
    return EntryRow(
      kind: kind, item: optionalInt(), revision: optionalInt(), at: moment(), what: text(), by: optionalText(),
      note: optionalText(), rung: number(), holder: optionalText(), rules: try optionalDigest(), cause: optionalInt(),
      file: optionalInt(), seal: optionalAnyDigest(), decidedBy: optionalInt(), parameters: optionalText(), seat: int(),
      more: optionalText())
  }
}
