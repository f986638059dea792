package import GridCore
package import Receiving

/// One record as it was received, with what was decided about it.
package struct ReceivedRecord: Sendable {
  /// Stands in the place of a file where the daemon itself brought the record forth.
  package static let noFile = -1

  /// Which of the batch's files it came in, or `noFile`.
  package var file: Int
  /// Its bytes as received; kept for all but duplicates.
  package var bytes: ArraySlice<UInt8>
  package var sha256: Digest
  /// From 1.
  package var line: Int
  /// Who sent it; nil where that could not be read.
  package var source: String?
  /// What its sender calls it; nil where that could not be read.
  package var id: String?
  package var key: EventKey?
  package var content: Digest?
  package var type: String?
  package var outcome: RecordOutcome

  package init(
    file: Int, bytes: ArraySlice<UInt8>, sha256: Digest, line: Int, source: String?, id: String?,
    key: EventKey?, content: Digest?, type: String?, outcome: RecordOutcome
  ) {
    self.file = file
    self.bytes = bytes
    self.sha256 = sha256
    self.line = line
    self.source = source
    self.id = id
    self.key = key
    self.content = content
    self.type = type
    self.outcome = outcome
  }

  /// Both, where both could be read.
  package var identity: EventIdentity? {
    guard let source, let id else { return nil }
    return EventIdentity(source: source, id: id)
  }
}

/// One file as it was received, whole or in part.
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
  /// What its ratings made of the register, in their order; `.batch(index:)` points into `records`.
  package var ratings: [CausedRating] = []
  /// What the daemon itself brings forth with it.
  package var own = OwnBatch()
  /// Counts what its changes bring; nil where the rules have no signals.
  package var signals: (any SignalKeeping)?
  /// The rules that the last of its records has put in force; that record is stored under them.
  package var applied: RulesRecord?
  /// Files that came back after a power cut: counted, nothing else.
  package var replayed = 0
  /// What of it somebody has to be told of for good.
  package var incidents: [Incident] = []

  package init(at: Timestamp, rules: Digest) {
    self.at = at
    self.rules = rules
  }

  /// The orders to move items that it takes.
  package var redispatches: [EventIdentity] {
    records.compactMap { record in
      record.outcome == .ordered && record.type == Order.Kind.redispatch.rawValue ? record.identity : nil
    }
  }
}
