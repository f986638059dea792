package import GridCore

/// A record as the export tells it.
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

/// A notice as the export tells it.
package struct ExportedNotice: Hashable, Sendable {
  package var notice: Notice
  package var delivered: Bool

  package init(notice: Notice, delivered: Bool) {
    self.notice = notice
    self.delivered = delivered
  }
}

/// What became of a record, with its number.
package struct RecordAnswer: Hashable, Sendable {
  package var seq: Int64
  package var outcome: RecordOutcome

  package init(seq: Int64, outcome: RecordOutcome) {
    self.seq = seq
    self.outcome = outcome
  }
}
