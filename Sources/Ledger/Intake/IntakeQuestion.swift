package import GridCore
package import Receiving

/// What the intake asks before it decides on a batch.
package struct IntakeQuestion: Sendable {
  /// The traces of its files.
  package var files: [FileTrace] = []
  /// Keys of all events of the batch.
  package var keys: [EventKey] = []
  /// Items that the batch's steps concern.
  package var items: [EventKey] = []
  /// Of these, those of which a step says how far their history was seen.
  package var lines: [EventKey] = []
  /// Ids of the items that the batch's reports bring: are steps waiting for them?
  package var reports: [String] = []
  /// What the batch's reports, and the items it may assign, are about; each with the earliest end of what may be a recurrence.
  package var troubles: [TroubleKey: Timestamp] = [:]
  /// The subjects whose ratings its records go on from, or whose colour its reports may have.
  package var subjects: Set<ByteText> = []
  /// The subjects whose visit sheets its inspections may join or leave.
  package var sheets: Set<ByteText> = []

  package init() {}

  /// Whether a decision hangs on the answer, which must then know every commit before it; who asks of files only has not begun to decide.
  package var isForDecision: Bool {
    // Each field that is added stands here.
    !(keys.isEmpty && items.isEmpty && lines.isEmpty && reports.isEmpty && troubles.isEmpty && subjects.isEmpty
      && sheets.isEmpty)
  }
}

/// What the ledger answers: all that the decisions on a batch hang on.
package struct IntakeKnowledge: Sendable {
  /// In the order of the question's files; nil: never seen.
  package var files: [KnownFile?] = []
  /// Accepted and held events only: a rejected one does not own its identity.
  package var known: [EventKey: Reception.Known] = [:]
  /// The items that the batch's steps concern, as they are now.
  package var items: [EventKey: Item] = [:]
  /// The numbers of the last lines of their histories.
  package var lines: [EventKey: Int64] = [:]
  /// The bytes of the reports of those items that are in triage.
  package var reports: [EventKey: [UInt8]] = [:]
  /// The steps that wait for the batch's reports, oldest first.
  package var held: [HeldRecord] = []
  /// Of each trouble the two latest items that have not ended, and the two latest that closed since: one may be who is assigned.
  package var troubles: [TroubleKey: [Trouble]] = [:]
  /// What the register has of the subjects asked for.
  package var subjects: [ByteText: RatedSubject] = [:]
  /// The items on visit sheets of the subjects asked for.
  package var sheets: [Item] = []

  package init() {}
}

/// A step that waits for its item: its record, and its bytes to be read again.
package struct HeldRecord: Hashable, Sendable {
  package var seq: Int64
  /// The id of the item it waits for.
  package var item: String
  package var receivedAt: Timestamp
  /// Which code read it: what later ones read besides, it did not say.
  package var readBy: DecidingVersion
  package var bytes: [UInt8]

  package init(seq: Int64, item: String, receivedAt: Timestamp, readBy: DecidingVersion, bytes: [UInt8]) {
    self.seq = seq
    self.item = item
    self.receivedAt = receivedAt
    self.readBy = readBy
    self.bytes = bytes
  }
}
