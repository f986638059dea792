package import GridCore
internal import Ledger
package import Seals

/// A row of the table `record`: what was received, and what was decided about it.
package struct RecordRow: Sendable {
  package let seq: Int64
  package let file: Int64
  package let line: Int64
  package let state: String
  /// What stands in the place of an item's position where an accepted record concerns none: an order.
  package static let noItem: Int64 = 0

  /// The position of the item it made or concerns; `noItem` of an order.
  package let item: Int64?
  /// The id of the item it waits or waited for.
  package let waits: String?
  package let code: String?
  package let text: String?
  package let key: EventKey?
  package let source: String?
  package let id: String?
  package let type: String?
  package let sha256: Digest
  package let content: Digest?
  package let rules: Digest
  package let receivedAt: Timestamp
  /// The version of the code that decided at receipt; nil for the first release.
  package let decidedBy: Int64?
  /// What its refusal is about, beside the text.
  package let parameters: String?

  package init(
    seq: Int64, file: Int64, line: Int64, state: String, item: Int64?, waits: String?, code: String?, text: String?,
    key: EventKey?, source: String?, id: String?, type: String?, sha256: Digest, content: Digest?, rules: Digest,
    receivedAt: Timestamp, decidedBy: Int64?, parameters: String?
  ) {
    self.seq = seq
    self.file = file
    self.line = line
    self.state = state
    self.item = item
    self.waits = waits
    self.code = code
    self.text = text
    self.key = key
    self.source = source
    self.id = id
    self.type = type
    self.sha256 = sha256
    self.content = content
    self.rules = rules
    self.receivedAt = receivedAt
    self.decidedBy = decidedBy
    self.parameters = parameters
  }

  /// Whether it was refused when it was received, and not after a wait.
  package var wasRefusedAtOnce: Bool { state == RecordState.rejected.rawValue && waits == nil }

  /// 2: its item owns the identity, 1: the record itself does, 0: neither.
  package var owns: Int64 {
    switch state {
    case RecordState.accepted.rawValue: item == seq ? 2 : 1
    case RecordState.held.rawValue: 1
    default: 0
    }
  }

  /// Writes the fields that the chain covers: what was received, in which file, and what was decided at receipt.
  ///
  /// Of a record that was held, that is that it was held; what became of it later is in the chain of entries.
  package func add(to hasher: inout FieldHasher, file seal: Digest) {
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
}

extension RecordRow {
  init(_ record: ReceivedRecord, seq: Int64, file: Int64, item: Int64?, rules: Digest, receivedAt: Timestamp) {
    var waits: String?
    // Of what was accepted: what became of a step at each item of its list.
    var refusal: (code: String?, text: String?, parameters: String?)
    switch record.outcome {
    case .held(let item): waits = item
    case .rejected(let code, let text, let parameters): refusal = (code, text, parameters)
    case .accepted(_, let list): refusal.parameters = list
    case .duplicate, .ordered: break
    }
    self.init(
      seq: seq, file: file, line: Int64(record.line), state: RecordState(record.outcome).rawValue, item: item,
      waits: waits, code: refusal.code, text: refusal.text, key: record.key, source: record.source,
      id: record.id, type: record.type, sha256: record.sha256, content: record.content,
      rules: rules, receivedAt: receivedAt, decidedBy: DecidingVersion.current.rawValue, parameters: refusal.parameters)
  }
}
