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

package struct OwedNotice: Sendable {
  package var row: Int64
  package var notice: Notice
  package var item: Item
  /// The report's bytes as received.
  package var report: [UInt8]
  /// Earlier notices of the item, oldest first, with when each was raised.
  package var previous: [(notice: Notice, at: Timestamp)]

  package init(
    row: Int64, notice: Notice, item: Item, report: [UInt8], previous: [(notice: Notice, at: Timestamp)]
  ) {
    self.row = row
    self.notice = notice
    self.item = item
    self.report = report
    self.previous = previous
  }
}

package struct UnsettledNotice: Hashable, Sendable {
  package var row: Int64
  package var notice: Notice

  package init(row: Int64, notice: Notice) {
    self.row = row
    self.notice = notice
  }
}

/// A rules file as it was put in force.
package struct RulesRecord: Hashable, Sendable {
  package var digest: Digest
  package var text: [UInt8]
  package var loadedAt: Timestamp
  package var duties: Int
  package var matters: Int
  package var communities: Int
  package var grids: Int

  package init(
    digest: Digest, text: [UInt8], loadedAt: Timestamp, duties: Int, matters: Int, communities: Int, grids: Int
  ) {
    self.digest = digest
    self.text = text
    self.loadedAt = loadedAt
    self.duties = duties
    self.matters = matters
    self.communities = communities
    self.grids = grids
  }
}

package struct Incident: Hashable, Sendable {
  package var at: Timestamp
  package var code: String
  package var text: String

  package init(at: Timestamp, code: String, text: String) {
    self.at = at
    self.code = code
    self.text = text
  }
}

/// The figures of `status`. received = accepted + rejected + duplicate + held; owed = delivered + pending.
package struct LedgerCounts: Hashable, Sendable {
  package var filesTaken = 0
  package var filesQuarantined = 0
  package var filesReplayed = 0
  package var received = 0
  package var accepted = 0
  package var rejected = 0
  package var duplicate = 0
  package var held = 0
  package var open = 0
  package var suspended = 0
  package var resolved = 0
  package var closed = 0
  package var void = 0
  /// Among closed.
  package var onSite = 0
  /// Among open.
  package var triage = 0
  /// Among open: the deadline is before the moment asked for.
  package var overdue = 0
  package var noticesOwed = 0
  package var noticesDelivered = 0
  package var escalations = 0
  package var nextDue: Timestamp?
  /// Open items whose next rung's moment is before the moment asked for.
  package var dueNow = 0

  package init() {}
}

package struct NumberedEntry: Hashable, Sendable {
  package var seq: Int64
  package var entry: HistoryEntry

  package init(seq: Int64, entry: HistoryEntry) {
    self.seq = seq
    self.entry = entry
  }
}

package struct ItemFilter: Hashable, Sendable {
  package var state: ItemState?
  package var community: String?
  package var grid: String?
  package var post: String?
  package var group: String?
  package var duty: String?
  package var matter: String?
  /// Only those open and past their deadline at this moment.
  package var overdueAt: Timestamp?

  package init() {}
}

package struct PlacedItem: Sendable {
  /// Where it stands in the order of coming; what the next page starts after.
  package var position: Int64
  package var item: Item

  package init(position: Int64, item: Item) {
    self.position = position
    self.item = item
  }
}

package struct RecordAnswer: Hashable, Sendable {
  package var seq: Int64
  package var outcome: RecordOutcome

  package init(seq: Int64, outcome: RecordOutcome) {
    self.seq = seq
    self.outcome = outcome
  }
}

package struct ExportedNotice: Hashable, Sendable {
  package var notice: Notice
  package var delivered: Bool

  package init(notice: Notice, delivered: Bool) {
    self.notice = notice
    self.delivered = delivered
  }
}

package struct ExportedRecord: Sendable {
  package var seq: Int64
  package var source: String?
  package var id: String?
  package var type: String?
  package var sha256: Digest
  package var fileSHA256: Digest?
  package var line: Int
  package var producer: [UInt8]?
  package var outcome: RecordOutcome
  /// The item's id, of an accepted or held record.
  package var item: String?
  package var rules: Digest
  package var receivedAt: Timestamp
  /// All notices of the item, on the line of the report that made it.
  package var notices: [ExportedNotice]

  package init(
    seq: Int64, source: String?, id: String?, type: String?, sha256: Digest, fileSHA256: Digest?, line: Int,
    producer: [UInt8]?, outcome: RecordOutcome, item: String?, rules: Digest, receivedAt: Timestamp,
    notices: [ExportedNotice]
  ) {
    self.seq = seq
    self.source = source
    self.id = id
    self.type = type
    self.sha256 = sha256
    self.fileSHA256 = fileSHA256
    self.line = line
    self.producer = producer
    self.outcome = outcome
    self.item = item
    self.rules = rules
    self.receivedAt = receivedAt
    self.notices = notices
  }
}

/// How far a ledger is, for a marker kept outside it.
package struct LedgerStanding: Hashable, Sendable {
  /// Made once, with the ledger.
  package var ledger: String
  package var epoch: Int64
  /// One more with every write.
  package var revision: Int64
  package var records: Int64
  package var recordChain: Digest
  package var entries: Int64
  package var entryChain: Digest

  package init(
    ledger: String, epoch: Int64, revision: Int64, records: Int64, recordChain: Digest, entries: Int64,
    entryChain: Digest
  ) {
    self.ledger = ledger
    self.epoch = epoch
    self.revision = revision
    self.records = records
    self.recordChain = recordChain
    self.entries = entries
    self.entryChain = entryChain
  }
}

package struct LawReport: Sendable {
  package struct Law: Hashable, Sendable {
    /// `L1-door`, `L3-balance`, …
    package var law: String
    package var ok: Bool
    /// What was counted, or the first few places where it is broken.
    package var text: String

    package init(law: String, ok: Bool, text: String) {
      self.law = law
      self.ok = ok
      self.text = text
    }
  }

  package var laws: [Law]
  package var counts: LedgerCounts

  package init(laws: [Law], counts: LedgerCounts) {
    self.laws = laws
    self.counts = counts
  }

  package var ok: Bool { laws.allSatisfy(\.ok) }
}

package struct QuarantinedFile: Hashable, Sendable {
  package var row: Int64
  package var name: String
  package var sha256: Digest?

  package init(row: Int64, name: String, sha256: Digest?) {
    self.row = row
    self.name = name
    self.sha256 = sha256
  }
}
