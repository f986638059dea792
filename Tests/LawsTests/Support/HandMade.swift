import GridCore
import Postings
import Proof
import Seals

@testable import Ledger

/// Rows made by hand, for laws that are asked without a database: what is not said is as in a good one.
enum HandMade {
  static let key = EventKey(high: 7, low: 7)

  static func digest(_ byte: UInt8) -> Digest {
    [UInt8](repeating: byte, count: 32).withUnsafeBytes { Digest($0) } ?? .zero
  }

  static func file(
    _ row: Int64, state: String = "taken", code: String? = nil, quarantine: String? = nil, readTo: Int64? = nil,
    records: Int64 = 1, refused: Int64 = 0
  ) -> StoredFile {
    let facts = FileFacts(
      row: row, producer: nil, name: Array("f.json".utf8), inode: row, modified: 1, born: 1, size: 100, sha256: nil,
      seat: 0)
    return StoredFile(
      facts: facts, state: state, code: code, quarantine: quarantine, readTo: readTo, records: records,
      refused: refused)
  }

  static func seal(of file: StoredFile) -> Digest {
    var hasher = FieldHasher()
    return file.facts.seal(with: &hasher)
  }

  static func record(
    _ seq: Int64, file: Int64 = 1, state: String = "accepted", item: Int64? = nil, waits: String? = nil,
    code: String? = nil, content: Digest? = digest(2)
  ) -> RecordRow {
    RecordRow(
      seq: seq, file: file, line: 1, state: state, item: state == "accepted" ? item ?? seq : nil, waits: waits,
      code: code, text: code, key: key, source: "hotline", id: String(seq), type: "report", sha256: digest(1),
      content: content, rules: digest(3), receivedAt: Timestamp(seconds: 100), decidedBy: nil, parameters: nil)
  }

  static func chained(
    _ row: RecordRow, owns: Int64? = nil, item: EventKey? = key, release: ChainedRecord.Release? = nil
  ) -> ChainedRecord {
    ChainedRecord(row: row, owns: owns ?? row.owns, link: .zero, item: row.item == nil ? nil : item, release: release)
  }

  static func entry(
    _ seq: Int64, _ kind: EntryRow.Kind, _ what: String, item: Int64? = nil, by: String? = nil, note: String? = nil,
    rules: Digest? = digest(3), cause: Int64? = nil, file: Int64? = nil, seal: Digest? = nil
  ) -> ChainedEntry {
    let row = EntryRow(
      kind: kind, item: item, revision: item == nil ? nil : 1, at: Timestamp(seconds: 100), what: what, by: by,
      note: note, rules: rules, cause: cause, file: file, seal: seal)
    return ChainedEntry(seq: seq, row: row, link: .zero)
  }

  static func notice(
    _ row: Int64, item: Int64 = 1, ordinal: Int64 = 1, to addressee: String = "triage", entry: Int64 = 1,
    raisedAt: Int64 = 100, state: String = "delivered", deliveredAt: Int64? = 100
  ) -> StoredNotice {
    StoredNotice(
      row: row, item: item, ordinal: ordinal, rung: 0, addressee: addressee, deadline: nil, provisional: 0,
      entry: entry, raisedAt: Timestamp(seconds: raisedAt), state: state,
      deliveredAt: deliveredAt.map(Timestamp.init(seconds:)))
  }

  static func item(
    _ position: Int64, notices: Int = 1, revision: Int = 1, state: ItemState = .open, onSite: Bool = false,
    isReported: Bool = true
  ) -> StoredItem {
    let receipt = Timestamp(seconds: 100)
    let facts = Item.Facts(
      risk: nil, matter: nil, duty: nil, community: nil, grid: nil, post: nil, group: nil, limit: nil,
      assignedBy: AssignedBy(rules: digest(3), line: nil, why: AssignmentReason(kind: .noMatter, subject: "")))
    var memory = Item.Memory(moment: receipt)
    (memory.notices, memory.revision) = (notices, revision)
    let item = Item(
      key: EventKey(high: UInt64(position), low: 0), identity: EventIdentity(source: "hotline", id: String(position)),
      receivedAt: receipt, facts: facts, holder: .triage, memory: memory,
      state: state == .closed ? .closed(.init(at: receipt, stopped: receipt, left: nil, onSite: onSite)) : .open)
    return StoredItem(position: position, item: item, isReported: isReported)
  }

  static func places(of item: Int64, _ ordinals: Int64...) -> [NoticePlace] {
    ordinals.map { NoticePlace(item: item, ordinal: $0, row: $0) }
  }
}
