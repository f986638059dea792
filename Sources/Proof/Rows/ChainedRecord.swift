package import GridCore
internal import Ledger
package import Postings

/// A row of the table `record` with its link, and with what other tables must say of the same.
package struct ChainedRecord: Sendable {
  /// What became of a record that was held, in the words of its entry.
  package struct Release: Hashable, Sendable {
    package var state: String
    package var code: String?
    package var text: String?
    package var parameters: String?

    package init(state: String, code: String?, text: String?, parameters: String? = nil) {
      self.state = state
      self.code = code
      self.text = text
      self.parameters = parameters
    }
  }

  package var row: RecordRow
  /// The column that says who owns the identity.
  package var owns: Int64
  package var link: Digest
  /// The key of the item it names; nil where there is no such item.
  package var item: EventKey?
  package var release: Release?

  package init(row: RecordRow, owns: Int64, link: Digest, item: EventKey? = nil, release: Release? = nil) {
    self.row = row
    self.owns = owns
    self.link = link
    self.item = item
    self.release = release
  }
}

extension ChainedRecord {
  /// What the entries must say of it: nothing of one that did not wait, or still waits.
  package var expectedRelease: Release? {
    guard row.waits != nil, row.state != RecordState.held.rawValue else { return nil }
    return Release(state: row.state, code: row.code, text: row.text, parameters: row.parameters)
  }
}

/// A row of the table `entry` with its number and its link.
package struct ChainedEntry: Sendable {
  package var seq: Int64
  package var row: EntryRow
  package var link: Digest

  package init(seq: Int64, row: EntryRow, link: Digest) {
    self.seq = seq
    self.row = row
    self.link = link
  }
}

/// Bytes that are kept of a record, by their digest as it is computed now.
package struct KeptRow: Hashable, Sendable {
  package var seq: Int64
  package var sha256: Digest
  /// What a translated record was read as; nil for one that is its own event.
  package var event: [UInt8]?

  package init(seq: Int64, sha256: Digest, event: [UInt8]? = nil) {
    (self.seq, self.sha256, self.event) = (seq, sha256, event)
  }
}

/// Who owns an identity, for rows in the order of their keys.
package struct OwnerRow: Hashable, Sendable {
  package var key: EventKey
  /// Whether it is an item, and not the record of a step.
  package var isItem: Bool
  /// The item's position, or the record's number.
  package var number: Int64

  package init(key: EventKey, isItem: Bool, number: Int64) {
    self.key = key
    self.isItem = isItem
    self.number = number
  }
}
