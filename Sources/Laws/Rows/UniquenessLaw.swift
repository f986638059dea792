internal import GridCore
internal import Ledger
internal import Postings
internal import Proof

/// Every identity, item and notice is there once.
struct UniquenessLaw {
  private(set) var findings = LawFindings()
  private var lastOwner: OwnerRow?
  private var lastPlace: NoticePlace?

  /// Takes the next record: an identity belongs to who its state gives it.
  mutating func take(_ record: ChainedRecord) {
    if record.owns != record.row.owns { add(.record, record.row.seq, .ownsWhatIsNotIts) }
  }

  /// Takes the next owner in the order of the keys.
  mutating func take(_ owner: OwnerRow) {
    defer { lastOwner = owner }
    guard let last = lastOwner, last.key == owner.key else { return }
    if owner.isItem {
      add(.item, owner.number, .twice)
    } else {
      add(.record, owner.number, last.isItem ? .identityOfReport : .twice)
    }
  }

  /// Takes the next notice in the order of the items and their ordinals.
  mutating func take(_ place: NoticePlace) {
    defer { lastPlace = place }
    if let last = lastPlace, (last.item, last.ordinal) == (place.item, place.ordinal) {
      add(.notice, place.row, .twice)
    }
  }

  private mutating func add(_ table: LawPlace.Table, _ row: Int64, _ flaw: RecordFlaw) {
    findings.add(.uniqueness, LawPlace(table, row), .record(flaw))
  }
}
