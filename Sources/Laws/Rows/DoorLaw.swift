internal import GridCore
internal import Ledger
internal import Postings
internal import Proof
internal import Seals

/// Every file is there, is the one that was received, has the records that name it, and became what its entries say.
///
/// Records of one file mostly follow one another: only files whose records are not all met yet are kept in mind.
struct DoorLaw {
  private static let mostOpen = 50_000

  private struct Count: Equatable {
    var records: Int64
    var refused: Int64

    mutating func add(_ record: RecordRow) {
      records += 1
      refused += record.wasRefusedAtOnce ? 1 : 0
    }
  }

  private struct OpenFile {
    /// What stands for the file in the chain of records.
    let seal: Digest
    /// What its row says.
    let wanted: Count
    var found = Count(records: 0, refused: 0)
  }

  private(set) var findings = LawFindings()
  private var hasher = FieldHasher()
  private var open: [Int64: OpenFile] = [:]
  private var lastFile: Int64 = 0
  private var lastMissing: Int64 = 0

  /// Takes the next file with the entries that tell of it, in their order.
  mutating func take(_ file: StoredFile, told entries: [ChainedEntry]) {
    let row = file.facts.row
    lastFile += 1
    if row != lastFile {
      findings.add(.door, LawPlace(.file, lastFile), .row(.missing))
      lastFile = row
    }
    let seal = file.facts.seal(with: &hasher)
    for entry in entries where entry.row.seal != seal { add(row, .notTheOneReceived(entry: entry.seq)) }
    checkOutcome(of: file, entries.last)
    if file.records == 0 {
      if file.refused != 0 { add(row, .refusedWithoutRecords) }
      if entries.isEmpty { add(row, .namedByNothing) }
    } else {
      keep(OpenFile(seal: seal, wanted: Count(records: file.records, refused: file.refused)), row)
    }
  }

  /// Takes what stands for the daemon itself.
  mutating func take(own file: StoredFile) {
    let isOwn =
      file.facts.seal(with: &hasher) == FileFacts.ownSeal && file.state == "taken" && file.code == nil
      && file.quarantine == nil && file.readTo == nil && file.records == 0 && file.refused == 0
    if !isOwn { add(file.facts.row, .ownIsAnother) }
  }

  /// Takes an entry that tells of a file that is not there.
  mutating func takeStray(_ entry: ChainedEntry) {
    findings.add(.door, LawPlace(.file, entry.row.file ?? 0), .row(.missing))
  }

  /// Takes the next entry of all: one that tells of a file names it.
  mutating func take(_ entry: ChainedEntry) {
    if entry.row.kind == .file, entry.row.file == nil { add(0, .notTheOneReceived(entry: entry.seq)) }
  }

  /// What became of a file is what its last entry says; one without an entry was taken at once.
  private mutating func checkOutcome(of file: StoredFile, _ last: ChainedEntry?) {
    let place = file.quarantine ?? file.readTo.map { String($0) }
    guard let told = last?.row else {
      if file.state != "taken" || file.code != nil || place != nil { add(file.facts.row, .untold(state: file.state)) }
      return
    }
    let isSame = (file.state, file.code, place) == (told.what, told.by, told.note)
    if !isSame || (file.quarantine != nil && file.readTo != nil) {
      add(file.facts.row, .fileIs(state: file.state, told: told.what, place: told.note))
    }
  }

  /// Takes the next record and answers what stands for its file; nil where that file is not one whose records are still to come.
  mutating func take(_ record: RecordRow) -> Digest? {
    guard var file = open[record.file] else { return nil }
    file.found.add(record)
    if file.found.records == file.wanted.records {
      open[record.file] = nil
      if file.found != file.wanted { add(record.file, .recordCount(found: file.found.records)) }
    } else {
      open[record.file] = file
    }
    return file.seal
  }

  /// Takes a record whose file is not there, or has all its records already; answers what stands for the file.
  mutating func takeUnexpected(_ record: RecordRow, of file: StoredFile?) -> Digest {
    guard let file else {
      if lastMissing != record.file { add(record.file, .fileMissing(record: record.seq)) }
      lastMissing = record.file
      return .zero
    }
    let seal = file.facts.seal(with: &hasher)
    let wanted = Count(records: file.records, refused: file.refused)
    var found = wanted
    found.add(record)
    keep(OpenFile(seal: seal, wanted: wanted, found: found), record.file)
    return seal
  }

  private mutating func keep(_ file: OpenFile, _ row: Int64) {
    guard open.count < Self.mostOpen else { return add(row, .tooManyFilesDiffer) }
    open[row] = file
  }

  mutating func end() {
    for (row, file) in open.sorted(by: { $0.key < $1.key }) { add(row, .recordCount(found: file.found.records)) }
  }

  private mutating func add(_ file: Int64, _ flaw: FileFlaw) {
    findings.add(.door, LawPlace(.file, file), .file(flaw))
  }
}
