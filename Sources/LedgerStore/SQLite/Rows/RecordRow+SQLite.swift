internal import GridCore
internal import Ledger
internal import Postings

extension RecordRow {
  static let insert = """
    INSERT INTO record (seq, file, line, state, owns, item, waits, code, text, key, source, id, type, sha256, content,
      received_at, rules, decided_by, params, chain)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  /// The columns that `LedgerRow.record()` reads, where `u` are the record's rules.
  static let columns = """
    r.seq, r.file, r.line, r.state, r.item, r.waits, r.code, r.text, r.key, r.source, r.id, r.type, r.sha256, r.content,
    u.digest, r.received_at, r.decided_by, r.params
    """

  /// Binds all but the chain.
  func bind(to statement: inout LedgerStatement, rules row: Int64) {
    statement.bind(seq)
    statement.bind(file)
    statement.bind(line)
    statement.bind(state)
    statement.bind(owns)
    statement.bind(item)
    statement.bind(waits)
    statement.bind(code)
    statement.bind(text)
    statement.bind(key)
    statement.bind(source)
    statement.bind(id)
    statement.bind(type)
    statement.bind(sha256)
    statement.bind(content)
    statement.bind(receivedAt)
    statement.bind(row)
    statement.bind(decidedBy)
    statement.bind(parameters)
  }
}

extension LedgerRow {
  /// Reads `RecordRow.columns`.
  mutating func record() throws -> RecordRow {
    RecordRow(
      seq: int(), file: int(), line: int(), state: text(), item: optionalInt(), waits: optionalText(),
      code: optionalText(), text: optionalText(), key: try optionalKey(), source: optionalText(), id: optionalText(),
      type: optionalText(), sha256: anyDigest(), content: optionalAnyDigest(), rules: anyDigest(), receivedAt: moment(),
      decidedBy: optionalInt(), parameters: optionalText())
  }
}
