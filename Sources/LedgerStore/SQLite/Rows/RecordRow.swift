internal import GridCore

/// A row of the table `record`: what was received, and what was decided about it.
struct RecordRow {
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

  let seq: Int64
  let file: Int64
  let line: Int64
  let state: String
  /// The position of the item it made or concerns.
  let item: Int64?
  /// The id of the item it waits or waited for.
  let waits: String?
  let code: String?
  let text: String?
  let key: EventKey?
  let source: String?
  let id: String?
  let type: String?
  let sha256: Digest
  let content: Digest?
  let rules: Digest
  let receivedAt: Timestamp
  /// The version of the code that decided at receipt; nil for the first release.
  let decidedBy: Int64?
  /// What its refusal is about, beside the text.
  let parameters: String?

  /// Whether it was refused when it was received, and not after a wait.
  var wasRefusedAtOnce: Bool { state == RecordState.rejected.rawValue && waits == nil }

  /// 2: its item owns the identity, 1: the record itself does, 0: neither.
  var owns: Int64 {
    switch state {
    case RecordState.accepted.rawValue: item == seq ? 2 : 1
    case RecordState.held.rawValue: 1
    default: 0
    }
  }

  /// Writes the fields that the chain covers: what was received, in which file, and what was decided at receipt.
  ///
  /// Of a record that was held, that is that it was held; what became of it later is in the chain of entries.
  func add(to hasher: inout FieldHasher, file seal: Digest) {
    let decided = waits == nil
    hasher.add(seq)
    hasher.add(seal)
    hasher.add(line)
    hasher.add(decided ? state : RecordState.held.rawValue)
    hasher.add(decided ? item : nil)
    hasher.add(waits)
    hasher.add(decided ? code : nil)
    hasher.add(decided ? text : nil)
    hasher.add(key)
    hasher.add(source)
    hasher.add(id)
    hasher.add(type)
    hasher.add(sha256)
    hasher.add(content)
    hasher.add(rules)
    hasher.add(receivedAt)
    hasher.add(later: .decidedBy, decidedBy)
    hasher.add(later: .parameters, decided ? parameters : nil)
  }

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

extension RecordRow {
  init(_ record: ReceivedRecord, seq: Int64, file: Int64, item: Int64?, rules: Digest, receivedAt: Timestamp) {
    var waits: String?
    var refusal: (code: String?, text: String?, parameters: String?)
    switch record.outcome {
    case .held(let item): waits = item
    case .rejected(let code, let text, let parameters): refusal = (code, text, parameters)
    case .accepted, .duplicate: break
    }
    self.init(
      seq: seq, file: file, line: Int64(record.line), state: RecordState(record.outcome).rawValue, item: item,
      waits: waits, code: refusal.code, text: refusal.text, key: record.key, source: record.identity?.source,
      id: record.identity?.id, type: record.type, sha256: record.sha256, content: record.content,
      rules: rules, receivedAt: receivedAt, decidedBy: DecidingVersion.current.rawValue, parameters: refusal.parameters)
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
