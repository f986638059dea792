internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// The register of subjects: what the ratings say, one after the other.
extension DecisionLaw {
  /// What the register had of a report's subject when it came.
  func registered(_ report: Report, at record: StoredRecord) throws -> RatedSubject? {
    guard record.decidedBy >= .seventh, let subject = report.rated else { return nil }
    return try snapshot.rating(of: subject, before: record.seq)
  }

  /// What it says is in the register, for which there is a law of its own.
  mutating func checkRating(_ record: StoredRecord) {
    if record.item != RecordRow.noItem || record.waits != nil {
      fault("record \(record.seq)", "is a rating, and concerns an item", "是评级，却涉及事项")
    }
  }
}
