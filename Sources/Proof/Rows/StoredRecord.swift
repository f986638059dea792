package import GridCore

/// A record as it is stored, with all that a second decision on it needs.
package struct StoredRecord: Sendable {
  /// What became of a record that was held.
  package struct Release: Sendable {
    /// The number of the entry that says so.
    package var entry: Int64
    package var at: Timestamp
    package var rules: Digest?
    /// Which code decided.
    package var decidedBy: DecidingVersion

    package init(entry: Int64, at: Timestamp, rules: Digest?, decidedBy: DecidingVersion) {
      self.entry = entry
      self.at = at
      self.rules = rules
      self.decidedBy = decidedBy
    }
  }

  /// The file it came in, as far as its decision hangs on its records.
  package struct File: Sendable {
    package var row: Int64
    package var producer: [UInt8]?
    package var quarantined: String?
    package var records: Int64
    package var refused: Int64

    package init(row: Int64, producer: [UInt8]?, quarantined: String?, records: Int64, refused: Int64) {
      self.row = row
      self.producer = producer
      self.quarantined = quarantined
      self.records = records
      self.refused = refused
    }
  }

  /// What became of it.
  package enum State: String, Sendable {
    case accepted, rejected, duplicate, held
  }

  package var seq: Int64
  package var state: State
  /// The position of the item it made or concerns.
  package var item: Int64?
  /// The id of the item it waits or waited for.
  package var waits: String?
  package var code: String?
  package var key: EventKey?
  package var source: String?
  package var id: String?
  package var type: String?
  package var content: Digest?
  package var rules: Digest
  package var receivedAt: Timestamp
  /// Which code decided when it was received.
  package var decidedBy: DecidingVersion
  /// What the words of its refusal need; nil of one that is none, or that older code kept as a sentence.
  package var parameters: String?
  /// Kept for all but duplicates.
  package var bytes: [UInt8]?
  package var release: Release?
  package var file: File

  package init(
    seq: Int64, state: State, item: Int64?, waits: String?, code: String?, key: EventKey?, source: String?, id: String?,
    type: String?, content: Digest?, rules: Digest, receivedAt: Timestamp, decidedBy: DecidingVersion,
    parameters: String?, bytes: [UInt8]?, release: Release?, file: File
  ) {
    self.seq = seq
    self.state = state
    self.item = item
    self.waits = waits
    self.code = code
    self.key = key
    self.source = source
    self.id = id
    self.type = type
    self.content = content
    self.rules = rules
    self.receivedAt = receivedAt
    self.decidedBy = decidedBy
    self.parameters = parameters
    self.bytes = bytes
    self.release = release
    self.file = file
  }

  /// When and under which rules its step had its effect, or was refused.
  package var decidedAt: Timestamp { release?.at ?? receivedAt }
  package var decidedUnder: Digest { release?.rules ?? rules }
  /// Which code said so.
  package var verdictBy: DecidingVersion { release?.decidedBy ?? decidedBy }
}

/// A record that owns an identity, or once did.
package struct StoredOwner: Sendable {
  package var seq: Int64
  package var identity: EventIdentity
  package var content: Digest
  package var receivedAt: Timestamp

  package init(seq: Int64, identity: EventIdentity, content: Digest, receivedAt: Timestamp) {
    self.seq = seq
    self.identity = identity
    self.content = content
    self.receivedAt = receivedAt
  }
}

/// One change in an item's life, as it is stored.
package struct StoredChange: Sendable {
  /// The number of its last entry.
  package var entry: Int64
  package var revision: Int64
  /// The record that caused it; nil where a clock or new rules did.
  package var cause: Int64?
  /// Which code decided.
  package var decidedBy: DecidingVersion
  /// The lines of history it brought; none where it is silent.
  package var entries: [HistoryEntry]
  /// What the entry of a silent change says, though no history shows it.
  package var silence: HistoryEntry?
  package var notices: [Notice]
  /// The digest of the item afterwards.
  package var seal: Digest?

  /// A change that begins with this entry; what it brought is added to it.
  package init(entry: Int64, revision: Int64, cause: Int64?, decidedBy: DecidingVersion) {
    self.entry = entry
    self.revision = revision
    self.cause = cause
    self.decidedBy = decidedBy
    (entries, notices) = ([], [])
  }
}
