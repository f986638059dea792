internal import Formats
internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// The register of subjects is what the ratings say: each is read again from its record's bytes, and goes on from the one before.
struct RegisterLaw {
  private(set) var findings = LawFindings()
  private(set) var count: Int64 = 0
  private var accepted: Int64 = 0

  mutating func take(_ record: RecordRow) {
    if record.state == "accepted", record.type == Rating.type { accepted += 1 }
  }

  /// Takes the next row with the bytes of its record.
  ///
  /// - Parameter before: what the ratings before it had made of a subject.
  mutating func take(_ kept: KeptRating, before: (String, Int64) throws -> RatedSubject?) rethrows {
    count += 1
    let row = kept.row
    guard let bytes = kept.bytes, let event = EventReader.again(bytes, received: kept.receivedAt),
      case .rating(let rating) = event.body
    else { return add(row) }
    let subject = RatedSubject(rating, after: try before(rating.subject, row.seq), received: kept.receivedAt)
    if row != RatingRow(seq: row.seq, at: kept.receivedAt, subject: subject, note: rating.note) { add(row) }
  }

  mutating func end() {
    if accepted != count {
      findings.add(.register, LawPlace(.rating, count), .record(.ratings(records: accepted, rows: count)))
    }
  }

  private mutating func add(_ row: RatingRow) {
    findings.add(.register, LawPlace(.rating, row.seq), .record(.notAsRated))
  }
}
