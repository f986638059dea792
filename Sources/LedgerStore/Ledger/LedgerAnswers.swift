package import GridCore

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
    /// `door`, `balance`, …
    package var law: String
    package var ok: Bool
    /// What was counted, or the first few places where it is broken; in English.
    package var text: String
    /// The same in Chinese.
    package var chinese: String

    package init(law: String, ok: Bool, text: String, chinese: String) {
      self.law = law
      self.ok = ok
      self.text = text
      self.chinese = chinese
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
  package var inode: UInt64
  package var size: Int64
  package var sha256: Digest?

  package init(row: Int64, name: String, inode: UInt64, size: Int64, sha256: Digest?) {
    self.row = row
    self.name = name
    self.inode = inode
    self.size = size
    self.sha256 = sha256
  }
}

/// What of a file's bytes the ledger itself still has.
package struct KeptBytes: Hashable, Sendable {
  /// Its records, and how many of them were kept with their bytes.
  package var records: Int
  package var kept: Int
  /// Whether one of those is the whole file.
  package var isWhole: Bool

  package init(records: Int, kept: Int, isWhole: Bool) {
    self.records = records
    self.kept = kept
    self.isWhole = isWhole
  }
}
