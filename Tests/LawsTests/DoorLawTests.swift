import GridCore
import Postings
import Proof
import Testing

@testable import Laws
@testable import Ledger

@Suite struct DoorLawTests {
  private static func found(_ file: Int64, _ flaw: LawFlaw) -> [LawFinding] {
    [LawFinding(place: LawPlace(.file, file), flaw: flaw)]
  }

  /// What the law finds in files, each with its entries, and then in records, each with its file where it is asked for.
  private static func findings(
    _ files: [(StoredFile, [ChainedEntry])], _ records: [RecordRow] = []
  ) -> [LawFinding] {
    var law = DoorLaw()
    for (file, entries) in files { law.take(file, told: entries) }
    for record in records where law.take(record) == nil {
      _ = law.takeUnexpected(record, of: files.first { $0.0.facts.row == record.file }?.0)
    }
    law.end()
    return law.findings[.door]
  }

  private static func told(
    _ file: StoredFile, _ what: String, by: String? = nil, note: String? = nil, seal: Digest? = nil
  ) -> ChainedEntry {
    HandMade.entry(
      5, .file, what, by: by, note: note, file: file.facts.row, seal: seal ?? HandMade.seal(of: file))
  }

  private static let set = HandMade.file(2, state: "quarantined", code: "syntax", quarantine: "x.json", records: 0)

  @Test func filesWithTheirRecordsAreInOrder() {
    let inParts = HandMade.file(3, state: "reading", readTo: 40, records: 2, refused: 1)
    let files = [
      (HandMade.file(1), []), (Self.set, [Self.told(Self.set, "quarantined", by: "syntax", note: "x.json")]),
      (inParts, [Self.told(inParts, "reading", note: "20"), Self.told(inParts, "reading", note: "40")]),
      (HandMade.file(4), []),
    ]
    let records = [
      HandMade.record(1), HandMade.record(2, file: 3), HandMade.record(3, file: 4),
      HandMade.record(4, file: 3, state: "rejected", code: "syntax"),
    ]
    #expect(Self.findings(files, records) == [])
  }

  @Test func theSealOfARecordsFileIsAnswered() {
    var law = DoorLaw()
    let file = HandMade.file(1, records: 2)
    law.take(file, told: [])
    #expect(law.take(HandMade.record(1)) == HandMade.seal(of: file))
    #expect(law.take(HandMade.record(2)) == HandMade.seal(of: file))
    #expect(law.take(HandMade.record(3)) == nil)
  }

  @Test func aFileThatIsMissingIsNamed() {
    #expect(
      Self.findings([(HandMade.file(2), [])], [HandMade.record(1, file: 2)]) == Self.found(1, .row(.missing)))
    // Told once for all the records of it that follow one another.
    #expect(
      Self.findings([], [HandMade.record(1), HandMade.record(2)]) == Self.found(1, .file(.fileMissing(record: 1))))
    var law = DoorLaw()
    law.takeStray(HandMade.entry(1, .file, "taken", file: 7))
    #expect(law.findings[.door] == Self.found(7, .row(.missing)))
    law = DoorLaw()
    law.take(HandMade.entry(1, .file, "taken", file: 7))
    law.take(HandMade.entry(2, .file, "taken"))
    #expect(law.findings[.door] == Self.found(0, .file(.notTheOneReceived(entry: 2))))
  }

  @Test func recordsMoreOrFewerOrOtherwiseDecidedAreFound() {
    let one = [(HandMade.file(1), [ChainedEntry]())]
    #expect(Self.findings(one) == Self.found(1, .file(.recordCount(found: 0))))
    #expect(
      Self.findings(one, [HandMade.record(1), HandMade.record(2)]) == Self.found(1, .file(.recordCount(found: 2))))
    #expect(
      Self.findings(one, [HandMade.record(1, state: "rejected", code: "syntax")])
        == Self.found(1, .file(.recordCount(found: 1))))
    #expect(
      Self.findings([(HandMade.file(1, records: 3), [])], [HandMade.record(1), HandMade.record(2)])
        == Self.found(1, .file(.recordCount(found: 2))))
  }

  @Test func whatBecameOfItIsWhatItsLastEntrySays() {
    let good = HandMade.file(1, state: "quarantined", code: "syntax", quarantine: "x.json", records: 0)
    for entry in [
      Self.told(good, "taken"), Self.told(good, "quarantined", by: "encoding", note: "x.json"),
      Self.told(good, "quarantined", by: "syntax", note: "y.json"),
    ] {
      #expect(
        Self.findings([(good, [entry])])
          == Self.found(
            1, .file(.fileIs(state: "quarantined", told: entry.row.what, place: entry.row.note))))
    }
    let silent = HandMade.file(1, state: "reading", readTo: 9)
    #expect(Self.findings([(silent, [])], [HandMade.record(1)]) == Self.found(1, .file(.untold(state: "reading"))))
    let other = Self.told(good, "quarantined", by: "syntax", note: "x.json", seal: HandMade.digest(9))
    #expect(Self.findings([(good, [other])]) == Self.found(1, .file(.notTheOneReceived(entry: 5))))
  }

  @Test func aFileWithoutRecordsIsNamedByAnEntryAndRefusedNone() {
    #expect(Self.findings([(HandMade.file(1, records: 0), [])]) == Self.found(1, .file(.namedByNothing)))
    let file = HandMade.file(1, records: 0, refused: 1)
    #expect(Self.findings([(file, [Self.told(file, "taken")])]) == Self.found(1, .file(.refusedWithoutRecords)))
  }
}
