package import GridCore

/// What makes a file in the inbox the very same one that was seen before, beside its bytes.
package struct FileTrace: Hashable, Sendable {
  /// The producer's folder, as bytes; nil in the inbox itself.
  package var producer: [UInt8]?
  package var name: [UInt8]
  package var inode: UInt64
  /// Nanoseconds since the epoch.
  package var modified: Int64
  /// Nanoseconds since the epoch; 0 where the file system does not tell.
  package var born: Int64
  package var size: Int64

  package init(producer: [UInt8]?, name: [UInt8], inode: UInt64, modified: Int64, born: Int64, size: Int64) {
    self.producer = producer
    self.name = name
    self.inode = inode
    self.modified = modified
    self.born = born
    self.size = size
  }
}

/// What the ledger knows of a file with this trace.
package struct KnownFile: Hashable, Sendable {
  package var row: Int64
  package var outcome: FileOutcome
  package var sha256: Digest?
  /// Records of it so far, and how many of them were not rejected.
  package var records: Int
  package var acceptable: Int

  package init(row: Int64, outcome: FileOutcome, sha256: Digest?, records: Int, acceptable: Int) {
    self.row = row
    self.outcome = outcome
    self.sha256 = sha256
    self.records = records
    self.acceptable = acceptable
  }
}

/// How far a file is.
package enum FileOutcome: Hashable, Sendable {
  /// A large file in parts: records before this byte are in the ledger. Counted nowhere until it is done.
  case reading(offset: Int64)
  case taken
  /// Set aside whole: the reason's code, and the name below `quarantine/`.
  case quarantined(code: String, name: String)
}

package struct IntakeQuestion: Sendable {
  package var files: [FileTrace] = []
  /// Keys of all events of the batch.
  package var keys: [EventKey] = []
  /// Items that the batch's steps concern.
  package var items: [EventKey] = []
  /// Ids of the items that the batch's reports bring: are steps waiting for them?
  package var reports: [String] = []

  package init() {}
}

package struct IntakeKnowledge: Sendable {
  /// In the order of the question's files; nil: never seen.
  package var files: [KnownFile?] = []
  /// Accepted and held events only: a rejected one does not own its identity.
  package var known: [EventKey: Reception.Known] = [:]
  package var items: [EventKey: Item] = [:]
  /// The bytes of the reports of those items that are in triage.
  package var reports: [EventKey: [UInt8]] = [:]
  package var held: [HeldRecord] = []

  package init() {}
}

/// A step that waits for its item: its record, and its bytes to be read again.
package struct HeldRecord: Hashable, Sendable {
  package var seq: Int64
  /// The id of the item it waits for.
  package var item: String
  package var receivedAt: Timestamp
  package var bytes: [UInt8]

  package init(seq: Int64, item: String, receivedAt: Timestamp, bytes: [UInt8]) {
    self.seq = seq
    self.item = item
    self.receivedAt = receivedAt
    self.bytes = bytes
  }
}

/// What became of a record.
package enum RecordOutcome: Hashable, Sendable {
  case accepted(item: EventKey)
  case duplicate
  case held(item: String)
  /// A code for machines and a sentence for people.
  case rejected(code: String, text: String)
}

/// One record as it was received, with what was decided about it.
package struct ReceivedRecord: Sendable {
  /// Which of the batch's files it came in.
  package var file: Int
  /// Its bytes as received; kept for all but duplicates.
  package var bytes: ArraySlice<UInt8>
  package var sha256: Digest
  /// From 1.
  package var line: Int
  /// Nil where it could not be read that far.
  package var identity: EventIdentity?
  package var key: EventKey?
  package var content: Digest?
  package var type: String?
  package var outcome: RecordOutcome

  package init(
    file: Int, bytes: ArraySlice<UInt8>, sha256: Digest, line: Int, identity: EventIdentity?, key: EventKey?,
    content: Digest?, type: String?, outcome: RecordOutcome
  ) {
    self.file = file
    self.bytes = bytes
    self.sha256 = sha256
    self.line = line
    self.identity = identity
    self.key = key
    self.content = content
    self.type = type
    self.outcome = outcome
  }
}

package struct ReceivedFile: Sendable {
  package var trace: FileTrace
  /// Of all its bytes; nil when it was never read.
  package var sha256: Digest?
  package var outcome: FileOutcome
  /// The row that an earlier part of it made.
  package var continues: Int64?

  package init(trace: FileTrace, sha256: Digest?, outcome: FileOutcome, continues: Int64?) {
    self.trace = trace
    self.sha256 = sha256
    self.outcome = outcome
    self.continues = continues
  }
}

/// All that one pass of the intake stores at once.
package struct ReceivedBatch: Sendable {
  package var at: Timestamp
  package var rules: Digest
  package var files: [ReceivedFile] = []
  package var records: [ReceivedRecord] = []
  /// Records held before, and what became of them now.
  package var released: [(seq: Int64, outcome: RecordOutcome)] = []
  /// In the order they must be applied; `.batch(index:)` points into `records`.
  package var changes: [Reception.CausedChange] = []
  /// Files that came back after a power cut: counted, nothing else.
  package var replayed = 0

  package init(at: Timestamp, rules: Digest) {
    self.at = at
    self.rules = rules
  }
}
